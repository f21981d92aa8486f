"""One meeting: who sits there, who is there, and the cases that the viewer may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import partial

from engine.access import Part, Viewer
from engine.definition import Workflow
from engine.service.at_table import TableWork, looking_at, meeting_seen
from engine.service.attendance import HOWS
from engine.service.file.agreements import AgreementRow, persons_of, rows_of
from engine.service.listing import bare
from engine.service.meeting_lists import MeetingRow, meeting_row
from engine.service.my_cases import ChildRow, child_rows, reads_names
from engine.service.office import Office
from engine.service.table_roles import RUNS, roles_at
from engine.store import agenda, agreements, attendance, case_lists, people
from engine.store.agenda import ItemListed
from engine.store.agreements import AgreementListed
from engine.store.attendance import AttendanceSeen
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

    ``agreements`` are those of the case, so that what came of earlier ones stands on top when
    it returns. ``carried_over`` says that it was planned for an earlier meeting.
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


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """A meeting as one viewer may see it; ``attendance`` is that of the whole meeting."""

    row: MeetingRow
    my_roles: tuple[str, ...]
    may_run: bool
    attendance: tuple[AttendanceRow, ...]
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What belongs to the cases on the agenda, by key."""

    workflows: Mapping[str, Workflow]
    parts: Mapping[int, tuple[Part, ...]]
    children: Mapping[int, tuple[PersonSeen, ...]]
    agreements: Mapping[int, tuple[AgreementListed, ...]]
    persons: Mapping[int, PersonSeen]
    marks: Sequence[AttendanceSeen]


def meeting(viewer: Viewer, office: Office, public_id: str) -> MeetingShown:
    """One meeting with the cases that the viewer may see; the look is logged.

    Raises:
        NotFound: there is no such meeting, or it is not for this viewer.
    """
    with looking_at(viewer, office, public_id, "read_meeting") as work:
        return meeting_of(work, public_id)


def meeting_of(work: TableWork, public_id: str) -> MeetingShown:
    """The same inside a transaction; raises as ``meeting``."""
    listed = meeting_seen(work, public_id)
    head, viewer = listed.head, work.viewer
    held = roles_at(work.connection, viewer, head.table_id, now=work.now, on=work.today)
    marks = attendance.marks_of_meeting(work.connection, head)
    items = agenda.items_seen(work.connection, viewer, head, on=work.today)
    beside = _beside(work, items)
    return MeetingShown(
        row=meeting_row(listed, partial(work.office.calendar, work.connection), now=work.now),
        my_roles=tuple(sorted(held)),
        may_run=bool(held & RUNS),
        attendance=tuple(_mark(work, each, named=bool(held)) for each in marks),
        items=tuple(_item(work, each, beside) for each in items),
    )


def _beside(work: TableWork, items: Collection[ItemListed]) -> _Beside:
    ids = [each.case.id for each in items]
    parts = case_lists.parts_by_case(work.connection, work.viewer, ids, now=work.now, on=work.today)
    named = [case_id for case_id in ids if reads_names(parts[case_id])]
    agreed = agreements.agreements_of(work.connection, named)
    hashes = {each.case.workflow_hash for each in items}
    return _Beside(
        workflows=work.office.versions_of(work.connection, hashes),
        parts=parts,
        children=people.children_of(work.connection, named),
        agreements=agreed,
        persons=persons_of(work.connection, [each for rows in agreed.values() for each in rows]),
        marks=attendance.marks_of_items(work.connection, [each.item.id for each in items]),
    )


def _item(work: TableWork, listed: ItemListed, beside: _Beside) -> ItemRow:
    item, case = listed.item, listed.case
    workflow = beside.workflows.get(case.workflow_hash)
    named = reads_names(beside.parts[case.id])
    family = beside.children.get(case.id, ())
    children = child_rows(family, on=work.today)
    by_key = {child.id: row for child, row in zip(family, children, strict=True)}
    agreed = beside.agreements.get(case.id, ())
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
        agreements=tuple(rows_of(agreed, beside.persons, by_key, named=named, on=work.today)),
        attendance=tuple(
            _mark(work, each, named=True)
            for each in beside.marks
            if named and each.item_id == item.id
        ),
    )


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
