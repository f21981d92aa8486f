"""The coming days of a table's rhythm: which are free, which have a meeting, which are days off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.access import Viewer
from engine.service.at_table import TableWork, looking_at
from engine.service.listing import MOST
from engine.service.office import Office
from engine.service.table_roles import COORDINATES
from engine.service.tables import WEEKDAYS
from engine.store import meeting_tables, meetings
from engine.store.meeting_tables import TableSeen
from engine.store.unit_of_work import reading
from engine.text import Text

WEEKS = 8
"""So many weeks are looked ahead, and planned at once."""


@dataclass(frozen=True, slots=True)
class RhythmDay:
    """A day on which the table would meet: it may be a day off, or have a meeting already."""

    on: date
    off: Text | None
    meeting: str | None

    @property
    def is_free(self) -> bool:
        """Whether a meeting can be planned on it."""
        return self.off is None and self.meeting is None


def days_ahead(
    viewer: Viewer, office: Office, table: str, *, weeks: int = WEEKS
) -> tuple[RhythmDay, ...]:
    """The days of the rhythm in the coming weeks; none where the table has no fixed day.

    Raises:
        NotFound: there is no such table, or it is not for this viewer.
    """
    with looking_at(viewer, office, table, "read_table") as work:
        seen = meeting_tables.get_table(work.connection, viewer, table, on=work.today)
        return tuple(_days(work, seen, weeks))


def is_busy_at_tables(viewer: Viewer, office: Office) -> bool:
    """Whether the viewer sits at any table today, or sets up those of a region.

    It names nobody, so it is no row of the log.
    """
    now, today = office.clock.now(), office.today()
    with reading(office.store) as connection:
        return meeting_tables.is_busy_at_tables(connection, viewer, COORDINATES, now=now, on=today)


def _days(work: TableWork, table: TableSeen, weeks: int) -> Iterator[RhythmDay]:
    region = work.office.library.regions[table.region].table
    weekday = table.weekday or (region.weekday if region else None)
    if weekday is None:
        return
    taken = _taken(work, table)
    calendar = work.office.calendar(work.connection, table.region)
    day = work.today + timedelta(days=(WEEKDAYS.index(weekday) - work.today.weekday()) % 7 or 7)
    for each in range(weeks):
        on = day + timedelta(weeks=each)
        yield RhythmDay(on, calendar.name_of(on), taken.get(on))


def _taken(work: TableWork, table: TableSeen) -> dict[date, str]:
    """The meetings that the table has ahead, by their day."""
    found = meetings.meetings_ahead(work.connection, [table.id], from_on=work.today, limit=MOST)
    return {each.head.on_date: each.head.public_id for each in found}
