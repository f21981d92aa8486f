"""Who stands where on the ladders of a case: for the clock, and for whoever may see the case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, select, update

from engine.store.cases import CaseHead
from engine.store.lasting import lasts
from engine.store.participation import CLOSED, HERE, KEPT_OUT, HolderSeen
from engine.store.rows import ON, columns, holds, insert_or_nothing
from engine.store.tables.absence import FALLBACK
from engine.store.tables.cases import CASES
from engine.store.tables.people import ACCOUNT, PARTICIPATION, PERSON
from engine.store.tables.work import WORK
from engine.store.work import REFUSED

_BOUNCED = exists().where(
    WORK.c.person_id == PERSON.c.id,
    WORK.c.kind == "unreachable",
    WORK.c.why == REFUSED,
    WORK.c.state == "open",
)


@dataclass(frozen=True, slots=True)
class OnLadder:
    """Somebody who may be told: whether they work here still, and whether mail is refused.

    ``children`` are the keys of those for whom they hold the role; None: for every child.
    """

    holder: HolderSeen
    is_professional: bool
    has_left: bool
    is_refused: bool
    children: frozenset[int] | None = None

    @property
    def has_address(self) -> bool:
        """Whether there is an address, and it did not refuse our mail for good."""
        return bool(self.holder.email) and not self.is_refused


_SEEN = (*columns(PERSON, HolderSeen), PERSON.c.kind == "professional")
_IN_CASE = (
    select(PARTICIPATION.c.role, PARTICIPATION.c.child_id, *_SEEN, CLOSED, _BOUNCED)
    .select_from(CASES)
    .join(PARTICIPATION, HERE)
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .where(
        CASES.c.id == bindparam("case_id"),
        PARTICIPATION.c.access != "excluded",
        holds(PARTICIPATION),
        ~KEPT_OUT,
        lasts(PARTICIPATION, ON),
    )
    .order_by(PARTICIPATION.c.id)
)
_KEPT_OUT_HERE = exists().where(
    PARTICIPATION.c.person_id == PERSON.c.id,
    PARTICIPATION.c.access == "excluded",
    HERE,
    holds(PARTICIPATION),
)
_HAS_LEFT = exists().where(ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.active.is_(False))
_DEPUTIES = (
    select(*_SEEN, _HAS_LEFT, _BOUNCED)
    .select_from(PERSON)
    .join(CASES, CASES.c.id == bindparam("case_id"))
    .where(PERSON.c.id.in_(bindparam("ids", expanding=True)), ~_KEPT_OUT_HERE)
)
_FALLBACK = (
    select(*columns(PERSON, HolderSeen))
    .join(FALLBACK, FALLBACK.c.person_id == PERSON.c.id)
    .where(FALLBACK.c.region == bindparam("wanted"))
)
_RUNS = (
    select(CASES.c.id)
    .where(
        CASES.c.family_id == bindparam("family"),
        CASES.c.is_final.is_(False),
        CASES.c.workflow.in_(bindparam("workflows", expanding=True)),
    )
    .limit(1)
)
_KEEP = insert_or_nothing(FALLBACK, "region")
_KEPT = select(FALLBACK.c.region, FALLBACK.c.person_id, PERSON.c.email).join(
    PERSON, PERSON.c.id == FALLBACK.c.person_id
)


@dataclass(frozen=True, slots=True)
class FallbackSeen:
    """The fallback address of a region as the database has it."""

    region: str
    person_id: int
    email: str | None


def on_ladders(
    connection: Connection, case: CaseHead, *, now: datetime, on: date
) -> Mapping[str, tuple[OnLadder, ...]]:
    """Who holds which role in the case on the day ``on``, also those who left; once per role."""
    found: dict[str, dict[int, OnLadder]] = defaultdict(dict)
    wanted = {"case_id": case.id, "now": now, "on": on}
    for role, child, *row in connection.execute(_IN_CASE, wanted):
        each = replace(_on_ladder(row), children=None if child is None else frozenset({child}))
        known = found[role].setdefault(each.holder.id, each)
        if known.children is not None:
            both = None if each.children is None else known.children | each.children
            found[role][each.holder.id] = replace(known, children=both)
    return {role: tuple(people.values()) for role, people in found.items()}


def deputies_for(
    connection: Connection, case: CaseHead, ids: Collection[int], *, now: datetime, on: date
) -> tuple[OnLadder, ...]:
    """These persons, without whoever is kept out of the case."""
    wanted = {"case_id": case.id, "ids": sorted(ids), "now": now, "on": on}
    return tuple(map(_on_ladder, connection.execute(_DEPUTIES, wanted)))


def fallback_of(connection: Connection, region: str) -> HolderSeen | None:
    """The person that stands for the region's fallback address, if it has one."""
    row = connection.execute(_FALLBACK, {"wanted": region}).one_or_none()
    return None if row is None else HolderSeen(*row)


def runs_for(connection: Connection, case: CaseHead, workflows: Collection[str]) -> bool:
    """Whether an open case of one of these workflows runs for the family."""
    wanted = {"family": case.family_id, "workflows": sorted(workflows)}
    return connection.execute(_RUNS, wanted).first() is not None


def fallbacks(connection: Connection) -> tuple[FallbackSeen, ...]:
    """Every fallback address in the database."""
    return tuple(FallbackSeen(*row) for row in connection.execute(_KEPT))


def keep_fallback(connection: Connection, region: str, person_id: int) -> None:
    """Let this person stand for the region's fallback address, if nobody does yet."""
    _KEEP(connection, {"region": region, "person_id": person_id})


def drop_fallback(connection: Connection, region: str) -> None:
    """The region has no fallback address any more."""
    connection.execute(delete(FALLBACK).where(FALLBACK.c.region == region))


def readdress(connection: Connection, person_id: int, email: str) -> None:
    """The address of the person who stands for a region's fallback address."""
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(email=email))


def _on_ladder(row: Sequence[Any]) -> OnLadder:
    *person, is_professional, has_left, is_refused = row
    return OnLadder(HolderSeen(*person), is_professional, has_left, is_refused)
