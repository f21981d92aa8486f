"""What stands beside a deadline in a list: who owes it, and what became of the last reminder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from engine.access import Viewer
from engine.store.participation import COUNTS, HERE
from engine.store.rows import columns
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE, NOTICE, REMINDER
from engine.store.tables.people import PARTICIPATION, PERSON, PersonKind
from engine.store.visibility import VISIBLE, part_visible, seen_by


@dataclass(frozen=True, slots=True)
class OwesSeen:
    """Whoever holds a role that owes something; of a family it is known that, not who."""

    public_id: str
    name: str
    kind: PersonKind


@dataclass(frozen=True, slots=True)
class FiredSeen:
    """The last reminder of a deadline that went out: the how-manieth, when, and its messages."""

    times: int
    at: datetime
    states: frozenset[str]
    is_read: bool


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_OWES = (
    select(CASES.c.id, PARTICIPATION.c.role, *columns(PERSON, OwesSeen))
    .join(PARTICIPATION, HERE)
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .where(
        VISIBLE,
        CASES.c.id.in_(_IDS),
        PARTICIPATION.c.role.in_(bindparam("roles", expanding=True)),
        COUNTS,
    )
    .order_by(PARTICIPATION.c.id)
)
_FIRED = (
    select(
        REMINDER.c.deadline_id, REMINDER.c.id, REMINDER.c.fired_at, NOTICE.c.state, NOTICE.c.read_at
    )
    .join(DEADLINE, DEADLINE.c.id == REMINDER.c.deadline_id)
    .join(CASES, CASES.c.id == DEADLINE.c.case_id)
    .outerjoin(NOTICE, NOTICE.c.reminder_id == REMINDER.c.id)
    .where(
        VISIBLE,
        part_visible(DEADLINE.c.child_id),
        REMINDER.c.deadline_id.in_(_IDS),
        REMINDER.c.state == "fired",
    )
    .order_by(REMINDER.c.fired_at, REMINDER.c.id)
)


def who_owes(
    connection: Connection,
    viewer: Viewer,
    case_ids: Collection[int],
    roles: Collection[str],
    *,
    now: datetime,
    on: date,
) -> Mapping[int, Mapping[str, tuple[OwesSeen, ...]]]:
    """Who holds which of these roles in each case on the day ``on``; everybody once per role.

    Whoever guards and notices count, and nobody else: no closed account, nobody kept out.
    """
    found: dict[int, dict[str, dict[OwesSeen, None]]] = defaultdict(lambda: defaultdict(dict))
    ids = {"ids": list(case_ids), "roles": sorted(roles)}
    wanted = {**ids, "now": now, "on": on, **seen_by(viewer, on)}
    for case_id, role, *person in connection.execute(_OWES, wanted):
        found[case_id][role][OwesSeen(*person)] = None
    return {
        case_id: {role: tuple(people) for role, people in found[case_id].items()}
        for case_id in case_ids
    }


def last_fired(
    connection: Connection, viewer: Viewer, deadline_ids: Collection[int], *, on: date
) -> Mapping[int, FiredSeen]:
    """The last reminder of each deadline that went out; not of one that had none yet."""
    found: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    wanted = {"ids": list(deadline_ids), **seen_by(viewer, on)}
    for row in connection.execute(_FIRED, wanted):
        found[row.deadline_id][row.id].append(row)
    return {deadline_id: _fired(list(fired.values())) for deadline_id, fired in found.items()}


def _fired(reminders: Sequence[Sequence[Any]]) -> FiredSeen:
    """Each reminder is its messages, or one row without any; the last is the last that went out."""
    last = reminders[-1]
    return FiredSeen(
        times=len(reminders),
        at=last[0].fired_at,
        states=frozenset(row.state for row in last if row.state is not None),
        is_read=any(row.read_at is not None for row in last),
    )
