"""When something that must keep running ran last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, union_all, update

from engine.store.rows import insert_or_nothing
from engine.store.tables.clock import HEARTBEAT
from engine.store.tables.sessions import SESSION
from engine.store.tables.trail import ACCESS_LOG, CASE_EVENT

_FIRST = insert_or_nothing(HEARTBEAT, "name")
_STAMP = (
    update(HEARTBEAT).where(HEARTBEAT.c.name == bindparam("wanted")).values(at=bindparam("now"))
)
_NOTED = union_all(
    *(
        select(func.max(column).label("at"))
        for column in (
            HEARTBEAT.c.at,
            CASE_EVENT.c.recorded_at,
            ACCESS_LOG.c.at,
            SESSION.c.seen_at,
        )
    )
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


def last_moment(connection: Connection) -> datetime | None:
    """The latest moment at which anything ran, was recorded or was looked at; None if nothing."""
    return max((row.at for row in connection.execute(_NOTED) if row.at), default=None)
