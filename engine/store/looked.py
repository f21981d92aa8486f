"""Who looked at one case, acted on it or was turned away, newest first.

For rows of a case that the viewer was found to see: ``engine.service.file.looked`` asks that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Executable,
    String,
    and_,
    bindparam,
    or_,
    select,
)

from engine.store.cases import CaseHead
from engine.store.tables.cases import CASES
from engine.store.tables.people import FAMILY, ORGANISATION, PERSON
from engine.store.tables.trail import ACCESS_LOG, Outcome

TURNED_AWAY: tuple[Outcome, ...] = ("refused", "denied")
_LAST = 2**31 - 1
"""After every key; PostgreSQL keeps no larger one."""


@dataclass(frozen=True, slots=True)
class LookSeen:
    """One row of the access log, with who it was; without a person the program itself."""

    id: int
    at: datetime
    person: str | None
    name: str | None
    organisation: str | None
    access_point: str
    action: str
    record: str | None
    ground: str | None
    outcome: Outcome
    emergency: bool
    reason_keys: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLooks:
    """Which rows: of one person, from a moment on and before another, only who was turned away."""

    person: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    tries: bool = False


@dataclass(frozen=True, slots=True)
class LookedBy:
    """Somebody who looked at least once."""

    id: str
    name: str


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
OF_CASE: ColumnElement[bool] = or_(
    ACCESS_LOG.c.case_id == bindparam("case_id"),
    # A try that was turned away, and a look at the family, name what was asked for only.
    and_(ACCESS_LOG.c.case_id.is_(None), ACCESS_LOG.c.record.in_(_IDS)),
)
_ELSEWHERE: dict[str, Any] = {
    "person": PERSON.c.public_id.label("person_public_id"),
    "name": PERSON.c.name.label("person_name"),
    "organisation": ORGANISATION.c.name.label("organisation_name"),
}
_ROWS = (
    select(
        *(
            _ELSEWHERE[field.name] if field.name in _ELSEWHERE else ACCESS_LOG.c[field.name]
            for field in fields(LookSeen)
        )
    )
    .select_from(ACCESS_LOG)
    .outerjoin(PERSON, PERSON.c.id == ACCESS_LOG.c.person_id)
    .outerjoin(ORGANISATION, ORGANISATION.c.id == ACCESS_LOG.c.organisation_id)
    .where(OF_CASE, ACCESS_LOG.c.id < bindparam("before"))
    .order_by(ACCESS_LOG.c.id.desc())
    .limit(bindparam("most"))
)
_PEOPLE = (
    select(PERSON.c.public_id, PERSON.c.name)
    .join(ACCESS_LOG, ACCESS_LOG.c.person_id == PERSON.c.id)
    .where(OF_CASE)
    .distinct()
    .order_by(PERSON.c.name, PERSON.c.public_id)
)
_FAMILY = select(FAMILY.c.public_id).where(FAMILY.c.id == bindparam("family_id"))


def ids_of(connection: Connection, case: CaseHead, children: Collection[str]) -> tuple[str, ...]:
    """Under which public ids somebody may have asked for the case: its own, its family's …"""
    family = connection.execute(_FAMILY, {"family_id": case.family_id}).scalar_one()
    return case.public_id, family, *children


def looks_at(
    connection: Connection,
    case: CaseHead,
    ids: Collection[str],
    wanted: WantedLooks,
    *,
    limit: int,
    before: int | None = None,
) -> tuple[LookSeen, ...]:
    """The rows about the case, newest first; ``before`` is the key of the last one shown."""
    place = {**_of(case, ids), "before": before or _LAST, "most": limit}
    named = {"who": wanted.person, "since": wanted.since, "until": wanted.until}
    asked = {key: value for key, value in named.items() if value is not None}
    found = connection.execute(_listing(tuple(asked), tries=wanted.tries), {**place, **asked})
    return tuple(LookSeen(*row) for row in found)


def people_who_looked(
    connection: Connection, case: CaseHead, ids: Collection[str]
) -> tuple[LookedBy, ...]:
    """Everybody who ever looked or tried to, by name."""
    return tuple(LookedBy(*row) for row in connection.execute(_PEOPLE, _of(case, ids)))


def _of(case: CaseHead, ids: Collection[str]) -> dict[str, Any]:
    return {"case_id": case.id, "ids": list(ids)}


@cache
def _listing(asked: tuple[str, ...], *, tries: bool) -> Executable:
    moment = ACCESS_LOG.c.at.type
    conditions: dict[str, ColumnElement[bool]] = {
        "who": PERSON.c.public_id == bindparam("who", type_=String),
        "since": ACCESS_LOG.c.at >= bindparam("since", type_=moment),
        "until": ACCESS_LOG.c.at < bindparam("until", type_=moment),
    }
    found = _ROWS.where(*(conditions[each] for each in asked))
    return found.where(ACCESS_LOG.c.outcome.in_(TURNED_AWAY)) if tries else found


@dataclass(frozen=True, slots=True)
class PersonLook:
    """What one person did from a moment on and before another; in one case, where it is of one.

    Of cases in another region nothing is told.
    """

    person_id: int
    case_id: int | None
    region: str
    since: datetime
    until: datetime
    turned_away: bool


@dataclass(frozen=True, slots=True)
class PersonLookSeen:
    """One row of the log of a person, with the number of the case it was about."""

    at: datetime
    number: str | None
    action: str
    outcome: Outcome


MOST_OF_A_PERSON = 50
_ABOUT = or_(
    CASES.c.id == ACCESS_LOG.c.case_id,
    and_(ACCESS_LOG.c.case_id.is_(None), CASES.c.public_id == ACCESS_LOG.c.record),
)


def looks_of(connection: Connection, look: PersonLook) -> tuple[PersonLookSeen, ...]:
    """The newest rows behind a signal, and one more if there is: who shows them, says so."""
    statement = _of_person(by_case=look.case_id is not None, turned_away=look.turned_away)
    asked: dict[str, Any] = {"who": look.person_id, "since": look.since, "until": look.until}
    asked["region"] = look.region
    if look.case_id is not None:
        asked["of_case"] = look.case_id
    return tuple(PersonLookSeen(*row) for row in connection.execute(statement, asked))


@cache
def _of_person(*, by_case: bool, turned_away: bool) -> Executable:
    moment = ACCESS_LOG.c.at.type
    conditions = [
        ACCESS_LOG.c.person_id == bindparam("who"),
        ACCESS_LOG.c.at >= bindparam("since", type_=moment),
        ACCESS_LOG.c.at < bindparam("until", type_=moment),
        or_(CASES.c.id.is_(None), CASES.c.region == bindparam("region")),
    ]
    if by_case:
        conditions.append(CASES.c.id == bindparam("of_case"))
    if turned_away:
        conditions.append(ACCESS_LOG.c.outcome.in_(TURNED_AWAY))
    return (
        select(ACCESS_LOG.c.at, CASES.c.number, ACCESS_LOG.c.action, ACCESS_LOG.c.outcome)
        .select_from(ACCESS_LOG)
        .outerjoin(CASES, _ABOUT)
        .where(*conditions)
        .order_by(ACCESS_LOG.c.id.desc())
        .limit(MOST_OF_A_PERSON + 1)
    )
