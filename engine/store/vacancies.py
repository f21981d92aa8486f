"""Cases in which a role should be held and nobody holds it any more; for the tick only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import Connection, and_, bindparam, exists, false, or_, select

from engine.store.participation import HERE
from engine.store.rows import holds
from engine.store.tables.cases import CASES
from engine.store.tables.people import ACCOUNT, PARTICIPATION

Wanted: TypeAlias = tuple[tuple[str, str, str], ...]
"""Workflow, state and the role that somebody should hold there."""


@dataclass(frozen=True, slots=True)
class VacantCase:
    """A case whose role nobody holds."""

    id: int
    role: str


_CLOSED = exists().where(
    ACCOUNT.c.person_id == PARTICIPATION.c.person_id, ACCOUNT.c.active.is_(False)
)
_OF_ROLE = and_(HERE, PARTICIPATION.c.role == bindparam("role"))
_HELD_ONCE = exists().where(_OF_ROLE, or_(PARTICIPATION.c.until_on <= bindparam("on"), _CLOSED))
_HELD_NOW = exists().where(
    _OF_ROLE, holds(PARTICIPATION), PARTICIPATION.c.access != "excluded", ~_CLOSED
)
_VACANT = (
    select(CASES.c.id, bindparam("role", type_=CASES.c.state.type))
    .where(
        CASES.c.workflow == bindparam("workflow"),
        CASES.c.state == bindparam("state"),
        CASES.c.is_final.is_(false()),
        _HELD_ONCE,
        ~_HELD_NOW,
    )
    .order_by(CASES.c.id)
    .limit(bindparam("most"))
)


def vacant_cases(
    connection: Connection, wanted: Wanted, *, on: date, now: datetime, limit: int
) -> tuple[VacantCase, ...]:
    """The cases in one of these states in which somebody held the role, and nobody does now."""
    found: list[VacantCase] = []
    for workflow, state, role in wanted:
        asked = {"workflow": workflow, "state": state, "role": role, "on": on, "now": now}
        rows = connection.execute(_VACANT, {**asked, "most": limit - len(found)})
        found += [VacantCase(*row) for row in rows]
    return tuple(found)
