"""What real commands once made, kept by this process and put back for each next test.

The first test that asks for a desk, or for a case in some state, makes it by commands; the
others get the same rows in a database of their own, in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import select, text

from engine.store import Connection
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work

Rows: TypeAlias = Mapping[str, list[bytes]]
"""The rows of each table as PostgreSQL copies them out, which takes them in again as they are."""


@dataclass(frozen=True)
class Stage:
    """What there was: the file on SQLite, the rows on PostgreSQL; and what the builder gave."""

    made: Any
    file: bytes = b""
    rows: Rows = field(default_factory=dict)


STAGES: dict[Hashable, Stage] = {}


def keep(key: Hashable, store: Store, made: Any) -> None:
    """Keep what there is now."""
    if store.is_sqlite:
        STAGES[key] = Stage(made, file=_file(store).read_bytes())
    else:
        STAGES[key] = Stage(made, rows=_rows(store, *METADATA.tables))


def is_at(key: Hashable, store: Store) -> bool:
    """Tell whether nothing was done since; whatever is done leaves a row in the log."""
    stage = STAGES[key]
    if store.is_sqlite:
        return _file(store).read_bytes() == stage.file
    return _rows(store, "access_log")["access_log"] == stage.rows["access_log"]


def put_back(key: Hashable, store: Store, there: Hashable = None) -> None:
    """Make it as it was, where there is nothing yet or only what is kept under ``there``."""
    if store.is_sqlite:
        store.close()
        _file(store).unlink(missing_ok=True)
        _file(store).write_bytes(STAGES[key].file)
        return
    new = _new(key, there)
    with unit_of_work(store) as connection:
        # No triggers: whatever is put back, the keys among it too, has stood in the tables so.
        connection.execute(text("set local session_replication_role = replica"))
        for name, rows in new.items():
            _copy_in(connection, name, rows)
        if new:
            connection.execute(text(f"select {', '.join(map(_count_on, new))}"))


@cache
def _new(key: Hashable, there: Hashable) -> Mapping[str, bytes]:
    """What has to come for a stage, by table; sorted out once for all tests that ask for it."""
    old: Rows = {} if there is None else STAGES[there].rows
    sorted_out = {
        table.name: b"".join(_without(STAGES[key].rows[table.name], old.get(table.name, [])))
        for table in METADATA.sorted_tables
    }
    return {name: rows for name, rows in sorted_out.items() if rows}


def _without(rows: list[bytes], known: list[bytes]) -> list[bytes]:
    there = set(known)
    return [row for row in rows if row not in there]


def _copy_in(connection: Connection, name: str, rows: bytes) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'copy "{name}" from stdin') as copy:
        copy.write(rows)


def _count_on(name: str) -> str:
    """Let the numbers of a table go on where its rows end."""
    if "id" not in METADATA.tables[name].c:
        return "null"
    return f"""setval(pg_get_serial_sequence('"{name}"', 'id'), (select max(id) from "{name}"))"""


def _file(store: Store) -> Path:
    return Path(str(store.engine.url.database))


def _rows(store: Store, *names: str) -> Rows:
    with reading(store) as connection:
        driver: Any = connection.connection.driver_connection
        return {name: _copied_out(driver, name) for name in names}


def _copied_out(driver: Any, name: str) -> list[bytes]:
    with driver.cursor() as cursor, cursor.copy(f'copy "{name}" to stdout') as copy:
        return b"".join(bytes(part) for part in copy).splitlines(keepends=True)


def everything(store: Store, *but: str) -> Mapping[str, list[tuple[Any, ...]]]:
    """Every row of every table, to compare before and after."""
    with reading(store) as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in METADATA.tables.items()
            if name not in but
        }
