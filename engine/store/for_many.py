"""A statement about the rows of some ids, which are mostly those of one case."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam

Among: TypeAlias = Callable[[ColumnElement[Any]], ColumnElement[bool]]
"""That a column is one of the ids."""

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


class ForMany:
    """A statement that is written once, and put together for one id and for any number of them.

    ``IN`` is put together anew at every turn, and is to the database another statement for each
    number of ids; for one of them it is the same text each time.
    """

    def __init__(self, about: Callable[[Among], Select[Any]]) -> None:
        """Take what builds the statement, given what says which rows."""
        self._one, self._many = about(_is_it), about(_is_among)

    def __call__(self, connection: Connection, ids: Collection[int], **given: Any) -> Any:
        """Ask it about the rows of these ids; the rows come as they were asked for."""
        if len(ids) == 1:
            (given["ids"],) = ids
            return connection.execute(self._one, given)
        return connection.execute(self._many, {**given, "ids": list(ids)})


def _is_it(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column == bindparam("ids", type_=column.type)


def _is_among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.in_(_IDS)
