"""A filter of deadlines as the store asks it: conditions by name, and what they compare with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from engine.calendar import AMSTERDAM
from engine.service.date_filter import DeadlineFilter
from engine.service.date_marks import marks_of, states_in
from engine.service.listing import Listing
from engine.span import add_months
from engine.store.visibility import seen_by

Stretch: TypeAlias = Literal["today", "week", "next_week"]

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_NEAR_18_MONTHS = 17 * 12 + 6


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


def conditions(asked: DeadlineFilter) -> tuple[str, ...]:
    """The heading and what narrows it, by the names that the store has for them."""
    heading = (asked.when, *([asked.special] if asked.special else []))
    return (*heading, *narrowing(asked))


def narrowing(asked: DeadlineFilter) -> tuple[str, ...]:
    """What holds under every heading."""
    return tuple(_narrowing(asked))


def parameters(work: Listing, asked: DeadlineFilter) -> Mapping[str, object]:
    """All that the conditions compare with, on the day and at the moment of the look."""
    library, marks = work.office.library, marks_of(work.office.library)
    first, last = stretches(work.today), stretches(work.today)["next_week"][1]
    return {
        **seen_by(work.viewer, work.today),
        "now": work.now,
        "on": work.today,
        "from_today": begins(work.today),
        "from_tomorrow": begins(first["week"][0]),
        "from_next_week": begins(first["next_week"][0]),
        "from_after": begins(last + _DAY),
        "under_twelve": marks.under_twelve,
        "near_18": marks.near_18,
        "no_outcome": marks.no_outcome,
        "born_by": add_months(work.today, -_NEAR_18_MONTHS),
        "region": asked.region,
        "workflow": asked.workflow,
        "owner": asked.owner,
        "states": states_in(library, asked.phase, asked.workflow) if asked.phase else (),
    }


def _narrowing(asked: DeadlineFilter) -> Iterator[str]:
    for name in ("region", "workflow", "phase", "owner"):
        if getattr(asked, name) is not None:
            yield name
    if asked.look:
        yield asked.look
