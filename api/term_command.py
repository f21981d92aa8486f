"""The answer of ``regietafel term``: what is due, and how that was computed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from engine.calendar import AMSTERDAM, Calendar
from engine.span import KINDS, Kind, Span, Window, did_you_mean
from engine.terms import OnDayOff, due


class Explained(TypedDict):
    """The same sentence in both languages."""

    nl: str
    en: str


class TermAnswer(TypedDict):
    """What the command prints as JSON; ``start`` and ``due`` in ISO form and local time."""

    start: str
    due: str
    kind: Kind
    explanation: Explained


def term_answer(  # noqa: PLR0913 - one keyword for each option of the command
    start: str,
    span: str,
    kind: str,
    region_calendar: Calendar,
    *,
    law: bool = False,
    on_day_off: OnDayOff = "stays",
    window: Window | None = None,
    suspended_days: int = 0,
) -> TermAnswer:
    """Compute one term as a definition would.

    Args:
        start: a date; for ``countback`` the event; for ``hours`` a moment, local when it
            bears no offset.
        span: as typed: ``5 working_days``.

    Raises:
        ValueError: something is written wrong; the sentence says how it should be.
        TermOutOfScope: it is written well, but no term of this kind.
    """
    known = _kind(kind)
    computed = due(
        _moment(start) if known == "hours" else _date(start),
        Span.parse(span),
        known,
        region_calendar,
        law=law,
        on_day_off=on_day_off,
        window=window,
        suspended_days=suspended_days,
    )
    how = computed.explanation
    return {
        "start": _iso(how.start, how.start_at),
        "due": _iso(computed.on, computed.at),
        "kind": known,
        "explanation": {"nl": how.words("nl"), "en": how.words("en")},
    }


def _kind(written: str) -> Kind:
    if written not in KINDS:
        raise ValueError(
            f"unknown kind '{written}'{did_you_mean(written, KINDS)} ({', '.join(KINDS)})"
        )
    return written


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError(f"'{written}' is no date; write it as 2026-04-02") from None


def _moment(written: str) -> datetime:
    """The moment meant; what the autumn change repeats is the first, cautious one."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or len(written) <= len("2026-10-24"):
        raise ValueError(f"'{written}' is no moment; write it as 2026-10-24T20:00")
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)


def _iso(day: date, moment: datetime | None) -> str:
    return moment.astimezone(AMSTERDAM).isoformat() if moment else day.isoformat()
