"""The agreements of a case, as one viewer may read them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from engine.access import Part, Viewer, parts_about
from engine.errors import NotFound
from engine.service.command import CaseInHand, looking
from engine.service.file.children import children_by_key
from engine.service.my_cases import ChildRow, reads_names
from engine.service.office import Office
from engine.snapshot import AgreementState
from engine.store import Connection, people
from engine.store import agreements as kept
from engine.store.agreements import AgreementListed
from engine.store.people import PersonSeen
from engine.text import Text

STATES: Mapping[AgreementState, Text] = {
    "open": Text(nl="Loopt", en="Running"),
    "met": Text(nl="Nagekomen", en="Met"),
    "ended": Text(nl="Niet meer nodig", en="Ended"),
    "handed_over": Text(nl="Overgedragen", en="Handed over"),
    "not_met": Text(nl="Niet nagekomen", en="Not met"),
}

FAMILY = "family"
"""Under which word of an agreement the family's lie, each under the key of whoever said it."""

Heard: TypeAlias = Literal["done", "hard"]
HEARD: Mapping[Heard, Text] = {
    "done": Text(nl="Gelukt", en="It worked out"),
    "hard": Text(nl="Het lukt niet", en="It does not work out"),
}
"""What somebody of the family says of an agreement; it settles nothing."""


@dataclass(frozen=True, slots=True)
class FamilyWord:
    """What one member of the family said of an agreement last."""

    person: str
    name: str
    how: Heard
    title: Text
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement; who reads titles only sees neither its words nor whose it is."""

    id: str
    text: str | None
    child: ChildRow | None
    owner: str | None
    owner_id: str | None
    due_on: date
    late: bool
    state: AgreementState
    state_title: Text
    result: str | None
    made_on: date
    made_by: str | None
    settled_on: date | None
    visible_to: tuple[str, ...]
    family: tuple[FamilyWord, ...] = ()


def agreements(viewer: Viewer, office: Office, case: str) -> tuple[AgreementRow, ...]:
    """The agreements of the case, oldest first; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_agreements") as work:
        return agreements_of(work)


def agreement(viewer: Viewer, office: Office, case: str, public_id: str) -> AgreementRow:
    """One of them.

    Raises:
        NotFound: no such case for this viewer, or no such agreement in it.
    """
    with looking(viewer, office, case, "read_agreement", record=public_id) as work:
        for row in agreements_of(work):
            if row.id == public_id:
                return row
        raise NotFound("agreement")


def agreements_of(work: CaseInHand) -> tuple[AgreementRow, ...]:
    """The agreements of the case in hand, oldest first; shared, or of a part that is open."""
    found, opened = kept.agreements_of(work.connection, [work.case.id])[work.case.id], work.opened
    listed = [each for each in found if opened.shows(each.head.child_id)]
    parts = work.parts
    children = children_by_key(work, parts)
    persons = persons_of(work.connection, listed)
    return tuple(rows_of(listed, persons, children, parts, on=work.today))


def persons_of(
    connection: Connection, listed: Collection[AgreementListed]
) -> Mapping[int, PersonSeen]:
    """Whoever these agreements name, by key."""
    named = {key for each in listed for key in (each.head.owner_id, each.head.made_by) if key}
    said = {int(key) for each in listed for key in each.said.get(FAMILY, {})}
    readers = {reader for each in listed for reader in each.readers}
    return people.persons_by_key(connection, named | said | readers)


def rows_of(
    listed: Collection[AgreementListed],
    persons: Mapping[int, PersonSeen],
    children: Mapping[int, ChildRow],
    parts: Collection[Part],
    *,
    on: date,
) -> Iterator[AgreementRow]:
    """Each agreement; its names and words for whom reads those by these parts of theirs."""
    for each in listed:
        head, said = each.head, each.said
        named = reads_names(parts_about(parts, head.child_id))
        owner = persons.get(head.owner_id or 0)
        yield AgreementRow(
            id=head.public_id,
            text=str(said.get("text", "")) if named else None,
            child=children.get(head.child_id or 0),
            owner=_owner(owner, said) if named else None,
            owner_id=owner.public_id if named and owner else None,
            due_on=head.due_on,
            late=head.state == "open" and head.due_on < on,
            state=head.state,
            state_title=STATES[head.state],
            result=(str(said["result"]) if said.get("result") else None) if named else None,
            made_on=head.made_on,
            made_by=persons[head.made_by].name if named else None,
            settled_on=head.settled_on,
            visible_to=tuple(persons[reader].name for reader in each.readers) if named else (),
            family=tuple(_family(said, persons)) if named else (),
        )


def _owner(owner: PersonSeen | None, said: Mapping[str, object]) -> str | None:
    """Whose it is: a person's, or somebody's in words; nobody's yet."""
    return owner.name if owner else str(said["owner"]) if said.get("owner") else None


def _family(said: Mapping[str, Any], persons: Mapping[int, PersonSeen]) -> Iterator[FamilyWord]:
    for key, word in said.get(FAMILY, {}).items():
        person = persons[int(key)]
        yield FamilyWord(
            person=person.public_id,
            name=person.name,
            how=word["how"],
            title=HEARD[word["how"]],
            words=word["words"],
            on=date.fromisoformat(word["on"]),
        )
