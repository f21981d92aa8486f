"""A computed due date: when it is past, when it is late, and when to remind of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from engine.calendar import AMSTERDAM, Calendar, DayOff, Reckoning
from engine.errors import TermOutOfScope
from engine.explanation import Explanation
from engine.span import Span, add_months

Direction: TypeAlias = Literal["before", "after"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due date (and moment in UTC, for hours), when to remind, and when it is late.

    Late is: after ``late_after``, which is ``on`` unless a window runs on. A window opens on
    ``window_opens``.
    """

    on: date
    at: datetime | None
    remind_on: date
    late_after: date
    window_opens: date | None
    explanation: Explanation

    @property
    def unrolled(self) -> date:
        """The date before it moved for a day off; where ``on`` may be too late, remind for this."""
        return self.explanation.moved.away_from if self.explanation.moved else self.on


def due_at(due: Due) -> datetime:
    """The moment (UTC) at which the due date is past: 00:00 in Amsterdam on the day after."""
    return due.at or _midnight_after(due.on)


def late_at(due: Due) -> datetime:
    """The moment (UTC) from which it is late: as ``due_at``, but after the window."""
    return due.at or _midnight_after(due.late_after)


def reminder_on(due: Due, offset: Span, direction: Direction, calendar: Calendar) -> date:
    """The local date of a reminder ``offset`` before the due date, or after it is late.

    Working days are the organisation's. Any other offset is calendar time, then back to a
    working day; one ``after`` never comes before it is late and takes the next working day.

    Raises:
        TermOutOfScope: an offset in hours has a moment, not a date: ``reminder_at``.

    Source: DEFAULT.

    >>> from engine.terms import due
    >>> look_back = due(date(2026, 3, 2), Span(months=3), "hard", Calendar())
    >>> reminder_on(look_back, Span(weeks=4), "before", Calendar())  # 5 May is a day off
    datetime.date(2026, 5, 4)
    """
    if offset.unit == "hours":
        raise TermOutOfScope("A reminder in hours goes with a term in hours; write it in days.")
    if direction == "before":
        return calendar.working_day_on_or_before(shift(due.on, offset, -1, calendar)[0])
    moved = calendar.working_day_on_or_before(shift(due.late_after, offset, 1, calendar)[0])
    return moved if moved > due.late_after else calendar.next_working_day(due.late_after)


def reminder_at(
    due: Due, offset: Span, direction: Direction, calendar: Calendar, *, local_time: time
) -> datetime:
    """The moment (UTC) of a reminder: at ``local_time``, or to the hour for a term in hours.

    Raises:
        TermOutOfScope: an offset in hours on a term that is not.
    """
    if due.at and offset.unit == "hours":
        hours = timedelta(hours=offset.amount)
        return due.at - hours if direction == "before" else due.at + hours
    return at_reminder_time(reminder_on(due, offset, direction, calendar), local_time)


def at_reminder_time(day: date, local_time: time) -> datetime:
    """The moment (UTC) at which clocks in Amsterdam show ``local_time`` on ``day``.

    A time that the spring change skips comes an hour later on the clock, one that the autumn
    change repeats is the first of the two.

    >>> at_reminder_time(date(2026, 3, 29), time(7)).isoformat()  # summer time since 02:00
    '2026-03-29T05:00:00+00:00'
    """
    return datetime.combine(day, local_time, AMSTERDAM).astimezone(UTC)


def shift(
    day: date, span: Span, sign: int, calendar: Calendar, reckoning: Reckoning = "own"
) -> tuple[date, tuple[DayOff, ...]]:
    """``day`` moved by ``span``, and the days that did not count on the way."""
    amount = sign * span.amount
    match span.unit:
        case "working_days":
            return calendar.count(day, amount, reckoning=reckoning)
        case "months":
            return add_months(day, amount), ()
        case "years":
            return add_months(day, 12 * amount), ()
        case unit:
            return day + timedelta(days=amount * (7 if unit == "weeks" else 1)), ()


def _midnight_after(day: date) -> datetime:
    return at_reminder_time(day + _DAY, time(0))
