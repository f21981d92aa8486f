"""Professionals with an active login, to be chosen from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, String, bindparam, func, select

from engine.store.rows import holds
from engine.store.tables.people import ACCOUNT, ORGANISATION, PERSON, QUALIFICATION


@dataclass(frozen=True, slots=True)
class ColleagueSeen:
    """A professional with an active login, and for which organisation it is."""

    id: int
    public_id: str
    name: str
    organisation: str | None


_PREFIX = bindparam("prefix", type_=String)
_BEGINS = func.lower(func.substr(PERSON.c.name, 1, func.length(_PREFIX))) == func.lower(_PREFIX)
_WORKS_AS = (
    select(QUALIFICATION.c.id)
    .where(
        QUALIFICATION.c.person_id == PERSON.c.id,
        QUALIFICATION.c.name == bindparam("role"),
        holds(QUALIFICATION),
    )
    .correlate(PERSON)
    .exists()
)
_COLLEAGUES = (
    select(PERSON.c.id, PERSON.c.public_id, PERSON.c.name, ORGANISATION.c.name)
    .join(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .outerjoin(ORGANISATION, ORGANISATION.c.id == ACCOUNT.c.organisation_id)
    .where(ACCOUNT.c.active, PERSON.c.kind == "professional", _BEGINS)
    .order_by(func.lower(PERSON.c.name), PERSON.c.id)
    .limit(bindparam("most"))
)
_WHO_WORK_AS = _COLLEAGUES.where(_WORKS_AS)
_NAMES = select(QUALIFICATION.c.person_id, QUALIFICATION.c.name).where(
    QUALIFICATION.c.person_id.in_(bindparam("ids", expanding=True)), holds(QUALIFICATION)
)


def colleagues(
    connection: Connection,
    *,
    role: str | None,
    prefix: str,
    most: int,
    on: date,
    now: datetime,
) -> tuple[ColleagueSeen, ...]:
    """Those whose name begins so, by name; with a role only those who work in it."""
    wanted = {"prefix": prefix, "most": most}
    if role is None:
        rows = connection.execute(_COLLEAGUES, wanted)
    else:
        rows = connection.execute(_WHO_WORK_AS, {**wanted, "role": role, "on": on, "now": now})
    return tuple(ColleagueSeen(*row) for row in rows)


def qualifications_by_person(
    connection: Connection, ids: Collection[int], *, on: date, now: datetime
) -> Mapping[int, frozenset[str]]:
    """What each of these persons is qualified as on the day ``on``."""
    found: dict[int, set[str]] = defaultdict(set)
    for person_id, name in connection.execute(_NAMES, {"ids": list(ids), "on": on, "now": now}):
        found[person_id].add(name)
    return {person_id: frozenset(found[person_id]) for person_id in ids}
