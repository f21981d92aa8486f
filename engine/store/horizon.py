"""Up to which row both trails are complete, so that nothing can come in before it any more.

Ids are drawn before the transaction ends: under PostgreSQL a smaller id may come to light after
a greater one. On SQLite writers take turns, and there is nothing to wait for.

An INSERT locks its table before it draws an id, and the lock goes after the row has come to
light. So whoever could still bring a smaller id than those seen holds that lock now; when all of
them have let go, every smaller id is there or never will be. This asks for no lock of its own:
nobody who looks or acts ever waits for a seal.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, func, literal, select, text

from engine.seal import FLOOR
from engine.store.tables.trail import ACCESS_LOG, CASE_EVENT

TRIES = 10
"""Most write for some milliseconds; for one who takes longer the next tick comes back."""

NO_ROW = literal(FLOOR, BigInteger)
"""The end of a trail without rows; PostgreSQL would take a bare number for a short one."""

_LAST = select(
    func.coalesce(select(func.max(ACCESS_LOG.c.id)).scalar_subquery(), NO_ROW).label("log"),
    func.coalesce(select(func.max(CASE_EVENT.c.id)).scalar_subquery(), NO_ROW).label("events"),
)
_WRITERS = text(
    "select virtualtransaction from pg_locks"
    " where locktype = 'relation' and pid <> pg_backend_pid() and granted"
    " and relation in ('access_log'::regclass, 'case_event'::regclass)"
    " and database = (select oid from pg_database where datname = current_database())"
    " and mode = 'RowExclusiveLock'"
)
_A_MOMENT = text("select pg_sleep(0.02)")


@dataclass(frozen=True, slots=True)
class Ends:
    """The greatest id of each trail."""

    log: int
    events: int


def ends(connection: Connection) -> Ends:
    """The last rows that are there, whoever may still be writing."""
    row = connection.execute(_LAST).one()
    return Ends(row.log, row.events)


def complete_up_to(connection: Connection) -> Ends | None:
    """The last rows before which none is missing; None: somebody writes for long.

    Statements that follow see all of them; at READ COMMITTED, where each sees what is there.
    """
    seen = ends(connection)
    if connection.dialect.name == "sqlite":
        return seen
    waits_for = _writers(connection)
    for _ in range(TRIES):
        if not waits_for:
            return seen
        connection.execute(_A_MOMENT)
        waits_for &= _writers(connection)
    return None if waits_for else seen


def _writers(connection: Connection) -> set[str]:
    return set(connection.execute(_WRITERS).scalars())
