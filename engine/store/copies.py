"""A copy of an SQLite database: made in one step, looked through, and put in its place."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, select

from engine.errors import ConfigurationError
from engine.store.events import verify_chain
from engine.store.store import Store
from engine.store.tables.cases import CASES
from engine.store.unit_of_work import reading

_CASES = select(CASES.c.id, CASES.c.number).order_by(CASES.c.id)
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'"
)
_MOST_FAULTS = 20
_CHUNK = 1 << 20


def database_file(store: Store) -> Path:
    """The file of the database.

    Raises:
        ConfigurationError: it is no file: PostgreSQL has ways of its own.
    """
    if not store.is_sqlite:
        raise ConfigurationError(
            "This database is PostgreSQL; its backup is made by its own tools, such as pgBackRest "
            "or pg_dump."
        )
    return Path(str(store.engine.url.database))


def copy_in_one_step(store: Store, file: Path) -> None:
    """Copy the database to a file that is empty; the caller holds the turn of the writers.

    In steps it would begin anew at every commit. Only the copy is written without waiting for
    the disk, so that the turn is short; ``settle`` waits for it.

    Raises:
        ConfigurationError: it could not be written.
    """
    try:
        with reading(store) as connection, closing(sqlite3.connect(file)) as copy:
            copy.execute("PRAGMA journal_mode=OFF")
            copy.execute("PRAGMA synchronous=OFF")
            source = cast("sqlite3.Connection", connection.connection.driver_connection)
            source.backup(copy)
    except sqlite3.Error as error:
        raise ConfigurationError(f"{file.parent} takes no copy: {error}.") from error


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """Lend a file in the same folder, for us alone; what is left of it is removed afterwards.

    Raises:
        ConfigurationError: the place is taken, or cannot be written.
    """
    if place.exists():
        raise ConfigurationError(f"{place} is there already; give a name that is not taken.")
    made = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise ConfigurationError(f"{place} cannot be written: {error.strerror}.") from error
    try:
        yield made
    finally:
        for rest in (made, Path(f"{made}-journal")):
            rest.unlink(missing_ok=True)


def settle(made: Path, place: Path) -> None:
    """Give what was made its name, once every byte of it is on the disk.

    Raises:
        ConfigurationError: somebody took the place meanwhile.
    """
    _sync(made)
    try:
        os.link(made, place)  # unlike a rename it overwrites nothing
    except FileExistsError as error:
        raise ConfigurationError(f"{place} is there already; nothing was written.") from error
    except OSError:  # a disk that knows no second name for a file
        made.rename(place)
    _sync(place.parent)


def take_over(file: Path, to: Path) -> str:
    """Copy the bytes of a file that nobody has open; their SHA-256."""
    found = hashlib.sha256()
    with file.open("rb") as source, to.open("wb") as target:
        while chunk := source.read(_CHUNK):
            found.update(chunk)
            target.write(chunk)
    return found.hexdigest()


def sha256_of(file: Path) -> str:
    """The SHA-256 of its bytes."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def faults_in(file: Path) -> tuple[str, ...]:
    """What SQLite itself finds wrong with a file, and rows that refer to what is not there.

    Raises:
        ConfigurationError: it cannot be read at all.
    """
    try:
        with closing(_look_at(file)) as connection:
            said = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})")]
            lost = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS)
    except sqlite3.DatabaseError as error:
        raise ConfigurationError(
            f"{file} cannot be read as a database: {error}. Nothing was done with it."
        ) from error
    broken = () if said == ["ok"] else tuple(said)
    return (*broken, *(f"a row of {row[0]} refers to {row[2]}, which is not there" for row in lost))


def counts_in(file: Path) -> Mapping[str, int]:
    """How many rows each table of a file has."""
    with closing(_look_at(file)) as connection:
        return _counts(connection)


def counts_of(connection: Connection) -> Mapping[str, int]:
    """The same of a database that is open."""
    return _counts(cast("sqlite3.Connection", connection.connection.driver_connection))


def broken_chains(connection: Connection) -> tuple[str, ...]:
    """The cases whose history does not fit, with the first event that does not."""
    found = (
        (case.number, verify_chain(connection, case.id)) for case in connection.execute(_CASES)
    )
    return tuple(f"case {number}, event {seq}" for number, seq in found if seq is not None)


def _counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    names = sorted(row[0] for row in connection.execute(_TABLES))
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a name of a table that is there
        for name in names
    }


def _look_at(file: Path) -> sqlite3.Connection:
    """Open it so that nothing is written, and no journal of another is played back."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
