"""The tables and the meetings of somebody, and those at which a case may be planned."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, partial

from engine.access import Viewer
from engine.at_the_table import complete_by
from engine.calendar import Calendar
from engine.errors import NotFound
from engine.service.agenda import tables_of
from engine.service.at_table import TableWork, looking_at
from engine.service.command import CaseInHand, looking
from engine.service.listing import MOST, cut, listing, page_size
from engine.service.meetings import STATES, next_in_rhythm
from engine.service.office import Office
from engine.service.table_roles import COORDINATES, RUNS
from engine.store import meeting_tables, meetings
from engine.store.meeting_tables import MemberSeen, TableSeen
from engine.store.meetings import MeetingListed
from engine.store.tables.meetings import MeetingState
from engine.text import Text


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list; ``complete_by`` is until when the chair has, once it has ended."""

    id: str
    table: str
    table_title: str
    region: str
    on_date: date
    starts: time | None
    place: str | None
    state: MeetingState
    state_title: Text
    complete_by: datetime | None
    is_late: bool
    version: int


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A page of the list; ``next`` is where the page after it begins, or None."""

    rows: tuple[MeetingRow, ...]
    next: tuple[date, int] | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who sits at a table."""

    id: str
    person: str
    name: str
    role: str
    role_title: Text
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table with its members; ``next_on`` is the next free day of its rhythm."""

    id: str
    region: str
    title: str
    municipalities: Sequence[str]
    weekday: str | None
    starts: time | None
    slot_minutes: int | None
    next_on: date | None
    members: tuple[MemberRow, ...]
    may_set_up: bool
    version: int


def my_meetings(
    viewer: Viewer,
    office: Office,
    *,
    from_on: date | None = None,
    after: tuple[date, int] | None = None,
    limit: int = 20,
) -> MeetingPage:
    """The meetings from a day on, today unless it is said, of the viewer's tables and cases.

    Unless a day is said, those that still have to be completed stay in front, however old.
    """
    with listing(viewer, office, "list_meetings") as work:
        size = page_size(limit)
        found = meetings.list_meetings(
            work.connection,
            viewer,
            from_on=from_on or work.today,
            always=() if from_on else ("to_complete",),
            on=work.today,
            limit=size + 1,
            after=after,
        )
        page, last = cut(found, size)
        calendar = cache(partial(office.calendar, work.connection))
        rows = tuple(meeting_row(each, calendar, now=work.now) for each in page)
    return MeetingPage(rows, (last.head.on_date, last.head.id) if last else None)


def meetings_ahead(viewer: Viewer, office: Office, case: str) -> tuple[MeetingRow, ...]:
    """The meetings at which this case may be planned, the first in front.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_meetings_ahead") as work:
        return meetings_ahead_of(work)


def meetings_ahead_of(work: CaseInHand) -> tuple[MeetingRow, ...]:
    """The same for the case in hand."""
    found = meetings.meetings_ahead(
        work.connection, tables_of(work), from_on=work.today, limit=MOST
    )
    calendar = cache(partial(work.office.calendar, work.connection))
    return tuple(meeting_row(each, calendar, now=work.now) for each in found)


def my_tables(viewer: Viewer, office: Office) -> tuple[TableRow, ...]:
    """The tables that the viewer sits at, and those of the region that they take part in."""
    with listing(viewer, office, "list_tables") as look:
        work = TableWork(office, look.connection, viewer, look.now)
        found = meeting_tables.tables_of(work.connection, viewer, on=work.today)
        return _table_rows(work, found)


def table(viewer: Viewer, office: Office, public_id: str, member: str = "") -> TableRow:
    """One of them.

    Raises:
        NotFound: there is no such table, or no such ``member`` of it, for this viewer.
    """
    with looking_at(viewer, office, public_id, "read_table") as work:
        found = meeting_tables.get_table(work.connection, viewer, public_id, on=work.today)
        (row,) = _table_rows(work, [found])
        if member and all(each.id != member for each in row.members):
            raise NotFound("member")
        return row


def meeting_row(
    listed: MeetingListed, calendar: Callable[[str], Calendar], *, now: datetime
) -> MeetingRow:
    """A meeting as a list shows it; ``calendar`` is asked where a moment hangs on it."""
    head = listed.head
    until = (
        complete_by(head.on_date, calendar(listed.region)) if head.state == "to_complete" else None
    )
    return MeetingRow(
        id=head.public_id,
        table=listed.table,
        table_title=listed.title,
        region=listed.region,
        on_date=head.on_date,
        starts=head.starts,
        place=head.place,
        state=head.state,
        state_title=STATES[head.state],
        complete_by=until,
        is_late=until is not None and now > until,
        version=head.version,
    )


def _table_rows(work: TableWork, tables: Collection[TableSeen]) -> tuple[TableRow, ...]:
    ids = [each.id for each in tables]
    members = meeting_tables.members_of(work.connection, ids, now=work.now, on=work.today)
    return tuple(_table_row(work, each, members[each.id]) for each in tables)


def _table_row(work: TableWork, table: TableSeen, members: Collection[MemberSeen]) -> TableRow:
    mine = {each.role for each in members if each.person_id == work.viewer.person}
    in_region = meeting_tables.region_roles(
        work.connection, work.viewer, table.region, now=work.now, on=work.today
    )
    return TableRow(
        id=table.public_id,
        region=table.region,
        title=table.title,
        municipalities=table.municipalities,
        weekday=table.weekday,
        starts=table.starts,
        slot_minutes=table.slot_minutes,
        next_on=next_in_rhythm(work, table),
        members=tuple(_member_row(work, each) for each in members),
        may_set_up=bool(mine & RUNS or in_region & COORDINATES),
        version=table.version,
    )


def _member_row(work: TableWork, member: MemberSeen) -> MemberRow:
    role = work.office.library.catalogue.roles.get(member.role)
    return MemberRow(
        id=member.public_id,
        person=member.person,
        name=member.name,
        role=member.role,
        role_title=role.title if role else Text(nl=member.role, en=member.role),
        from_on=member.from_on,
        until_on=member.until_on,
    )
