"""Ways and days in a counter-example: how a record gets somewhere, and when."""

from __future__ import annotations

from datetime import date, timedelta

from engine.catalogue import RecordType
from engine.proof.cuts import Cut, passed
from engine.proof.dimension import At
from engine.span import Span, add_months


def is_newer(before: At, after: At) -> bool:
    """Whether only another document can be newer than something that the one before was not."""
    flags = zip(before.newer, after.newer, strict=True)
    return before.band > after.band or any(now and not then for then, now in flags)


def way_to(kind: RecordType, begins: str, ends: str) -> list[str] | None:
    """The moves from one status to another; None when there is no way."""
    if begins == ends and begins == kind.initial:
        return []
    waiting: list[tuple[str, ...]] = [(begins,)]
    seen = set[str]()
    while waiting:
        way = waiting.pop(0)
        for onward in kind.moves.get(way[-1], ()):
            if onward == ends:
                return [*way[1:], onward]
            if onward not in seen:
                seen.add(onward)
                waiting.append((*way, onward))
    return None


def later(day: date, span: Span) -> date:
    """The day so long after another."""
    if span.unit in ("months", "years"):
        return add_months(day, span.amount * (12 if span.unit == "years" else 1))
    return day + timedelta(days=span.amount * (7 if span.unit == "weeks" else 1))


def ending(cuts: tuple[Cut, ...], begins: date, band: int) -> date:
    """A day so long after the first that the time between lies in this band."""
    day = begins
    while passed(cuts, begins, day) < band:
        day += timedelta(days=1)
    return day
