"""Legal holds: what keeps a file whatever its term says, until two people agree that it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from engine.store.rows import new_id
from engine.store.tables.people import PERSON
from engine.store.tables.retention import LEGAL_HOLD


@dataclass(frozen=True, slots=True)
class HoldSeen:
    """A legal hold on a file; lifted when ``lifter`` is there."""

    id: int
    public_id: str
    case_id: int
    reason: str
    setter: str
    set_at: datetime
    asker_id: int | None
    asker: str | None
    asked_at: datetime | None
    lift_reason: str
    lifter: str | None
    lifted_at: datetime | None


_SETTER, _ASKER, _LIFTER = (PERSON.alias(name) for name in ("setter", "asker", "lifter"))
_HOLDS: Select[Any] = (
    select(
        LEGAL_HOLD.c.id,
        LEGAL_HOLD.c.public_id,
        LEGAL_HOLD.c.case_id,
        LEGAL_HOLD.c.reason,
        _SETTER.c.name.label("setter"),
        LEGAL_HOLD.c.set_at,
        LEGAL_HOLD.c.lift_asked_by,
        _ASKER.c.name.label("asker"),
        LEGAL_HOLD.c.lift_asked_at,
        LEGAL_HOLD.c.lift_reason,
        _LIFTER.c.name.label("lifter"),
        LEGAL_HOLD.c.lifted_at,
    )
    .join(_SETTER, _SETTER.c.id == LEGAL_HOLD.c.set_by)
    .outerjoin(_ASKER, _ASKER.c.id == LEGAL_HOLD.c.lift_asked_by)
    .outerjoin(_LIFTER, _LIFTER.c.id == LEGAL_HOLD.c.lifted_by)
    .where(LEGAL_HOLD.c.case_id == bindparam("case_id"))
    .order_by(LEGAL_HOLD.c.id.desc())
)
_ASK_LIFT = (
    update(LEGAL_HOLD)
    .where(
        LEGAL_HOLD.c.id == bindparam("hold"),
        LEGAL_HOLD.c.lift_asked_by.is_(None),
        LEGAL_HOLD.c.lifted_at.is_(None),
    )
    .values(
        lift_asked_by=bindparam("by"), lift_asked_at=bindparam("now"), lift_reason=bindparam("why")
    )
)
_LIFT = (
    update(LEGAL_HOLD)
    .where(
        LEGAL_HOLD.c.id == bindparam("hold"),
        LEGAL_HOLD.c.lift_asked_by.is_not(None),
        LEGAL_HOLD.c.lift_asked_by != bindparam("by"),
        LEGAL_HOLD.c.lifted_at.is_(None),
    )
    .values(lifted_by=bindparam("by"), lifted_at=bindparam("now"))
)


def holds_on(connection: Connection, case_id: int) -> tuple[HoldSeen, ...]:
    """Every legal hold on a file, the newest first."""
    return tuple(HoldSeen(*row) for row in connection.execute(_HOLDS, {"case_id": case_id}))


def add_hold(connection: Connection, case_id: int, *, reason: str, by: int, now: datetime) -> str:
    """Keep a file whatever its term says; the public id of the hold."""
    public_id = new_id()
    row = {"public_id": public_id, "case_id": case_id, "reason": reason, "lift_reason": ""}
    connection.execute(insert(LEGAL_HOLD), {**row, "set_by": by, "set_at": now})
    return public_id


def ask_lift(connection: Connection, hold: int, *, why: str, by: int, now: datetime) -> bool:
    """Ask that a hold ends; False when that was asked already."""
    asked = {"hold": hold, "why": why, "by": by, "now": now}
    return connection.execute(_ASK_LIFT, asked).rowcount == 1


def lift(connection: Connection, hold: int, *, by: int, now: datetime) -> bool:
    """End a hold; False when nobody asked for that, the same person did, or it ended."""
    return connection.execute(_LIFT, {"hold": hold, "by": by, "now": now}).rowcount == 1
