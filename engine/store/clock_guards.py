"""The guards of the clock: a row for each start of a machine, which the next leaves as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from engine.clock_guard import ClockGuard
from engine.store.rows import insert_or_nothing
from engine.store.tables.clock import NOTICE
from engine.store.tables.guard import CLOCK_GUARD

_FIRST = insert_or_nothing(CLOCK_GUARD, "boot")
_MINE = CLOCK_GUARD.c.boot == bindparam("of_boot")
_JUMPED_AT = select(func.min(CLOCK_GUARD.c.jumped_at))
_KEEP = (
    update(CLOCK_GUARD)
    .where(
        _MINE,
        CLOCK_GUARD.c.began.is_not_distinct_from(bindparam("it_was")),
        CLOCK_GUARD.c.jumped_at.is_not_distinct_from(bindparam("was_since")),
    )
    .values(
        began=bindparam("it_began"),
        jumped_at=bindparam("since"),
        ahead_s=bindparam("seconds"),
    )
)
_CONFIRM = (
    update(CLOCK_GUARD)
    .where(_JUMPED_AT.scalar_subquery().is_not(None))
    .values(
        began=None,
        jumped_at=None,
        ahead_s=0,
        confirmed_at=bindparam("now"),
        confirmed_by=bindparam("by"),
        why=bindparam("because"),
    )
)
_GUARD = select(
    CLOCK_GUARD.c.boot, CLOCK_GUARD.c.began, CLOCK_GUARD.c.jumped_at, CLOCK_GUARD.c.ahead_s
).where(_MINE, CLOCK_GUARD.c.began.is_not(None))
_CONFIRMED = (
    select(CLOCK_GUARD.c.confirmed_at, CLOCK_GUARD.c.confirmed_by, CLOCK_GUARD.c.why)
    .where(CLOCK_GUARD.c.confirmed_at.is_not(None))
    .order_by(CLOCK_GUARD.c.confirmed_at.desc())
    .limit(1)
)
_CALL_BACK = (
    update(NOTICE)
    .where(
        NOTICE.c.state.in_(("open", "failed", "uncertain")),
        NOTICE.c.next_try_at > bindparam("now"),
        or_(
            NOTICE.c.made_at > bindparam("now"),
            and_(NOTICE.c.state != "open", NOTICE.c.next_try_at > bindparam("furthest")),
        ),
    )
    .values(next_try_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who said last that the clock is right, and why."""

    at: datetime
    by: str
    why: str


def guard(connection: Connection, boot: str) -> ClockGuard | None:
    """What is known of the clock in this start; None before the first look, and once confirmed."""
    row = connection.execute(_GUARD, {"of_boot": boot}).one_or_none()
    if row is None:
        return None
    return ClockGuard(row.boot, row.began, row.jumped_at, timedelta(seconds=row.ahead_s))


def jumped_at(connection: Connection) -> datetime | None:
    """Since when the clock is not to be believed, of whichever machine; None while all are."""
    found: datetime | None = connection.execute(_JUMPED_AT).scalar_one()
    return found


def keep(connection: Connection, known: ClockGuard, *, instead_of: ClockGuard | None) -> bool:
    """Note what is known of the clock; False, and nothing noted, when somebody was first.

    ``instead_of`` is what ``guard`` said before.
    """
    seconds = round(known.ahead.total_seconds())
    values = {
        "of_boot": known.boot,
        "it_was": instead_of.began if instead_of else None,
        "was_since": instead_of.jumped_at if instead_of else None,
        "it_began": known.began,
        "since": known.jumped_at,
        "seconds": seconds,
    }
    if connection.execute(_KEEP, values).rowcount == 1:
        return True
    first = {"boot": known.boot, "began": known.began, "jumped_at": known.jumped_at}
    return instead_of is None and _FIRST(connection, {**first, "ahead_s": seconds}) is not None


def confirm(connection: Connection, *, by: str, why: str, now: datetime) -> bool:
    """The clock is right after all: all are looked at anew; False when none had jumped."""
    said = {"now": now, "by": by, "because": why}
    return connection.execute(_CONFIRM, said).rowcount > 0


def confirmed(connection: Connection) -> Confirmed | None:
    """The last time that somebody said so."""
    row = connection.execute(_CONFIRMED).one_or_none()
    return None if row is None else Confirmed(*row)


def call_back(connection: Connection, *, now: datetime, furthest: datetime) -> int:
    """Let messages wait from now on that were made while the clock was ahead; how many.

    Also those that were to be tried again after ``furthest``: no try is so far off.
    """
    return connection.execute(_CALL_BACK, {"now": now, "furthest": furthest}).rowcount
