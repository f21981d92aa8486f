"""What real commands once made, kept by this process and put back for each next test.

The first test that asks for a desk, or for a case in some state, makes it by commands; the
others get the same rows in a database of their own, in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import func, insert, select, text

from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work

Rows: TypeAlias = Mapping[str, list[dict[str, Any]]]


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
    old: Rows = {} if there is None else STAGES[there].rows
    with unit_of_work(store) as connection:
        for table in METADATA.sorted_tables:
            known = old.get(table.name, [])
            new = [row for row in STAGES[key].rows[table.name] if row not in known]
            if not new:
                continue
            connection.execute(insert(table), new)
            if "id" in table.c:
                highest = select(func.max(table.c.id)).scalar_subquery()
                name = text(f"'{table.name}'")
                sequence = func.pg_get_serial_sequence(name, text("'id'"))
                connection.execute(select(func.setval(sequence, highest)))


def _file(store: Store) -> Path:
    return Path(str(store.engine.url.database))


def _rows(store: Store, *names: str) -> Rows:
    with reading(store) as connection:
        return {
            name: [dict(row._mapping) for row in connection.execute(select(METADATA.tables[name]))]
            for name in names
        }


def everything(store: Store, *but: str) -> Mapping[str, list[tuple[Any, ...]]]:
    """Every row of every table, to compare before and after."""
    with reading(store) as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in METADATA.tables.items()
            if name not in but
        }
