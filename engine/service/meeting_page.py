"""One meeting: who sits there, who is there, and the cases that the viewer may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from engine.access import Part, Viewer, children_shown
from engine.definition import Workflow
from engine.errors import NotFound
from engine.service.at_table import TableWork, looking_at, meeting_seen
from engine.service.attendance import HOWS
from engine.service.capacity import Capacity, capacity_of, proposed_starts, slot_of
from engine.service.file.agreements import AgreementRow, persons_of, rows_of
from engine.service.kept_apart import KeptApart, Reads, kept_apart
from engine.service.listing import bare
from engine.service.meeting_lists import MeetingRow, meeting_row
from engine.service.my_cases import ChildRow, child_rows, children_named, reads_names
from engine.service.office import Office
from engine.service.readiness import Readiness, readiness_of
from engine.service.table_roles import RUNS, roles_at
from engine.store import (
    agenda,
    agreements,
    attendance,
    case_lists,
    meeting_tables,
    people,
    queue,
)
from engine.store.agenda import ItemListed
from engine.store.agreements import AgreementListed
from engine.store.attendance import AttendanceSeen
from engine.store.meeting_tables import TableSeen
from engine.store.meetings import MeetingHead
from engine.store.people import PersonSeen
from engine.store.tables.meetings import How, ItemState
from engine.text import Text

ITEM_STATES: Mapping[ItemState, Text] = {
    "planned": Text(nl="Gepland", en="Planned"),
    "discussed": Text(nl="Besproken", en="Discussed"),
    "carried_over": Text(nl="Naar een andere bijeenkomst", en="Moved to another meeting"),
    "removed": Text(nl="Van de agenda", en="Off the agenda"),
}


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """Somebody who is there, or is not; without ``who`` only the role is for the viewer."""

    id: str
    who: str | None
    person: str | None
    role: str
    role_title: Text
    how: How
    how_title: Text
    reason: str | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A case on the agenda; who reads titles only sees no names and no agreements.

    ``agreements`` are those of the case; of these ``last_time`` are those made since it was
    discussed last, so that what came of them stands on top when it returns. ``carried_over``
    says that it was planned for an earlier meeting. ``proposed_starts`` is when it would begin
    where it has no time. ``readiness`` is None once it was discussed. ``talked_on`` is the day of
    the last talk before this meeting, ``apart`` who must not meet whom at the one that comes.
    """

    id: str
    case: str
    case_version: int
    number: str
    workflow: str
    workflow_title: Text
    case_state: str
    case_state_title: Text
    children: tuple[ChildRow, ...]
    position: int
    starts: time | None
    minutes: int | None
    state: ItemState
    state_title: Text
    carried_over: bool
    agreements: tuple[AgreementRow, ...]
    attendance: tuple[AttendanceRow, ...]
    proposed_starts: time | None
    last_time: tuple[AgreementRow, ...]
    readiness: Readiness | None
    talked_on: date | None
    apart: tuple[KeptApart, ...]


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """A meeting as one viewer may see it; ``attendance`` is that of the whole meeting.

    ``capacity`` counts every item, so it is None for whoever is there for a case of their own.
    """

    row: MeetingRow
    my_roles: tuple[str, ...]
    may_run: bool
    attendance: tuple[AttendanceRow, ...]
    items: tuple[ItemRow, ...]
    capacity: Capacity | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """What belongs to the cases on the agenda, by key."""

    workflows: Mapping[str, Workflow]
    parts: Mapping[int, tuple[Part, ...]]
    children: Mapping[int, tuple[PersonSeen, ...]]
    agreements: Mapping[int, tuple[AgreementListed, ...]]
    persons: Mapping[int, PersonSeen]
    marks: Sequence[AttendanceSeen]
    starts: Mapping[int, time | None]
    talks: Mapping[int, date]
    readiness: Mapping[int, Readiness]
    apart: Mapping[int, tuple[KeptApart, ...]]
    day: date


def meeting(viewer: Viewer, office: Office, public_id: str, item: str = "") -> MeetingShown:
    """One meeting with the cases that the viewer may see; the look is logged.

    Raises:
        NotFound: there is no such meeting, or no such ``item`` of it, for this viewer.
    """
    with looking_at(viewer, office, public_id, "read_meeting") as work:
        shown = meeting_of(work, public_id)
        if item and all(each.id != item for each in shown.items):
            raise NotFound("item")
        return shown


def meeting_of(work: TableWork, public_id: str) -> MeetingShown:
    """The same inside a transaction; raises as ``meeting``."""
    listed = meeting_seen(work, public_id)
    head, viewer = listed.head, work.viewer
    held = roles_at(work.connection, viewer, head.table_id, now=work.now, on=work.today)
    marks = attendance.marks_of_meeting(work.connection, head)
    items = agenda.items_seen(work.connection, viewer, head, on=work.today)
    every = [each.item for each in agenda.items_of(work.connection, head)]
    table = meeting_tables.table_by_key(work.connection, head.table_id)
    starts = proposed_starts(head, every, slot=slot_of(work.office, table))
    beside = _beside(work, head, items, starts)
    return MeetingShown(
        row=meeting_row(listed, partial(work.office.calendar, work.connection), now=work.now),
        my_roles=tuple(sorted(held)),
        may_run=bool(held & RUNS),
        attendance=tuple(_mark(work, each, named=bool(held)) for each in marks),
        items=tuple(_item(work, each, beside) for each in items),
        capacity=capacity_of(work.office, table, every) if _sees_table(work, table) else None,
    )


def _sees_table(work: TableWork, table: TableSeen) -> bool:
    """Whether the viewer sits at the table or takes part in its whole region."""
    mine = meeting_tables.tables_of(work.connection, work.viewer, on=work.today)
    return any(each.id == table.id for each in mine)


def _beside(
    work: TableWork,
    meeting: MeetingHead,
    items: Collection[ItemListed],
    starts: Mapping[int, time | None],
) -> _Beside:
    ids = [each.case.id for each in items]
    parts = case_lists.parts_by_case(work.connection, work.viewer, ids, now=work.now, on=work.today)
    named = [case_id for case_id in ids if reads_names(parts[case_id])]
    agreed = agreements.agreements_of(work.connection, named)
    workflows = work.office.versions_of(
        work.connection, {each.case.workflow_hash for each in items}
    )
    ahead = {
        each.case.id: Reads(workflows[each.case.workflow_hash], parts[each.case.id])
        for each in items
        if each.item.state == "planned" and each.case.workflow_hash in workflows
    }
    return _Beside(
        workflows=workflows,
        parts=parts,
        children=people.children_of(work.connection, named),
        agreements=agreed,
        persons=persons_of(work.connection, [each for rows in agreed.values() for each in rows]),
        marks=attendance.marks_of_items(work.connection, [each.item.id for each in items]),
        starts=starts,
        talks=queue.last_talks(work.connection, named, meeting),
        readiness=readiness_of(work, meeting, items),
        apart=kept_apart(work.connection, ahead),
        day=meeting.on_date,
    )


def _item(work: TableWork, listed: ItemListed, beside: _Beside) -> ItemRow:
    item, case = listed.item, listed.case
    workflow = beside.workflows.get(case.workflow_hash)
    named = reads_names(beside.parts[case.id])
    parts, opened = beside.parts[case.id], children_shown(beside.parts[case.id])
    family = children_named(beside.children.get(case.id, ()), parts)
    children = child_rows(family, on=work.today)
    by_key = {child.id: row for child, row in zip(family, children, strict=True)}
    found = beside.agreements.get(case.id, ())
    agreed = [each for each in found if opened.shows(each.head.child_id)]
    rows = tuple(rows_of(agreed, beside.persons, by_key, parts, on=work.today))
    return ItemRow(
        id=item.public_id,
        case=case.public_id,
        case_version=case.version,
        number=case.number,
        workflow=case.workflow,
        workflow_title=workflow.title if workflow else bare(case.workflow),
        case_state=case.state,
        case_state_title=workflow.states[case.state].title if workflow else bare(case.state),
        children=children,
        position=item.position,
        starts=item.starts,
        minutes=item.minutes,
        state=item.state,
        state_title=ITEM_STATES[item.state],
        carried_over=item.carried_from_id is not None,
        agreements=rows,
        attendance=tuple(
            _mark(work, each, named=True)
            for each in beside.marks
            if named and each.item_id == item.id and (opened.every or not each.of_family)
        ),
        proposed_starts=beside.starts.get(item.id),
        last_time=_last_time(rows, beside.talks.get(case.id), beside.day),
        readiness=beside.readiness.get(item.id),
        talked_on=beside.talks.get(case.id),
        apart=beside.apart.get(case.id, ()),
    )


def _last_time(
    agreed: Sequence[AgreementRow], talk: date | None, day: date
) -> tuple[AgreementRow, ...]:
    """What was agreed at the last talk or after it; not what this meeting itself agrees."""
    return tuple(each for each in agreed if talk is not None and talk <= each.made_on < day)


def _mark(work: TableWork, mark: AttendanceSeen, *, named: bool) -> AttendanceRow:
    """Who is there; who that is, and why not, only for whoever may read names there."""
    role = work.office.library.catalogue.roles.get(mark.role)
    return AttendanceRow(
        id=mark.public_id,
        who=(mark.name or mark.words) if named else None,
        person=mark.person if named else None,
        role=mark.role,
        role_title=role.title if role else bare(mark.role),
        how=mark.how,
        how_title=HOWS[mark.how],
        reason=mark.reason if named else None,
    )
