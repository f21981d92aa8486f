"""What the tests of the use cases share: a desk on each database."""

import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from engine.clock import ManualClock
from engine.store.store import Store, open_store
from tests.conftest import OWN, create_postgres, postgres_server, postgres_url, worker_name
from tests.office import clock
from tests.service.builders import SMALL_ROLES, Desk
from tests.service.desks import a_desk, small
from tests.store.databases import KINDS, postgres_template, sqlite_template

__all__ = ["clock"]


@cache
def kept_store(kind: str) -> Store:
    """Open one store for all tests of this process, so that each statement is compiled once."""
    if kind == "sqlite":
        folder = tempfile.mkdtemp(prefix="service-", dir=OWN)
        return open_store(f"sqlite:///{folder}/cases.sqlite")
    return open_store(postgres_url(database()))


def database() -> str:
    """Name the database of this process."""
    return f"service_{worker_name()}"


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Lend a store with tables and without rows, first on SQLite and then on PostgreSQL."""
    store = kept_store(request.param)
    if store.is_sqlite:
        file = Path(str(store.engine.url.database))
        file.unlink(missing_ok=True)  # a new file: nothing of an earlier test can hold it
        shutil.copyfile(sqlite_template(), file)
    else:
        drop = sql.SQL("drop database if exists {} with (force)")
        with psycopg.connect(postgres_server().get_uri(), autocommit=True) as connection:
            connection.execute(drop.format(sql.Identifier(database())))
        create_postgres(database(), postgres_template())
    yield store
    store.close()


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with the definitions of Oldebroek."""
    return a_desk(store, clock)


@pytest.fixture
def small_desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with the small definitions of these tests."""
    return a_desk(store, clock, library=small(), region="default", roles=SMALL_ROLES)
