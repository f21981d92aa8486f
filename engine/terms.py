"""The five kinds of term: when something is due, and how that was computed.

Terms are local dates; no datetime arithmetic, except for real hours. Pure: the calendar
is handed in, and nothing here knows what day it is today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal, TypeAlias

from engine.ages import age_on, birthday, earliest_birthday
from engine.calendar import AMSTERDAM, Calendar, Reckoning
from engine.due import Due, at_reminder_time, due_at, late_at, reminder_at, reminder_on, shift
from engine.errors import TermOutOfScope
from engine.explanation import Explanation, Move
from engine.span import Kind, Span, Unit, Window, add_months

__all__ = [
    "Due", "Kind", "OnDayOff", "Term", "Window", "add_months", "age_on", "at_reminder_time",
    "birthday", "due", "due_at", "earliest_birthday", "last_day_in_force", "late_at",
    "reminder_at", "reminder_on",
]  # fmt: skip

OnDayOff: TypeAlias = Literal["stays", "earlier"]

_DAY = timedelta(days=1)
_NONE = Span(days=0)
_CALENDAR_UNITS: frozenset[Unit] = frozenset({"days", "weeks", "months", "years"})
_UNITS: Mapping[Kind, frozenset[Unit]] = {
    "statutory": _CALENDAR_UNITS,
    "hard": _CALENDAR_UNITS,
    "countback": _CALENDAR_UNITS | {"working_days"},
    "working_days": frozenset({"working_days"}),
    "hours": frozenset({"hours"}),
}
_LONGEST_STATUTORY: Mapping[Unit, int] = {"days": 90, "weeks": 12, "months": 3, "years": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a definition says about a term; one that its kind does not cover cannot be made.

    Args:
        span: its length; which units fit depends on the kind.
        kind: how it is counted.
        law: its source is an act; then it has no window and no ``on_day_off``.
        on_day_off: ``earlier`` takes the working day before, but never one before its start.
        window: how far off is still in time.
        source: where it is written.

    Raises:
        TermOutOfScope: the sentence says what does not go together, or which kind does.
    """

    span: Span
    kind: Kind
    law: bool = False
    on_day_off: OnDayOff = "stays"
    window: Window | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if misfit := _misfit(self):
            raise TermOutOfScope(misfit)

    @property
    def reckoning(self) -> Reckoning:
        """By which days off its working days are counted: the earlier date in case of doubt.

        Counted forward, a doubtful day that counts makes the date earlier; counted back from
        an event, one that does not.
        """
        if not self.law:
            return "own"
        return "statutory" if self.kind == "countback" else "law"


def due(  # noqa: PLR0913 - a keyword for each thing that a definition may say of a term
    start: date | datetime,
    span: Span,
    kind: Kind,
    calendar: Calendar,
    *,
    law: bool = False,
    on_day_off: OnDayOff = "stays",
    window: Window | None = None,
    suspended_days: int = 0,
    source: str = "",
) -> Due:
    """The last day that is still in time, or the moment for terms in hours.

    Day 1 is the day after ``start``; a ``countback`` runs back from ``start``, the event or
    the last day in force. How each kind treats days off: ``_moved`` and ``_extended``.

    Args:
        start: a local date; for ``hours`` a moment that knows its zone.
        suspended_days: days that the term stood still (Awb 4:15), added before the end rolls on.
        source: where the term is written; kept in the explanation. The others: ``Term``.

    Raises:
        TermOutOfScope: these do not go together, or the date lies beyond the calendar.

    Source: Algemene termijnenwet, art. 1 to 5; Awb 4:15; our own norms: DEFAULT.

    >>> due(date(2026, 2, 9), Span(weeks=8), "statutory", Calendar()).on  # not Easter Monday
    datetime.date(2026, 4, 7)
    """
    term = Term(span=span, kind=kind, law=law, on_day_off=on_day_off, window=window, source=source)
    try:
        if kind == "hours":
            return _due_in_hours(_moment(start, suspended_days), term, calendar)
        return _due_in_days(_day(start, kind, suspended_days), term, calendar, suspended_days)
    except OverflowError as beyond:
        raise TermOutOfScope(f"{span.words('en')} from {start} is beyond the calendar") from beyond


def last_day_in_force(until: date, word: Literal["tot", "tot en met"]) -> date:
    """The last day of an order; its own word decides. Countbacks run from this day.

    Source: usage of courts (RBMNE 2024:3158).

    >>> last_day_in_force(date(2026, 7, 5), "tot")
    datetime.date(2026, 7, 4)
    """
    return until - _DAY if word == "tot" else until


def _misfit(term: Term) -> str | None:
    """Why this is no term, in one sentence, or None."""
    unit, amount, kind = term.span.unit, term.span.amount, term.kind
    if unit not in _UNITS[kind]:
        units = ", ".join(sorted(_UNITS[kind]))
        return f"A term of kind {kind} is counted in {units}, not in {unit}."
    if kind == "statutory" and amount > _LONGEST_STATUTORY[unit]:
        return (
            f"A term of {term.span.words('en')} is never extended (over 90 days, 12 weeks or "
            "3 months, or in years: Algemene termijnenwet, art. 4); use kind hard."
        )
    if term.law and (term.window or term.on_day_off == "earlier"):
        return "A term set by law has no window and no on_day_off; those are for our own norms."
    if kind in {"statutory", "hours"} and term.on_day_off == "earlier":
        return f"A term of kind {kind} never moves to an earlier day; use kind hard."
    if kind == "hours" and term.window:
        return "A term in hours has no window; use kind hard."
    return None


def _moment(start: date | datetime, suspended_days: int) -> datetime:
    if not isinstance(start, datetime) or start.utcoffset() is None:
        raise TermOutOfScope("A term in hours starts at a moment with its zone, not on a date.")
    if suspended_days:
        raise TermOutOfScope("A term in hours cannot be suspended.")
    return start.astimezone(UTC)


def _day(start: date | datetime, kind: Kind, suspended_days: int) -> date:
    if isinstance(start, datetime):
        raise TermOutOfScope(f"A term of kind {kind} starts on a date, not at a moment.")
    if suspended_days < 0 or (suspended_days and kind == "countback"):
        raise TermOutOfScope("Only time that runs on to an end can be suspended, 0 days or more.")
    return start


def _due_in_hours(start: datetime, term: Term, calendar: Calendar) -> Due:
    at = start + timedelta(hours=term.span.amount)
    day, on = (moment.astimezone(AMSTERDAM).date() for moment in (start, at))
    explanation = Explanation(
        kind=term.kind, span=term.span, start=day, start_at=start, due=on, due_at=at,
        source=term.source, calendar=calendar.edition,
    )  # fmt: skip
    return Due(
        on=on, at=at, remind_on=on, late_after=on, window_opens=None, explanation=explanation
    )


def _due_in_days(start: date, term: Term, calendar: Calendar, suspended_days: int) -> Due:
    sign = -1 if term.kind == "countback" else 1
    end, skipped = shift(start, term.span, sign, calendar, term.reckoning)
    end += timedelta(days=suspended_days)
    moved = _moved(start, end, term, calendar)
    on = moved.to if moved else end
    remind_on, over = calendar.walk(on, forward=False)
    explanation = Explanation(
        kind=term.kind, span=term.span, start=start, due=on, skipped=skipped, moved=moved,
        reminder=Move(on, remind_on, "reminder", over) if over else None,
        suspended_days=suspended_days, source=term.source, calendar=calendar.edition,
    )  # fmt: skip
    plain = Due(
        on=on, at=None, remind_on=remind_on, late_after=on, window_opens=None,
        explanation=explanation,
    )  # fmt: skip
    return _with_window(plain, term.window, calendar) if term.window else plain


def _with_window(due: Due, window: Window, calendar: Calendar) -> Due:
    opens = shift(due.on, window.before or _NONE, -1, calendar)[0]
    closes = shift(due.on, window.after or _NONE, 1, calendar)[0]
    explanation = replace(due.explanation, window_opens=opens, late_after=closes)
    return replace(due, window_opens=opens, late_after=closes, explanation=explanation)


def _moved(start: date, end: date, term: Term, calendar: Calendar) -> Move | None:
    """Where the end goes from a day off, if its kind lets it go anywhere."""
    if term.kind == "statutory":
        return _extended(start, end, term.span, calendar)
    if term.kind == "working_days":  # only a suspension, or no days at all, ends on a day off
        to, over = calendar.walk(end, forward=True, reckoning=term.reckoning)
        return Move(end, to, "rolled", over) if over else None
    if term.on_day_off == "earlier":
        to, over = calendar.walk(end, forward=False)
        in_time = term.kind == "countback" or to >= start
        return Move(end, to, "earlier", over) if over and in_time else None
    return None


def _extended(start: date, end: date, span: Span, calendar: Calendar) -> Move | None:
    """Algemene termijnenwet: never end on a day off (art. 1), hold two working days (art. 2)."""
    to, over = calendar.walk(end, forward=True, reckoning="statutory")
    if span.amount and (span.unit != "days" or span.amount >= 3):
        first, before = calendar.walk(start + _DAY, forward=True, reckoning="statutory")
        second, between = calendar.walk(first + _DAY, forward=True, reckoning="statutory")
        if second > to:
            return Move(end, second, "two_working_days", before + between)
    return Move(end, to, "rolled", over) if over else None
