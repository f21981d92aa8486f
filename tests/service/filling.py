"""A small database with a row in every table there is, whatever tables there are.

What people do makes the cases and their trails. A table that stays empty gets rows of which only
the kinds are right; moving a database asks no more of them.
"""

from __future__ import annotations

import re
from datetime import date, time
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from engine.service.gaps import note_gap
from engine.store import Connection
from engine.store.table_copies import tables_in_order
from engine.store.tables import METADATA
from engine.store.unit_of_work import unit_of_work
from tests.office import MORNING, World
from tests.service.audits import KEY

_ONE_OF = re.compile(r"(\w+) in \('(\w+)'")
_numbers = count(1)


def fill(world: World) -> None:
    """Give every table that is empty a row, and a second one with nothing in it where that may."""
    with unit_of_work(world.office.store) as connection:
        note_gap(connection, backup="by hand", now=world.clock.now(), key=KEY, outside=None)
        for table in METADATA.sorted_tables:
            if not ids(connection, table):
                _add(connection, table, _values(connection, table))
                _add(connection, table, _values(connection, table, bare=True))
        for each in tables_in_order():
            if each.late:
                _refer_round(connection, each.table, each.late[0])


def ids(connection: Connection, table: sa.Table) -> list[Any]:
    """List the first column of the key of every row."""
    return list(connection.execute(sa.select(next(iter(table.primary_key)))).scalars())


def _add(connection: Connection, table: sa.Table, values: dict[str, Any]) -> None:
    """Add the row; where the table forbids that, without one of the things that may be missing."""
    less = [name for name in values if table.c[name].nullable]
    for left_out in (None, *less):
        row = {name: sa.null() if name == left_out else value for name, value in values.items()}
        try:
            with connection.begin_nested():
                connection.execute(sa.insert(table).values(row))
        except IntegrityError:
            continue
        return


def _values(connection: Connection, table: sa.Table, *, bare: bool = False) -> dict[str, Any]:
    return {
        column.name: sa.null() if bare and column.nullable else _value(connection, column, bare)
        for column in table.columns
        if column is not table.autoincrement_column
    }


def _value(connection: Connection, column: sa.Column[Any], last: bool) -> Any:
    """Something of the right kind: a row that is there, one of the closed set, or made up."""
    for key in column.foreign_keys:
        there = ids(connection, key.column.table)
        return there[-1 if last else 0] if there else sa.null()
    for check in column.table.constraints:
        found = isinstance(check, sa.CheckConstraint) and _ONE_OF.match(str(check.sqltext))
        if found and found[1] == column.name:
            return found[2]
    number = next(_numbers)
    made: dict[type, Any] = {
        sa.JSON: {"b": [1, None], "a": "één"},
        sa.Boolean: True,
        sa.Date: date(2026, 3, 2),
        sa.Time: time(7, 30),
        sa.LargeBinary: b"\x00\xff",
        sa.Integer: number,
    }
    found_kind = next((kind for kind in made if isinstance(column.type, kind)), None)
    if found_kind:
        return made[found_kind]
    return MORNING if "Time" in type(column.type).__name__ else f"é{number}"


def _refer_round(connection: Connection, table: sa.Table, column: sa.Column[Any]) -> None:
    """Let the first row refer to the last, which comes after it, and the last to the first."""
    there = ids(connection, table)
    for one, other in ((there[0], there[-1]), (there[-1], there[0])):
        wanted = sa.update(table).where(next(iter(table.primary_key)) == one)
        connection.execute(wanted.values({column.name: other}))
