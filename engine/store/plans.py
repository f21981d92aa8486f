"""What was chosen for the talk that comes, of many cases in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from engine.store.rows import Values
from engine.store.tables.cases import RECORD, RECORD_TEXT


@dataclass(frozen=True, slots=True)
class PlanSeen:
    """A document of this sort with its text, to be stripped before it is shown."""

    case_id: int
    seq: int
    status: str
    fields: Values


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NEWEST = (
    select(func.max(RECORD_TEXT.c.id))
    .join(RECORD, RECORD.c.id == RECORD_TEXT.c.record_id)
    .where(RECORD.c.case_id.in_(_IDS), RECORD.c.type == bindparam("type"))
    .group_by(RECORD_TEXT.c.record_id)
)
_PLANS = (
    select(RECORD.c.case_id, RECORD.c.seq, RECORD.c.status, RECORD_TEXT.c.fields)
    .join(RECORD_TEXT, RECORD_TEXT.c.record_id == RECORD.c.id)
    .where(RECORD_TEXT.c.id.in_(_NEWEST))
    .order_by(RECORD.c.seq)
)


def plans_seen(
    connection: Connection, case_ids: Collection[int], kind: str
) -> tuple[PlanSeen, ...]:
    """The documents of this type in these cases, as they stand, the oldest first."""
    rows = connection.execute(_PLANS, {"ids": list(case_ids), "type": kind})
    return tuple(PlanSeen(*row) for row in rows)
