"""Families: each in one region, locked as a whole while one of its cases changes.

Who reads one looks through ``visibility``; what is fetched by id alone says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, or_, select

from engine.access import READS_NAMES, Viewer
from engine.errors import NotFound
from engine.store.people import PersonSeen
from engine.store.rows import columns, holds, new_id
from engine.store.tables.cases import CASES, WORKFLOW_VERSION
from engine.store.tables.people import FAMILY, PARTICIPATION, PERSON, REGISTRATION
from engine.store.visibility import (
    FAMILY_OPENABLE,
    FAMILY_VISIBLE,
    VISIBLE,
    in_family,
    seen_by,
    taking_part_now,
)


@dataclass(frozen=True, slots=True)
class FamilySeen:
    """A family, in one region."""

    id: int
    public_id: str
    name: str
    region: str
    municipality: str | None


@dataclass(frozen=True, slots=True)
class FamilyCase:
    """A case of a family, in a few words."""

    public_id: str
    number: str
    workflow_hash: str
    state: str
    is_final: bool
    opened_on: date


_ADD_FAMILY = insert(FAMILY).returning(*columns(FAMILY, FamilySeen))
_FAMILY = select(*columns(FAMILY, FamilySeen)).where(FAMILY.c.public_id == bindparam("wanted"))
_FAMILY_OF_CASE = select(*columns(FAMILY, FamilySeen)).where(FAMILY.c.id == bindparam("wanted"))
_LISTED = (
    select(*columns(FAMILY, FamilySeen))
    .where(FAMILY_VISIBLE)
    .order_by(func.lower(FAMILY.c.name), FAMILY.c.id)
)
_SEEN = _FAMILY.where(FAMILY_VISIBLE)
_OPENABLE = _FAMILY.where(FAMILY_OPENABLE)
_MEMBERS = (
    select(*columns(PERSON, PersonSeen))
    .where(PERSON.c.family_id.in_(bindparam("ids", expanding=True)))
    .order_by(PERSON.c.id)
)
_CASES = (
    select(
        CASES.c.public_id,
        CASES.c.number,
        WORKFLOW_VERSION.c.hash,
        CASES.c.state,
        CASES.c.is_final,
        CASES.c.opened_on,
    )
    .join(WORKFLOW_VERSION, WORKFLOW_VERSION.c.id == CASES.c.version_id)
    .where(CASES.c.family_id == bindparam("family_id"), VISIBLE)
    .order_by(CASES.c.id)
)
_PARTS_IN = (
    select(FAMILY.c.id, PARTICIPATION.c.child_id)
    .select_from(FAMILY)
    .join(PARTICIPATION, in_family(FAMILY, PARTICIPATION))
    .where(
        FAMILY.c.id.in_(bindparam("ids", expanding=True)),
        PARTICIPATION.c.access.in_(sorted(READS_NAMES)),
        taking_part_now(),
    )
)
_REGISTERED = select(REGISTRATION.c.family_id).where(
    REGISTRATION.c.family_id.in_(bindparam("ids", expanding=True)),
    REGISTRATION.c.person_id == bindparam("viewer"),
)
_BESIDE = select(PARTICIPATION.c.person_id, PARTICIPATION.c.child_id).where(
    PARTICIPATION.c.child_id.in_(bindparam("ids", expanding=True)), holds(PARTICIPATION)
)
_HELD = select(PARTICIPATION.c.role, PARTICIPATION.c.person_id).where(
    or_(
        PARTICIPATION.c.family_id == bindparam("family_id"),
        PARTICIPATION.c.region == bindparam("in_region"),
    ),
    holds(PARTICIPATION),
)
_LOCK = (
    select(FAMILY.c.id)
    .where(FAMILY.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(FAMILY.c.id)
    .with_for_update(key_share=True)  # FOR NO KEY UPDATE: new rows may still refer to it
)


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


def add_registration(connection: Connection, family: FamilySeen, *, by: Viewer) -> None:
    """Keep who registered the family: they see it before there is any case."""
    row = {"family_id": family.id, "person_id": by.person}
    connection.execute(insert(REGISTRATION), row)


def families_of(connection: Connection, viewer: Viewer, *, on: date) -> tuple[FamilySeen, ...]:
    """The families that the viewer may see on the day ``on``, by name."""
    rows = connection.execute(_LISTED, seen_by(viewer, on))
    return tuple(FamilySeen(*row) for row in rows)


def get_family(connection: Connection, viewer: Viewer, public_id: str, *, on: date) -> FamilySeen:
    """The family, if the viewer may see it on the day ``on``.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = connection.execute(_SEEN, {"wanted": public_id, **seen_by(viewer, on)}).one_or_none()
    if row is None:
        raise NotFound("family")
    return FamilySeen(*row)


def family_to_open_for(
    connection: Connection, viewer: Viewer, public_id: str, *, on: date
) -> FamilySeen:
    """The family, if the viewer may see it or takes part in its whole region.

    Raises:
        NotFound: there is none, or it is not for the viewer.
    """
    row = connection.execute(_OPENABLE, {"wanted": public_id, **seen_by(viewer, on)}).one_or_none()
    if row is None:
        raise NotFound("family")
    return FamilySeen(*row)


def members_of(
    connection: Connection, family_ids: Collection[int]
) -> Mapping[int, tuple[PersonSeen, ...]]:
    """The children, parents and relatives of each family, in the order of registration."""
    found: dict[int, list[PersonSeen]] = defaultdict(list)
    for row in connection.execute(_MEMBERS, {"ids": list(family_ids)}):
        person = PersonSeen(*row)
        found[person.family_id or 0].append(person)
    return {family_id: tuple(found[family_id]) for family_id in family_ids}


def children_open(
    connection: Connection, viewer: Viewer, family_ids: Collection[int], *, on: date
) -> Mapping[int, frozenset[int]]:
    """Of the families where the viewer takes part for some children only: the keys of these.

    A family of which they may meet everybody is not in it.
    """
    wanted = {"ids": list(family_ids), **seen_by(viewer, on)}
    found: dict[int, set[int | None]] = defaultdict(set)
    for family_id, child in connection.execute(_PARTS_IN, wanted):
        found[family_id].add(child)
    registered = frozenset(connection.execute(_REGISTERED, wanted).scalars())
    return {
        family_id: frozenset(child for child in named if child is not None)
        for family_id, named in found.items()
        if None not in named and family_id not in registered
    }


def persons_beside(
    connection: Connection, child_ids: Collection[int], *, on: date, now: datetime
) -> Mapping[int, frozenset[int]]:
    """Who takes part for these children on the day ``on``, by child."""
    found: dict[int, set[int]] = defaultdict(set)
    wanted = {"ids": list(child_ids), "on": on, "now": now}
    for person, child in connection.execute(_BESIDE, wanted):
        found[child].add(person)
    return {child: frozenset(found[child]) for child in child_ids}


def cases_seen(
    connection: Connection, viewer: Viewer, family: FamilySeen, *, on: date
) -> tuple[FamilyCase, ...]:
    """The cases of the family that the viewer may see, oldest first."""
    rows = connection.execute(_CASES, {"family_id": family.id, **seen_by(viewer, on)})
    return tuple(FamilyCase(*row) for row in rows)


def holders_beside_cases(
    connection: Connection, family: FamilySeen, *, on: date, now: datetime
) -> Mapping[str, frozenset[int]]:
    """Who holds which role in the whole family or its region: what a new case begins with."""
    found: dict[str, set[int]] = defaultdict(set)
    wanted = {"family_id": family.id, "in_region": family.region, "on": on, "now": now}
    for role, person_id in connection.execute(_HELD, wanted):
        found[role].add(person_id)
    return {role: frozenset(persons) for role, persons in found.items()}


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


def lock_families(connection: Connection, family_ids: Collection[int]) -> None:
    """Keep others from changing cases of these families until the transaction ends.

    To be called before anything is read. The rows are locked in the order of their keys,
    so two commands never wait for each other. On SQLite the writer's turn is enough.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"ids": sorted(set(family_ids))}).all()
