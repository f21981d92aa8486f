"""Organisations, families and persons; authority, consent and qualifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.rows import columns, holds, new_id, values_of
from engine.store.tables.cases import CASE_CHILD
from engine.store.tables.people import (
    ACCOUNT,
    AUTHORITY,
    CONSENT,
    FAMILY,
    ORGANISATION,
    PERSON,
    QUALIFICATION,
    Answer,
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


@dataclass(frozen=True, slots=True)
class FamilySeen:
    """A family, in one region."""

    id: int
    public_id: str
    name: str
    region: str
    municipality: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to be added."""

    name: str
    kind: PersonKind
    born: date | None = None
    family_id: int | None = None
    language: Language = "nl"
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """What one person said to one purpose for one child; without a person it holds for all."""

    child_id: int
    purpose: str
    answer: Answer
    from_on: date
    person_id: int | None = None
    ground: str | None = None
    until_on: date | None = None
    case_id: int | None = None


_ADD_ORGANISATION = insert(ORGANISATION).returning(ORGANISATION.c.id)
_ADD_FAMILY = insert(FAMILY).returning(*columns(FAMILY, FamilySeen))
_ADD_PERSON = insert(PERSON).returning(*columns(PERSON, PersonSeen))
_ADD_AUTHORITY = insert(AUTHORITY).returning(AUTHORITY.c.id)
_END_AUTHORITY = (
    update(AUTHORITY)
    .where(
        AUTHORITY.c.child_id == bindparam("child"),
        AUTHORITY.c.parent_id == bindparam("parent"),
        AUTHORITY.c.until_on.is_(None),
    )
    .values(until_on=bindparam("until"))
)
_FAMILY = select(*columns(FAMILY, FamilySeen)).where(FAMILY.c.public_id == bindparam("wanted"))
_FAMILY_OF_CASE = select(*columns(FAMILY, FamilySeen)).where(FAMILY.c.id == bindparam("wanted"))
_PERSON = select(*columns(PERSON, PersonSeen)).where(PERSON.c.public_id == bindparam("wanted"))
_QUALIFICATIONS = select(QUALIFICATION.c.name).where(
    QUALIFICATION.c.person_id == bindparam("wanted"), holds(QUALIFICATION)
)
_PUBLIC_ID = select(PERSON.c.public_id).where(PERSON.c.id == bindparam("wanted"))
_LOCK = (
    select(FAMILY.c.id)
    .where(FAMILY.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(FAMILY.c.id)
    .with_for_update(key_share=True)  # FOR NO KEY UPDATE: new rows may still refer to it
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
_CHILDREN = (
    select(CASE_CHILD.c.case_id, *columns(PERSON, PersonSeen))
    .join(PERSON, PERSON.c.id == CASE_CHILD.c.person_id)
    .where(CASE_CHILD.c.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(CASE_CHILD.c.case_id, CASE_CHILD.c.position)
)


def add_organisation(connection: Connection, name: str, *, kind: str) -> int:
    """Add an organisation; its key."""
    row = {"public_id": new_id(), "name": name, "kind": kind}
    made: int = connection.execute(_ADD_ORGANISATION, row).scalar_one()
    return made


def add_family(
    connection: Connection,
    name: str,
    *,
    region: str,
    municipality: str | None = None,
    now: datetime,
) -> FamilySeen:
    """Add a family."""
    row = {
        "public_id": new_id(),
        "name": name,
        "region": region,
        "municipality": municipality,
        "created_at": now,
    }
    return FamilySeen(*connection.execute(_ADD_FAMILY, row).one())


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


def set_authority(
    connection: Connection,
    child_id: int,
    *,
    parent_id: int,
    from_on: date,
    source: str,
    by: int,
    now: datetime,
) -> int:
    """Record that a parent or guardian has authority (gezag) over a child; its key."""
    row = {
        "child_id": child_id,
        "parent_id": parent_id,
        "from_on": from_on,
        "source": source,
        "recorded_at": now,
        "recorded_by": by,
    }
    made: int = connection.execute(_ADD_AUTHORITY, row).scalar_one()
    return made


def end_authority(connection: Connection, child_id: int, *, parent_id: int, until_on: date) -> bool:
    """End the authority of a parent over a child; whether there was any to end."""
    ended = {"child": child_id, "parent": parent_id, "until": until_on}
    return connection.execute(_END_AUTHORITY, ended).rowcount > 0


def add_consent(connection: Connection, consent: NewConsent, *, by: int, now: datetime) -> str:
    """Record what somebody said; its public id. The newest answer of a person counts."""
    public_id = new_id()
    row = {**values_of(consent), "public_id": public_id, "recorded_by": by, "recorded_at": now}
    connection.execute(insert(CONSENT), row)
    return public_id


def person_by_public_id(connection: Connection, public_id: str) -> PersonSeen:
    """The person; whether the viewer may know of them is asked by whoever calls.

    Raises:
        NotFound: nobody has this id.
    """
    row = connection.execute(_PERSON, {"wanted": public_id}).one_or_none()
    if row is None:
        raise NotFound("person")
    return PersonSeen(*row)


def family_by_public_id(connection: Connection, public_id: str) -> FamilySeen:
    """The family; whether the viewer may know of it is asked by whoever calls.

    Raises:
        NotFound: no family has this id.
    """
    row = connection.execute(_FAMILY, {"wanted": public_id}).one_or_none()
    if row is None:
        raise NotFound("family")
    return FamilySeen(*row)


def family_by_id(connection: Connection, family_id: int) -> FamilySeen:
    """The family of a case that is in hand."""
    row = connection.execute(_FAMILY_OF_CASE, {"wanted": family_id}).one()
    return FamilySeen(*row)


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


def lock_families(connection: Connection, family_ids: Collection[int]) -> None:
    """Keep others from changing cases of these families until the transaction ends.

    To be called before anything is read. The rows are locked in the order of their keys,
    so two commands never wait for each other. On SQLite the writer's turn is enough.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"ids": sorted(set(family_ids))}).all()


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
    for case_id, *person in connection.execute(_CHILDREN, {"ids": list(case_ids)}):
        found[case_id].append(PersonSeen(*person))
    return {case_id: tuple(found[case_id]) for case_id in case_ids}
