"""What stands in every table, to compare before and after; each row as its database keeps it.

Nothing is decoded and nothing is put in words: that cost a hundred times what reading costs. It
is no less strict: whatever differs in any column differs here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import Connection

from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading

Rows: TypeAlias = Mapping[str, list[Any]]
"""By table; on SQLite tuples, on PostgreSQL lines."""


def rows_of(store: Store, *but: str) -> Rows:
    """Every row of every table but these."""
    read = _tuples if store.is_sqlite else _lines
    with reading(store) as connection:
        return {name: read(connection, name) for name in METADATA.tables if name not in but}


def _tuples(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    """In the order of their keys, in which SQLite keeps them."""
    return list(connection.exec_driver_sql(f'select * from "{name}"').cursor.fetchall())


def _lines(connection: Connection, name: str) -> list[bytes]:
    """Sorted: PostgreSQL gives a row that was written anew another place."""
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'copy "{name}" to stdout') as copy:
        return sorted(b"".join(bytes(part) for part in copy).splitlines())
