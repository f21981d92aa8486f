"""One store for all tests of a process: what SQLAlchemy compiles for the first, the others have.

Compiling the statements of a use case takes longer than running them. The database is new for
each test all the same.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import text

from engine.store.store import Store, open_store
from engine.store.tables import METADATA
from tests.conftest import OWN, create_postgres, postgres_server, postgres_url, worker_name
from tests.store.databases import postgres_template, sqlite_template

_ANEW = 25
"""After so many tests PostgreSQL gets a new database: rows that were deleted lie about in it."""

_turns = count()


@contextmanager
def a_store(kind: str) -> Iterator[Store]:
    """Lend it with tables and without rows; whoever needs two at a time takes a ``fresh_store``."""
    store = _kept(kind)
    if store.is_sqlite:
        file = Path(str(store.engine.url.database))
        file.unlink(missing_ok=True)  # a new file: nothing of an earlier test can hold it
        shutil.copyfile(sqlite_template(), file)
    elif next(_turns) % _ANEW:
        _empty(store)
    else:
        _make_anew(store)
    try:
        yield store
    finally:
        if store.is_sqlite:
            store.close()


def _empty(store: Store) -> None:
    """Delete every row: a third of the work of a new database, and connections may stay."""
    with store.engine.begin() as connection:
        connection.execute(text("set local lock_timeout = '60s'"))  # else one waits for ever
        connection.execute(text("set local session_replication_role = replica"))  # no triggers
        connection.execute(text(";".join(f'delete from "{name}"' for name in METADATA.tables)))
        connection.execute(_COUNT_ANEW)


_COUNT_ANEW = text(
    "select setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
    " from pg_sequences where schemaname = 'public'"
)


def _make_anew(store: Store) -> None:
    store.close()
    drop = sql.SQL("drop database if exists {} with (force)")
    with psycopg.connect(postgres_server().get_uri(), autocommit=True) as connection:
        connection.execute(drop.format(sql.Identifier(_database())))
    create_postgres(_database(), postgres_template())


@cache
def _kept(kind: str) -> Store:
    if kind == "sqlite":
        folder = tempfile.mkdtemp(prefix="kept-", dir=OWN)
        return open_store(f"sqlite:///{folder}/cases.sqlite")
    return open_store(postgres_url(_database()))


def _database() -> str:
    """Name the database of this process."""
    return f"kept_{worker_name()}"
