"""Let a column that holds one of a closed set hold more, or less again.

What the set is now is read from the database: several steps may each add a value of their own.
"""

import re

import sqlalchemy as sa
from alembic import op


def widen(table: str, column: str, *values: str) -> None:
    """Let ``column`` also hold these values."""
    _hold(table, column, (*_values(table, column), *values))


def narrow(table: str, column: str, *values: str) -> None:
    """Let ``column`` hold these values no more, and drop the rows that do."""
    for value in values:
        op.execute(sa.text(f"delete from {table} where {column} = '{value}'"))  # noqa: S608
    _hold(table, column, tuple(each for each in _values(table, column) if each not in values))


def _check(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} in ({listed})"


def _name(table: str, column: str) -> str:
    return f"ck_{table}_{column}"


def _values(table: str, column: str) -> tuple[str, ...]:
    for check in sa.inspect(op.get_bind()).get_check_constraints(table):
        if check["name"] == _name(table, column):
            return tuple(re.findall(r"'([a-z_]+)'", check["sqltext"]))
    raise LookupError(f"{table} has no check on {column}.")


def _hold(table: str, column: str, values: tuple[str, ...]) -> None:
    if op.get_context().dialect.name == "sqlite":
        _made_anew(table, column, values)
        return
    op.drop_constraint(op.f(_name(table, column)), table)
    op.create_check_constraint(op.f(_name(table, column)), table, _check(column, values))


def _made_anew(table: str, column: str, values: tuple[str, ...]) -> None:
    """The same rows under another check: SQLite changes none of a table that stands."""
    bind = op.get_bind()
    found = sa.text("select sql from sqlite_master where tbl_name = :table and type = :kind")
    made = bind.execute(found, {"table": table, "kind": "table"}).scalar_one()
    indexes = bind.execute(found, {"table": table, "kind": "index"}).scalars().all()
    old = _check(column, _values(table, column))
    if made.count(old) != 1:
        raise LookupError(f"{table} does not say: {old}")
    op.execute(f"create temporary table kept as select * from {table}")  # noqa: S608
    op.drop_table(table)
    op.execute(made.replace(old, _check(column, values)))
    for index in filter(None, indexes):
        op.execute(index)
    op.execute(f"insert into {table} select * from kept")  # noqa: S608
    op.execute("drop table kept")
