"""A judgement stands: of whoever gave it, and from the day on which the review was closed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engine.access import Viewer
from engine.decision import Refused
from engine.service.account_roles import appoint
from engine.service.at_table import Changed, TableOutcome
from engine.service.log_review_orders import CloseLogReview, JudgeSignal
from engine.service.log_reviews import (
    LogRows,
    ReviewRow,
    SignalRow,
    close_log_review,
    judge_signal,
    log_review,
    log_signal,
)
from engine.store import log_reviews as kept
from engine.store.access_log import LogEntry, log
from engine.store.log_reviews import Judged, NewReview
from engine.store.log_signals import SignalFound
from engine.store.looked import MOST_OF_A_PERSON
from engine.store.tables.review import LOG_REVIEW, LOG_SIGNAL
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.builders import REGION, CaseAtDesk, Desk
from tests.service.desks import professional
from tests.service.reviewing import april, case, officer, pries, reviewed

__all__ = ["case", "officer"]


@pytest.fixture
def other(desk: Desk) -> Viewer:
    """Lend a second privacy officer of the region."""
    quinten = professional(desk.office, "quinten")
    appoint(desk.office, quinten, "privacy_officer", REGION)
    return quinten


@pytest.fixture
def stood_out(desk: Desk, case: CaseAtDesk, officer: Viewer) -> tuple[ReviewRow, SignalRow]:
    """Lend the review of March with one signal in it."""
    pries(desk, "vera", case)
    april(desk)
    row, (signal,) = reviewed(desk, officer)
    return row, signal


Found = tuple[ReviewRow, SignalRow]


def says(desk: Desk, viewer: Viewer, found: Found, word: str) -> TableOutcome:
    """Let somebody judge the signal."""
    row, signal = found
    order = JudgeSignal(review=row.id, signal=signal.id, judgement="explained", word=word)
    return judge_signal(viewer, desk.office, order)


def judgement(desk: Desk, viewer: Viewer, found: Found) -> tuple[str, str | None]:
    """What is kept of the signal, and who said it."""
    _, (signal,) = log_review(viewer, desk.office, found[0].id)
    return signal.word, signal.judge


def test_a_judgement_is_replaced_by_whoever_gave_it_and_by_nobody_else(
    desk: Desk, officer: Viewer, other: Viewer, stood_out: Found
) -> None:
    says(desk, officer, stood_out, "gevraagd")
    assert isinstance(says(desk, officer, stood_out, "nagevraagd"), Changed)

    refused = says(desk, other, stood_out, "niets aan de hand")

    assert isinstance(refused, Refused)
    (reason,) = refused.missing
    assert reason.key == "judged_already"
    assert reason.says.en == ("This signal was already judged: by petra, Wed 1 April 2026, 09:00.")
    assert judgement(desk, other, stood_out) == ("nagevraagd", "petra")
    _, mine, _ = log_signal(officer, desk.office, stood_out[0].id, stood_out[1].id)
    _, theirs, _ = log_signal(other, desk.office, stood_out[0].id, stood_out[1].id)
    assert (mine.taken, theirs.taken) == (False, True)


def keeps(desk: Desk, by: Viewer) -> bool:
    """Whether the judgement of somebody who read the signal before is kept."""
    judged = Judged(judgement="explained", word="te laat", owner="", follow_up_on=None)
    with unit_of_work(desk.office.store) as connection:
        signal = connection.execute(select(LOG_SIGNAL.c.id)).scalar_one()
        now = desk.clock.now()
        return kept.judge(connection, signal, judged, by=by.person, now=now)


def test_a_judgement_by_whoever_read_it_before_another_judged_is_not_kept(
    desk: Desk, officer: Viewer, other: Viewer, stood_out: Found
) -> None:
    says(desk, officer, stood_out, "gevraagd")

    assert not keeps(desk, other)
    assert judgement(desk, officer, stood_out) == ("gevraagd", "petra")
    assert keeps(desk, officer)


def test_a_judgement_by_whoever_read_it_before_it_was_closed_is_not_kept(
    desk: Desk, officer: Viewer, stood_out: Found
) -> None:
    says(desk, officer, stood_out, "gevraagd")
    close_log_review(officer, desk.office, CloseLogReview(review=stood_out[0].id, word="klaar"))

    assert not keeps(desk, officer)
    assert judgement(desk, officer, stood_out) == ("gevraagd", "petra")


def test_whoever_judges_or_closes_a_review_holds_it_until_the_end(
    desk: Desk, officer: Viewer, stood_out: Found
) -> None:
    store, today = desk.office.store, desk.office.today()
    free = select(LOG_REVIEW.c.id).with_for_update(skip_locked=True)
    with unit_of_work(store) as connection:
        kept.lock_review(connection, officer, stood_out[0].id, on=today)
        if not store.is_sqlite:  # there one writes at a time
            with store.engine.connect() as elsewhere:
                assert elsewhere.execute(free).all() == []
    with reading(store) as connection:
        assert kept.get_review(connection, officer, stood_out[0].id, on=today).state == "open"


def looks(desk: Desk, case: CaseAtDesk, moment: str, times: int = 1) -> None:
    """Let Bram be seen in the log at this moment of world time."""
    at = datetime.fromisoformat(moment)
    entry = LogEntry(at=at, action="read_timeline", outcome="done", case_id=case.head.id)
    with unit_of_work(desk.office.store) as connection:
        for _ in range(times):
            log(connection, desk.viewers["bram"], entry)


def of_a_day(desk: Desk, officer: Viewer) -> LogRows:
    """What is shown behind a signal about Bram's 10th of March."""
    days = {"from_on": date(2026, 3, 1), "until_on": date(2026, 4, 1), "due_on": date(2026, 5, 1)}
    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    bram = desk.viewers["bram"].person
    many = SignalFound(
        kind="many", person_id=bram, on_date=date(2026, 3, 10), first_at=at, last_at=at,
        numbers={"cases": 21, "usual": 0},
    )  # fmt: skip
    with unit_of_work(desk.office.store) as connection:
        made = kept.add_review(connection, NewReview(region=REGION, **days), [many], now=at)
    assert made
    _, (signal,) = log_review(officer, desk.office, made)
    return log_signal(officer, desk.office, made, signal.id)[2]


def test_behind_a_signal_of_one_day_stand_the_rows_of_that_day_in_amsterdam(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    for moment in ("09T22:59", "09T23:00", "10T22:59", "10T23:00", "20T12:00"):
        looks(desk, case, f"2026-03-{moment}+00:00")

    behind = of_a_day(desk, officer)

    found = [f"{row.at:%dT%H:%M}" for row in behind.rows]
    assert found == ["10T22:59", "09T23:00"]
    assert not behind.more


@pytest.mark.parametrize("over", [0, 1])
def test_it_is_said_when_there_are_more_rows_than_shown(
    desk: Desk, case: CaseAtDesk, officer: Viewer, over: int
) -> None:
    looks(desk, case, "2026-03-10T09:00+00:00", MOST_OF_A_PERSON + over)

    behind = of_a_day(desk, officer)

    assert len(behind.rows) == MOST_OF_A_PERSON
    assert behind.more == bool(over)
