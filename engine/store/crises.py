"""The running cases of one workflow, as a desk sees them: what is due soonest in front."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Integer, bindparam, func, literal, select, tuple_

from engine.access import Viewer
from engine.store.cases import HEADS, CaseHead
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.tables.trail import CASE_EVENT
from engine.store.visibility import VISIBLE, part_visible, seen_by

NOTHING_DUE = datetime(2999, 1, 1, tzinfo=UTC)
"""Where a case stands that owes nothing now."""

_FIRST = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CrisisListed:
    """A running case, and the moment at which its next deadline is due."""

    head: CaseHead
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A step that was made, or the case being opened: when it happened, and where it led."""

    transition: str | None
    entered: str | None
    occurred_at: datetime


_MOMENT = DEADLINE.c.due_at.type
_DUE = (
    select(DEADLINE.c.case_id, func.min(DEADLINE.c.due_at).label("due"))
    .join(CASES, CASES.c.id == DEADLINE.c.case_id)
    .where(DEADLINE.c.state == "open", part_visible(DEADLINE.c.child_id))
    .group_by(DEADLINE.c.case_id)
    .subquery()
)
_NEXT = func.coalesce(_DUE.c.due, literal(NOTHING_DUE, _MOMENT), type_=_MOMENT)
_RUNNING = (
    HEADS.add_columns(_NEXT)
    .join(_DUE, _DUE.c.case_id == CASES.c.id, isouter=True)
    .where(
        VISIBLE,
        CASES.c.workflow == bindparam("of_workflow"),
        CASES.c.is_final.is_(False),
        tuple_(_NEXT, CASES.c.id)
        > tuple_(bindparam("after_due", type_=_MOMENT), bindparam("after_id", type_=Integer)),
    )
    .order_by(_NEXT, CASES.c.id)
    .limit(bindparam("most"))
)
_MOMENTS = (
    select(
        CASE_EVENT.c.case_id,
        CASE_EVENT.c.transition,
        CASE_EVENT.c.entered,
        CASE_EVENT.c.occurred_at,
    )
    .where(
        CASE_EVENT.c.case_id.in_(bindparam("ids", expanding=True)),
        CASE_EVENT.c.kind.in_(("opened", "advanced")),
    )
    .order_by(CASE_EVENT.c.case_id, CASE_EVENT.c.seq)
)


def running(
    connection: Connection,
    viewer: Viewer,
    workflow: str,
    *,
    on: date,
    limit: int,
    after: tuple[datetime, int] | None = None,
) -> tuple[CrisisListed, ...]:
    """The open cases of the workflow that the viewer may see; what is late comes first.

    ``after`` is the moment and the key of the last case of the page before.
    """
    due, case_id = after or (_FIRST, 0)
    place = {"after_due": due, "after_id": case_id, "most": limit, "of_workflow": workflow}
    rows = connection.execute(_RUNNING, {**place, **seen_by(viewer, on)})
    return tuple(CrisisListed(CaseHead(*head), due) for *head, due in rows)


def moments_of(
    connection: Connection, case_ids: Collection[int]
) -> Mapping[int, tuple[Moment, ...]]:
    """When each case was opened and each of its steps happened, as they were recorded."""
    found: dict[int, list[Moment]] = defaultdict(list)
    for case_id, *moment in connection.execute(_MOMENTS, {"ids": list(case_ids)}):
        found[case_id].append(Moment(*moment))
    return {case_id: tuple(found[case_id]) for case_id in case_ids}
