"""The ledger of many cases at once, in pages, and the messages that each reminder became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Executable,
    Integer,
    bindparam,
    exists,
    select,
    tuple_,
)

from engine.access import Viewer
from engine.store.cases import HEADS, CaseHead
from engine.store.reminders import COLUMNS, ReminderSeen
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE, NOTICE, REMINDER, NoticeState, ReminderState
from engine.store.tables.people import PERSON, PersonKind
from engine.store.visibility import VISIBLE, part_visible, seen_by

Which: TypeAlias = Literal[
    "past", "trouble", "planned", "fired", "suppressed", "superseded", "failed", "uncertain"
]
"""What became of it; ``past``: its moment is past, ``trouble``: a message failed or is unsure."""

_IN_TROUBLE: Mapping[Which, tuple[NoticeState, ...]] = {
    "trouble": ("failed", "uncertain"),
    "failed": ("failed",),
    "uncertain": ("uncertain",),
}
_FIRST = datetime(1, 1, 2, tzinfo=UTC)
_LAST = datetime(9999, 12, 30, tzinfo=UTC)
"""Before and after every reminder, in every time zone."""

_MOST = 2**31 - 1
"""After every key; PostgreSQL keeps no larger one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the ledger; ``day`` is the local day for which they were planned."""

    which: Which = "past"
    day: date | None = None


@dataclass(frozen=True, slots=True)
class LedgerSeen:
    """A row of the ledger, with its deadline and its case."""

    reminder: ReminderSeen
    deadline: str
    owner_role: str
    head: CaseHead


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """One message that a reminder became: to whom, and what came of it.

    Without a next try nothing follows.
    """

    reminder_id: int
    name: str | None
    kind: PersonKind | None
    channel: str
    state: NoticeState
    made_at: datetime
    sent_at: datetime | None
    address: str | None
    tries: int
    next_try_at: datetime | None
    why: str | None


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SIZE = len(HEADS.selected_columns)
_ROWS = (
    HEADS.add_columns(*COLUMNS, DEADLINE.c.public_id.label("of_deadline"), DEADLINE.c.owner_role)
    .join(DEADLINE, DEADLINE.c.case_id == CASES.c.id)
    .join(REMINDER, REMINDER.c.deadline_id == DEADLINE.c.id)
    .where(VISIBLE, part_visible(DEADLINE.c.child_id))
    .limit(bindparam("most"))
)
_KEY = tuple_(REMINDER.c.fire_at, REMINDER.c.id)
_PLACE = tuple_(bindparam("moment", type_=REMINDER.c.fire_at.type), bindparam("id", type_=Integer))
_OF_PERSON = {"name", "kind"}
_NOTICES = (
    select(
        *(
            PERSON.c[field.name] if field.name in _OF_PERSON else NOTICE.c[field.name]
            for field in fields(NoticeTold)
        )
    )
    .outerjoin(PERSON, PERSON.c.id == NOTICE.c.person_id)
    .where(NOTICE.c.reminder_id.in_(_IDS))
    .order_by(NOTICE.c.id)
)


def list_ledger(
    connection: Connection,
    viewer: Viewer,
    wanted: Wanted,
    *,
    now: datetime,
    on: date,
    limit: int,
    after: tuple[datetime, int] | None = None,
) -> tuple[LedgerSeen, ...]:
    """The reminders of the cases that the viewer may see: the newest first, but what is planned.

    ``after`` is the moment and the key of the last row of the page before.
    """
    moment, key = after or ((_FIRST, 0) if wanted.which == "planned" else (_LAST, _MOST))
    place = {"moment": moment, "id": key, "most": limit, "now": now, "day": wanted.day}
    statement = _listing(wanted.which, dated=wanted.day is not None)
    found = connection.execute(statement, {**place, **seen_by(viewer, on)})
    return tuple(
        LedgerSeen(ReminderSeen(*row[_SIZE:-2]), row[-2], row[-1], CaseHead(*row[:_SIZE]))
        for row in found
    )


def notices_by_reminder(
    connection: Connection, reminder_ids: Collection[int]
) -> Mapping[int, tuple[NoticeTold, ...]]:
    """What these reminders became, by reminder; for rows that the viewer was shown."""
    found: dict[int, list[NoticeTold]] = defaultdict(list)
    for row in connection.execute(_NOTICES, {"ids": list(reminder_ids)}):
        found[row.reminder_id].append(NoticeTold(*row))
    return {each: tuple(found[each]) for each in reminder_ids}


@cache
def _listing(which: Which, *, dated: bool) -> Executable:
    conditions = [_that(which), *([REMINDER.c.on_date == bindparam("day")] if dated else [])]
    found = _ROWS.where(*conditions)
    if which == "planned":
        return found.where(_KEY > _PLACE).order_by(REMINDER.c.fire_at, REMINDER.c.id)
    return found.where(_KEY < _PLACE).order_by(REMINDER.c.fire_at.desc(), REMINDER.c.id.desc())


def _that(which: Which) -> ColumnElement[bool]:
    if which in _IN_TROUBLE:
        states = NOTICE.c.state.in_(_IN_TROUBLE[which])
        return exists().where(NOTICE.c.reminder_id == REMINDER.c.id, states)
    if which in get_args(ReminderState):
        return REMINDER.c.state == which
    return REMINDER.c.fire_at <= bindparam("now", type_=REMINDER.c.fire_at.type)
