"""The database, opened."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from engine.errors import ConfigurationError
from engine.store.arrival import ArrivalLock
from engine.store.postgres import make_postgres_engine
from engine.store.sqlite import make_sqlite_engine


@dataclass(frozen=True, slots=True)
class Store:
    """The database, and the turn that writers take on SQLite."""

    engine: Engine
    writers: AbstractContextManager[None]
    is_sqlite: bool

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()


def open_store(url: str, *, wal: bool = False) -> Store:
    """The store at ``url``: a file of SQLite, or a database of PostgreSQL.

    Nothing is read yet; whether the database is there is asked by ``require_reachable``, whether
    its schema fits by ``schema.require_current``.

    Raises:
        ConfigurationError: another kind of database, or settings that could lose a write.
    """
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError as error:
        raise ConfigurationError("DATABASE_URL is no address of a database.") from error
    if backend == "sqlite":
        return Store(make_sqlite_engine(url, wal=wal), ArrivalLock(), is_sqlite=True)
    if backend == "postgresql":
        return Store(make_postgres_engine(url), nullcontext(), is_sqlite=False)
    raise ConfigurationError(f"DATABASE_URL names {backend}; use sqlite or postgresql+psycopg.")


def require_reachable(store: Store) -> None:
    """Refuse to go on without a database.

    Raises:
        ConfigurationError: it cannot be opened; the sentence says where to look.
    """
    try:
        store.engine.connect().close()
    except OperationalError as error:
        raise ConfigurationError(
            f"The database cannot be opened: {error.orig}. Look at DATABASE_URL; the folder of "
            "an SQLite file must exist, and a server of PostgreSQL must run."
        ) from error
