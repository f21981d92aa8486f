"""The talks of a case: when, with whom, what was said, and for which duties they counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.deviation_duties import duty_rule
from engine.service.child_parts import hidden_members
from engine.service.command import CaseInHand, looking
from engine.service.file.of_parts import events_shown
from engine.service.my_cases import reads_names
from engine.service.office import Office
from engine.store import contacts as talks
from engine.store import events, people
from engine.text import Text


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A held talk; who reads titles only sees neither the words nor with whom."""

    id: str
    held_on: date
    words: str | None
    by: str
    with_persons: tuple[str, ...]
    counts_for: tuple[Text, ...]
    recorded_at: datetime


def contacts(viewer: Viewer, office: Office, case: str) -> tuple[ContactRow, ...]:
    """The talks of the case; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_contacts") as work:
        return contacts_of(work)


def contacts_of(work: CaseInHand) -> tuple[ContactRow, ...]:
    """The talks that touched the case in hand, oldest first; none of the family's other cases."""
    found = events.events_of_kinds(work.connection, work.case, ("contact_held",))
    events_here = {str(each.payload["contact"]): each for each in events_shown(work, found)}
    if not events_here:
        return ()
    held = [
        head
        for head in talks.contacts_of(work.connection, work.case.family_id)
        if head.public_id in events_here
    ]
    named = reads_names(work.parts)
    present = talks.persons_of(work.connection, [head.id for head in held]) if named else {}
    ids = {head.by_id for head in held} | {each for ids in present.values() for each in ids}
    persons = people.persons_by_key(work.connection, ids)
    hidden = hidden_members(work)

    def row(head: talks.ContactHead) -> ContactRow:
        event = events_here[head.public_id]
        words = (event.details or {}).get("words")
        return ContactRow(
            id=head.public_id,
            held_on=head.held_on,
            words=str(words) if named and words else None,
            by=persons[head.by_id].name,
            with_persons=tuple(
                persons[each].name
                for each in present.get(head.id, ())
                if persons[each].public_id not in hidden
            ),
            counts_for=tuple(
                duty_rule(work.workflow, key).title for key in event.payload["counts_for"]
            ),
            recorded_at=head.recorded_at,
        )

    return tuple(row(head) for head in held)
