"""The log is reviewed every month by somebody who works on no case, and nobody can forget it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from engine.access import Viewer
from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.runner.health import health_of
from engine.service import orders
from engine.service.absence_orders import CloseWork
from engine.service.account_roles import WorksOnCases, appoint, watches
from engine.service.at_table import Changed, TableOutcome
from engine.service.case_file import case_file
from engine.service.file.timeline import timeline
from engine.service.log_review_due import BOUNDS
from engine.service.log_review_orders import CloseLogReview, JudgeSignal
from engine.service.log_reviews import (
    ReviewRow,
    SignalRow,
    close_log_review,
    judge_signal,
    log_review,
    log_reviews,
    log_signal,
    my_open_reviews,
)
from engine.service.my_work import close_work, my_work
from engine.service.tick import tick
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import REGION, CaseAtDesk, Desk
from tests.service.desks import another_family, professional, takes_part

APRIL = datetime(2026, 4, 1, 7, tzinfo=UTC)
"""The first morning after the month of the tests, which begin on 2 March."""


@pytest.fixture
def officer(desk: Desk) -> Viewer:
    """Lend the privacy officer of the region."""
    petra = professional(desk.office, "petra")
    appoint(desk.office, petra, "privacy_officer", REGION)
    return petra


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a case of Bram."""
    return desk.opens()


def pries(desk: Desk, who: str, case: CaseAtDesk, times: int = 1) -> None:
    """Let somebody try a case that is not for them."""
    for _ in range(times):
        with pytest.raises(NotFound):
            case_file(desk.viewers[who], desk.office, case.id)


def april(desk: Desk) -> None:
    """Let the month end."""
    desk.clock.move_to(APRIL)
    tick(desk.office, {})


def reviewed(desk: Desk, officer: Viewer) -> tuple[ReviewRow, tuple[SignalRow, ...]]:
    """The review of March."""
    (row,) = my_open_reviews(officer, desk.office)
    return log_review(officer, desk.office, row.id)


def found(desk: Desk, officer: Viewer) -> list[tuple[str, str]]:
    """Which signals of whom, in their order."""
    april(desk)
    return [(each.kind, each.name) for each in reviewed(desk, officer)[1]]


def judges(desk: Desk, officer: Viewer, signal: str, **said: object) -> TableOutcome:
    """Let the officer judge a signal."""
    (row,) = my_open_reviews(officer, desk.office)
    order = {"judgement": "explained", "word": "gevraagd en uitgelegd", **said}
    return judge_signal(
        officer,
        desk.office,
        JudgeSignal(review=row.id, signal=signal, **order),  # type: ignore[arg-type] # by name
    )


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


def test_who_tried_without_a_part_stands_out(desk: Desk, case: CaseAtDesk, officer: Viewer) -> None:
    pries(desk, "vera", case, 2)

    assert found(desk, officer) == [("no_part", "vera")]
    _, (signal,) = reviewed(desk, officer)
    assert (signal.number, signal.numbers.en) == (case.head.number, "2 times, of which 2 refused")


def test_who_looked_after_the_part_ended_stands_out_as_that(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    role = "qualified_behavioural_scientist"
    case.done("bram", orders.Join, person=desk.who("dora"), role=role, ground="asked")
    timeline(desk.viewers["dora"], desk.office, case.id)
    case.done("bram", orders.Leave, person=desk.who("dora"), role=role)
    pries(desk, "dora", case)

    assert found(desk, officer) == [("after_end", "dora")]
    _, (signal,) = reviewed(desk, officer)  # not when the part was still there, the same day
    assert signal.numbers.en == "1 times, of which 1 refused"


def test_who_is_kept_out_stands_out_before_all_others(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    pries(desk, "vera", case)
    takes_part(desk, desk.viewers["gijs"], access="excluded", case_id=case.head.id)
    pries(desk, "gijs", case)

    assert found(desk, officer) == [("kept_out", "gijs"), ("no_part", "vera")]


def test_whoever_leads_the_region_and_looked_is_counted_once(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    for _ in range(3):
        timeline(desk.viewers["cora"], desk.office, case.id)

    assert found(desk, officer) == [("by_region", "cora")]
    _, (signal,) = reviewed(desk, officer)
    assert signal.numbers.en == "3 times; cases: 1"


def test_the_surname_of_the_family_stands_out(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    with unit_of_work(desk.office.store) as connection:
        bram = PERSON.c.public_id == desk.who("bram")
        connection.execute(update(PERSON).where(bram).values(name="Bram Jansen"))
        vera = PERSON.c.public_id == desk.who("vera")
        connection.execute(update(PERSON).where(vera).values(name="Vera Pieter-Jansen"))
    timeline(desk.viewers["bram"], desk.office, case.id)
    pries(desk, "vera", case)

    assert found(desk, officer) == [("no_part", "Vera Pieter-Jansen"), ("surname", "Bram Jansen")]


def test_many_tries_stand_out_from_five_on(desk: Desk, case: CaseAtDesk, officer: Viewer) -> None:
    pries(desk, "vera", case, BOUNDS.tries - 1)
    pries(desk, "gijs", case, BOUNDS.tries)

    assert found(desk, officer) == [("no_part", "gijs"), ("no_part", "vera"), ("tries", "gijs")]


def test_far_more_cases_than_ones_own_usual_day_stand_out(desk: Desk, officer: Viewer) -> None:
    cases = [another_family(desk).opens() for _ in range(BOUNDS.cases_a_day + 1)]
    for each in cases[:7]:  # 7 a day is usual, so 21 is no more than three times that
        timeline(desk.viewers["bram"], desk.office, each.id)
    desk.after(days=1)
    for each in cases[:6]:
        timeline(desk.viewers["bram"], desk.office, each.id)
    desk.after(days=1)
    for each in cases:
        timeline(desk.viewers["bram"], desk.office, each.id)

    april(desk)

    signals = [each for each in reviewed(desk, officer)[1] if each.kind == "many"]
    assert [(each.name, each.on_date, each.numbers.en) for each in signals] == [
        ("bram", date(2026, 3, 2), "21 cases in one day; usually 0"),
        # The median of 21 on the first day and 6 on the second is the lower: 6.
        ("bram", date(2026, 3, 4), "21 cases in one day; usually 6"),
    ]


def test_a_usual_day_does_not_stand_out(desk: Desk, case: CaseAtDesk, officer: Viewer) -> None:
    timeline(desk.viewers["bram"], desk.office, case.id)

    assert found(desk, officer) == []


def test_another_month_and_another_region_are_not_of_this_review(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    desk.clock.move_to(APRIL)
    pries(desk, "vera", case)

    assert found(desk, officer) == []
    elsewhere = professional(desk.office, "quinten")
    appoint(desk.office, elsewhere, "privacy_officer", "foodvalley")
    (row,) = my_open_reviews(officer, desk.office)
    assert my_open_reviews(elsewhere, desk.office) == ()
    with pytest.raises(NotFound):
        log_review(elsewhere, desk.office, row.id)


def test_the_rows_behind_a_signal_tell_the_act_and_never_a_family(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    pries(desk, "vera", case)
    april(desk)
    row, (signal,) = reviewed(desk, officer)

    _, _, behind = log_signal(officer, desk.office, row.id, signal.id)
    (look,) = behind.rows

    assert (look.number, look.did.en, look.outcome) == (
        case.head.number,
        "Read the case",
        "denied",
    )
    with pytest.raises(NotFound):
        log_signal(officer, desk.office, row.id, "nothing")


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
