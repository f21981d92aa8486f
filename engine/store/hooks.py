"""Addresses that hear of events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.errors import NotFound
from engine.store.rows import columns, new_id
from engine.store.tables.ways_out import HOOK


@dataclass(frozen=True, slots=True)
class HookSeen:
    """An address; without ``kinds`` it hears of every event."""

    id: int
    public_id: str
    url: str
    kinds: list[str]
    active: bool
    disabled_why: str | None
    made_at: datetime
    secret: str = field(repr=False)
    previous_secret: str | None = field(repr=False)


_COLUMNS = columns(HOOK, HookSeen)
_ADD = insert(HOOK).returning(*_COLUMNS)
_ALL = select(*_COLUMNS).order_by(HOOK.c.id)
_ONE = select(*_COLUMNS).where(HOOK.c.public_id == bindparam("wanted"))
_THIS = update(HOOK).where(HOOK.c.id == bindparam("hook_id"))
_SWITCH = _THIS.values(active=bindparam("on"), disabled_why=bindparam("why"))
_SIGN = _THIS.values(secret=bindparam("new"), previous_secret=bindparam("old"))


def add_hook(
    connection: Connection, url: str, *, kinds: list[str], secret: str, now: datetime
) -> HookSeen:
    """Let an address hear of events from now on."""
    row = {
        "public_id": new_id(),
        "url": url,
        "kinds": kinds,
        "secret": secret,
        "active": True,
        "made_at": now,
    }
    return HookSeen(*connection.execute(_ADD, row).one())


def list_hooks(connection: Connection) -> tuple[HookSeen, ...]:
    """Every address, the oldest first."""
    return tuple(HookSeen(*row) for row in connection.execute(_ALL))


def get_hook(connection: Connection, public_id: str) -> HookSeen:
    """One of them.

    Raises:
        NotFound: there is none with this id.
    """
    row = connection.execute(_ONE, {"wanted": public_id}).one_or_none()
    if row is None:
        raise NotFound("hook")
    return HookSeen(*row)


def enable(connection: Connection, hook_id: int) -> None:
    """Let it hear again, also of what waits."""
    connection.execute(_SWITCH, {"hook_id": hook_id, "on": True, "why": None})


def disable(connection: Connection, hook_id: int, *, why: str) -> None:
    """Let it hear of nothing; what waits stays."""
    connection.execute(_SWITCH, {"hook_id": hook_id, "on": False, "why": why})


def set_secrets(connection: Connection, hook: HookSeen, *, new: str, old: str | None) -> None:
    """Sign with ``new`` from now on, and with ``old`` beside it, if any."""
    connection.execute(_SIGN, {"hook_id": hook.id, "new": new, "old": old})
