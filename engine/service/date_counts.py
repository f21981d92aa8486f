"""How many of my deadlines are late, due today, this week and next week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from engine.access import Viewer
from engine.calendar import AMSTERDAM
from engine.service.listing import listing
from engine.service.office import Office
from engine.store import date_counts as counts

Stretch: TypeAlias = Literal["today", "week", "next_week"]

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DateCounts:
    """Open deadlines; ``week`` is the rest of this week, from tomorrow to Sunday."""

    late: int
    today: int
    week: int
    next_week: int
    total: int


def stretches(today: date) -> Mapping[Stretch, tuple[date, date]]:
    """The first and the last day of each stretch of time; on a Sunday this week has no rest.

    >>> stretches(date(2026, 11, 23))["week"]
    (datetime.date(2026, 11, 24), datetime.date(2026, 11, 29))
    """
    monday = today - timedelta(days=today.weekday()) + _WEEK
    return {
        "today": (today, today),
        "week": (today + _DAY, monday - _DAY),
        "next_week": (monday, monday + _WEEK - _DAY),
    }


def begins(day: date) -> datetime:
    """The moment (UTC) at which a day begins in Amsterdam: what is due on it is past after it."""
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)


def date_counts(viewer: Viewer, office: Office) -> DateCounts:
    """The open deadlines of every case in which the viewer takes part today, counted."""
    with listing(viewer, office, "count_dates") as work:
        on = work.today
        firsts = [first for first, _ in stretches(on).values()]
        last = stretches(on)["next_week"][1]
        moments = [begins(day) for day in (*firsts, last + _DAY)]
        due, week, next_week = counts.count_between(work.connection, viewer, moments, on=on)
        return DateCounts(
            late=counts.count_late(work.connection, viewer, now=work.now, on=on),
            today=due,
            week=week,
            next_week=next_week,
            total=counts.count_open(work.connection, viewer, on=on),
        )
