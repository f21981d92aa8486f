"""What the repositories share: new ids, columns by name, rows that hold on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Executable,
    FromClause,
    Table,
    and_,
    bindparam,
    or_,
)
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ON: BindParameter[Any] = bindparam("on")
NOW: BindParameter[Any] = bindparam("now")

Values: TypeAlias = Mapping[str, Any]
"""The values of one row, by column."""


def new_id() -> str:
    """A random public id."""
    return uuid4().hex


def values_of(new: DataclassInstance) -> dict[str, Any]:
    """The values of one row from a dataclass; unlike ``asdict`` it copies nothing below."""
    return {field.name: getattr(new, field.name) for field in fields(new)}


def columns(table: Table, kind: type) -> list[Column[Any]]:
    """The columns that a dataclass is made of, in its order."""
    return [table.c[field.name] for field in fields(kind)]


def holds(table: FromClause) -> ColumnElement[bool]:
    """``from_on <= on < until_on``, recorded at or before ``now``."""
    return and_(
        table.c.from_on <= ON,
        or_(table.c.until_on.is_(None), table.c.until_on > ON),
        table.c.recorded_at <= NOW,
    )


@dataclass(frozen=True, slots=True)
class InsertOrNothing:
    """An INSERT that leaves a row that is already there as it is."""

    on_sqlite: Executable
    on_postgres: Executable

    def __call__(self, connection: Connection, values: Values) -> int | None:
        """The id of the new row, or None: the row was there already."""
        is_sqlite = connection.dialect.name == "sqlite"
        statement = self.on_sqlite if is_sqlite else self.on_postgres
        made: int | None = connection.execute(statement, dict(values)).scalar_one_or_none()
        return made


def insert_or_nothing(table: Table, *unique: str) -> InsertOrNothing:
    """An INSERT that does nothing when these columns are taken."""
    made = next(iter(table.primary_key.columns))
    return InsertOrNothing(
        sqlite.insert(table).on_conflict_do_nothing(index_elements=unique).returning(made),
        postgresql.insert(table).on_conflict_do_nothing(index_elements=unique).returning(made),
    )
