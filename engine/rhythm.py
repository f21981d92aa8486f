"""A table gets another rhythm: what becomes of each meeting that was planned in the old one. Pure.

Only a meeting without cases that nobody fixed goes along, to the new day of its own week; where
that cannot be it is undone. Everything else stays where it is, and it is said why.

Source: PAGES 4.4 (the chair plans ahead around days off); DEFAULT.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal, TypeAlias

Fate: TypeAlias = Literal["stays", "moves", "goes", "time"]
"""It stays, it moves to another day, it does not take place, or it begins at another time."""

Why: TypeAlias = Literal["cases", "fixed", "extra", "no_day", "same", "past", "off", "taken"]
"""Why it stays: cases, a fixed agenda, no meeting of the rhythm, no day any more, all the same.

And why it goes: the day in its week is past, is a day off, or has a meeting.
"""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On which day of the week a table meets, from Monday 0 on, and when it begins."""

    weekday: int | None
    starts: time | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting that is still to come; ``is_fixed``: its agenda was told to people."""

    id: str
    on: date
    starts: time | None
    is_fixed: bool
    has_cases: bool


@dataclass(frozen=True, slots=True)
class Replanned:
    """What becomes of a meeting; ``to`` and ``starts`` are where and when it comes."""

    meeting: Planned
    fate: Fate
    why: Why | None = None
    to: date | None = None
    starts: time | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """What is known of the days ahead: today, which are days off, which have a meeting."""

    today: date
    is_off: Callable[[date], bool]
    taken: Collection[date]


def replan(
    meetings: Collection[Planned], old: Rhythm, new: Rhythm, week: Week
) -> tuple[Replanned, ...]:
    """What becomes of each of these meetings, in their order."""
    return tuple(_replanned(meetings, old, new, week))


def _replanned(
    meetings: Collection[Planned], old: Rhythm, new: Rhythm, week: Week
) -> Iterator[Replanned]:
    taken = {*week.taken}
    for each in meetings:
        why = _stays(each, old, new)
        if why is not None:
            yield Replanned(each, "stays", why)
            continue
        to = each.on + timedelta(days=(new.weekday or 0) - each.on.weekday())
        starts = new.starts if each.starts == old.starts else each.starts
        gone = _goes(to, week, taken) if to != each.on else None
        if gone is not None:
            yield Replanned(each, "goes", gone)
        elif to != each.on:
            taken.add(to)
            yield Replanned(each, "moves", to=to, starts=starts)
        elif starts != each.starts:
            yield Replanned(each, "time", to=to, starts=starts)
        else:
            yield Replanned(each, "stays", "same")


def _stays(meeting: Planned, old: Rhythm, new: Rhythm) -> Why | None:
    if meeting.has_cases:
        return "cases"
    if meeting.is_fixed:
        return "fixed"
    if meeting.on.weekday() != old.weekday:
        return "extra"
    return "no_day" if new.weekday is None else None


def _goes(to: date, week: Week, taken: Collection[date]) -> Why | None:
    if to <= week.today:
        return "past"
    if week.is_off(to):
        return "off"
    return "taken" if to in taken else None
