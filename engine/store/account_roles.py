"""Who looks after the program in which region; such a role opens nothing of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    insert,
    or_,
    select,
)

from engine.access import Viewer
from engine.store.rows import ON, columns, holds, new_id
from engine.store.tables.meetings import TABLE_MEMBER
from engine.store.tables.people import ACCOUNT, PARTICIPATION, PERSON
from engine.store.tables.review import ACCOUNT_ROLE, AccountRoleName
from engine.text import Language

_WHO: BindParameter[int] = bindparam("viewer")
_TODAY: BindParameter[date] = bindparam("today")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccountRole:
    """Somebody is to look after a region."""

    person_id: int
    role: AccountRoleName
    region: str
    from_on: date


@dataclass(frozen=True, slots=True)
class Officer:
    """A privacy officer, and how to reach them."""

    id: int
    public_id: str
    email: str | None
    language: Language


def _takes_part(who: ColumnElement[int], on: ColumnElement[date]) -> ColumnElement[bool]:
    part = and_(
        PARTICIPATION.c.person_id == who,
        PARTICIPATION.c.access != "excluded",
        PARTICIPATION.c.from_on <= on,
        or_(PARTICIPATION.c.until_on.is_(None), PARTICIPATION.c.until_on > on),
    )
    seat = and_(
        TABLE_MEMBER.c.person_id == who,
        TABLE_MEMBER.c.from_on <= on,
        or_(TABLE_MEMBER.c.until_on.is_(None), TABLE_MEMBER.c.until_on > on),
    )
    return or_(
        exists().select_from(PARTICIPATION).where(part),
        exists().select_from(TABLE_MEMBER).where(seat),
    )


TAKES_PART = _takes_part(_WHO, _TODAY)
"""The viewer works on cases today, or sits at a table: then an account role does not count.

Source: SAFETY 5.2 (nobody holds an account role and a participation in one session).
"""


def _looks_after_as(role: AccountRoleName) -> ColumnElement[bool]:
    return and_(
        ACCOUNT_ROLE.c.person_id == _WHO,
        ACCOUNT_ROLE.c.role == role,
        ACCOUNT_ROLE.c.from_on <= _TODAY,
        or_(ACCOUNT_ROLE.c.until_on.is_(None), ACCOUNT_ROLE.c.until_on > _TODAY),
        ~TAKES_PART,
    )


WATCHES = _looks_after_as("privacy_officer")
"""The viewer is privacy officer today, and works on no case."""

ARCHIVES = _looks_after_as("archivist")
"""The viewer is archivist today, and works on no case."""


def _regions(holds_it: ColumnElement[bool]) -> Select[Any]:
    return select(ACCOUNT_ROLE.c.region).where(holds_it).order_by(ACCOUNT_ROLE.c.region).distinct()


_REGIONS = _regions(WATCHES)
_ARCHIVED = _regions(ARCHIVES)
_TAKES_PART = select(TAKES_PART)
_HELD = exists().where(
    ACCOUNT_ROLE.c.person_id == bindparam("person_id"),
    or_(ACCOUNT_ROLE.c.until_on.is_(None), ACCOUNT_ROLE.c.until_on > _TODAY),
)
_APPOINTED = exists().where(
    ACCOUNT_ROLE.c.person_id == bindparam("person_id"),
    ACCOUNT_ROLE.c.role == bindparam("role"),
    ACCOUNT_ROLE.c.region == bindparam("region"),
    ACCOUNT_ROLE.c.until_on.is_(None),
)

_IS_OFFICER = and_(
    ACCOUNT_ROLE.c.region == bindparam("region"),
    ACCOUNT_ROLE.c.role == "privacy_officer",
    ACCOUNT.c.person_id == ACCOUNT_ROLE.c.person_id,
    ACCOUNT.c.active,
    holds(ACCOUNT_ROLE),
    # Whoever works on cases reviews nothing, so the region has nobody.
    ~_takes_part(ACCOUNT_ROLE.c.person_id, ON),
)
_WATCHED = exists().where(_IS_OFFICER)
_OFFICERS = (
    select(*columns(PERSON, Officer))
    .join(ACCOUNT_ROLE, ACCOUNT_ROLE.c.person_id == PERSON.c.id)
    .join(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .where(_IS_OFFICER)
    .distinct()
    .order_by(PERSON.c.id)
)
_ARCHIVISTS = (
    select(PERSON.c.id, PERSON.c.name)
    .join(ACCOUNT_ROLE, ACCOUNT_ROLE.c.person_id == PERSON.c.id)
    .join(ACCOUNT, and_(ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.active))
    .where(
        ACCOUNT_ROLE.c.region == bindparam("region"),
        ACCOUNT_ROLE.c.role == "archivist",
        holds(ACCOUNT_ROLE),
        ~_takes_part(ACCOUNT_ROLE.c.person_id, ON),
    )
    .order_by(PERSON.c.name)
    .distinct()
)


def add_account_role(connection: Connection, new: NewAccountRole, *, now: datetime) -> str | None:
    """Let somebody look after a region; the public id of that, or None: they do already."""
    asked = {"person_id": new.person_id, "role": new.role, "region": new.region}
    if connection.execute(select(_APPOINTED), asked).scalar_one():
        return None
    public_id = new_id()
    row = {
        "public_id": public_id,
        "person_id": new.person_id,
        "role": new.role,
        "region": new.region,
        "from_on": new.from_on,
        "recorded_at": now,
    }
    connection.execute(insert(ACCOUNT_ROLE), row)
    return public_id


def watched_by(connection: Connection, viewer: Viewer, *, on: date) -> tuple[str, ...]:
    """The regions whose log the viewer reviews; none for whoever works on cases."""
    found = connection.execute(_REGIONS, {"viewer": viewer.person, "today": on})
    return tuple(found.scalars())


def archived_by(connection: Connection, viewer: Viewer, *, on: date) -> tuple[str, ...]:
    """The regions whose files the viewer destroys; none for whoever works on cases."""
    found = connection.execute(_ARCHIVED, {"viewer": viewer.person, "today": on})
    return tuple(found.scalars())


def archivists_of(
    connection: Connection, region: str, *, on: date, now: datetime
) -> tuple[tuple[int, str], ...]:
    """Who is archivist of a region and has an open account: the keys and the names."""
    wanted = {"region": region, "on": on, "now": now}
    return tuple((row.id, row.name) for row in connection.execute(_ARCHIVISTS, wanted))


def is_watched(connection: Connection, region: str, *, on: date, now: datetime) -> bool:
    """Whether somebody with an open account is privacy officer of the region."""
    return bool(
        connection.execute(select(_WATCHED), {"region": region, "on": on, "now": now}).scalar_one()
    )


def officers_of(
    connection: Connection, region: str, *, on: date, now: datetime
) -> tuple[Officer, ...]:
    """Who is privacy officer of the region now, with an open account."""
    found = connection.execute(_OFFICERS, {"region": region, "on": on, "now": now})
    return tuple(Officer(*row) for row in found)


def takes_part(connection: Connection, person_id: int, *, on: date) -> bool:
    """Whether somebody works on any case, or sits at a table."""
    wanted = {"viewer": person_id, "today": on}
    return bool(connection.execute(_TAKES_PART, wanted).scalar_one())


def has_account_role(connection: Connection, person_id: int, *, on: date) -> bool:
    """Whether somebody looks after the program anywhere, on that day or later."""
    wanted = {"person_id": person_id, "today": on}
    return bool(connection.execute(select(_HELD), wanted).scalar_one())
