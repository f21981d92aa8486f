"""Transactions: one that commits, one that only reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from engine.errors import Busy
from engine.store.sqlite import BUSY_TIMEOUT_MS, is_locked
from engine.store.store import Store


@contextmanager
def unit_of_work(store: Store) -> Iterator[Connection]:
    """One transaction: commit when the block ends, roll back when it raises.

    The only place in the code base that commits. On SQLite writers take turns in
    order of arrival (``store.writers``); on PostgreSQL there is nothing to wait for.

    Raises:
        Busy: the turn did not come, or another process holds SQLite's file.
    """
    try:
        with store.writers, store.engine.begin() as connection:
            yield connection
    except OperationalError as error:
        if is_locked(error.orig):
            raise Busy(BUSY_TIMEOUT_MS / 1000) from error
        raise


@contextmanager
def reading(store: Store) -> Iterator[Connection]:
    """One view of the database, in which nothing can be written.

    All statements see the same moment. Keep it short, and render after it: on SQLite an
    open read holds up every commit.
    """
    options = _READ_ON_SQLITE if store.is_sqlite else _READ_ON_POSTGRES
    with store.engine.connect() as connection:
        yield connection.execution_options(**options)


_READ_ON_SQLITE: dict[str, object] = {"read_only": True}
_READ_ON_POSTGRES: dict[str, object] = {
    "isolation_level": "REPEATABLE READ",
    "postgresql_readonly": True,
}
