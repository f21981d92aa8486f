"""The deadlines of many cases at once that a filter asks for, in pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, or_, select, tuple_

from engine.ladder import STAND_IN
from engine.store.cases import HEADS, CaseHead
from engine.store.date_conditions import ALIVE, CONDITIONS
from engine.store.deadlines import DeadlineSeen
from engine.store.participation import COUNTS, HERE
from engine.store.rows import Values, columns
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.tables.people import PARTICIPATION, PERSON
from engine.store.visibility import VISIBLE, part_visible, reaches

_FIRST = datetime(1, 1, 2, tzinfo=UTC)
"""Before every deadline, in every time zone."""

MOST_OWNERS = 200


@dataclass(frozen=True, slots=True)
class DateListed:
    """A deadline that lives, and the case that it is of."""

    deadline: DeadlineSeen
    head: CaseHead


@dataclass(frozen=True, slots=True)
class OwnerSeen:
    """A professional who may owe something, to be chosen from a list."""

    id: str
    name: str


_MOMENT = DEADLINE.c.due_at.type
_LISTED = (
    HEADS.add_columns(*columns(DEADLINE, DeadlineSeen))
    .join(DEADLINE, DEADLINE.c.case_id == CASES.c.id)
    .where(
        VISIBLE,
        part_visible(DEADLINE.c.child_id),
        tuple_(DEADLINE.c.due_at, DEADLINE.c.id)
        > tuple_(bindparam("after_due", type_=_MOMENT), bindparam("after_id", type_=Integer)),
    )
    .order_by(DEADLINE.c.due_at, DEADLINE.c.id)
    .limit(bindparam("most"))
)
_HEAD = len(HEADS.selected_columns)
_PLACES = (
    select(CASES.c.region, CASES.c.workflow, CASES.c.state)
    .join(DEADLINE, DEADLINE.c.case_id == CASES.c.id)
    .where(VISIBLE, part_visible(DEADLINE.c.child_id), ALIVE)
    .distinct()
)
_OWNERS = (
    select(PERSON.c.public_id, PERSON.c.name)
    .select_from(CASES)
    .join(DEADLINE, DEADLINE.c.case_id == CASES.c.id)
    .join(PARTICIPATION, HERE)
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .where(
        VISIBLE,
        part_visible(DEADLINE.c.child_id),
        ALIVE,
        or_(
            PARTICIPATION.c.role == DEADLINE.c.owner_role,
            PARTICIPATION.c.role.in_(STAND_IN),
        ),
        reaches(PARTICIPATION, DEADLINE.c.child_id),
        PERSON.c.kind == "professional",
        COUNTS,
    )
    .distinct()
    .order_by(PERSON.c.name, PERSON.c.public_id)
    .limit(MOST_OWNERS)
)


def list_dates(
    connection: Connection,
    conditions: tuple[str, ...],
    asked: Values,
    *,
    limit: int,
    after: tuple[datetime, int] | None = None,
) -> tuple[DateListed, ...]:
    """The deadlines of the cases that the viewer may see, the first due in front.

    Args:
        conditions: names in ``CONDITIONS``; all of them hold.
        asked: their parameters, with those of ``seen_by``.
        after: the moment and the key of the last deadline of the page before.
    """
    due, deadline_id = after or (_FIRST, 0)
    wanted = {**asked, "after_due": due, "after_id": deadline_id, "most": limit}
    rows = connection.execute(_listed(conditions), wanted)
    return tuple(DateListed(DeadlineSeen(*row[_HEAD:]), CaseHead(*row[:_HEAD])) for row in rows)


def places(connection: Connection, seen: Mapping[str, object]) -> frozenset[tuple[str, str, str]]:
    """Region, workflow and state of every case that owes something and that the viewer may see."""
    return frozenset((row[0], row[1], row[2]) for row in connection.execute(_PLACES, dict(seen)))


def owners(connection: Connection, asked: Values) -> tuple[OwnerSeen, ...]:
    """Who holds a role that owes something there, or stands in; nobody of a family."""
    return tuple(OwnerSeen(*row) for row in connection.execute(_OWNERS, dict(asked)))


@cache
def _listed(conditions: tuple[str, ...]) -> Select[Any]:
    return _LISTED.where(*(CONDITIONS[name] for name in conditions))
