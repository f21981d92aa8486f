"""What was chosen for whom, and the steps that were made, of many cases at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from engine.store.rows import Values
from engine.store.tables.cases import RECORD, RECORD_TEXT
from engine.store.tables.trail import CASE_EVENT


@dataclass(frozen=True, slots=True)
class ChoiceSeen:
    """A document of one type as it is now, to be stripped before it is shown."""

    record: str
    status: str
    seq: int
    says: Values


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A step that brought a case or a document further: which, from where and to where."""

    kind: str
    seq: int
    payload: Values


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NEWEST = (
    select(func.max(RECORD_TEXT.c.id))
    .where(RECORD_TEXT.c.record_id == RECORD.c.id)
    .correlate(RECORD)
    .scalar_subquery()
)
_CHOICES = (
    select(
        RECORD.c.case_id, RECORD.c.public_id, RECORD.c.status, RECORD.c.seq, RECORD_TEXT.c.fields
    )
    .join(RECORD_TEXT, RECORD_TEXT.c.id == _NEWEST)
    .where(RECORD.c.case_id.in_(_IDS), RECORD.c.type == bindparam("wanted_type"))
    .order_by(RECORD.c.seq, RECORD.c.id)
)
_STEPS = (
    select(CASE_EVENT.c.case_id, CASE_EVENT.c.kind, CASE_EVENT.c.seq, CASE_EVENT.c.payload)
    .where(CASE_EVENT.c.case_id.in_(_IDS), CASE_EVENT.c.kind.in_(("advanced", "record_moved")))
    .order_by(CASE_EVENT.c.seq)
)


def choices_of(
    connection: Connection, case_ids: Collection[int], kind: str
) -> Mapping[int, tuple[ChoiceSeen, ...]]:
    """The documents of this type of each case with what they say now, the last changed last."""
    found: dict[int, list[ChoiceSeen]] = defaultdict(list)
    wanted = {"ids": list(case_ids), "wanted_type": kind}
    for case_id, *choice in connection.execute(_CHOICES, wanted):
        found[case_id].append(ChoiceSeen(*choice))
    return {case_id: tuple(found[case_id]) for case_id in case_ids}


def steps_of(
    connection: Connection, case_ids: Collection[int]
) -> Mapping[int, tuple[StepSeen, ...]]:
    """Every step of each case and of its documents, oldest first, without names and texts."""
    found: dict[int, list[StepSeen]] = defaultdict(list)
    for case_id, *step in connection.execute(_STEPS, {"ids": list(case_ids)}):
        found[case_id].append(StepSeen(*step))
    return {case_id: tuple(found[case_id]) for case_id in case_ids}
