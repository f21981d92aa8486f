"""How many dates somebody has: the same number as the list shows, each in one stretch of time."""

from datetime import date, timedelta

import pytest

from engine.clock import ManualClock
from engine.service.about_me import about_me
from engine.service.date_asking import begins, stretches
from engine.service.date_counts import DateCounts, date_counts
from engine.service.my_dates import my_dates
from engine.store.store import Store
from tests.service.builders import MORNING, Desk
from tests.service.sheets import a_sheet, a_sheet_desk, excluded


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return a_sheet_desk(store, clock)


def counted(desk: Desk, name: str = "bram") -> DateCounts:
    """What is counted for somebody."""
    return date_counts(desk.viewers[name], desk.office)


def listed(desk: Desk) -> dict[str, int]:
    """What the list says, row by row."""
    rows = my_dates(desk.viewers["bram"], desk.office, limit=50).rows
    due: dict[str, int] = {
        name: sum(begins(first) < row.due_at <= begins(last + timedelta(days=1)) for row in rows)
        for name, (first, last) in stretches(desk.office.today()).items()
    }
    late, past = sum(row.late for row in rows), sum(row.past_norm for row in rows)
    return {"late": late, "past_norm": past, **due, "suspended": 0, "all": len(rows)}


def test_what_is_counted_is_what_is_listed(desk: Desk) -> None:
    a_sheet(desk)
    a_sheet(desk)
    found = []
    for hours in (0, 24, 47.99, 48, 36 * 24, 42 * 24, 49 * 24, 49 * 24 + 14, 57 * 24, 58 * 24):
        desk.clock.move_to(MORNING + timedelta(hours=hours))
        found.append(dict(counted(desk).when))
        assert found[-1] == listed(desk)

    assert len({tuple(each.items()) for each in found}) > 4


@pytest.mark.parametrize(
    ("today", "week", "next_week"),
    [
        pytest.param(date(2026, 3, 2), (3, 8), (9, 15), id="Monday"),
        pytest.param(date(2026, 3, 7), (8, 8), (9, 15), id="Saturday"),
        pytest.param(date(2026, 3, 8), (9, 8), (9, 15), id="Sunday: nothing is left of the week"),
    ],
)
def test_a_week_begins_on_monday(
    today: date, week: tuple[int, int], next_week: tuple[int, int]
) -> None:
    found = stretches(today)

    assert found["today"] == (today, today)
    assert tuple(day.day for day in found["week"]) == week
    assert tuple(day.day for day in found["next_week"]) == next_week


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 3, 28), 23), (date(2026, 3, 29), 23), (date(2026, 3, 30), 22)]
)
def test_a_day_begins_at_midnight_in_amsterdam(day: date, hour: int) -> None:
    assert begins(day).hour == hour
    assert begins(day).date() == day - timedelta(days=1)


def test_nobody_counts_what_they_may_not_see(desk: Desk) -> None:
    case = a_sheet(desk)
    a_sheet(desk)
    assert counted(desk, "anna").total == 0

    excluded(case, "cora")

    assert counted(desk, "cora").total == 3


def test_that_somebody_counted_is_in_the_log(desk: Desk) -> None:
    counted(desk)

    row = desk.log()[-1]
    assert (row.action, row.outcome, row.person_id) == (
        "count_dates",
        "done",
        desk.viewers["bram"].person,
    )


def test_somebody_is_told_their_own_roles_and_address(desk: Desk) -> None:
    known = {name: about_me(viewer, desk.office) for name, viewer in desk.viewers.items()}

    assert known["cora"].has("coordinator")
    assert not known["bram"].has("coordinator", "chair")
    assert known["bram"].has("chair", "regisseur")
