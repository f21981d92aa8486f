"""Who looks after the program in which region; such a role opens nothing of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    insert,
    or_,
    select,
)

from engine.access import Viewer
from engine.store.rows import ON, holds, new_id
from engine.store.tables.meetings import TABLE_MEMBER
from engine.store.tables.people import ACCOUNT, PARTICIPATION
from engine.store.tables.review import ACCOUNT_ROLE, AccountRoleName

_WHO: BindParameter[int] = bindparam("viewer")
_TODAY: BindParameter[date] = bindparam("today")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccountRole:
    """Somebody is to look after a region."""

    person_id: int
    role: AccountRoleName
    region: str
    from_on: date


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

WATCHES = and_(
    ACCOUNT_ROLE.c.person_id == _WHO,
    ACCOUNT_ROLE.c.role == "privacy_officer",
    ACCOUNT_ROLE.c.from_on <= _TODAY,
    or_(ACCOUNT_ROLE.c.until_on.is_(None), ACCOUNT_ROLE.c.until_on > _TODAY),
    ~TAKES_PART,
)
"""The viewer is privacy officer today, and works on no case."""

_REGIONS = select(ACCOUNT_ROLE.c.region).where(WATCHES).order_by(ACCOUNT_ROLE.c.region).distinct()
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

_WATCHED = exists().where(
    ACCOUNT_ROLE.c.region == bindparam("region"),
    ACCOUNT_ROLE.c.role == "privacy_officer",
    ACCOUNT.c.person_id == ACCOUNT_ROLE.c.person_id,
    ACCOUNT.c.active,
    holds(ACCOUNT_ROLE),
    # Whoever works on cases reviews nothing, so the region has nobody.
    ~_takes_part(ACCOUNT_ROLE.c.person_id, ON),
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


def is_watched(connection: Connection, region: str, *, on: date, now: datetime) -> bool:
    """Whether somebody with an open account is privacy officer of the region."""
    return bool(
        connection.execute(select(_WATCHED), {"region": region, "on": on, "now": now}).scalar_one()
    )


def takes_part(connection: Connection, person_id: int, *, on: date) -> bool:
    """Whether somebody works on any case, or sits at a table."""
    wanted = {"viewer": person_id, "today": on}
    return bool(connection.execute(_TAKES_PART, wanted).scalar_one())


def has_account_role(connection: Connection, person_id: int, *, on: date) -> bool:
    """Whether somebody looks after the program anywhere, on that day or later."""
    wanted = {"person_id": person_id, "today": on}
    return bool(connection.execute(select(_HELD), wanted).scalar_one())
