"""Organisations and persons: their logins, and what they are qualified as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.for_many import ForMany
from engine.store.rows import columns, holds, new_id, values_of
from engine.store.tables.cases import CASE_CHILD
from engine.store.tables.people import (
    ACCOUNT,
    ORGANISATION,
    PERSON,
    QUALIFICATION,
    PersonKind,
)
from engine.text import Language


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Somebody of a family, or a professional."""

    id: int
    public_id: str
    name: str
    born: date | None
    family_id: int | None
    kind: PersonKind
    language: Language
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to be added."""

    name: str
    kind: PersonKind
    born: date | None = None
    family_id: int | None = None
    language: Language = "nl"
    email: str | None = None


_ADD_ORGANISATION = insert(ORGANISATION).returning(ORGANISATION.c.id)
_ORGANISATION_NAMED = (
    select(ORGANISATION.c.id)
    .where(ORGANISATION.c.name == bindparam("wanted"))
    .order_by(ORGANISATION.c.id)
    .limit(1)
)
_ADD_PERSON = insert(PERSON).returning(*columns(PERSON, PersonSeen))
_PERSON = select(*columns(PERSON, PersonSeen)).where(PERSON.c.public_id == bindparam("wanted"))
_QUALIFICATIONS = select(QUALIFICATION.c.name).where(
    QUALIFICATION.c.person_id == bindparam("wanted"), holds(QUALIFICATION)
)
_PERSONS = select(*columns(PERSON, PersonSeen)).where(
    PERSON.c.public_id.in_(bindparam("wanted", expanding=True))
)
_BY_KEY = select(*columns(PERSON, PersonSeen)).where(
    PERSON.c.id.in_(bindparam("ids", expanding=True))
)
_PUBLIC_ID = select(PERSON.c.public_id).where(PERSON.c.id == bindparam("wanted"))
_LOCK = (
    select(PERSON.c.id).where(PERSON.c.id == bindparam("wanted")).with_for_update(key_share=True)
)
_VIEWER = (
    select(PERSON.c.id, PERSON.c.public_id, ACCOUNT.c.organisation_id, PERSON.c.language)
    .join(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .where(
        ACCOUNT.c.issuer == bindparam("issuer"),
        ACCOUNT.c.subject == bindparam("subject"),
        ACCOUNT.c.active,
    )
)
_CHILDREN = ForMany(
    lambda those: (
        select(CASE_CHILD.c.case_id, *columns(PERSON, PersonSeen))
        .join(PERSON, PERSON.c.id == CASE_CHILD.c.person_id)
        .where(those(CASE_CHILD.c.case_id))
        .order_by(CASE_CHILD.c.case_id, CASE_CHILD.c.position)
    )
)


def add_organisation(connection: Connection, name: str, *, kind: str) -> int:
    """Add an organisation; its key."""
    row = {"public_id": new_id(), "name": name, "kind": kind}
    made: int = connection.execute(_ADD_ORGANISATION, row).scalar_one()
    return made


def organisation_named(connection: Connection, name: str, *, kind: str) -> int:
    """The key of the organisation of this name; it is added when there is none yet."""
    found: int | None = connection.execute(
        _ORGANISATION_NAMED, {"wanted": name}
    ).scalar_one_or_none()
    return add_organisation(connection, name, kind=kind) if found is None else found


def add_person(connection: Connection, person: NewPerson, *, now: datetime) -> PersonSeen:
    """Add somebody of a family, or a professional."""
    row = {**values_of(person), "public_id": new_id(), "created_at": now}
    return PersonSeen(*connection.execute(_ADD_PERSON, row).one())


def add_account(
    connection: Connection,
    person_id: int,
    *,
    issuer: str,
    subject: str,
    organisation_id: int | None = None,
) -> str:
    """Give a professional a login; its public id."""
    public_id = new_id()
    row = {
        "public_id": public_id,
        "person_id": person_id,
        "organisation_id": organisation_id,
        "issuer": issuer,
        "subject": subject,
        "active": True,
    }
    connection.execute(insert(ACCOUNT), row)
    return public_id


def add_qualification(
    connection: Connection,
    person_id: int,
    *,
    name: str,
    from_on: date,
    until_on: date | None = None,
    now: datetime,
) -> None:
    """Record that a professional is qualified as ``name``, up to but not on ``until_on``."""
    row = {
        "person_id": person_id,
        "name": name,
        "from_on": from_on,
        "until_on": until_on,
        "recorded_at": now,
    }
    connection.execute(insert(QUALIFICATION), row)


def person_by_public_id(connection: Connection, public_id: str) -> PersonSeen:
    """The person; whether the viewer may know of them is asked by whoever calls.

    Raises:
        NotFound: nobody has this id.
    """
    row = connection.execute(_PERSON, {"wanted": public_id}).one_or_none()
    if row is None:
        raise NotFound("person")
    return PersonSeen(*row)


def persons_by_public_id(
    connection: Connection, public_ids: Collection[str]
) -> Mapping[str, PersonSeen]:
    """The persons with these public ids; an id of nobody is left out."""
    rows = connection.execute(_PERSONS, {"wanted": sorted(set(public_ids))})
    return {person.public_id: person for person in (PersonSeen(*row) for row in rows)}


def persons_by_key(connection: Connection, ids: Collection[int]) -> Mapping[int, PersonSeen]:
    """The persons with these keys."""
    rows = connection.execute(_BY_KEY, {"ids": sorted(set(ids))})
    return {person.id: person for person in (PersonSeen(*row) for row in rows)}


def public_id_of(connection: Connection, person_id: int) -> str:
    """What a person is called outside."""
    found: str = connection.execute(_PUBLIC_ID, {"wanted": person_id}).scalar_one()
    return found


def qualifications_of(
    connection: Connection, person_id: int, *, on: date, now: datetime
) -> frozenset[str]:
    """What the person is qualified as on the day ``on``."""
    wanted = {"wanted": person_id, "on": on, "now": now}
    return frozenset(connection.execute(_QUALIFICATIONS, wanted).scalars())


def lock_person(connection: Connection, person_id: int) -> None:
    """Let whoever acts do one such thing at a time: until the transaction ends.

    On SQLite the writer's turn is enough.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"wanted": person_id}).all()


def viewer_of(connection: Connection, issuer: str, subject: str) -> Viewer | None:
    """Whoever has this login, if it is active; the session is the caller's to fill in."""
    row = connection.execute(_VIEWER, {"issuer": issuer, "subject": subject}).one_or_none()
    if row is None:
        return None
    return Viewer(row.id, row.public_id, row.organisation_id, language=row.language)


def children_of(
    connection: Connection, case_ids: Collection[int]
) -> Mapping[int, tuple[PersonSeen, ...]]:
    """The child parts of each case, in their order."""
    found: dict[int, list[PersonSeen]] = defaultdict(list)
    for case_id, *person in _CHILDREN(connection, case_ids):
        found[case_id].append(PersonSeen(*person))
    return {case_id: tuple(found[case_id]) for case_id in case_ids}
