"""Lengths of time at which some guard changes its answer, and a day in each band between. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.guards.file import earlier
from engine.span import Span

TODAY = date(2026, 6, 15)
"""The day on which the proof takes place: in the middle of a month, so that no month is short."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cut:
    """A length of time; passed on its last day, or only ``after`` it."""

    span: Span
    after: bool

    @property
    def youngest(self) -> date:
        """The last day that lies so long before the day of the proof."""
        edge = earlier(TODAY, self.span)
        return edge - _DAY if self.after else edge

    def is_passed(self, day: date, on: date) -> bool:
        """Whether ``day`` lies so long before ``on``."""
        edge = earlier(on, self.span)
        return day < edge if self.after else day <= edge


def ordered(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """Each cut once, the shortest first."""
    return tuple(sorted(set(cuts), key=lambda cut: cut.youngest, reverse=True))


def passed(cuts: Sequence[Cut], day: date, on: date) -> int:
    """In which band ``day`` lies: how many of the cuts it has passed."""
    return sum(cut.is_passed(day, on) for cut in cuts)


def bands(cuts: Sequence[Cut]) -> tuple[int, ...]:
    """Every band, the youngest first."""
    return tuple(range(len(cuts) + 1))


def fresh(cuts: Sequence[Cut]) -> int:
    """The band of what happens today."""
    return passed(cuts, TODAY, TODAY)


def day_in(cuts: Sequence[Cut], band: int) -> date:
    """A day that lies in this band, seen from the day of the proof."""
    if band:
        return cuts[band - 1].youngest
    return TODAY if fresh(cuts) == 0 else TODAY + _DAY
