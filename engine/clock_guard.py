"""Whether the clock was set: it is held against one that nobody sets. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
"""So far may the two part between two looks; a clock that is kept right by a little is right."""

_DRIFT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What both clocks say: when the machine started (``boot`` says which time), by the first."""

    boot: str
    began: datetime


@dataclass(frozen=True, slots=True)
class ClockGuard:
    """What is held for right; ``jumped_at`` says since when the clock is not, ``ahead`` how far."""

    boot: str
    began: datetime
    jumped_at: datetime | None = None
    ahead: timedelta = timedelta(0)


def watched(guard: ClockGuard | None, seen: Reading, *, now: datetime) -> ClockGuard:
    """The guard after another look; the same one while nothing is to be noted.

    Each start of a machine has a guard of its own. At its first look there is nothing to compare
    with: the clock is believed. A jump is over when the clock is back before the machine starts
    anew. The guard of a start that is past stays as it was: whether the clock is right since
    cannot be told, for an hour too many looks like an hour of standing still. So then, and when
    the clock was right after all, somebody confirms it.

    Source: SAFETY P14.

    >>> start = datetime(2026, 3, 2, 8)
    >>> known = watched(None, Reading("boot", start), now=start)
    >>> watched(known, Reading("boot", start + timedelta(days=365)), now=start).ahead.days
    365
    """
    if guard is None or guard.boot != seen.boot:
        return ClockGuard(seen.boot, seen.began)
    ahead = seen.began - guard.began
    if abs(ahead) > TOLERANCE:
        return replace(guard, jumped_at=guard.jumped_at or now, ahead=ahead)
    if guard.jumped_at or abs(ahead) >= _DRIFT:
        return ClockGuard(seen.boot, seen.began)
    return guard
