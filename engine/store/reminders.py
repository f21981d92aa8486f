"""The ledger of reminders: each exactly once, planned, then fired, suppressed or superseded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from sqlalchemy import (
    Connection,
    Executable,
    Table,
    Update,
    and_,
    bindparam,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.cases import CaseHead
from engine.store.rows import Values, new_id, values_of
from engine.store.tables.clock import DEADLINE, REMINDER, ReminderState


@dataclass(frozen=True, slots=True)
class ReminderSeen:
    """One row of the ledger, with the case and the deadline that it is about."""

    id: int
    public_id: str
    deadline_id: int
    case_id: int
    key: str
    due_on: date
    step: str
    audience: str
    on_date: date
    fire_at: datetime
    state: ReminderState
    why: str | None
    fired_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReminder:
    """A reminder to be; its identity is (deadline, due date, step, audience)."""

    deadline_id: int
    due_on: date
    step: str
    audience: str
    on_date: date
    fire_at: datetime
    state: Literal["planned", "suppressed"] = "planned"
    why: str | None = None


_OF_DEADLINE = {"case_id", "key"}
COLUMNS = tuple(
    DEADLINE.c[field.name] if field.name in _OF_DEADLINE else REMINDER.c[field.name]
    for field in fields(ReminderSeen)
)
"""What a ``ReminderSeen`` is made of: columns of the ledger and of the deadline beside it."""

_SEEN = select(*COLUMNS).join(DEADLINE, DEADLINE.c.id == REMINDER.c.deadline_id)
_UNIQUE = ("deadline_id", "due_on", "step", "audience")


def _plan(insert: Callable[[Table], sqlite.Insert | postgresql.Insert]) -> Executable:
    """An INSERT that brings a superseded row back to plan, and leaves any other as it is."""
    new = insert(REMINDER)
    again = ("state", "why", "on_date", "fire_at")
    return new.on_conflict_do_update(
        index_elements=_UNIQUE,
        set_={name: new.excluded[name] for name in again},
        where=and_(REMINDER.c.state == "superseded", new.excluded.state == "planned"),
    )


_PLAN_ON_SQLITE, _PLAN_ON_POSTGRES = _plan(sqlite.insert), _plan(postgresql.insert)
_SUPERSEDE = (
    update(REMINDER)
    .where(REMINDER.c.deadline_id == bindparam("of_deadline"), REMINDER.c.state == "planned")
    .values(state="superseded", why=bindparam("because"))
)
_PLANNED = (REMINDER.c.id == bindparam("reminder_id"), REMINDER.c.state == "planned")
_FIRE = (
    update(REMINDER)
    .where(*_PLANNED)
    .values(state="fired", fired_at=bindparam("now"), why=bindparam("because"))
)
_DROP = update(REMINDER).where(*_PLANNED).values(state=bindparam("to"), why=bindparam("because"))
_DUE = (
    _SEEN.where(REMINDER.c.state == "planned", REMINDER.c.fire_at <= bindparam("now"))
    .order_by(REMINDER.c.fire_at, REMINDER.c.id)
    .limit(bindparam("most"))
)
_ONE = _SEEN.where(REMINDER.c.id == bindparam("reminder_id"))
_LIKE = _SEEN.where(*(REMINDER.c[name] == bindparam(f"of_{name}") for name in _UNIQUE))
_OF_CASE = _SEEN.where(DEADLINE.c.case_id == bindparam("wanted_case")).order_by(
    REMINDER.c.fire_at, REMINDER.c.id
)
_LATER = (
    select(func.count())
    .select_from(REMINDER)
    .where(
        REMINDER.c.deadline_id == bindparam("of_deadline"),
        REMINDER.c.audience == bindparam("of_audience"),
        REMINDER.c.state.in_(("planned", "fired")),
        REMINDER.c.fire_at <= bindparam("now"),
        tuple_(REMINDER.c.fire_at, REMINDER.c.id)
        > tuple_(bindparam("moment", type_=REMINDER.c.fire_at.type), bindparam("reminder_id")),
    )
)
_NEXT = select(func.min(REMINDER.c.fire_at)).where(
    REMINDER.c.state == "planned", REMINDER.c.fire_at > bindparam("moment")
)
_COUNT = select(func.count()).where(
    REMINDER.c.state == "planned", REMINDER.c.fire_at <= bindparam("now")
)


def plan_reminders(
    connection: Connection, planned: Sequence[NewReminder], *, now: datetime
) -> None:
    """Put reminders in the ledger; one that is there already stays as it is.

    One that was superseded because its deadline moved away is planned again when the
    deadline moves back: else that reminder would be lost.
    """
    if not planned:
        return
    rows = [{**values_of(new), "public_id": new_id(), "made_at": now} for new in planned]
    plan = _PLAN_ON_SQLITE if connection.dialect.name == "sqlite" else _PLAN_ON_POSTGRES
    connection.execute(plan, rows)


def find_reminder(connection: Connection, like: NewReminder) -> ReminderSeen | None:
    """The row of the ledger with this identity, if there is one."""
    wanted = {f"of_{name}": getattr(like, name) for name in _UNIQUE}
    row = connection.execute(_LIKE, wanted).one_or_none()
    return None if row is None else ReminderSeen(*row)


def supersede_planned(connection: Connection, deadline_id: int, *, why: str) -> int:
    """Nothing that is planned for this deadline goes out any more; how many that were."""
    stopped = {"of_deadline": deadline_id, "because": why}
    return connection.execute(_SUPERSEDE, stopped).rowcount


def due_reminders(connection: Connection, *, now: datetime, limit: int) -> tuple[ReminderSeen, ...]:
    """For the tick: what should have gone out by ``now``, the oldest first."""
    rows = connection.execute(_DUE, {"now": now, "most": limit})
    return tuple(ReminderSeen(*row) for row in rows)


def reminder_for_clock(connection: Connection, reminder_id: int) -> ReminderSeen:
    """The reminder, for the tick: nobody looks."""
    return ReminderSeen(*connection.execute(_ONE, {"reminder_id": reminder_id}).one())


def later_is_due(connection: Connection, reminder: ReminderSeen, *, now: datetime) -> bool:
    """Whether a later one of this deadline, to the same audience, goes out by ``now`` too."""
    wanted = {
        "of_deadline": reminder.deadline_id,
        "of_audience": reminder.audience,
        "now": now,
        "moment": reminder.fire_at,
        "reminder_id": reminder.id,
    }
    found: int = connection.execute(_LATER, wanted).scalar_one()
    return found > 0


def fire(
    connection: Connection, reminder_id: int, *, now: datetime, why: str | None = None
) -> bool:
    """Let it go out; False when another tick was first, or it was stopped.

    ``why`` says what is unusual about it: that another than its audience is told.
    """
    return _changed(connection, _FIRE, {"reminder_id": reminder_id, "now": now, "because": why})


def suppress(connection: Connection, reminder_id: int, *, why: str) -> bool:
    """Leave it out, and say why; False when it is no longer planned."""
    dropped = {"reminder_id": reminder_id, "to": "suppressed", "because": why}
    return _changed(connection, _DROP, dropped)


def supersede(connection: Connection, reminder_id: int, *, why: str) -> bool:
    """A later one goes out in its place; False when it is no longer planned."""
    dropped = {"reminder_id": reminder_id, "to": "superseded", "because": why}
    return _changed(connection, _DROP, dropped)


def reminders_of(connection: Connection, case: CaseHead) -> tuple[ReminderSeen, ...]:
    """Everything that was ever planned for the case, by the moment that it was planned for."""
    rows = connection.execute(_OF_CASE, {"wanted_case": case.id})
    return tuple(ReminderSeen(*row) for row in rows)


def next_fire_at(connection: Connection, *, after: datetime) -> datetime | None:
    """When the next reminder goes out."""
    found: datetime | None = connection.execute(_NEXT, {"moment": after}).scalar_one()
    return found


def count_due(connection: Connection, *, now: datetime) -> int:
    """How many should have gone out by ``now`` and did not."""
    found: int = connection.execute(_COUNT, {"now": now}).scalar_one()
    return found


def _changed(connection: Connection, statement: Update, values: Values) -> bool:
    return connection.execute(statement, dict(values)).rowcount == 1
