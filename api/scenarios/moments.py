"""Days and moments as scenario files write them: local, in words and never in numbers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from engine.calendar import AMSTERDAM, Calendar
from engine.span import Kind, Span
from engine.terms import due

_LENGTH = len("2026-03-02 09:00")


def _as_day(value: object) -> object:
    """Take a date in ISO form only: a bare number would be a moment in 1970."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"'{value}' is no date; write it as \"2026-03-02\"") from None


def _as_moment(value: object) -> object:
    """Take a date and a time of day without an offset: it is local time."""
    if isinstance(value, datetime):
        return value
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or len(str(value)) != _LENGTH:
        raise ValueError(f"'{value}' is no moment; write it as \"2026-03-02 09:00\"")
    return found.replace(tzinfo=AMSTERDAM)


_DAY_FORM = WithJsonSchema({"type": "string", "format": "date"})
_MOMENT_FORM = WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$"})

Day: TypeAlias = Annotated[date, BeforeValidator(_as_day), _DAY_FORM]
Moment: TypeAlias = Annotated[datetime, BeforeValidator(_as_moment), _MOMENT_FORM]


def later(now: datetime, span: Span, calendar: Calendar) -> datetime:
    """The moment so much after ``now``: for hours real time, else the same local time of day.

    >>> from datetime import UTC
    >>> saturday = datetime(2026, 3, 28, 8, 0, tzinfo=UTC)  # summer time begins on Sunday
    >>> later(saturday, Span(days=1), Calendar()).astimezone(UTC).isoformat()
    '2026-03-29T07:00:00+00:00'
    """
    if span.unit == "hours":
        return now + timedelta(hours=span.amount)
    local = now.astimezone(AMSTERDAM)
    kind: Kind = "working_days" if span.unit == "working_days" else "hard"
    day = due(local.date(), span, kind, calendar).on
    return datetime.combine(day, time(local.hour, local.minute), AMSTERDAM)
