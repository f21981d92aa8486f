"""Break-glass (noodtoegang): who may be let in, the grant itself, and whether it opens now.

It does not pass through ``visibility``: the grant is a condition of its own, ``OPENS``, which
every read of what it opens holds, and which is asked again at each of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    bindparam,
    case,
    distinct,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.participation import CLOSED
from engine.store.rows import holds, new_id, values_of
from engine.store.tables.cases import CASE_CHILD, CASES
from engine.store.tables.emergency import EMERGENCY_GRANT, Category
from engine.store.tables.meetings import MEETING_TABLE, TABLE_MEMBER
from engine.store.tables.people import ACCOUNT, FAMILY, PARTICIPATION, PERSON, QUALIFICATION
from engine.store.tables.trail import ACCESS_LOG
from engine.text import Language

BACK = timedelta(minutes=1)
"""So far clocks of machines may differ; what was noted later than this says that one was set."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child as it is registered, and where."""

    id: int
    public_id: str
    name: str
    family_id: int
    region: str


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody who hears of it, in which role, and how to reach them."""

    id: int
    public_id: str
    email: str | None
    language: Language
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """Somebody is to read the core of a child's file until a moment; reviewed by a day."""

    person_id: int
    organisation_id: int
    child_id: int
    family_id: int
    region: str
    category: Category
    reason: str
    nth: int
    granted_at: datetime
    ends_at: datetime
    due_on: date


@dataclass(frozen=True, slots=True)
class GrantSeen:
    """A grant as its holder has it."""

    id: int
    public_id: str
    child_id: int
    child: str
    family_id: int
    region: str
    category: Category
    granted_at: datetime
    ends_at: datetime
    shielded_at: datetime | None


_BORN = (
    select(PERSON.c.id, PERSON.c.public_id, PERSON.c.name, PERSON.c.family_id, FAMILY.c.region)
    .join(FAMILY, FAMILY.c.id == PERSON.c.family_id)
    .where(PERSON.c.born == bindparam("born"), PERSON.c.kind == "youth")
    .order_by(PERSON.c.id)
)
_ORGANISATION = func.coalesce(PARTICIPATION.c.organisation_id, ACCOUNT.c.organisation_id)
_WORKS_IN = (
    select(func.coalesce(PARTICIPATION.c.region, FAMILY.c.region, CASES.c.region))
    .select_from(PARTICIPATION)
    .join(ACCOUNT, and_(ACCOUNT.c.person_id == PARTICIPATION.c.person_id, ACCOUNT.c.active))
    .outerjoin(FAMILY, FAMILY.c.id == PARTICIPATION.c.family_id)
    .outerjoin(CASES, CASES.c.id == PARTICIPATION.c.case_id)
    .where(
        bindparam("organisation") == _ORGANISATION,
        PARTICIPATION.c.access.not_in(("none", "excluded")),
        holds(PARTICIPATION),
    )
    .union(
        select(MEETING_TABLE.c.region)
        .join(TABLE_MEMBER, TABLE_MEMBER.c.table_id == MEETING_TABLE.c.id)
        .join(ACCOUNT, and_(ACCOUNT.c.person_id == TABLE_MEMBER.c.person_id, ACCOUNT.c.active))
        .where(ACCOUNT.c.organisation_id == bindparam("organisation"), holds(TABLE_MEMBER))
    )
)
_BAN = PARTICIPATION.alias("ban")


def _barred(who: ColumnElement[int], family: ColumnElement[int]) -> ColumnElement[bool]:
    """They are kept out of the family now, of a case of it, or of its region."""
    its_cases = select(CASES.c.id).where(CASES.c.family_id == family)
    its_region = select(FAMILY.c.region).where(FAMILY.c.id == family).scalar_subquery()
    place = or_(
        _BAN.c.family_id == family,
        _BAN.c.case_id.in_(its_cases.correlate_except(CASES)),
        _BAN.c.region == its_region.correlate_except(FAMILY),
    )
    barred = exists().where(_BAN.c.person_id == who, _BAN.c.access == "excluded", holds(_BAN))
    return barred.where(place).correlate_except(_BAN)


_OPEN_CASES = (
    select(CASES.c.id)
    .join(CASE_CHILD, CASE_CHILD.c.case_id == CASES.c.id)
    .where(CASE_CHILD.c.person_id == bindparam("child_id"), CASES.c.is_final.is_(False))
)
_TOLD = (
    select(PERSON.c.id, PERSON.c.public_id, PERSON.c.email, PERSON.c.language, PARTICIPATION.c.role)
    .join(PARTICIPATION, PARTICIPATION.c.person_id == PERSON.c.id)
    .where(
        PARTICIPATION.c.role.in_(bindparam("roles", expanding=True)),
        PERSON.c.kind == "professional",
        or_(
            PARTICIPATION.c.region == bindparam("region", type_=String),
            PARTICIPATION.c.family_id == bindparam("family_id"),
            PARTICIPATION.c.case_id.in_(_OPEN_CASES),
        ),
        or_(PARTICIPATION.c.child_id.is_(None), PARTICIPATION.c.child_id == bindparam("child_id")),
        PARTICIPATION.c.access.not_in(("none", "excluded")),
        holds(PARTICIPATION),
        ~CLOSED,
        ~_barred(PERSON.c.id, bindparam("family_id")),
    )
    .order_by(PARTICIPATION.c.id)
)
_NEWEST_CASE = _OPEN_CASES.order_by(CASES.c.id.desc()).limit(1)
_TIMES = select(func.count(distinct(EMERGENCY_GRANT.c.granted_at))).where(
    EMERGENCY_GRANT.c.person_id == bindparam("viewer"),
    EMERGENCY_GRANT.c.granted_at > bindparam("since"),
)
_LAST_LOGGED = select(func.coalesce(func.max(ACCESS_LOG.c.id), 0))
_ADD = insert(EMERGENCY_GRANT).returning(EMERGENCY_GRANT.c.public_id)

_MINE = EMERGENCY_GRANT.c.person_id == bindparam("viewer")
_WORKS_AS = (
    exists()
    .where(
        QUALIFICATION.c.person_id == EMERGENCY_GRANT.c.person_id,
        QUALIFICATION.c.name.in_(bindparam("asked_by", expanding=True)),
        holds(QUALIFICATION),
    )
    .correlate(EMERGENCY_GRANT)
)
_SINCE = ACCESS_LOG.c.id > EMERGENCY_GRANT.c.after_log
_PAST = (
    exists().where(_SINCE, ACCESS_LOG.c.at >= EMERGENCY_GRANT.c.ends_at).correlate(EMERGENCY_GRANT)
)
_SET_BACK = exists().where(_SINCE, ACCESS_LOG.c.at > bindparam("soon")).correlate(EMERGENCY_GRANT)
NOT_BARRED = ~_barred(EMERGENCY_GRANT.c.person_id, EMERGENCY_GRANT.c.family_id)
"""The holder is not kept out of the child's family, a case of it or its region; as of now."""

OPENS = and_(
    EMERGENCY_GRANT.c.public_id == bindparam("grant"),
    _MINE,
    EMERGENCY_GRANT.c.granted_at <= bindparam("now"),
    EMERGENCY_GRANT.c.ends_at > bindparam("now"),
    # A clock that was set back opens nothing again: once any moment past the end was noted since,
    # it is over; and a clock that stands before what was noted since is not believed.
    ~_PAST,
    ~_SET_BACK,
    _WORKS_AS,
    NOT_BARRED,
)
"""This grant is the viewer's and opens now; run it with ``opened_by`` among the parameters."""

_GRANT: dict[str, Any] = {"child": PERSON.c.public_id.label("child_public_id")}
_COLUMNS = [
    _GRANT[field.name] if field.name in _GRANT else EMERGENCY_GRANT.c[field.name]
    for field in fields(GrantSeen)
]
_FIND = (
    select(*_COLUMNS)
    .join(PERSON, PERSON.c.id == EMERGENCY_GRANT.c.child_id)
    .where(EMERGENCY_GRANT.c.public_id == bindparam("grant"), _MINE)
)
_OPEN_NOW = select(EMERGENCY_GRANT.c.id).where(OPENS)
_MY_OPEN = (
    select(*_COLUMNS)
    .join(PERSON, PERSON.c.id == EMERGENCY_GRANT.c.child_id)
    .where(_MINE, EMERGENCY_GRANT.c.granted_at <= bindparam("now"))
    .where(EMERGENCY_GRANT.c.ends_at > bindparam("now"), ~_PAST)
    .order_by(EMERGENCY_GRANT.c.id)
)
_THIS = EMERGENCY_GRANT.c.id == bindparam("grant_id")
_SHIELDED = EMERGENCY_GRANT.c.shielded_at
_OPEN_SHIELDED = (
    update(EMERGENCY_GRANT)
    .where(_THIS)
    .values(shielded_at=case((_SHIELDED.is_(None), bindparam("now")), else_=_SHIELDED))
)


def born_on(connection: Connection, day: date) -> tuple[Child, ...]:
    """Every child that is registered with this birth date."""
    return tuple(Child(*row) for row in connection.execute(_BORN, {"born": day}))


def regions_of(
    connection: Connection, organisation: int | None, *, on: date, now: datetime
) -> frozenset[str]:
    """The regions in which somebody of this organisation takes part today, or sits at a table."""
    wanted = {"organisation": organisation, "on": on, "now": now}
    return frozenset(connection.execute(_WORKS_IN, wanted).scalars())


def to_tell(
    connection: Connection, child: Child, roles: Collection[str], *, on: date, now: datetime
) -> tuple[ToTell, ...]:
    """Who holds one of these roles for the child: in its open cases, its family, its region."""
    wanted = {**_place(child), "roles": list(roles), "on": on, "now": now}
    return tuple(ToTell(*row) for row in connection.execute(_TOLD, wanted))


def newest_case(connection: Connection, child: Child) -> int | None:
    """The key of the child's newest open case, for a notice to lead to."""
    found: int | None = connection.execute(
        _NEWEST_CASE, {"child_id": child.id}
    ).scalar_one_or_none()
    return found


def times_let_in(connection: Connection, viewer: Viewer, *, since: datetime) -> int:
    """How often the viewer was let in since then; two files of one child at once are one time."""
    return connection.execute(_TIMES, {"viewer": viewer.person, "since": since}).scalar_one()


def add_grant(connection: Connection, new: NewGrant) -> str:
    """Let somebody in; the public id of the grant. Its review is open from the start."""
    last = connection.execute(_LAST_LOGGED).scalar_one()
    row = {**values_of(new), "public_id": new_id(), "after_log": last}
    row |= {"judgement": "open", "word": "", "owner": ""}
    made: str = connection.execute(_ADD, row).scalar_one()
    return made


def get_grant(connection: Connection, viewer: Viewer, public_id: str) -> GrantSeen:
    """A grant of the viewer, whether it opens or not.

    Raises:
        NotFound: there is none, or it is another's.
    """
    wanted = {"grant": public_id, "viewer": viewer.person}
    row = connection.execute(_FIND, wanted).one_or_none()
    if row is None:
        raise NotFound("grant")
    return GrantSeen(*row)


def my_grants(connection: Connection, viewer: Viewer, *, now: datetime) -> tuple[GrantSeen, ...]:
    """The grants of the viewer that have not ended, the oldest first."""
    found = connection.execute(_MY_OPEN, {"viewer": viewer.person, "now": now})
    return tuple(GrantSeen(*row) for row in found)


def opened_by(
    viewer: Viewer, grant: str, asked_by: Collection[str], *, on: date, now: datetime
) -> dict[str, Any]:
    """The parameters of ``OPENS``."""
    wanted: dict[str, Any] = {"grant": grant, "viewer": viewer.person, "on": on, "now": now}
    return wanted | {"soon": now + BACK, "asked_by": sorted(asked_by)}


def opens(connection: Connection, opened: dict[str, Any]) -> bool:
    """Whether it opens now."""
    return connection.execute(_OPEN_NOW, opened).scalar_one_or_none() is not None


def open_shielded(connection: Connection, grant_id: int, *, now: datetime) -> None:
    """Let what is shielded be seen too, from now on; the first time counts."""
    connection.execute(_OPEN_SHIELDED, {"grant_id": grant_id, "now": now})


def _place(child: Child) -> dict[str, Any]:
    return {"child_id": child.id, "family_id": child.family_id, "region": child.region}
