"""How many deadlines somebody has, without reading one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from engine.access import Viewer
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.visibility import VISIBLE, seen_by

_MOMENT = DEADLINE.c.due_at.type
_OPEN = (
    select(func.count())
    .select_from(DEADLINE)
    .join(CASES, CASES.c.id == DEADLINE.c.case_id)
    .where(VISIBLE, DEADLINE.c.state == "open")
)
_LATE = _OPEN.where(
    or_(
        and_(DEADLINE.c.kind == "hours", DEADLINE.c.due_at <= bindparam("moment", type_=_MOMENT)),
        and_(DEADLINE.c.kind != "hours", DEADLINE.c.late_after < bindparam("day")),
    )
)
_BETWEEN = _OPEN.where(
    DEADLINE.c.due_at > bindparam("since", type_=_MOMENT),
    DEADLINE.c.due_at <= bindparam("until", type_=_MOMENT),
)


def count_open(connection: Connection, viewer: Viewer, *, on: date) -> int:
    """The open deadlines of the cases that the viewer may see."""
    return connection.execute(_OPEN, seen_by(viewer, on)).scalar_one()


def count_late(connection: Connection, viewer: Viewer, *, now: datetime, on: date) -> int:
    """Those of them that are late at ``now``, on the day ``on``: as ``is_late`` says of one."""
    wanted = {"moment": now, "day": on, **seen_by(viewer, on)}
    return connection.execute(_LATE, wanted).scalar_one()


def count_between(
    connection: Connection, viewer: Viewer, moments: Sequence[datetime], *, on: date
) -> tuple[int, ...]:
    """Those that are past after one of these moments, and not after the next; for each pair."""
    return tuple(
        connection.execute(
            _BETWEEN, {"since": since, "until": until, **seen_by(viewer, on)}
        ).scalar_one()
        for since, until in pairwise(moments)
    )
