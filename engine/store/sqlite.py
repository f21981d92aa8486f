"""SQLite with settings under which a confirmed write survives a power cut."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from engine.errors import ConfigurationError

LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
SYNCHRONOUS = {"FULL": 2, "EXTRA": 3}  # as the pragma answers
BUSY_TIMEOUT_MS = 10_000
_KEPT = {"cached_statements": 1_000}
"""Python keeps 128, fewer than we have, and to prepare one costs more than to run it."""


class TwoSides:
    """A connection of SQLite to write with, and one beside it that only reads.

    One that now may write and now may not would have to prepare every statement anew at each
    turn, for SQLite forgets them when a pragma changes; that took a quarter of a command.
    """

    def __init__(self, opened: Callable[[], sqlite3.Connection]) -> None:
        self._opened, self._writer = opened, opened()
        self._reader: sqlite3.Connection | None = None
        self.reads = False

    def __getattr__(self, name: str) -> Any:
        """Whatever is asked of a connection is asked of the side that has the turn."""
        return getattr(self._side(), name)

    def close(self) -> None:
        """Close both sides."""
        self._writer.close()
        if self._reader is not None:
            self._reader.close()

    def _side(self) -> sqlite3.Connection:
        if not self.reads:
            return self._writer
        if self._reader is None:
            reader = self._opened()
            (patience,) = self._writer.execute("PRAGMA busy_timeout").fetchone()
            reader.execute(f"PRAGMA busy_timeout={patience}")
            reader.execute("PRAGMA query_only=ON")
            self._reader = reader
        return self._reader


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite has the repair of the WAL bug that can corrupt the file.

    Source: SQLite 3.7.0 to 3.51.2 have it; 3.51.3, 3.50.7 and 3.44.6 do not.
    """
    return (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51, 0)
        or (3, 44, 6) <= version < (3, 45, 0)
    )


def make_sqlite_engine(url: str, *, wal: bool = False) -> Engine:
    """An engine whose every connection is set up alike, checked, and begins by itself.

    A write begins with BEGIN IMMEDIATE; with the execution option ``read_only`` it begins
    plainly, at the side that cannot write.

    Raises:
        ConfigurationError: the database is no file, or SQLite is too old for WAL.
    """
    _refuse_memory(url)
    if wal and not wal_is_safe():
        raise ConfigurationError(
            f"SQLite {sqlite3.sqlite_version} has the WAL bug that can corrupt the file; leave "
            "WAL off, or use SQLite 3.51.3 or newer."
        )
    engine = create_engine(url, pool_size=10, max_overflow=40, connect_args=_KEPT)
    mode, synchronous = ("wal", "FULL") if wal else ("truncate", "EXTRA")

    @event.listens_for(engine, "do_connect")
    def _connect(_: Dialect, _entry: ConnectionPoolEntry, where: Any, how: Any) -> TwoSides:
        def opened() -> sqlite3.Connection:
            connection: sqlite3.Connection = sqlite3.connect(*where, **how)
            set_up(connection, mode, synchronous)
            return connection

        return TwoSides(opened)

    event.listen(engine, "begin", _begin)
    return engine


def set_up(connection: sqlite3.Connection, mode: str, synchronous: str) -> None:
    """Set a new connection up, and check what SQLite made of it.

    Raises:
        ConfigurationError: SQLite answers with another setting than asked.
    """
    connection.isolation_level = None  # Python emits no BEGIN of its own
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "recursive_triggers=ON",  # else INSERT OR REPLACE slips past a trigger on DELETE
        "secure_delete=ON",  # what is destroyed is overwritten, not only forgotten
    ):
        connection.execute("PRAGMA " + pragma)
    _expect(connection, f"journal_mode={mode}", mode)
    _expect(connection, "synchronous", SYNCHRONOUS[synchronous])
    _expect(connection, "foreign_keys", 1)


def is_locked(error: BaseException | None) -> bool:
    """Whether another process holds the file."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in LOCKED


def _expect(connection: sqlite3.Connection, pragma: str, wanted: object) -> None:
    actual = connection.execute("PRAGMA " + pragma).fetchone()[0]
    if actual != wanted:
        name = pragma.partition("=")[0]
        raise ConfigurationError(
            f"SQLite has {name} {actual}, not {wanted}: a confirmed write could be lost. Is the "
            "file open elsewhere, or not on a local disk?"
        )


def _begin(connection: Connection) -> None:
    reads = bool(connection.get_execution_options().get("read_only"))
    # Said either way, for the pool hands the connection on.
    cast("TwoSides", connection.connection.driver_connection).reads = reads
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _refuse_memory(url: str) -> None:
    parsed = make_url(url)
    if parsed.database in (None, "", ":memory:") or parsed.query.get("mode") == "memory":
        raise ConfigurationError(
            "SQLite in memory keeps nothing; give a file: sqlite:////var/lib/regietafel/cases.db"
        )
