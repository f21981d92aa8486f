"""How many working days off a day is, by the calendar of a region."""

from __future__ import annotations

from datetime import date, timedelta

from engine.calendar import Calendar

FURTHEST_DAYS = 92
"""Further off than a quarter nobody counts in working days."""


def working_days_to(calendar: Calendar, today: date, day: date) -> int | None:
    """How many working days are still to come up to ``day``, itself included; negative if past.

    None when it is further off than a quarter.

    >>> working_days_to(Calendar(), date(2026, 11, 23), date(2026, 11, 18))  # Monday, Wednesday
    -3
    """
    if abs((day - today).days) > FURTHEST_DAYS:
        return None
    first, last = sorted((today, day))
    between = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    count = sum(calendar.name_of(each) is None for each in between)
    return count if day >= today else -count
