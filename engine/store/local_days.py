"""Days as a table, by one parameter: the statement is the same for any number of them.

As rows of VALUES each day would be four parameters, of a statement that has to be put together
anew for every month; that took twenty times as long as to answer it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    Connection,
    Date,
    Select,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from engine.store.tables.trail import ACCESS_LOG

_MOMENT = ACCESS_LOG.c.at.type
_TYPES = {"day": Date(), "begins": _MOMENT, "ends": _MOMENT, "since": Date()}
_DAYS: BindParameter[Any] = bindparam("days")


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A day as it runs in Amsterdam."""

    day: date
    begins: datetime
    ends: datetime
    since: date
    """The first day with which it is compared."""


def days_table(*, is_sqlite: bool) -> CTE:
    """The days of the parameter ``days``, one in each row."""
    return (_on_sqlite() if is_sqlite else _on_postgres()).cte("days")


def days_given(connection: Connection, days: Iterable[LocalDay]) -> str:
    """What that parameter is for these days."""
    # The two databases write a moment in their own way, and SQLite compares what is written.
    is_sqlite = connection.dialect.name == "sqlite"
    told = _as_sqlite_has_it if is_sqlite else datetime.isoformat
    rows = [
        {
            "day": each.day.isoformat(),
            "begins": told(each.begins),
            "ends": told(each.ends),
            "since": each.since.isoformat(),
        }
        for each in days
    ]
    return json.dumps(rows)


def _on_sqlite() -> Select[Any]:
    each = func.json_each(_DAYS).table_valued("value").c.value
    parts = [
        func.json_extract(each, f"$.{name}", type_=type_).label(name)
        for name, type_ in _TYPES.items()
    ]
    return select(*parts)


def _on_postgres() -> Select[Any]:
    rows = func.jsonb_to_recordset(cast(_DAYS, JSONB(none_as_null=True)))
    shape = [column(name, type_) for name, type_ in _TYPES.items()]
    return select(rows.table_valued(*shape, name="each_day").render_derived(with_types=True))


def _as_sqlite_has_it(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
