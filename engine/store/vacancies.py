"""Cases in which a role should be held and nobody holds it any more; for the clock only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, exists, false, or_, select

from engine.store.participation import CLOSED, COUNTS, HERE, KEPT_OUT
from engine.store.tables.cases import CASES
from engine.store.tables.people import PARTICIPATION


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where somebody should hold a role, and in which role whoever stands in is found.

    ``stand_in`` is None where the step needs nobody.
    """

    workflow: str
    state: str
    role: str
    stand_in: str | None


@dataclass(frozen=True, slots=True)
class VacantCase:
    """A case whose role nobody holds."""

    id: int
    role: str


_OF_ROLE = PARTICIPATION.c.role == bindparam("role")
_HELD_ONCE = exists().where(
    HERE, _OF_ROLE, or_(PARTICIPATION.c.until_on <= bindparam("on"), CLOSED, KEPT_OUT)
)
_HELD_NOW = exists().where(HERE, _OF_ROLE, COUNTS)
_STANDS_IN = exists().where(HERE, PARTICIPATION.c.role == bindparam("stand_in"), COUNTS)
_IS_HELD = select(CASES.c.id).where(CASES.c.id == bindparam("case_id"), _HELD_NOW)
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
_TO_FILL = _VACANT.where(_STANDS_IN)


def is_held(connection: Connection, case_id: int, role: str, *, on: date, now: datetime) -> bool:
    """Whether somebody holds the role in this case: the question that ``vacant_cases`` asks."""
    asked = {"case_id": case_id, "role": role, "on": on, "now": now}
    return connection.execute(_IS_HELD, asked).first() is not None


def vacant_cases(
    connection: Connection, wanted: tuple[Wanted, ...], *, on: date, now: datetime, limit: int
) -> tuple[VacantCase, ...]:
    """The cases in one of these states in which somebody held the role, and nobody does now.

    Where nobody can stand in yet the case waits until somebody can.
    """
    found: list[VacantCase] = []
    for each in wanted:
        asked = {"workflow": each.workflow, "state": each.state, "role": each.role}
        statement = _VACANT
        if each.stand_in is not None:
            statement, asked["stand_in"] = _TO_FILL, each.stand_in
        when = {"on": on, "now": now, "most": limit - len(found)}
        found += [VacantCase(*row) for row in connection.execute(statement, {**asked, **when})]
    return tuple(found)
