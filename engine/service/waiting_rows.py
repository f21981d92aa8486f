"""The cases before a table: which wait for a place, which return, since when and until when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Literal, TypeAlias

from engine.at_the_table import planned_by, schedulable
from engine.calendar import Calendar
from engine.service.at_table import TableWork, meeting_seen
from engine.service.capacity import slot_of
from engine.service.meeting_lists import MeetingRow, meeting_row
from engine.service.meetings import next_in_rhythm
from engine.service.my_cases import ChildRow, child_rows, children_named, reads_names, title_of
from engine.service.table_places import Places
from engine.store import case_lists, deadlines, facts, meeting_tables, meetings, people
from engine.store import queue as kept
from engine.store.cases import CaseHead
from engine.store.deadlines import DeadlineSeen
from engine.store.meeting_tables import TableSeen
from engine.store.meetings import AHEAD, MeetingHead, MeetingListed
from engine.store.queue import Counted
from engine.text import Text

Why: TypeAlias = Literal["waits", "returns"]

PRIORITY = "priority"
"""The fact of a case that says how soon it must come to a table."""

WHYS: Mapping[Why, Text] = {
    "waits": Text(nl="Wacht op een plek", en="Waits for a place"),
    "returns": Text(nl="Komt terug", en="Returns"),
}
"""Why a case is before the table, in words."""

_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A case that waits for a place at the table; no children for who reads titles only.

    ``latest`` is the day until which it must be at a table, by its deadline ``latest_title``.
    ``step`` plans it here; it is None where it stands on the agenda of another meeting (``at``),
    that has ended without it or comes after ``latest``: then it is carried over.
    """

    case: str
    case_version: int
    number: str
    workflow: str
    workflow_title: Text
    state: str
    state_title: Text
    children: tuple[ChildRow, ...]
    priority: str | None
    why: Literal["waits", "returns"]
    why_title: Text
    waited_days: int
    latest: date | None
    latest_title: Text | None
    latest_is_law: bool
    returns_on: date | None
    step: str | None
    step_title: Text | None
    at: MeetingRow | None

    @property
    def is_high(self) -> bool:
        """Whether it goes before all others."""
        return self.priority == "high"


@dataclass(frozen=True, slots=True)
class BeforeTable:
    """A meeting with the waiting cases that the viewer may see, and how many others there are."""

    meeting: MeetingHead
    table: TableSeen
    next_on: date
    first_on: date | None
    slot: int
    rows: tuple[WaitingRow, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A case before the table, and what decides whether it comes to this meeting."""

    head: CaseHead
    places: Places
    seen: bool
    owed: DeadlineSeen | None
    at: MeetingListed | None

    @property
    def why(self) -> Why:
        """Whether it waits for a place, or returns after an outcome."""
        return "returns" if self.head.state in self.places.returns else "waits"

    def comes_to(self, meeting: MeetingHead, next_on: date) -> bool:
        """Whether it waits for this meeting: its time has come, or its place is none."""
        due = self.owed.due_on if self.owed else None
        if self.why == "returns":
            return due is not None and due < next_on
        if self.head.state in self.places.waits:
            return True
        return self.at is not None and _misses(self.at.head, meeting, due)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What belongs to the cases of a queue, by key."""

    children: Mapping[int, tuple[ChildRow, ...]]
    facts: Mapping[int, Mapping[str, str]]
    entered: Mapping[int, date]
    calendar: Callable[[str], Calendar]


def before_table(work: TableWork, public_id: str) -> BeforeTable:
    """The cases that wait for a place at the table of this meeting.

    Raises:
        NotFound: there is no such meeting, or its table is not for the viewer.
    """
    listed, table = table_of(work, public_id)
    next_on = _next_on(work, listed.head, table)
    found = [each for each in _waiting(work, table) if each.comes_to(listed.head, next_on)]
    seen = [each for each in found if each.seen]
    beside = _beside(work, [each.head for each in seen])
    return BeforeTable(
        meeting=listed.head,
        table=table,
        next_on=next_on,
        first_on=_first_on(work, table),
        slot=slot_of(work.office, table),
        rows=tuple(_row(work, each, beside) for each in seen),
        hidden=len(found) - len(seen),
    )


def table_of(work: TableWork, public_id: str) -> tuple[MeetingListed, TableSeen]:
    """The meeting and its table: for who sits there or takes part in the whole region.

    Whoever sees the meeting only for a case of their own does not see what else waits.

    Raises:
        NotFound: there is none, or it is not for the viewer.
    """
    listed = meeting_seen(work, public_id)
    return listed, meeting_tables.get_table(
        work.connection, work.viewer, listed.table, on=work.today
    )


def opened_since(work: TableWork, table: TableSeen, since: date) -> int:
    """How many cases for this table were opened from that day on, and are no draft any more."""
    found = kept.opened_since(
        work.connection, table.region, workflows=_workflows(work, table), since=since
    )
    versions = work.office.versions_of(work.connection, {each.workflow_hash for each in found})
    brought = (
        each
        for each in _served(table, found)
        if each.workflow_hash in versions and each.state != versions[each.workflow_hash].initial
    )
    return sum(each.many for each in brought)


def closed_since(work: TableWork, table: TableSeen, since: date) -> int:
    """How many cases for this table came to their end from that day on."""
    found = kept.closed_since(
        work.connection, table.region, workflows=_workflows(work, table), since=since
    )
    return sum(each.many for each in _served(table, found))


def _served(table: TableSeen, counted: Collection[Counted]) -> Iterator[Counted]:
    return (each for each in counted if table.serves(each.municipality))


def _workflows(work: TableWork, table: TableSeen) -> frozenset[str]:
    """The workflows whose cases come to a table in this region."""
    defined = work.office.library.workflows.items()
    return frozenset(
        name for (name, region), each in defined if region == table.region and schedulable(each)
    )


def _waiting(work: TableWork, table: TableSeen) -> Sequence[_Waiting]:
    """Every open case that may be put on an agenda of this table, or stands on one."""
    names = _workflows(work, table)
    in_use = kept.versions_in_use(work.connection, table.region, names)
    versions = work.office.versions_of(work.connection, in_use)
    places = {identity: Places.of(each) for identity, each in versions.items()}
    states = {state for each in places.values() for state in each.states}
    found = kept.cases_in(
        work.connection, work.viewer, table.region, workflows=names, states=states, on=work.today
    )
    here = [each for each in found if _stands_before(table, places, each.head)]
    ids = [each.head.id for each in here]
    owed = deadlines.open_deadlines_seen(work.connection, work.viewer, ids, on=work.today)
    at = kept.planned_at(work.connection, ids)
    return [
        _Waiting(head, place, each.seen, place.owed(owed[head.id]), at.get(head.id))
        for each in here
        for head, place in [(each.head, places[each.head.workflow_hash])]
    ]


def _stands_before(table: TableSeen, places: Mapping[str, Places], head: CaseHead) -> bool:
    """Whether the table serves the case, and its own version says that it is before a table."""
    place = places.get(head.workflow_hash)
    return table.serves(head.municipality) and place is not None and head.state in place.states


def _misses(at: MeetingHead, meeting: MeetingHead, due: date | None) -> bool:
    """Whether a case that stands there has no place: that one ended, or comes too late for it."""
    if at.id == meeting.id:
        return False
    too_late = due is not None and due < at.on_date and meeting.on_date < at.on_date
    return at.state == "to_complete" or (at.state in AHEAD and too_late)


def _next_on(work: TableWork, meeting: MeetingHead, table: TableSeen) -> date:
    """The day of the meeting after this one; a week later where the table has no rhythm."""
    planned = kept.next_day(work.connection, meeting)
    return planned or next_in_rhythm(work, table) or meeting.on_date + _WEEK


def _first_on(work: TableWork, table: TableSeen) -> date | None:
    """The day of the first meeting of the table for which a case may still be planned."""
    ahead = meetings.meetings_ahead(work.connection, [table.id], from_on=work.today, limit=1)
    return next((each.head.on_date for each in ahead), None)


def _beside(work: TableWork, heads: Sequence[CaseHead]) -> _Beside:
    ids = [head.id for head in heads]
    parts = case_lists.parts_by_case(work.connection, work.viewer, ids, now=work.now, on=work.today)
    named = [case_id for case_id in ids if reads_names(parts[case_id])]
    children = people.children_of(work.connection, named)
    return _Beside(
        children={
            key: child_rows(children_named(rows, parts[key]), on=work.today)
            for key, rows in children.items()
        },
        facts=facts.facts_of(work.connection, ids, on=work.today, now=work.now),
        entered=kept.entered_on(work.connection, ids),
        calendar=cache(partial(work.office.calendar, work.connection)),
    )


def _row(work: TableWork, each: _Waiting, beside: _Beside) -> WaitingRow:
    head, workflow, owed, at = each.head, each.places.workflow, each.owed, each.at
    due = owed.due_on if owed else None
    returns_on = due if each.why == "returns" else None
    since = returns_on or beside.entered.get(head.id, head.opened_on)
    step = None if at else planned_by(workflow, head.state)
    calendar = beside.calendar(head.region)
    return WaitingRow(
        case=head.public_id,
        case_version=head.version,
        number=head.number,
        workflow=head.workflow,
        workflow_title=workflow.title,
        state=head.state,
        state_title=workflow.states[head.state].title,
        children=beside.children.get(head.id, ()),
        priority=beside.facts[head.id].get(PRIORITY),
        why=each.why,
        why_title=WHYS[each.why],
        waited_days=_working_days(calendar, since, work.today),
        latest=due,
        latest_title=title_of(workflow, owed.key) if owed else None,
        latest_is_law=owed is not None and owed.is_law,
        returns_on=returns_on,
        step=step,
        step_title=workflow.transitions[step].title if step else None,
        at=meeting_row(at, beside.calendar, now=work.now) if at else None,
    )


def _working_days(calendar: Calendar, since: date, today: date) -> int:
    """How many working days went by after that day, today included; none if it is to come."""
    days = (since + _DAY * n for n in range(1, (today - since).days + 1))
    return sum(calendar.name_of(day) is None for day in days)
