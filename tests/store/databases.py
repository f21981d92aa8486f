"""Databases with tables: migrated once per worker, then copied for each test."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from engine.store.schema import upgrade
from engine.store.store import Store, open_store
from tests.conftest import (
    OWN,
    create_postgres,
    fresh_postgres,
    fresh_sqlite,
    postgres_url,
    worker_name,
)

KINDS = ("sqlite", "postgresql")


@cache
def sqlite_template() -> Path:
    """Migrate a file of SQLite, to copy."""
    path = Path(tempfile.mkdtemp(prefix="template-", dir=OWN)) / "cases.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@cache
def postgres_template() -> str:
    """Migrate a database of PostgreSQL, to copy."""
    name = f"template_{worker_name()}"
    create_postgres(name)
    _migrate(postgres_url(name))
    return name


def _migrate(url: str) -> None:
    store = open_store(url)
    upgrade(store)
    store.close()  # PostgreSQL copies a database only when nobody is connected to it


@contextmanager
def migrated_url(kind: str) -> Iterator[str]:
    """Lend the address of a database with tables and without rows."""
    if kind == "sqlite":
        with fresh_sqlite() as url:
            shutil.copyfile(sqlite_template(), url.removeprefix("sqlite:///"))
            yield url
    else:
        with fresh_postgres(postgres_template()) as url:
            yield url


@contextmanager
def fresh_store(kind: str) -> Iterator[Store]:
    """Lend a store with tables and without rows, and close it afterwards."""
    with migrated_url(kind) as url:
        store = open_store(url)
        try:
            yield store
        finally:
            store.close()
