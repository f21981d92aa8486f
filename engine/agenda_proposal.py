"""Which waiting cases a meeting takes first, and when each of its items begins. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

Ground: TypeAlias = Literal["high", "term", "return", "wait"]
"""Why a case comes where it comes: high priority, its term, its return, or how long it waits."""

SLOT_MINUTES = 60
"""How long a case is talked about where nobody said so (DEFAULT)."""

PAUSE_MINUTES = 15
"""Between two items: so that families leave before the next one comes (DEFAULT)."""

_GROUNDS: Sequence[Ground] = ("high", "term", "return", "wait")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A case that waits for a place, as far as its place on the agenda depends on it.

    ``latest`` is the day until which it must be at a table, ``returns_on`` when it comes back.
    """

    key: str
    is_high: bool = False
    latest: date | None = None
    returns_on: date | None = None
    waited_days: int = 0
    minutes: int = SLOT_MINUTES


@dataclass(frozen=True, slots=True)
class Placed:
    """A case of the proposal, and why it stands there."""

    key: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Proposed:
    """What fits, in order; what does not fit any more; what comes too late at this meeting."""

    placed: tuple[Placed, ...]
    left_out: tuple[Placed, ...]
    minutes_free: int | None
    too_late: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The day of the meeting, of the one after it, and of the first that is still to come."""

    on: date
    next_on: date | None
    first_on: date | None = None


@dataclass(frozen=True, slots=True)
class Timed:
    """An item of the agenda: when it begins if that was said, and how long it lasts."""

    starts: time | None
    minutes: int


def propose(
    candidates: Iterable[Candidate], around: Around, *, minutes_free: int | None
) -> Proposed:
    """The cases in the order in which this meeting takes them, as many as fit.

    High priority by latest day; then terms that expire before the next meeting; then returns
    that are due; then whoever waits longest. Equals keep their order. One that does not fit
    does not keep a shorter one out. Without known minutes everything fits.

    Source: ISSUE 6; DEFAULT.
    """
    ordered = sorted(candidates, key=lambda each: _place(each, around))
    placed: list[Placed] = []
    left_out: list[Placed] = []
    for each in ordered:
        fits = minutes_free is None or each.minutes <= minutes_free
        (placed if fits else left_out).append(Placed(each.key, ground_of(each, around)))
        if minutes_free is not None and fits:
            minutes_free -= each.minutes
    late = tuple(each.key for each in ordered if each.is_high and _is_too_late(each, around))
    return Proposed(tuple(placed), tuple(left_out), minutes_free, late)


def ground_of(case: Candidate, around: Around) -> Ground:
    """Why the case comes where it comes.

    >>> around = Around(on=date(2026, 3, 10), next_on=date(2026, 3, 17))
    >>> ground_of(Candidate(key="a", latest=date(2026, 3, 16)), around)
    'term'
    """
    if case.is_high:
        return "high"
    if case.returns_on is not None:
        return "return"
    return "term" if _before(case.latest, around.next_on) else "wait"


def starts_of(begins: time | None, items: Iterable[Timed]) -> tuple[time | None, ...]:
    """When each item begins that has no time yet; None: it has one, or nobody can say.

    One after the other from the beginning of the meeting, with a pause between; an item with
    a time of its own sets the clock for those after it.

    >>> slots = [Timed(None, 75), Timed(time(11), 60), Timed(None, 60)]
    >>> [str(each) for each in starts_of(time(9), slots)]
    ['09:00:00', 'None', '12:15:00']
    """
    proposed: list[time | None] = []
    free = begins
    for item in items:
        proposed.append(free if item.starts is None else None)
        free = _after(item.starts or free, item.minutes + PAUSE_MINUTES)
    return tuple(proposed)


def minutes_between(begins: time, ends: time) -> int:
    """How many minutes lie between two times of a day; none if it ends before it begins."""
    return max(0, (ends.hour - begins.hour) * 60 + ends.minute - begins.minute)


def _place(case: Candidate, around: Around) -> tuple[int, date, int]:
    """Where a case sorts: by why it comes, by its day, by how long it waits."""
    ground = ground_of(case, around)
    day = {"high": case.latest, "term": case.latest, "return": case.returns_on}.get(ground)
    return _GROUNDS.index(ground), day or date.max, -case.waited_days


def _is_too_late(case: Candidate, around: Around) -> bool:
    """Whether this meeting comes too late, and no earlier one is in time either."""
    missed = around.first_on is None or _before(case.latest, around.first_on)
    return _before(case.latest, around.on) and missed


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def _after(begins: time | None, minutes: int) -> time | None:
    """So many minutes later, as long as it is the same day."""
    if begins is None:
        return None
    day = datetime.combine(date.min, begins)
    later = day + timedelta(minutes=minutes)
    return later.time() if later.date() == day.date() else None
