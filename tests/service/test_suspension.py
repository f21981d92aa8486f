"""What stood still runs on with the days that it really stood still, whoever lets it."""

from datetime import date, timedelta

import pytest

from engine.service import orders
from engine.service.tick import tick
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.calendars import a_day, changed

DUE = date(2026, 4, 13)  # the talk, six weeks from 2 March
LAW = date(2026, 4, 28)  # the answer that the law asks, eight weeks and King's Day


@pytest.fixture
def desk(small_desk: Desk) -> Desk:
    """Lend the small definitions: a talk that may stand still, and a term of the law."""
    return small_desk


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Open a case whose talk stands still from 2 March, for two weeks at most."""
    case = desk.opens(workflow="trial")
    case.done("bram", orders.Suspend, until=TODAY + timedelta(weeks=2), reason="ziek")
    return case


def test_let_on_early_only_the_days_until_then_are_added(desk: Desk, case: CaseAtDesk) -> None:
    desk.after(days=3)

    case.done("bram", orders.Resume)

    row = case.owed["talk"]
    assert (row.state, row.due_on) == ("open", DUE + timedelta(days=3))
    assert row.explanation["suspended_days"] == 3


@pytest.mark.parametrize("late", [0, 1, 40])
def test_the_clock_lets_it_run_on_from_its_day_however_long_the_outage(
    desk: Desk, case: CaseAtDesk, late: int
) -> None:
    desk.after(weeks=2, days=late)

    assert tick(desk.office, {}).resumed == 1

    row = case.owed["talk"]
    assert row.explanation["suspended_days"] == 14
    assert row.due_on == date(2026, 4, 24)  # fourteen days on is King's Day: the day before
    assert [event.kind for event in case.events].count("resumed") == 1
    assert tick(desk.office, {}).resumed == 0


def test_twice_still_adds_both(desk: Desk, case: CaseAtDesk) -> None:
    desk.after(days=3)
    case.done("bram", orders.Resume)
    desk.after(days=1)
    until = desk.office.today() + timedelta(days=5)
    case.done("bram", orders.Suspend, until=until, reason="nog eens")
    desk.after(days=30)

    tick(desk.office, {})

    assert case.owed["talk"].explanation["suspended_days"] == 8


def test_a_term_of_the_law_is_as_it_was(desk: Desk, case: CaseAtDesk) -> None:
    law = case.owed["answer"]
    assert (law.state, law.due_on) == ("open", LAW)

    desk.after(days=40)
    tick(desk.office, {})

    assert case.owed["answer"] == law


def test_it_runs_on_by_the_calendar_of_that_day(desk: Desk, case: CaseAtDesk) -> None:
    changed(desk, add=(a_day(date(2026, 4, 16), "closing"),))
    desk.after(days=3)

    case.done("bram", orders.Resume)

    assert case.owed["talk"].due_on == date(2026, 4, 15)
