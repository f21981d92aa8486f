"""Every row of every declared table, put into another database and held against it.

What the tables are is asked of ``METADATA`` alone. A row is read so that both databases say it in
the same way; JSON goes over as the text that it is, for a chain may have been made of that text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice, zip_longest
from typing import Any, TypeAlias

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    bindparam,
    cast,
    collate,
    insert,
    select,
    update,
)
from sqlalchemy.exc import StatementError

from engine.errors import ConfigurationError
from engine.store.rows import Values
from engine.store.tables import METADATA

BATCH = 500
"""So many rows are in memory at once, and go over in one statement."""

_BOUND = "of_"

Watch: TypeAlias = Callable[[str, int, int], None]
"""Told before each table: its name, how many are done, and of how many; each comes twice."""


@dataclass(frozen=True, slots=True)
class TableCopy:
    """One table, in its turn; ``late`` are columns that refer to rows which may come after it."""

    table: Table
    late: tuple[Column[Any], ...] = ()

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name

    @property
    def keys(self) -> tuple[Column[Any], ...]:
        """The columns that tell a row from every other."""
        return tuple(self.table.primary_key.columns)


@dataclass(frozen=True, slots=True)
class Compared:
    """A table on both sides: ``difference`` says of the first row what is wrong, if anything.

    ``sha256`` is over every row of the old side, in the order of their keys, and ``rows`` counts
    them: up to the first difference.
    """

    table: str
    rows: int
    sha256: str
    difference: str | None = None


class NotTaken(ConfigurationError):
    """The new database refuses a row; nothing of what is in it is told."""

    def __init__(self, table: str, key: str, why: str) -> None:
        super().__init__(f"{table} {key}: the new database does not take this row ({why}).")


def tables_in_order() -> tuple[TableCopy, ...]:
    """Every declared table after those that it refers to."""
    order = METADATA.sorted_tables
    return tuple(
        TableCopy(table, _late(table, set(order[place:]))) for place, table in enumerate(order)
    )


def copy_rows(here: Connection, there: Connection, watch: Watch) -> None:
    """Put every row of one database into the other, with plain inserts.

    Raises:
        NotTaken: the new database refuses a row; it is named.
        ConfigurationError: a row of the old one cannot be read.
    """
    order = tables_in_order()
    for done, each in enumerate(order):
        watch(each.name, done, 2 * len(order))
        _copy(each, here, there)
    for each in order:
        _fill_in(each, here, there)


def compare_rows(here: Connection, there: Connection, watch: Watch) -> tuple[Compared, ...]:
    """Hold every row against its copy, table by table."""
    order = tables_in_order()
    found = []
    for done, each in enumerate(order):
        watch(each.name, len(order) + done, 2 * len(order))
        found.append(_compare(each, here, there))
    return tuple(found)


def canonical(values: Iterable[object]) -> bytes:
    """The values of a row as both databases say them.

    >>> canonical([1, "één", None, True, date(2026, 3, 2), b"\\x00"])
    b'[1, "\\\\u00e9\\\\u00e9n", null, true, "2026-03-02", "00"]'
    """
    return json.dumps([_plain(value) for value in values]).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def _late(table: Table, not_there: Set[Table]) -> tuple[Column[Any], ...]:
    """What refers to rows that may not be there yet, as to the own table; filled in at the end."""
    names = {
        name
        for each in table.foreign_key_constraints
        if each.referred_table in not_there
        for name in each.column_keys
    }
    return tuple(column for column in table.columns if column.name in names)


def _copy(each: TableCopy, here: Connection, there: Connection) -> None:
    names = [column.name for column in each.table.columns if column not in set(each.late)]
    statement = insert(each.table).values({name: _given(each.table.c[name]) for name in names})
    for batch in _batches(each, here):
        _put(each, there, statement, [_bound(row, names) for row in batch])


def _fill_in(each: TableCopy, here: Connection, there: Connection) -> None:
    """The columns that had to wait, of the rows that have something there."""
    if not each.late:
        return
    names = [column.name for column in (*each.keys, *each.late)]
    this = [column == _given(column) for column in each.keys]
    values = {column.name: _given(column) for column in each.late}
    statement = update(each.table).where(*this).values(values)
    for batch in _batches(each, here):
        rows = [row for row in batch if any(row[late.name] is not None for late in each.late)]
        if rows:
            _put(each, there, statement, [_bound(row, names) for row in rows])


def _put(each: TableCopy, there: Connection, statement: Any, rows: Sequence[Values]) -> None:
    """All of them at once; if the database refuses, one by one, to know which."""
    try:
        with there.begin_nested():
            there.execute(statement, rows)
    except StatementError as error:
        if getattr(error, "connection_invalidated", False):
            raise
        if len(rows) == 1:
            key = [rows[0][_BOUND + column.name] for column in each.keys]
            raise NotTaken(each.name, _words(key), _why(error)) from error
        for row in rows:
            _put(each, there, statement, [row])


def _why(error: StatementError) -> str:
    """The kind of refusal and the rule; PostgreSQL's own sentence may hold what is in the row."""
    found = error.orig
    rule = getattr(getattr(found, "diag", None), "constraint_name", None)
    return ", ".join(filter(None, [type(found).__name__, rule]))


def _compare(each: TableCopy, here: Connection, there: Connection) -> Compared:
    digest, rows = hashlib.sha256(), 0
    with closing(_rows(each, here)) as before, closing(_rows(each, there)) as after:
        for old, new in zip_longest(before, after):
            said = None if old is None else canonical(old.values())
            if said is None or new is None or said != canonical(new.values()):
                return Compared(each.name, rows, digest.hexdigest(), _difference(each, old, new))
            digest.update(said + b"\n")
            rows += 1
    return Compared(each.name, rows, digest.hexdigest())


def _difference(each: TableCopy, old: RowMapping | None, new: RowMapping | None) -> str:
    """What is wrong with the first row that differs; the rows come in the order of their keys."""
    before, after = _key(each, old), _key(each, new)
    if old is None or (new is not None and after < before):
        return f"{each.name} {_words(after)} was added"
    if new is None or before < after:
        return f"{each.name} {_words(before)} is missing"
    return f"{each.name} {_words(before)} differs"


def _key(each: TableCopy, row: RowMapping | None) -> tuple[Any, ...]:
    return () if row is None else tuple(row[column.name] for column in each.keys)


def _words(key: Iterable[object]) -> str:
    return " ".join(map(str, key))


def _batches(each: TableCopy, connection: Connection) -> Iterator[list[RowMapping]]:
    last = "the beginning"
    with closing(_rows(each, connection)) as rows:
        while batch := _next(each, rows, last):
            yield batch
            last = _words(_key(each, batch[-1]))


def _next(each: TableCopy, rows: Iterator[RowMapping], last: str) -> list[RowMapping]:
    try:
        return list(islice(rows, BATCH))
    except (ValueError, TypeError) as error:  # the driver's word for what is no moment or day
        raise ConfigurationError(
            f"{each.name}: a row after {last} holds something that is none of its kind."
        ) from error


def _rows(each: TableCopy, connection: Connection) -> Generator[RowMapping]:
    """Every row; whoever stops halfway closes it, for the database keeps the rest at hand."""
    with connection.execute(_all(each, connection.dialect.name)) as found:
        yield from found.mappings()


def _all(each: TableCopy, dialect: str) -> Select[Any]:
    """Every row in the order of the keys, which is that of their bytes on both databases."""
    order = [
        collate(column, "C") if dialect != "sqlite" and isinstance(column.type, String) else column
        for column in each.keys
    ]
    wanted = select(*(_raw(column) for column in each.table.columns)).order_by(*order)
    return wanted.execution_options(yield_per=BATCH)


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    """JSON as its text: read as JSON, nothing and the word null would be one."""
    return cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column


def _given(column: Column[Any]) -> ColumnElement[Any]:
    is_json = isinstance(column.type, JSON)
    given = bindparam(_BOUND + column.name, type_=Text() if is_json else column.type)
    return cast(given, column.type) if is_json else given


def _bound(row: RowMapping, names: Iterable[str]) -> Values:
    return {_BOUND + name: row[name] for name in names}
