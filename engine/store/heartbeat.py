"""When something that must keep running ran last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from engine.store.rows import insert_or_nothing
from engine.store.tables.clock import HEARTBEAT

_FIRST = insert_or_nothing(HEARTBEAT, "name")
_STAMP = (
    update(HEARTBEAT).where(HEARTBEAT.c.name == bindparam("wanted")).values(at=bindparam("now"))
)
_LAST = select(HEARTBEAT.c.at).where(HEARTBEAT.c.name == bindparam("wanted"))


def stamp(connection: Connection, name: str, *, now: datetime) -> None:
    """Note that ``name`` ran."""
    if connection.execute(_STAMP, {"wanted": name, "now": now}).rowcount == 0:
        _FIRST(connection, {"name": name, "at": now})


def last(connection: Connection, name: str) -> datetime | None:
    """When ``name`` ran last, if ever."""
    found: datetime | None = connection.execute(_LAST, {"wanted": name}).scalar_one_or_none()
    return found
