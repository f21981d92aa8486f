"""The log is reviewed every month by somebody who works on no case, and nobody can forget it."""

from datetime import date, timedelta

import pytest

from engine.access import Viewer
from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.runner.health import health_of
from engine.service.absence_orders import CloseWork
from engine.service.account_roles import WorksOnCases, appoint, watches
from engine.service.at_table import Changed
from engine.service.case_file import case_file
from engine.service.log_review_orders import CloseLogReview, JudgeSignal
from engine.service.log_reviews import (
    close_log_review,
    judge_signal,
    log_review,
    log_reviews,
    my_open_reviews,
)
from engine.service.my_work import close_work, my_work
from engine.service.tick import tick
from tests.service.builders import REGION, CaseAtDesk, Desk
from tests.service.desks import takes_part
from tests.service.reviewing import APRIL, april, case, judges, officer, pries, reviewed

__all__ = ["case", "officer"]


def test_a_month_that_ends_becomes_one_review_however_often_the_clock_looks(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    assert my_open_reviews(officer, desk.office) == ()

    april(desk)
    desk.after(hours=2)
    tick(desk.office, {})

    (row,) = log_reviews(officer, desk.office).rows
    assert (row.from_on, row.last_on, row.due_on) == (
        date(2026, 3, 1),
        date(2026, 3, 31),
        date(2026, 5, 1),
    )
    assert row.is_open
    assert not row.is_late


def test_months_that_were_missed_are_made_up_for(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    desk.clock.move_to(APRIL + timedelta(days=92))
    tick(desk.office, {})

    months = [row.from_on.month for row in log_reviews(officer, desk.office).rows]
    assert months == [6, 5, 4, 3]


def test_nobody_who_works_on_cases_reviews_and_no_officer_sees_a_case(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    april(desk)
    (row,) = my_open_reviews(officer, desk.office)

    for viewer in desk.viewers.values():
        assert log_reviews(viewer, desk.office).rows == ()
        with pytest.raises(NotFound):
            log_review(viewer, desk.office, row.id)
    with pytest.raises(NotFound):
        case_file(officer, desk.office, case.id)
    with pytest.raises(WorksOnCases):
        appoint(desk.office, desk.viewers["bram"], "privacy_officer", REGION)


def test_whoever_comes_to_take_part_watches_no_more(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    april(desk)
    assert watches(officer, desk.office) == (REGION,)

    takes_part(desk, officer, case_id=case.head.id)

    assert watches(officer, desk.office) == ()
    assert my_open_reviews(officer, desk.office) == ()


def test_a_review_closes_only_when_every_signal_is_judged(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    pries(desk, "vera", case)
    april(desk)
    row, (signal,) = reviewed(desk, officer)
    order = CloseLogReview(review=row.id, word="één gesprek gevoerd")

    refused = close_log_review(officer, desk.office, order)
    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["judged"]
    judges(desk, officer, signal.id)

    assert isinstance(close_log_review(officer, desk.office, order), Changed)
    assert my_open_reviews(officer, desk.office) == ()
    closed, (kept,) = log_review(officer, desk.office, row.id)
    assert (closed.closer, closed.word) == ("petra", "één gesprek gevoerd")
    assert (kept.judgement, kept.judge, kept.word) == (
        "explained",
        "petra",
        "gevraagd en uitgelegd",
    )
    again = close_log_review(officer, desk.office, order)
    assert isinstance(again, Refused)
    late = judge_signal(
        officer,
        desk.office,
        JudgeSignal(review=row.id, signal=signal.id, judgement="explained", word="toch"),
    )
    assert isinstance(late, Refused)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        pytest.param({"word": " "}, ["word"], id="no words"),
        pytest.param({"word": "x" * 20_001}, ["word"], id="too many words"),
        pytest.param(
            {"judgement": "follow_up", "word": ""},
            ["word", "owner", "follow_up_on"],
            id="everything that is wrong at once",
        ),
        pytest.param(
            {"judgement": "follow_up", "owner": "x" * 501, "follow_up_on": date(2026, 3, 31)},
            ["owner", "follow_up_on"],
            id="too long, and a day that is past",
        ),
    ],
)
def test_what_is_to_be_followed_up_has_an_owner_and_a_day(
    desk: Desk, case: CaseAtDesk, officer: Viewer, said: dict[str, object], fields: list[str]
) -> None:
    pries(desk, "vera", case)
    april(desk)
    _, (signal,) = reviewed(desk, officer)

    with pytest.raises(InvalidInput) as wrong:
        judges(desk, officer, signal.id, **said)

    assert [problem.field for problem in wrong.value.problems] == fields
    day = date(2026, 4, 8)
    judges(desk, officer, signal.id, judgement="follow_up", owner="teamleider", follow_up_on=day)
    _, (kept,) = reviewed(desk, officer)
    assert (kept.judgement, kept.owner, kept.follow_up_on) == ("follow_up", "teamleider", day)


def test_a_signal_about_oneself_is_for_another(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    with pytest.raises(NotFound):
        case_file(officer, desk.office, case.id)
    april(desk)
    _, (signal,) = reviewed(desk, officer)

    assert signal.mine
    refused = judges(desk, officer, signal.id)
    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["not_oneself"]


def test_it_is_work_with_a_name_on_it_that_only_the_review_closes(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    april(desk)

    (work,) = my_work(officer, desk.office).rows
    assert (work.kind, work.owners, work.role.en) == ("log_review", ("petra",), "Privacy officer")
    refused = close_work(officer, desk.office, CloseWork(work=work.id, word="gedaan"))
    assert isinstance(refused, Refused)
    (row,) = my_open_reviews(officer, desk.office)
    close_log_review(officer, desk.office, CloseLogReview(review=row.id, word="niets"))
    assert my_work(officer, desk.office).rows == ()


def test_a_late_review_is_told_to_the_coordinator_once_and_counted(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    april(desk)
    cora = desk.viewers["cora"]
    assert "log_review" not in [row.kind for row in my_work(cora, desk.office).rows]

    desk.after(days=31)
    for _ in range(2):
        tick(desk.office, {})
        desk.after(hours=2)

    late = [row for row in my_work(cora, desk.office).rows if row.kind == "log_review"]
    assert [(row.why, row.role.en) for row in late] == [("late", "Coordinator")]
    assert health_of(desk.office).late_reviews == 1
    assert my_open_reviews(officer, desk.office)[0].is_late
    row, *_ = my_open_reviews(officer, desk.office)  # the first due in front
    close_log_review(officer, desk.office, CloseLogReview(review=row.id, word="niets"))
    assert "log_review" not in [each.kind for each in my_work(cora, desk.office).rows]
    assert health_of(desk.office).late_reviews == 0


def test_where_nobody_watches_the_coordinator_is_told_that(desk: Desk, case: CaseAtDesk) -> None:
    april(desk)
    desk.after(days=31)
    tick(desk.office, {})

    works = my_work(desk.viewers["cora"], desk.office).rows
    assert [row.why for row in works if row.kind == "log_review"] == ["nobody"]
