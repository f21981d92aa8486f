"""Birthdays and ages, 29 February included."""

from __future__ import annotations

from datetime import date, timedelta

from engine.span import add_months


def birthday(born: date, years: int) -> date:
    """The day on which somebody turns ``years``; of 29 February: 1 March in a common year.

    Source: DEFAULT (DOMAIN 2). The end of a parent's access: ``earliest_birthday``.

    >>> add_months(birthday(date(2012, 2, 29), 16), -3)  # 15 years and 9 months
    datetime.date(2027, 11, 29)
    """
    eve = add_months(born, 12 * years)
    return eve if eve.day == born.day else eve + timedelta(days=1)


def earliest_birthday(born: date, years: int) -> date:
    """``birthday`` in the stricter reading, for the end of a parent's access: 28 February."""
    return add_months(born, 12 * years)


def age_on(born: date, on: date) -> int:
    """Age in full years; 0 for a child that is yet to be born."""
    years = on.year - born.year
    return max(0, years if birthday(born, years) <= on else years - 1)
