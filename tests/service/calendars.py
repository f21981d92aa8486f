"""What the tests of calendars share: a change of the small region's calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.calendar import DayKind
from engine.calendar_edition import FILE, AddedDay, RemovedDay
from engine.service.at_table import Changed, TableOutcome
from engine.service.calendar_orders import ChangeCalendar
from engine.service.calendars import change_calendar
from engine.store import calendars
from engine.store.unit_of_work import reading
from engine.text import Text
from tests.service.builders import CaseAtDesk, Desk

EQUATED = date(2026, 4, 28)  # the day after King's Day


def a_day(day: date = EQUATED, kind: DayKind = "equated") -> AddedDay:
    """Name a day off that lacks nothing."""
    return AddedDay(
        date=day, kind=kind, name=Text(nl="Brugdag", en="Bridge day"), source="Stb. 2026, 1"
    )


def gone(day: date, kind: DayKind = "equated") -> RemovedDay:
    """Name a day that counts after all."""
    return RemovedDay(date=day, kind=kind)


def a_change(desk: Desk, **said: Any) -> ChangeCalendar:
    """Equate the day after King's Day, unless it is said otherwise."""
    usual: dict[str, Any] = {
        "region": desk.region,
        "add": () if "remove" in said else (a_day(),),
        "reason": "Het besluit is bekendgemaakt.",
        "seen_version": the_number(desk),
    }
    return ChangeCalendar(**{**usual, **said})


def changes(desk: Desk, by: str = "cora", **said: Any) -> TableOutcome:
    """Try to change the calendar."""
    return change_calendar(desk.viewers[by], desk.office, a_change(desk, **said))


def changed(desk: Desk, **said: Any) -> Changed:
    """Change the calendar."""
    outcome = changes(desk, **said)
    assert isinstance(outcome, Changed), outcome
    return outcome


def the_number(desk: Desk) -> int:
    """Say which edition is the newest of the region."""
    with reading(desk.office.store) as connection:
        found = calendars.newest(connection, desk.region)
    return calendars.number_of(found, desk.region) if found else FILE


def due(case: CaseAtDesk) -> dict[str, date]:
    """Say on which day each open deadline is due."""
    return {key: row.due_on for key, row in case.owed.items()}


def done_at(desk: Desk) -> list[bool]:
    """Say of each edition whether every open date goes by it."""
    with reading(desk.office.store) as connection:
        return [each.done_at is not None for each in calendars.editions_of(connection, desk.region)]
