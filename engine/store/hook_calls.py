"""Events on their way to other systems: one row for each event and address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Update, bindparam, func, insert, select, update

from engine.store.rows import Values, columns, new_id
from engine.store.tables.cases import CASES
from engine.store.tables.trail import CASE_EVENT
from engine.store.tables.ways_out import HOOK, HOOK_CALL, CallState


@dataclass(frozen=True, slots=True)
class CallSeen:
    """One event to one address; while it is being sent ``next_try_at`` is when it was claimed."""

    id: int
    public_id: str
    hook_id: int
    event_id: int
    state: CallState
    tries: int
    next_try_at: datetime | None
    why: str | None
    made_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallToMake:
    """All that is told, and where: of the event its case, its number and its kind."""

    hook: str
    url: str
    secret: str = field(repr=False)
    previous_secret: str | None = field(repr=False)
    case: str
    seq: int
    kind: str
    recorded_at: datetime


_COLUMNS = columns(HOOK_CALL, CallSeen)
_WANTING = select(HOOK.c.id, HOOK.c.kinds).where(HOOK.c.active).order_by(HOOK.c.id)
_ADD = insert(HOOK_CALL)
_ACTIVE = HOOK_CALL.c.hook_id.in_(select(HOOK.c.id).where(HOOK.c.active))
_TO_SEND = HOOK_CALL.c.state.in_(("open", "failed", "uncertain"))
_WAITING = (_TO_SEND, HOOK_CALL.c.next_try_at <= bindparam("now"), _ACTIVE)
_MINE = HOOK_CALL.c.id == bindparam("call_id")
_DUE = (
    select(*_COLUMNS)
    .where(*_WAITING, HOOK_CALL.c.hook_id.not_in(bindparam("but", expanding=True)))
    .order_by(HOOK_CALL.c.next_try_at, HOOK_CALL.c.id)
    .limit(bindparam("most"))
)
_CLAIM = (
    update(HOOK_CALL)
    .where(_MINE, *_WAITING)
    .values(state="sending", tries=HOOK_CALL.c.tries + 1, next_try_at=bindparam("now"))
    .returning(*_COLUMNS)
)
_TOLD = (
    select(
        HOOK.c.public_id.label("hook"),
        HOOK.c.url,
        HOOK.c.secret,
        HOOK.c.previous_secret,
        CASES.c.public_id.label("case"),
        CASE_EVENT.c.seq,
        CASE_EVENT.c.kind,
        CASE_EVENT.c.recorded_at,
    )
    .select_from(HOOK_CALL)
    .join(HOOK, HOOK.c.id == HOOK_CALL.c.hook_id)
    .join(CASE_EVENT, CASE_EVENT.c.id == HOOK_CALL.c.event_id)
    .join(CASES, CASES.c.id == CASE_EVENT.c.case_id)
    .where(_MINE)
)
_SENT = (
    update(HOOK_CALL)
    .where(_MINE, HOOK_CALL.c.state == "sending")
    .values(state="sent", sent_at=bindparam("now"), next_try_at=None, why=None)
)
_END = (
    update(HOOK_CALL)
    .where(_MINE, HOOK_CALL.c.state == "sending")
    .values(state=bindparam("to"), why=bindparam("because"), next_try_at=bindparam("again_at"))
)
_LEFT = (
    update(HOOK_CALL)
    .where(HOOK_CALL.c.state == "sending")
    .values(state="uncertain", why=bindparam("because"), next_try_at=bindparam("now"))
)
_NEXT = select(func.min(HOOK_CALL.c.next_try_at)).where(
    _TO_SEND, HOOK_CALL.c.next_try_at > bindparam("moment"), _ACTIVE
)
_ALL = select(*_COLUMNS).order_by(HOOK_CALL.c.id)


def call_hooks(connection: Connection, event_id: int, kind: str, *, now: datetime) -> None:
    """Let every address that wants this kind of event hear of it, as soon as this commits."""
    rows = [
        {
            "public_id": new_id(),
            "hook_id": hook_id,
            "event_id": event_id,
            "state": "open",
            "tries": 0,
            "next_try_at": now,
            "made_at": now,
        }
        for hook_id, kinds in connection.execute(_WANTING)
        if not kinds or kind in kinds
    ]
    if rows:
        connection.execute(_ADD, rows)


def due_calls(
    connection: Connection, *, now: datetime, limit: int, but: Collection[int] = ()
) -> tuple[CallSeen, ...]:
    """For the tick: what waits to be sent by ``now``, except to the addresses in ``but``."""
    rows = connection.execute(_DUE, {"now": now, "most": limit, "but": sorted(but)})
    return tuple(CallSeen(*row) for row in rows)


def claim(
    connection: Connection, call_id: int, *, now: datetime
) -> tuple[CallSeen, CallToMake] | None:
    """Take a call to make it; None when another worker has it or it waits no longer."""
    row = connection.execute(_CLAIM, {"call_id": call_id, "now": now}).one_or_none()
    if row is None:
        return None
    told = connection.execute(_TOLD, {"call_id": call_id}).one()
    return CallSeen(*row), CallToMake(*told)


def mark_sent(connection: Connection, call_id: int, *, now: datetime) -> bool:
    """The address took it; False when it was not being sent."""
    return _changed(connection, _SENT, {"call_id": call_id, "now": now})


def mark(
    connection: Connection,
    call_id: int,
    to: CallState,
    *,
    why: str,
    next_try_at: datetime | None,
) -> bool:
    """It did not, or nobody knows; without ``next_try_at`` it is given up on."""
    ended = {"call_id": call_id, "to": to, "because": why, "again_at": next_try_at}
    return _changed(connection, _END, ended)


def sending_to_uncertain(connection: Connection, *, why: str, now: datetime) -> int:
    """At the start of the one process that sends: what an earlier one left half-way."""
    return connection.execute(_LEFT, {"because": why, "now": now}).rowcount


def next_try_at(connection: Connection, *, after: datetime) -> datetime | None:
    """When the next call is to be made."""
    found: datetime | None = connection.execute(_NEXT, {"moment": after}).scalar_one_or_none()
    return found


def all_calls(connection: Connection) -> tuple[CallSeen, ...]:
    """Every call, the oldest first."""
    return tuple(CallSeen(*row) for row in connection.execute(_ALL))


def _changed(connection: Connection, statement: Update, values: Values) -> bool:
    return connection.execute(statement, values).rowcount == 1
