"""The five kinds of term, by the numbered test vectors of the domain and their edges."""

from datetime import UTC, date, datetime

import pytest

from engine.calendar import Calendar
from engine.errors import TermOutOfScope
from engine.span import Kind, Span, Window
from engine.terms import (
    Due,
    OnDayOff,
    Term,
    due,
    due_at,
    last_day_in_force,
    late_at,
)

DECREE = "https://wetten.overheid.nl/BWBR0051300"
EQUATED = {
    date.fromisoformat(day): DECREE
    for day in ("2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26")
}
WITH = Calendar(equated=EQUATED)
WITHOUT = Calendar()
SKIPPING = Calendar(equated=EQUATED, skips=frozenset({"good_friday", "liberation_day", "equated"}))
BOTH = pytest.mark.parametrize("calendar", [WITH, WITHOUT], ids=["equated", "no equated"])


def day(written: str) -> date:
    return date.fromisoformat(written)


def term(
    start: str,
    span: str,
    kind: Kind,
    calendar: Calendar = WITH,
    *,
    law: bool = False,
    on_day_off: OnDayOff = "stays",
    window: Window | None = None,
    suspended_days: int = 0,
) -> Due:
    """A term with everything left out that the test is not about."""
    return due(
        datetime.fromisoformat(start) if "T" in start else day(start),
        Span.parse(span),
        kind,
        calendar,
        law=law,
        on_day_off=on_day_off,
        window=window,
        suspended_days=suspended_days,
    )


@BOTH
@pytest.mark.parametrize(
    ("start", "span", "kind", "on", "remind_on"),
    [
        pytest.param("2026-02-09", "8 weeks", "statutory", "2026-04-07", None, id="1"),
        pytest.param("2026-04-13", "6 weeks", "statutory", "2026-05-26", None, id="2"),
        pytest.param("2026-04-02", "5 working_days", "working_days", "2026-04-13", None, id="3"),
        pytest.param("2026-04-22", "10 working_days", "working_days", "2026-05-08", None, id="4"),
        pytest.param("2026-07-05", "2 months", "countback", "2026-05-05", "2026-05-04", id="5"),
        pytest.param("2026-07-04", "2 months", "countback", "2026-05-04", None, id="5b"),
        pytest.param("2026-04-02", "3 days", "statutory", "2026-04-08", None, id="7"),
        pytest.param("2026-07-05", "0 days", "hard", "2026-07-05", "2026-07-03", id="9"),
        pytest.param("2026-04-07", "5 working_days", "countback", "2026-03-27", None, id="10"),
        pytest.param("2027-04-30", "2 months", "countback", "2027-02-28", "2027-02-26", id="13"),
        pytest.param("2026-04-13", "2 weeks", "statutory", "2026-04-28", None, id="14"),
        pytest.param("2026-03-06", "3 months", "statutory", "2026-06-08", None, id="16"),
        pytest.param("2026-12-22", "10 working_days", "working_days", "2027-01-07", None, id="19"),
    ],
)
def test_vector(
    calendar: Calendar, start: str, span: str, kind: Kind, on: str, remind_on: str | None
) -> None:
    computed = term(start, span, kind, calendar)

    assert computed.on == day(on)
    assert computed.remind_on == day(remind_on or on)


@pytest.mark.parametrize(
    ("calendar", "on"),
    [
        pytest.param(WITH, "2026-05-18", id="6"),
        pytest.param(WITHOUT, "2026-05-15", id="6, before the decree"),
    ],
)
def test_vector_6_an_equated_day_extends_a_statutory_term(calendar: Calendar, on: str) -> None:
    assert term("2026-03-20", "8 weeks", "statutory", calendar).on == day(on)


@pytest.mark.parametrize(
    ("calendar", "on"),
    [
        pytest.param(WITH, "2026-05-19", id="8, equated days count"),
        pytest.param(WITHOUT, "2026-05-19", id="8, before the decree"),
        pytest.param(SKIPPING, "2026-05-20", id="8, the organisation skips equated days"),
    ],
)
def test_vector_8_an_equated_day_is_a_working_day_unless_set_otherwise(
    calendar: Calendar, on: str
) -> None:
    assert term("2026-05-11", "5 working_days", "working_days", calendar).on == day(on)


@BOTH
@pytest.mark.parametrize(
    ("start", "at"),
    [
        pytest.param("2026-10-24T20:00+02:00", "2026-10-26T19:00+01:00", id="11"),
        pytest.param("2026-03-28T20:00+01:00", "2026-03-30T21:00+02:00", id="12"),
    ],
)
def test_vectors_11_and_12_hours_are_real_hours(calendar: Calendar, start: str, at: str) -> None:
    computed = term(start, "48 hours", "hours", calendar)

    assert computed.at == datetime.fromisoformat(at)
    assert computed.at.tzinfo is UTC
    assert due_at(computed) == late_at(computed) == computed.at
    assert computed.on == computed.remind_on == computed.late_after == day(at[:10])


@BOTH
def test_vector_15_a_suspension_is_added_before_the_end_rolls_on(calendar: Calendar) -> None:
    computed = term("2026-02-09", "8 weeks", "statutory", calendar, suspended_days=10)

    assert computed.on == day("2026-04-16")


@BOTH
@pytest.mark.parametrize(
    ("start", "span", "on"),
    [
        pytest.param("2026-11-13", "6 weeks", "2026-12-24", id="17"),
        pytest.param("2026-11-30", "3 months", "2027-02-26", id="18"),
    ],
)
def test_vectors_17_and_18_our_own_norm_moves_to_the_working_day_before(
    calendar: Calendar, start: str, span: str, on: str
) -> None:
    computed = term(start, span, "hard", calendar, on_day_off="earlier")

    assert computed.on == computed.remind_on == day(on)


@BOTH
def test_vector_20_the_word_of_the_order_decides(calendar: Calendar) -> None:
    last_day = last_day_in_force(day("2026-07-05"), "tot")
    until = last_day_in_force(day("2026-07-05"), "tot en met")

    assert due(last_day, Span(days=0), "hard", calendar, law=True).on == day("2026-07-04")
    assert due(until, Span(days=0), "hard", calendar, law=True).on == day("2026-07-05")


@pytest.mark.parametrize(
    ("start", "on"),
    [
        pytest.param("2026-05-02", "2026-05-06", id="over 5 May"),
        pytest.param("2026-12-23", "2026-12-28", id="over Christmas"),
        pytest.param("2025-04-16", "2025-04-22", id="over Easter"),
        pytest.param("2026-06-04", "2026-06-08", id="one working day before the weekend"),
    ],
)
def test_a_statutory_term_of_three_days_holds_two_working_days(start: str, on: str) -> None:
    assert term(start, "3 days", "statutory").on == day(on)


def test_what_the_weekend_alone_would_do_is_called_rolling_on() -> None:
    moved = term("2026-06-04", "3 days", "statutory").explanation.moved

    assert moved is not None
    assert moved.why == "rolled"


def test_a_statutory_term_of_two_days_need_not_hold_two_working_days() -> None:
    assert term("2026-04-02", "2 days", "statutory").on == day("2026-04-07")


def test_a_term_of_no_days_ends_where_it_starts_or_on_the_next_day_that_counts() -> None:
    assert term("2026-04-03", "0 weeks", "statutory").on == day("2026-04-07")
    assert term("2026-04-03", "0 working_days", "working_days").on == day("2026-04-07")


@pytest.mark.parametrize(
    ("start", "span", "kind", "on"),
    [
        # By law Good Friday and 5 May count as working days: the date comes earlier …
        pytest.param("2026-04-02", "5 working_days", "working_days", "2026-04-10", id="onwards"),
        pytest.param("2026-04-30", "4 working_days", "working_days", "2026-05-06", id="5 May"),
        pytest.param("2026-05-14", "1 working_day", "working_days", "2026-05-15", id="equated"),
        # … and back from an event they do not, which is the earlier date there.
        pytest.param("2026-05-18", "1 working_day", "countback", "2026-05-13", id="back"),
    ],
)
def test_in_case_of_doubt_a_term_of_the_law_is_early(
    start: str, span: str, kind: Kind, on: str
) -> None:
    closed = Calendar(equated=EQUATED, closing_days=frozenset({day("2026-05-06")}))

    assert term(start, span, kind, closed, law=True).on == day(on)


def test_a_closing_day_postpones_our_own_term_but_no_statutory_one() -> None:
    closed = Calendar(closing_days=frozenset({day("2026-06-09")}))

    assert term("2026-06-08", "1 working_day", "working_days", closed).on == day("2026-06-10")
    statutory = term("2026-06-08", "1 day", "statutory", closed)
    assert (statutory.on, statutory.remind_on) == (day("2026-06-09"), day("2026-06-08"))


def test_a_suspended_term_in_working_days_ends_on_a_working_day() -> None:
    computed = term("2026-06-08", "3 working_days", "working_days", suspended_days=2)

    assert computed.on == day("2026-06-15")


def test_moving_to_the_working_day_before_never_passes_the_start() -> None:
    saturday_to_sunday = term("2026-06-06", "1 day", "hard", on_day_off="earlier")
    friday_to_saturday = term("2026-06-05", "1 day", "hard", on_day_off="earlier")

    assert saturday_to_sunday.on == day("2026-06-07")
    assert friday_to_saturday.on == day("2026-06-05")


def test_our_own_countback_may_move_to_the_working_day_before_too() -> None:
    assert term("2026-06-15", "1 day", "countback", on_day_off="earlier").on == day("2026-06-12")


def test_a_norm_on_a_working_day_does_not_move() -> None:
    computed = term("2026-06-08", "1 day", "hard", on_day_off="earlier")

    assert computed.on == computed.unrolled == day("2026-06-09")


def test_the_date_before_it_rolled_on_is_kept_for_the_reminder() -> None:
    assert term("2026-02-09", "8 weeks", "statutory").unrolled == day("2026-04-06")


def test_a_window_on_one_side_leaves_the_other_closed() -> None:
    computed = term("2026-06-08", "1 day", "hard", window=Window(after=Span(working_days=4)))

    assert (computed.window_opens, computed.late_after) == (day("2026-06-09"), day("2026-06-15"))


WEEK = Window(after=Span(weeks=1))


@pytest.mark.parametrize(
    ("span", "kind", "problem"),
    [
        pytest.param("91 days", "statutory", "use kind hard", id="over 90 days"),
        pytest.param("13 weeks", "statutory", "art. 4", id="over 12 weeks"),
        pytest.param("4 months", "statutory", "4 months is never extended", id="over 3 months"),
        pytest.param("1 year", "statutory", "or in years", id="in years"),
        pytest.param("5 working_days", "statutory", "not in working_days", id="working days"),
        pytest.param("5 working_days", "hard", "days, months, weeks, years", id="hard ones too"),
        pytest.param("5 days", "working_days", "counted in working_days", id="calendar days"),
        pytest.param("2 hours", "countback", "not in hours", id="hours back"),
        pytest.param("2 days", "hours", "counted in hours", id="days in hours"),
    ],
)
def test_a_kind_takes_only_the_spans_that_it_can_count(span: str, kind: Kind, problem: str) -> None:
    with pytest.raises(TermOutOfScope, match=problem) as refusal:
        Term(span=Span.parse(span), kind=kind)

    assert refusal.value.code == "term_out_of_scope"


@pytest.mark.parametrize(
    "allowed", ["90 days", "12 weeks", "3 months"], ids=lambda span: f"exactly {span}"
)
def test_the_longest_statutory_terms_are_extended(allowed: str) -> None:
    assert term("2026-06-01", allowed, "statutory").on > day("2026-06-01")


@pytest.mark.parametrize(
    ("kind", "law", "on_day_off", "window", "problem"),
    [
        pytest.param("hard", True, "earlier", None, "our own norms", id="law moves"),
        pytest.param("hard", True, "stays", WEEK, "our own norms", id="law has a window"),
        pytest.param("statutory", False, "earlier", None, "use kind hard", id="statute, earlier"),
        pytest.param("hours", False, "earlier", None, "use kind hard", id="hours, earlier"),
        pytest.param("hours", False, "stays", WEEK, "no window", id="hours with a window"),
    ],
)
def test_what_does_not_go_together_is_refused(
    kind: Kind, law: bool, on_day_off: OnDayOff, window: Window | None, problem: str
) -> None:
    span = Span(hours=2) if kind == "hours" else Span(weeks=2)

    with pytest.raises(TermOutOfScope, match=problem):
        Term(span=span, kind=kind, law=law, on_day_off=on_day_off, window=window)


@pytest.mark.parametrize(
    ("start", "span", "kind", "suspended_days", "problem"),
    [
        pytest.param("2026-06-01", "2 hours", "hours", 0, "moment with its zone", id="a date"),
        pytest.param("2026-06-01T09:00", "2 hours", "hours", 0, "with its zone", id="no zone"),
        pytest.param("2026-06-01T09:00Z", "2 hours", "hours", 1, "suspended", id="hours stop"),
        pytest.param("2026-06-01T09:00Z", "2 days", "hard", 0, "starts on a date", id="a moment"),
        pytest.param("2026-06-01", "2 days", "hard", -1, "0 days or more", id="less than no days"),
        pytest.param("2026-06-01", "2 days", "countback", 1, "suspended", id="an event stops"),
        pytest.param("2026-06-01", "9000 years", "hard", 0, "beyond the cal", id="after 9999"),
        pytest.param("9999-01-01", "60 weeks", "hard", 0, "beyond the cal", id="weeks too"),
        pytest.param("0001-06-01", "1 year", "countback", 0, "beyond the cal", id="before 1"),
    ],
)
def test_a_start_that_does_not_fit_is_refused(
    start: str, span: str, kind: Kind, suspended_days: int, problem: str
) -> None:
    with pytest.raises(TermOutOfScope, match=problem):
        term(start, span, kind, suspended_days=suspended_days)
