"""Who is away, from when to when, and who deputises; a row is ended, never overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.access import Viewer
from engine.errors import NotFound
from engine.ladder import STAND_IN, Away
from engine.store.rows import holds, new_id, values_of
from engine.store.tables.absence import ABSENCE
from engine.store.tables.cases import CASES
from engine.store.tables.people import ACCOUNT, FAMILY, PARTICIPATION, PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAbsence:
    """Somebody is to be away; ``until_on`` is the first day back, if that is known."""

    person_id: int
    from_on: date
    until_on: date | None = None
    deputy_id: int | None = None
    recorded_by: int


@dataclass(frozen=True, slots=True)
class AbsenceSeen:
    """One absence, with the names of who is away and who deputises."""

    id: int
    public_id: str
    person_id: int
    person: str
    name: str
    from_on: date
    until_on: date | None
    deputy_id: int | None
    deputy: str | None
    deputy_name: str | None
    recorded_at: datetime
    ended_at: datetime | None


_DEPUTY = PERSON.alias("deputy")
_ELSEWHERE: Mapping[str, Any] = {
    "person": PERSON.c.public_id.label("person_public_id"),
    "name": PERSON.c.name.label("person_name"),
    "deputy": _DEPUTY.c.public_id.label("deputy_public_id"),
    "deputy_name": _DEPUTY.c.name.label("deputy_name"),
}
_SEEN = (
    select(
        *(
            _ELSEWHERE[field.name] if field.name in _ELSEWHERE else ABSENCE.c[field.name]
            for field in fields(AbsenceSeen)
        )
    )
    .join(PERSON, PERSON.c.id == ABSENCE.c.person_id)
    .outerjoin(_DEPUTY, _DEPUTY.c.id == ABSENCE.c.deputy_id)
)
_HOLDS = and_(
    ABSENCE.c.ended_at.is_(None),
    or_(ABSENCE.c.until_on.is_(None), ABSENCE.c.until_on > bindparam("on")),
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_THEIR_DEPUTIES = select(ABSENCE.c.deputy_id).where(ABSENCE.c.person_id.in_(_IDS), _HOLDS)
_AWAYS = (
    select(ABSENCE.c.person_id, ABSENCE.c.from_on, ABSENCE.c.until_on, ABSENCE.c.deputy_id)
    .where(_HOLDS, or_(ABSENCE.c.person_id.in_(_IDS), ABSENCE.c.person_id.in_(_THEIR_DEPUTIES)))
    .order_by(ABSENCE.c.from_on, ABSENCE.c.id)
)
_ONE = _SEEN.where(ABSENCE.c.public_id == bindparam("wanted"))
_FIRST = (ABSENCE.c.from_on, ABSENCE.c.id)
_OF_PERSON = _SEEN.where(ABSENCE.c.person_id == bindparam("wanted"), _HOLDS).order_by(*_FIRST)
_END = (
    update(ABSENCE)
    .where(ABSENCE.c.id == bindparam("absence_id"), ABSENCE.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"), ended_by=bindparam("by"))
)
_SINCE = bindparam("since", type_=ABSENCE.c.from_on.type)
_UNTIL = bindparam("until", type_=ABSENCE.c.from_on.type)
_OVERLAPS = (
    select(ABSENCE.c.id)
    .limit(1)
    .where(
        ABSENCE.c.person_id == bindparam("wanted"),
        ABSENCE.c.ended_at.is_(None),
        or_(ABSENCE.c.until_on.is_(None), ABSENCE.c.until_on > _SINCE),
        or_(_UNTIL.is_(None), ABSENCE.c.from_on < _UNTIL),
    )
)

_THEIRS, _MINE = PARTICIPATION.alias("theirs"), PARTICIPATION.alias("mine")
_LED = (
    select(_MINE.c.region)
    .where(
        _MINE.c.person_id == bindparam("viewer"),
        _MINE.c.role.in_(STAND_IN),
        _MINE.c.access.not_in(("none", "excluded")),
        _MINE.c.region.is_not(None),
        holds(_MINE),
    )
    .correlate(None)
)
_TAKES_PART = (
    select(_THEIRS.c.person_id)
    .select_from(_THEIRS)
    .outerjoin(CASES, CASES.c.id == _THEIRS.c.case_id)
    .outerjoin(FAMILY, FAMILY.c.id == _THEIRS.c.family_id)
    .where(
        holds(_THEIRS),
        func.coalesce(_THEIRS.c.region, FAMILY.c.region, CASES.c.region).in_(_LED),
    )
    .correlate(None)
)
_WORKS_HERE = and_(  # parents and children take part too
    PERSON.c.kind == "professional", PERSON.c.id.in_(_TAKES_PART)
)
_HAS_LOGIN = exists().where(ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.active)
_LEADS = select(PERSON.c.id).where(PERSON.c.id == bindparam("wanted"), _WORKS_HERE)
_OF_MY_PEOPLE = _SEEN.where(_HOLDS, _WORKS_HERE).order_by(*_FIRST).limit(bindparam("most"))
_MY_PEOPLE = (
    select(PERSON.c.public_id, PERSON.c.name)
    .where(_HAS_LOGIN, _WORKS_HERE)
    .order_by(func.lower(PERSON.c.name), PERSON.c.id)
    .limit(bindparam("most"))
)
_CAN_DEPUTISE = select(PERSON.c.id).where(
    PERSON.c.id == bindparam("wanted"), PERSON.c.kind == "professional", _HAS_LOGIN
)


def add_absence(connection: Connection, new: NewAbsence, *, now: datetime) -> str:
    """Write down that somebody is away; its public id."""
    public_id = new_id()
    row = {**values_of(new), "public_id": public_id, "recorded_at": now}
    connection.execute(insert(ABSENCE), row)
    return public_id


def end_absence(connection: Connection, absence_id: int, *, by: int, now: datetime) -> bool:
    """Let it count no longer; False when it was ended before."""
    return connection.execute(_END, {"absence_id": absence_id, "by": by, "now": now}).rowcount == 1


def get_absence(connection: Connection, public_id: str) -> AbsenceSeen:
    """One absence, ended or not; whether it is for the viewer is asked by whoever calls.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_ONE, {"wanted": public_id}).one_or_none()
    if row is None:
        raise NotFound("absence")
    return AbsenceSeen(*row)


def absences_of(connection: Connection, person_id: int, *, on: date) -> tuple[AbsenceSeen, ...]:
    """The absences of somebody that are not over on the day ``on``, the first in front."""
    rows = connection.execute(_OF_PERSON, {"wanted": person_id, "on": on})
    return tuple(AbsenceSeen(*row) for row in rows)


def absences_led(
    connection: Connection, viewer: Viewer, *, on: date, now: datetime, limit: int
) -> tuple[AbsenceSeen, ...]:
    """The same of everybody who works in a region that the viewer leads or coordinates."""
    wanted = {"viewer": viewer.person, "on": on, "now": now, "most": limit}
    return tuple(AbsenceSeen(*row) for row in connection.execute(_OF_MY_PEOPLE, wanted))


def people_led(
    connection: Connection, viewer: Viewer, *, on: date, now: datetime, limit: int
) -> tuple[tuple[str, str], ...]:
    """Public id and name of the professionals with a login who work there, by name."""
    wanted = {"viewer": viewer.person, "on": on, "now": now, "most": limit}
    return tuple((row[0], row[1]) for row in connection.execute(_MY_PEOPLE, wanted))


def leads(
    connection: Connection, viewer: Viewer, person_id: int, *, on: date, now: datetime
) -> bool:
    """Whether this person works in a region that the viewer leads or coordinates."""
    wanted = {"viewer": viewer.person, "wanted": person_id, "on": on, "now": now}
    return connection.execute(_LEADS, wanted).first() is not None


def can_deputise(connection: Connection, person_id: int) -> bool:
    """Whether this is a professional with an active login."""
    return connection.execute(_CAN_DEPUTISE, {"wanted": person_id}).first() is not None


def overlaps(
    connection: Connection, person_id: int, *, from_on: date, until_on: date | None
) -> bool:
    """Whether an absence of somebody shares a day with this stretch."""
    wanted = {"wanted": person_id, "since": from_on, "until": until_on}
    return connection.execute(_OVERLAPS, wanted).first() is not None


def aways(
    connection: Connection, person_ids: Collection[int], *, on: date
) -> Mapping[int, tuple[Away, ...]]:
    """The absences of these persons, and of their deputies, that are not over on this day."""
    found: dict[int, list[Away]] = defaultdict(list)
    for person_id, *away in connection.execute(_AWAYS, {"ids": sorted(person_ids), "on": on}):
        found[person_id].append(Away(*away))
    return {person_id: tuple(each) for person_id, each in found.items()}
