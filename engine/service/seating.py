"""Who sits at the tables for a case takes part in it, once a step says so."""

from __future__ import annotations

from collections.abc import Collection

from engine.service.agenda import tables_of
from engine.service.command import CaseInHand
from engine.service.participants import take_part
from engine.store import meeting_tables, people


def seat(work: CaseInHand, roles: Collection[str]) -> None:
    """Let the members of the case's tables take part in these roles from today."""
    if not roles:
        return
    tables = tables_of(work)
    found = meeting_tables.members_of(work.connection, tables, now=work.now, on=work.today)
    members = [each for table in tables for each in found[table] if each.role in roles]
    persons = people.persons_by_key(work.connection, [each.person_id for each in members])
    for member in members:
        take_part(work, persons[member.person_id], member.role, ground="sits at the table")
