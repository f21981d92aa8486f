"""Who takes part, in which role, where and from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.access import ChildPart, Part, Viewer
from engine.errors import NotFound
from engine.lasting import counting
from engine.store.cases import CaseHead
from engine.store.lasting import owes
from engine.store.rows import columns, holds, new_id, values_of
from engine.store.tables.cases import CASES
from engine.store.tables.people import ACCOUNT, ORGANISATION, PARTICIPATION, PERSON, PersonKind
from engine.text import Language


@dataclass(frozen=True, slots=True)
class Taking:
    """One row: somebody takes part; ``until_on`` is the first day on which no more."""

    id: int
    public_id: str
    person_id: int
    person: str
    role: str
    access: str
    region: str | None
    family_id: int | None
    case_id: int | None
    child_id: int | None
    organisation_id: int | None
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTaking:
    """Somebody is to take part; in one of a region, a family or a case."""

    role: str
    access: str
    ground: str
    from_on: date
    until_on: date | None = None
    region: str | None = None
    family_id: int | None = None
    case_id: int | None = None
    child_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class HolderSeen:
    """Whoever holds a role now, and how to reach them."""

    id: int
    public_id: str
    email: str | None
    language: Language
    name: str


@dataclass(frozen=True, slots=True)
class ParticipantSeen:
    """Somebody who takes part, with their name; in one of a region, a family or a case."""

    person: str
    name: str
    kind: PersonKind
    organisation: str | None
    role: str
    ground: str
    region: str | None
    family_id: int | None
    case_id: int | None
    child_id: int | None
    from_on: date
    until_on: date | None


_COLUMNS = [
    PERSON.c.public_id if field.name == "person" else PARTICIPATION.c[field.name]
    for field in fields(Taking)
]
_TAKINGS = select(*_COLUMNS).join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
_ONE = _TAKINGS.where(PARTICIPATION.c.id == bindparam("taking_id"))
_END = (
    update(PARTICIPATION)
    .where(PARTICIPATION.c.id == bindparam("taking_id"), PARTICIPATION.c.ended_at.is_(None))
    .values(until_on=bindparam("until"), ended_at=bindparam("now"))
)

_END_SOONER = (
    update(PARTICIPATION)
    .where(
        PARTICIPATION.c.id == bindparam("taking_id"),
        or_(PARTICIPATION.c.until_on.is_(None), PARTICIPATION.c.until_on > bindparam("until")),
    )
    .values(until_on=bindparam("until"), ended_at=bindparam("now"))
)


def _here(taking: FromClause) -> ColumnElement[bool]:
    return or_(
        taking.c.case_id == CASES.c.id,
        taking.c.family_id == CASES.c.family_id,
        taking.c.region == CASES.c.region,
    )


CHILD = PERSON.alias("child_of_part")
OF_PART = (
    PARTICIPATION.c.role,
    PARTICIPATION.c.access,
    PARTICIPATION.c.organisation_id,
    PARTICIPATION.c.until_on,
    and_(CASES.c.state_class != "open", owes(PARTICIPATION)),
    PARTICIPATION.c.child_id,
    CHILD.c.public_id,
    CHILD.c.born,
)
"""What a part is made of, and which child it is for; read with an outer join on ``CHILD``."""

HERE = _here(PARTICIPATION)
"""A row of participation counts in a case: it is of the case, its family or its region."""

_BAN = PARTICIPATION.alias("ban")
KEPT_OUT = (
    exists()
    .where(
        _BAN.c.person_id == PARTICIPATION.c.person_id,
        _BAN.c.access == "excluded",
        _here(_BAN),
        holds(_BAN),
    )
    .correlate(PARTICIPATION, CASES)
)
"""Whoever this row is of is kept out of the case now: none of their rows counts."""

CLOSED = (
    exists()
    .where(
        ACCOUNT.c.person_id == PARTICIPATION.c.person_id,
        or_(
            ACCOUNT.c.active.is_(False),
            ACCOUNT.c.organisation_id != PARTICIPATION.c.organisation_id,
        ),
    )
    .correlate(PARTICIPATION)
)
"""Whoever this row is of worked here and does no more, or for another organisation than the one
for which it was given; somebody of the family has no account."""

COUNTS = and_(holds(PARTICIPATION), ~KEPT_OUT, ~CLOSED)
"""The row makes somebody a holder of its role: guards, effects and notices ask for those."""


def _in_case(*wanted: Any) -> Select[Any]:
    return (
        select(*wanted)
        .select_from(CASES)
        .join(PARTICIPATION, HERE)
        .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
        .where(CASES.c.id == bindparam("case_id"), holds(PARTICIPATION))
        .order_by(PARTICIPATION.c.id)
    )


_PARTS = (
    _in_case(*OF_PART)
    .outerjoin(CHILD, CHILD.c.id == PARTICIPATION.c.child_id)
    .where(PARTICIPATION.c.person_id == bindparam("viewer"))
)
_HOLDERS = _in_case(PARTICIPATION.c.role, *columns(PERSON, HolderSeen)).where(COUNTS)
_OF_CASE = _in_case(*_COLUMNS)
_ELSEWHERE = {
    "person": PERSON.c.public_id,
    "name": PERSON.c.name,
    "kind": PERSON.c.kind,
    "organisation": ORGANISATION.c.name,
}
_PARTICIPANTS = (
    _in_case(
        *(
            _ELSEWHERE[field.name] if field.name in _ELSEWHERE else PARTICIPATION.c[field.name]
            for field in fields(ParticipantSeen)
        )
    )
    .outerjoin(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .outerjoin(
        ORGANISATION,
        ORGANISATION.c.id
        == func.coalesce(PARTICIPATION.c.organisation_id, ACCOUNT.c.organisation_id),
    )
    .where(PARTICIPATION.c.access != "excluded")
)
_KEPT_OUT_OF = _in_case(PERSON.c.public_id).where(PARTICIPATION.c.access == "excluded")
_WORKS_FOR = select(ACCOUNT.c.organisation_id).where(ACCOUNT.c.person_id == bindparam("person_id"))
_OPEN = and_(PARTICIPATION.c.role == bindparam("role"), PARTICIPATION.c.until_on.is_(None))
_OPEN_OF_ROLE = _TAKINGS.where(_OPEN, PARTICIPATION.c.family_id == bindparam("family_id")).order_by(
    PARTICIPATION.c.id
)


def join(connection: Connection, person_id: int, taking: NewTaking, *, now: datetime) -> Taking:
    """Let somebody take part; who has an account does so for its organisation."""
    row = {**values_of(taking), "person_id": person_id, "public_id": new_id(), "recorded_at": now}
    if taking.organisation_id is None:
        row["organisation_id"] = connection.execute(_WORKS_FOR, row).scalar_one_or_none()
    made = connection.execute(insert(PARTICIPATION).returning(PARTICIPATION.c.id), row)
    return _taking(connection.execute(_ONE, {"taking_id": made.scalar_one()}).one())


def end_participation(
    connection: Connection, taking_id: int, *, until_on: date, now: datetime
) -> bool:
    """Let somebody take part no longer, from the start of ``until_on`` on.

    False when it had been ended before; that end stays.
    """
    ended = {"taking_id": taking_id, "until": until_on, "now": now}
    return connection.execute(_END, ended).rowcount == 1


def end_by(connection: Connection, taking_id: int, *, until_on: date, now: datetime) -> None:
    """Let somebody take part no longer from ``until_on`` on; an end before that stays."""
    connection.execute(_END_SOONER, {"taking_id": taking_id, "until": until_on, "now": now})


def parts_of(
    connection: Connection, viewer: Viewer, case: CaseHead, *, now: datetime, on: date
) -> tuple[Part, ...]:
    """Every way in which the viewer takes part in the case on the day ``on``.

    Of those that they hold the ones that count in a case that stands like this one.
    """
    wanted = {"viewer": viewer.person, "case_id": case.id, "now": now, "on": on}
    held = [part_of(*row) for row in connection.execute(_PARTS, wanted)]
    return counting(viewer, held, case.standing, on)


def part_of(
    role: str, access: str, organisation: int | None, until: date | None, owing: Any, *child: Any
) -> Part:
    """A part as it was read, with ``OF_PART``."""
    named = None if child[0] is None else ChildPart(*child)
    return Part(role, access, named, organisation, until, bool(owing))


def holders(
    connection: Connection, case: CaseHead, *, now: datetime, on: date
) -> Mapping[str, tuple[HolderSeen, ...]]:
    """Who holds which role in the case on the day ``on``; everybody once per role."""
    found: dict[str, dict[int, HolderSeen]] = defaultdict(dict)
    wanted = {"case_id": case.id, "now": now, "on": on}
    for role, *person in connection.execute(_HOLDERS, wanted):
        holder = HolderSeen(*person)
        found[role][holder.id] = holder
    return {role: tuple(people.values()) for role, people in found.items()}


def takings_of(
    connection: Connection, case: CaseHead, *, now: datetime, on: date
) -> tuple[Taking, ...]:
    """Everybody who takes part in the case on the day ``on``, by its family and region too."""
    wanted = {"case_id": case.id, "now": now, "on": on}
    return tuple(map(_taking, connection.execute(_OF_CASE, wanted)))


def participants_of(
    connection: Connection, case: CaseHead, *, now: datetime, on: date
) -> tuple[ParticipantSeen, ...]:
    """Everybody who takes part on the day ``on``, with names; no row that keeps somebody out.

    Who is kept out may hold another row: ``kept_out_of`` says who that is.
    """
    rows = connection.execute(_PARTICIPANTS, {"case_id": case.id, "now": now, "on": on})
    return tuple(ParticipantSeen(*row) for row in rows)


def kept_out_of(
    connection: Connection, case: CaseHead, *, now: datetime, on: date
) -> frozenset[str]:
    """The public ids of those who are kept out of the case on the day ``on``."""
    wanted = {"case_id": case.id, "now": now, "on": on}
    return frozenset(connection.execute(_KEPT_OUT_OF, wanted).scalars())


def taking_in(
    connection: Connection, case: CaseHead, public_id: str, *, now: datetime, on: date
) -> Taking:
    """One of them.

    Raises:
        NotFound: nobody takes part in this case under this id.
    """
    for taking in takings_of(connection, case, now=now, on=on):
        if taking.public_id == public_id:
            return taking
    raise NotFound("participant")


def open_rows_of_role(connection: Connection, family_id: int, *, role: str) -> Sequence[Taking]:
    """The rows of the family itself, without an end, in a role that one person holds."""
    wanted = {"family_id": family_id, "role": role}
    return tuple(map(_taking, connection.execute(_OPEN_OF_ROLE, wanted)))


def _taking(row: Row[Any] | Collection[Any]) -> Taking:
    return Taking(*row)
