"""On which day one talk meets most of the talks that are owed. Pure.

Source: DOMAIN 2.0 (one talk, many duties).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TalkOwed:
    """A talk that is owed, and the days on which it is in time, both included.

    Without ``closes_on`` it is late already: every day counts for it, the sooner the better.
    """

    key: str
    opens_on: date
    closes_on: date | None

    def is_met_on(self, day: date) -> bool:
        """Whether a talk on this day counts for it."""
        return self.opens_on <= day and (self.closes_on is None or day <= self.closes_on)


@dataclass(frozen=True, slots=True)
class BestDay:
    """The first day on which one talk meets just these, and the last."""

    day: date
    until: date
    meets: tuple[str, ...]


def best_days(owed: Sequence[TalkOwed], days: Iterable[date]) -> tuple[BestDay, ...]:
    """The days that meet most of what is owed, the first in front; none where no day meets any.

    Days that meet the same are one answer: the first of them, and the last.

    >>> talks = [TalkOwed("a", date(2026, 3, 2), date(2026, 3, 4)),
    ...          TalkOwed("b", date(2026, 3, 4), None)]
    >>> (best,) = best_days(talks, [date(2026, 3, day) for day in range(1, 10)])
    >>> best.day.isoformat(), best.meets
    ('2026-03-04', ('a', 'b'))
    """
    found: dict[tuple[str, ...], list[date]] = {}
    for day in sorted(days):
        meets = tuple(each.key for each in owed if each.is_met_on(day))
        if meets:
            found.setdefault(meets, []).append(day)
    most = max(map(len, found), default=0)
    return tuple(
        BestDay(same[0], same[-1], meets) for meets, same in found.items() if len(meets) == most
    )
