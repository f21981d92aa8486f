"""The guard of the clock at work: while it is not to be believed nothing goes out."""

from __future__ import annotations

from datetime import timedelta

import structlog

from engine.clock_guard import ClockGuard, Reading, watched
from engine.ports import Uptime
from engine.service.delivery import LONGEST_WAIT_M
from engine.service.office import Office
from engine.store import access_log, clock_guards
from engine.store.access_log import LogEntry
from engine.store.unit_of_work import unit_of_work

_FURTHEST_TRY = timedelta(minutes=LONGEST_WAIT_M)
_log = structlog.get_logger(__name__)


def holds(office: Office, uptime: Uptime) -> bool:
    """Look at both clocks; whether the one by which the office works holds.

    That it jumped is kept in the database, for each start of each machine that ticks: no restart
    forgets it, and a jump of one of them holds them all. When it is back, what was made meanwhile
    waits from now on, not from a moment that was none. What somebody confirmed since we looked
    stands; it counts from the next look.
    """
    now = office.clock.now()
    seen = Reading(uptime.boot, now - uptime.elapsed())
    with unit_of_work(office.store) as connection:
        before = clock_guards.guard(connection, seen.boot)
        found = watched(before, seen, now=now)
        noted = found is before or clock_guards.keep(connection, found, instead_of=before)
        if noted and _jumped(before) and not _jumped(found):
            clock_guards.call_back(connection, now=now, furthest=now + _FURTHEST_TRY)
        held = clock_guards.jumped_at(connection)
    if noted:
        _tell(before, found)
    return held is None and not _jumped(found)


def confirm_clock(office: Office, *, by: str, why: str) -> bool:
    """Somebody looked: the clock is right as it is, and the next tick goes on from there.

    Returns:
        Whether there was anything to confirm; if it had not jumped nothing changes.
    """
    now = office.clock.now()
    entry = LogEntry(at=now, action="confirm_clock", outcome="done", access_point="machine")
    with unit_of_work(office.store) as connection:
        if not clock_guards.confirm(connection, by=by, why=why, now=now):
            return False
        clock_guards.call_back(connection, now=now, furthest=now + _FURTHEST_TRY)
        access_log.log(connection, None, entry)
    _log.warning("clock_confirmed")
    return True


def _jumped(guard: ClockGuard | None) -> bool:
    return guard is not None and guard.jumped_at is not None


def _tell(before: ClockGuard | None, found: ClockGuard) -> None:
    """Raise the alarm once, and say when it is over."""
    was, is_now = _jumped(before), _jumped(found)
    if is_now and not was:
        _log.error("clock_jumped", ahead_s=round(found.ahead.total_seconds()))
    elif was and not is_now:
        _log.warning("clock_back")
