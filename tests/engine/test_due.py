"""When a due date is past or late, and when its reminders go out."""

from datetime import date, datetime, time, timedelta

import pytest

from engine.calendar import Calendar
from engine.due import (
    Direction,
    Due,
    at_reminder_time,
    due_at,
    late_at,
    reminder_at,
    reminder_on,
)
from engine.errors import TermOutOfScope
from engine.span import Span, Window
from engine.terms import due

CALENDAR = Calendar()
SEVEN = time(7)


def day(written: str) -> date:
    return date.fromisoformat(written)


def norm(start: str, span: str, *, window: Window | None = None) -> Due:
    """A norm of our own that does not move for a day off."""
    return due(day(start), Span.parse(span), "hard", CALENDAR, window=window)


def test_it_is_late_only_after_its_window() -> None:
    three_weeks = Window(before=Span(weeks=3), after=Span(weeks=3))
    computed = norm("2026-11-26", "3 months", window=three_weeks)

    assert (computed.window_opens, computed.late_after) == (day("2027-02-05"), day("2027-03-19"))
    assert due_at(computed).isoformat() == "2027-02-26T23:00:00+00:00"
    assert late_at(computed).isoformat() == "2027-03-19T23:00:00+00:00"


@pytest.mark.parametrize(
    ("start", "at"),
    [
        pytest.param("2026-03-27", "2026-03-28T23:00:00+00:00", id="before the clocks go forward"),
        pytest.param("2026-03-28", "2026-03-29T22:00:00+00:00", id="a day of 23 hours"),
        pytest.param("2026-10-23", "2026-10-24T22:00:00+00:00", id="before the clocks go back"),
        pytest.param("2026-10-24", "2026-10-25T23:00:00+00:00", id="a day of 25 hours"),
    ],
)
def test_a_date_is_past_at_midnight_in_amsterdam(start: str, at: str) -> None:
    assert due_at(norm(start, "1 day")).isoformat() == at


@pytest.mark.parametrize(
    ("on", "local_time", "at"),
    [
        pytest.param("2026-03-28", SEVEN, "2026-03-28T06:00:00+00:00", id="the day before"),
        pytest.param("2026-03-29", SEVEN, "2026-03-29T05:00:00+00:00", id="clocks go forward"),
        pytest.param("2026-10-24", SEVEN, "2026-10-24T05:00:00+00:00", id="still summer"),
        pytest.param("2026-10-25", SEVEN, "2026-10-25T06:00:00+00:00", id="clocks go back"),
        pytest.param("2026-03-29", time(2, 30), "2026-03-29T01:30:00+00:00", id="no such time"),
        pytest.param("2026-10-25", time(2, 30), "2026-10-25T00:30:00+00:00", id="twice"),
    ],
)
def test_a_reminder_goes_out_at_a_time_on_the_wall(on: str, local_time: time, at: str) -> None:
    assert at_reminder_time(day(on), local_time).isoformat() == at


@pytest.mark.parametrize(
    ("offset", "direction", "on"),
    [
        pytest.param("4 weeks", "before", "2026-05-04", id="5 May, so the day before"),
        pytest.param("6 working_days", "before", "2026-05-22", id="over Whit Monday"),
        pytest.param("1 month", "before", "2026-05-01", id="Saturday 2 May"),
        pytest.param("0 days", "before", "2026-06-02", id="on the day"),
        pytest.param("1 working_day", "after", "2026-06-03", id="the working day after"),
        pytest.param("4 days", "after", "2026-06-05", id="Saturday 6 June"),
        pytest.param("0 days", "after", "2026-06-03", id="after is after"),
    ],
)
def test_a_reminder_has_a_date_of_its_own(offset: str, direction: Direction, on: str) -> None:
    look_back = norm("2026-03-02", "3 months")

    assert reminder_on(look_back, Span.parse(offset), direction, CALENDAR) == day(on)


@pytest.mark.parametrize("offset", ["1 day", "2 days"])
def test_a_reminder_after_does_not_fall_back_on_the_due_date(offset: str) -> None:
    friday = norm("2026-06-04", "1 day")

    assert reminder_on(friday, Span.parse(offset), "after", CALENDAR) == day("2026-06-08")


def test_a_reminder_after_comes_when_the_window_is_over() -> None:
    review = norm("2026-06-01", "1 day", window=Window(after=Span(weeks=2)))

    assert reminder_on(review, Span(working_days=2), "after", CALENDAR) == day("2026-06-18")


def test_a_reminder_of_a_term_in_hours_may_be_to_the_hour() -> None:
    crisis = due(
        datetime.fromisoformat("2026-10-24T20:00+02:00"), Span(hours=48), "hours", CALENDAR
    )
    at = due_at(crisis)

    early = reminder_at(crisis, Span(hours=4), "before", CALENDAR, local_time=SEVEN)
    late = reminder_at(crisis, Span(hours=1), "after", CALENDAR, local_time=SEVEN)
    monday = reminder_at(crisis, Span(days=0), "before", CALENDAR, local_time=SEVEN)

    assert (at - early, late - at) == (timedelta(hours=4), timedelta(hours=1))
    assert monday.isoformat() == "2026-10-26T06:00:00+00:00"


def test_a_reminder_in_hours_needs_a_term_in_hours() -> None:
    with pytest.raises(TermOutOfScope, match="write it in days"):
        reminder_at(
            norm("2026-06-08", "1 day"), Span(hours=4), "before", CALENDAR, local_time=SEVEN
        )
