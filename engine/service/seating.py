"""Who sits at the table for a case takes part in it, once a step says so: of one table only."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engine.definition import Seat
from engine.service.command import CaseInHand
from engine.service.participants import take_part
from engine.snapshot import Snapshot
from engine.store import agenda, meeting_tables, people, seats
from engine.store.meeting_tables import MemberSeen, TableSeen
from engine.store.meetings import MeetingHead

BRINGS = frozenset({"secretary"})
"""Who is seated as long as several tables may be meant: somebody has to choose (DEFAULT)."""


def seat(
    work: CaseInHand, case: Snapshot, roles: Collection[str], chosen: MeetingHead | None
) -> None:
    """Let members of one table take part in these roles from today.

    It is the table of the meeting that the step chooses, else the one on whose agenda the case
    is, else the only one that serves its municipality.
    """
    if chosen is not None:
        _take_part(work, _members(work, [chosen.table_id]), roles)
        seat_at_new_table(work, case, chosen)
    elif roles:
        tables = _tables(work)
        meant = roles if len(tables) == 1 else BRINGS.intersection(roles)
        _take_part(work, _members(work, tables), meant)


def seat_at_new_table(work: CaseInHand, case: Snapshot, meeting: MeetingHead) -> None:
    """What earlier steps seated also holds for the table to which the case comes now.

    Nobody who left the case comes back when it returns to the same table.
    """
    if agenda.last_table(work.connection, work.case) == meeting.table_id:
        return
    members = _members(work, [meeting.table_id])
    there = {each.role for each in members if _takes_part(case, each)}
    _take_part(work, members, _seated_before(work, case) - there)


def _tables(work: CaseInHand) -> list[int]:
    """The tables that may be meant when no meeting is chosen."""
    live = agenda.live_items(work.connection, work.case)
    if live:
        return [live[0].meeting.table_id]
    case = work.case
    return [
        table.id
        for table in _nearest(
            meeting_tables.tables_serving(work.connection, case.region, case.municipality)
        )
    ]


def _nearest(serving: Sequence[TableSeen]) -> Sequence[TableSeen]:
    """Tables that name the municipality come before those of the whole region."""
    return [table for table in serving if table.municipalities] or serving


def _seated_before(work: CaseInHand, case: Snapshot) -> set[str]:
    """The roles that the steps of the case seated until now."""
    steps = work.workflow.transitions
    made = [steps[name] for name in case.stepped if name in steps]
    return {
        role for step in made for part in step.then if isinstance(part, Seat) for role in part.seat
    }


def _takes_part(case: Snapshot, member: MemberSeen) -> bool:
    return any(holder.person == member.person for holder in case.holders.get(member.role, ()))


def _members(work: CaseInHand, tables: Collection[int]) -> list[MemberSeen]:
    found = meeting_tables.members_of(work.connection, tables, now=work.now, on=work.today)
    return [each for table in tables for each in found[table]]


def _take_part(work: CaseInHand, members: Collection[MemberSeen], roles: Collection[str]) -> None:
    seated = [each for each in members if each.role in roles]
    persons = people.persons_by_key(work.connection, [each.person_id for each in seated])
    for member in seated:
        take_part(work, persons[member.person_id], member.role, ground=seats.GROUND)
        if member.until_on is not None:
            seats.end_what_they_gave(work.connection, member)
