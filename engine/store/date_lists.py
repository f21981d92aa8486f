"""The open deadlines of many cases at once, in pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Integer, and_, bindparam, or_, tuple_

from engine.access import Viewer
from engine.store.cases import HEADS, CaseHead
from engine.store.deadlines import DeadlineSeen
from engine.store.rows import columns
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.visibility import VISIBLE, seen_by

_FIRST = datetime(1, 1, 2, tzinfo=UTC)
"""Before every deadline, in every time zone."""


@dataclass(frozen=True, slots=True)
class DateListed:
    """An open deadline, and the case that it is of."""

    deadline: DeadlineSeen
    head: CaseHead


_MOMENT = DEADLINE.c.due_at.type
_OPEN = (
    HEADS.add_columns(*columns(DEADLINE, DeadlineSeen))
    .join(DEADLINE, DEADLINE.c.case_id == CASES.c.id)
    .where(
        VISIBLE,
        DEADLINE.c.state == "open",
        tuple_(DEADLINE.c.due_at, DEADLINE.c.id)
        > tuple_(bindparam("due", type_=_MOMENT), bindparam("id", type_=Integer)),
    )
    .order_by(DEADLINE.c.due_at, DEADLINE.c.id)
    .limit(bindparam("most"))
)
_LATE = _OPEN.where(
    or_(
        and_(DEADLINE.c.kind == "hours", DEADLINE.c.due_at <= bindparam("moment", type_=_MOMENT)),
        and_(DEADLINE.c.kind != "hours", DEADLINE.c.late_after < bindparam("day")),
    )
)
_HEAD = len(HEADS.selected_columns)


def list_dates(
    connection: Connection,
    viewer: Viewer,
    *,
    now: datetime,
    on: date,
    limit: int,
    after: tuple[datetime, int] | None = None,
    late_only: bool = False,
) -> tuple[DateListed, ...]:
    """The open deadlines of the cases that the viewer may see, the first due in front.

    ``after`` is the moment and the key of the last deadline of the page before. What is late
    is late at ``now``, on the day ``on``: the same as ``is_late`` says of one.
    """
    due, deadline_id = after or (_FIRST, 0)
    wanted = {"due": due, "id": deadline_id, "most": limit, **seen_by(viewer, on)}
    if late_only:
        rows = connection.execute(_LATE, {**wanted, "moment": now, "day": on})
    else:
        rows = connection.execute(_OPEN, wanted)
    return tuple(DateListed(DeadlineSeen(*row[_HEAD:]), CaseHead(*row[:_HEAD])) for row in rows)
