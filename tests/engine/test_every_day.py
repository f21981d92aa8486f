"""Promise P15: the calendar is right on every day from 2020 to 2050.

The oracle is written apart, from the text of the Algemene termijnenwet: it steps day by day
and computes its own Easter.
"""

from calendar import isleap
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from engine.calendar import Calendar
from engine.span import Kind, Span
from engine.terms import due, due_at

FIRST, LAST = date(2020, 1, 1), date(2050, 12, 31)
ONE = timedelta(days=1)
CALENDAR = Calendar()


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous algorithm that Butcher's Ecclesiastical Calendar gives."""
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    a = year % 19
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * week) // 451
    month, day = divmod(h + week - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holidays_of(year: int) -> set[date]:
    """Article 3(1) and, from 3(2), Good Friday."""
    kings_day = date(year, 4, 27)
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    around_easter = {easter(year) + timedelta(days=days) for days in (-2, 1, 39, 50)}
    return fixed | around_easter | {kings_day - ONE if kings_day.weekday() == 6 else kings_day}


HOLIDAYS = {day for year in range(2019, 2053) for day in holidays_of(year)}


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def steps(start: date, days: int) -> date:
    for _ in range(days):
        start += ONE
    return start


def working_days(start: date, days: int) -> date:
    while days:
        start += ONE
        days -= works(start)
    return start


def working_days_before(event: date, days: int) -> date:
    while days:
        event -= ONE
        days -= works(event)
    return event


def on_or_before(day: date) -> date:
    while not works(day):
        day -= ONE
    return day


def a_year(start: date) -> date:
    if (start.month, start.day) == (2, 29) and not isleap(start.year + 1):
        return date(start.year + 1, 2, 28)
    return date(start.year + 1, start.month, start.day)


def extended(start: date, end: date) -> date:
    """Articles 1 and 2: on a day that works, with two of those in three days or more."""
    needed = 2 if (end - start).days >= 3 else 0
    day, held = start, 0
    while day < end or held < needed or not works(day):
        day += ONE
        held += works(day)
    return day


def every_day() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += ONE


def test_there_are_11323_days() -> None:
    assert sum(1 for _ in every_day()) == 11_323


@pytest.mark.parametrize(
    ("span", "kind", "expected"),
    [
        pytest.param(Span(days=1), "hard", lambda day: steps(day, 1), id="1 day"),
        pytest.param(Span(weeks=6), "hard", lambda day: steps(day, 42), id="6 weeks"),
        pytest.param(Span(weeks=10), "hard", lambda day: steps(day, 70), id="10 weeks"),
        pytest.param(Span(years=1), "hard", a_year, id="1 year"),
        pytest.param(
            Span(working_days=5),
            "working_days",
            lambda day: working_days(day, 5),
            id="5 working days",
        ),
        pytest.param(
            Span(weeks=6), "countback", lambda day: day - 42 * ONE, id="6 weeks before an event"
        ),
        pytest.param(
            Span(working_days=5),
            "countback",
            lambda day: working_days_before(day, 5),
            id="5 working days before an event",
        ),
        *(
            pytest.param(
                Span(days=length),
                "statutory",
                lambda day, length=length: extended(day, steps(day, length)),
                id=f"{length} days, statutory",
            )
            for length in (1, 3, 42, 70)
        ),
    ],
)
def test_the_date_is_right_for_every_start(
    span: Span, kind: Kind, expected: Callable[[date], date]
) -> None:
    wrong = [day for day in every_day() if due(day, span, kind, CALENDAR).on != expected(day)]

    assert not wrong


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.weekday() != 6:
        day -= ONE
    return day


def test_a_norm_counted_back_takes_the_working_day_before_for_every_event() -> None:
    wrong = [
        event
        for event in every_day()
        if due(event, Span(weeks=10), "countback", CALENDAR, on_day_off="earlier").on
        != on_or_before(event - 70 * ONE)
    ]

    assert not wrong


def nine_o_clock(day: date) -> datetime:
    """Nine in the morning in Amsterdam; the clocks changed in the night, at 1:00 UTC."""
    summer = last_sunday(day.year, 3) <= day < last_sunday(day.year, 10)
    return datetime.combine(day, time(9), UTC) - timedelta(hours=2 if summer else 1)


def test_a_term_in_hours_takes_real_hours_whatever_the_clocks_do() -> None:
    wrong = []
    for day in every_day():
        start = nine_o_clock(day)
        found = due(start, Span(hours=24), "hours", CALENDAR)
        # A day later: at eight after the long night, at ten after the short one.
        if (found.at, found.on) != (start + timedelta(hours=24), day + ONE):
            wrong.append(day)

    assert not wrong


def test_every_date_is_past_at_midnight_in_amsterdam_summer_and_winter() -> None:
    wrong = []
    for day in every_day():
        after = day + ONE
        # The clocks change at 1:00 UTC, so the midnight before still has the old time.
        summer = last_sunday(after.year, 3) < after <= last_sunday(after.year, 10)
        midnight = datetime.combine(after, time(0), UTC) - timedelta(hours=2 if summer else 1)
        if due_at(due(day, Span(days=0), "hard", CALENDAR)) != midnight:
            wrong.append(day)

    assert not wrong
