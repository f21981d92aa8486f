"""How many deadlines stand under each heading, in one statement and without reading one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, func, select

from engine.store.date_conditions import ALIVE, CONDITIONS, HEADINGS, OPEN
from engine.store.rows import Values
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.visibility import VISIBLE, part_visible


def count_dates(
    connection: Connection, headings: tuple[str, ...], within: tuple[str, ...], asked: Values
) -> Mapping[str, int]:
    """How many there are under each of these headings.

    Args:
        headings: names in ``CONDITIONS``, each counted apart.
        within: more of them, which hold for all that is counted.
        asked: their parameters, with those of ``seen_by``.
    """
    row = connection.execute(_counted(headings, within), dict(asked)).one()
    return dict(zip(headings, row, strict=True))


@cache
def _counted(headings: tuple[str, ...], within: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    counts = (
        func.count().filter(CONDITIONS[name] if name in HEADINGS else OPEN & CONDITIONS[name])
        for name in headings
    )
    return (
        select(*counts)
        .select_from(DEADLINE)
        .join(CASES, CASES.c.id == DEADLINE.c.case_id)
        .where(
            VISIBLE,
            part_visible(DEADLINE.c.child_id),
            ALIVE,
            *(CONDITIONS[name] for name in within),
        )
    )
