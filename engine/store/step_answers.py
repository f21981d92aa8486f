"""What was filled in on the forms of certain steps, of many cases at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from engine.store.rows import Values
from engine.store.tables.trail import CASE_EVENT, CASE_EVENT_DETAIL


@dataclass(frozen=True, slots=True)
class AnswersSeen:
    """A step that was made, and its answers, to be stripped before they are shown."""

    case_id: int
    seq: int
    transition: str
    answers: Values


_ANSWERS = (
    select(
        CASE_EVENT.c.case_id, CASE_EVENT.c.seq, CASE_EVENT.c.transition, CASE_EVENT_DETAIL.c.details
    )
    .join(CASE_EVENT_DETAIL, CASE_EVENT_DETAIL.c.event_id == CASE_EVENT.c.id)
    .where(
        CASE_EVENT.c.case_id.in_(bindparam("ids", expanding=True)),
        CASE_EVENT.c.transition.in_(bindparam("steps", expanding=True)),
    )
    .order_by(CASE_EVENT.c.seq)
)


def answers_of(
    connection: Connection, case_ids: Collection[int], steps: Collection[str]
) -> Mapping[int, tuple[AnswersSeen, ...]]:
    """Each time that one of these steps was made in each case, oldest first.

    One whose answers were destroyed is not among them.
    """
    found: dict[int, list[AnswersSeen]] = defaultdict(list)
    wanted = {"ids": list(case_ids), "steps": sorted(steps)}
    for case_id, seq, transition, details in connection.execute(_ANSWERS, wanted):
        found[case_id].append(AnswersSeen(case_id, seq, transition, details.get("inputs", {})))
    return {case_id: tuple(found[case_id]) for case_id in case_ids}
