"""Talks that a family had, whom they concerned and which deadlines they count for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select

from engine.store.rows import columns, new_id
from engine.store.tables.clock import CONTACT, CONTACT_DUTY, CONTACT_PERSON
from engine.store.tables.people import PERSON


@dataclass(frozen=True, slots=True)
class ContactHead:
    """A held talk."""

    id: int
    public_id: str
    family_id: int
    held_on: date
    recorded_at: datetime
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A talk that was held."""

    held_on: date
    persons: Collection[int]
    deadlines: Collection[int]


_ADD = insert(CONTACT).returning(*columns(CONTACT, ContactHead))
_OF_FAMILY = (
    select(*columns(CONTACT, ContactHead))
    .where(CONTACT.c.family_id == bindparam("wanted"))
    .order_by(CONTACT.c.held_on, CONTACT.c.id)
)
_WITH = (
    select(CONTACT_PERSON.c.contact_id, CONTACT_PERSON.c.person_id)
    .where(CONTACT_PERSON.c.contact_id.in_(bindparam("ids", expanding=True)))
    .order_by(CONTACT_PERSON.c.person_id)
)
_NAMED_IN = (
    select(CONTACT.c.public_id, PERSON.c.public_id)
    .join(CONTACT_PERSON, CONTACT_PERSON.c.contact_id == CONTACT.c.id)
    .join(PERSON, PERSON.c.id == CONTACT_PERSON.c.person_id)
    .where(CONTACT.c.public_id.in_(bindparam("ids", expanding=True)))
    .order_by(CONTACT.c.id, CONTACT_PERSON.c.person_id)
)


def add_contact(
    connection: Connection, family_id: int, contact: NewContact, *, by: int, now: datetime
) -> ContactHead:
    """Record a talk; ending the deadlines that it counts for is the caller's."""
    row = {
        "public_id": new_id(),
        "family_id": family_id,
        "held_on": contact.held_on,
        "recorded_at": now,
        "by_id": by,
    }
    head = ContactHead(*connection.execute(_ADD, row).one())
    persons = [{"contact_id": head.id, "person_id": person} for person in contact.persons]
    duties = [{"contact_id": head.id, "deadline_id": duty} for duty in contact.deadlines]
    if persons:
        connection.execute(insert(CONTACT_PERSON), persons)
    if duties:
        connection.execute(insert(CONTACT_DUTY), duties)
    return head


def contacts_of(connection: Connection, family_id: int) -> tuple[ContactHead, ...]:
    """The talks of the family, oldest first."""
    rows = connection.execute(_OF_FAMILY, {"wanted": family_id})
    return tuple(ContactHead(*row) for row in rows)


def persons_of(
    connection: Connection, contact_ids: Collection[int]
) -> Mapping[int, tuple[int, ...]]:
    """The keys of the persons whom each talk concerned."""
    found: dict[int, list[int]] = defaultdict(list)
    for contact_id, person_id in connection.execute(_WITH, {"ids": list(contact_ids)}):
        found[contact_id].append(person_id)
    return {contact_id: tuple(found[contact_id]) for contact_id in contact_ids}


def named_in(connection: Connection, contacts: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The public ids of the persons whom each talk concerned, by the public id of the talk."""
    if not contacts:
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    for contact, person in connection.execute(_NAMED_IN, {"ids": list(contacts)}):
        found[contact].append(person)
    return {contact: tuple(found[contact]) for contact in contacts}
