"""Birthdays and months, 29 February included."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.terms import add_months, age_on, birthday, earliest_birthday

LEAP_CHILD = date(2012, 2, 29)
BORN = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="no 31 February"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="29 February and a year"),
        pytest.param(date(2027, 4, 30), -2, date(2027, 2, 28), id="back to no 30 February"),
        pytest.param(date(2026, 11, 30), 3, date(2027, 2, 28), id="over new year"),
        pytest.param(date(2026, 1, 15), -1, date(2025, 12, 15), id="back over new year"),
        pytest.param(date(2026, 5, 31), 0, date(2026, 5, 31), id="none"),
    ],
)
def test_months_keep_the_day_number_or_take_the_last_day(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("years", "usual", "stricter"),
    [
        pytest.param(16, date(2028, 2, 29), date(2028, 2, 29), id="a leap year"),
        pytest.param(18, date(2030, 3, 1), date(2030, 2, 28), id="a common year"),
    ],
)
def test_a_birthday_of_29_february(years: int, usual: date, stricter: date) -> None:
    assert birthday(LEAP_CHILD, years) == usual
    assert earliest_birthday(LEAP_CHILD, years) == stricter


@pytest.mark.parametrize(
    ("born", "on"),
    [
        pytest.param(date(2010, 7, 5), date(2026, 4, 5), id="an ordinary day"),
        pytest.param(date(2010, 5, 31), date(2026, 2, 28), id="no 31 February"),
        pytest.param(date(2011, 2, 28), date(2026, 11, 28), id="28 February"),
        pytest.param(date(2012, 2, 29), date(2027, 11, 29), id="16 in a leap year"),
        pytest.param(date(2008, 2, 29), date(2023, 11, 29), id="29 February"),
    ],
)
def test_15_years_and_9_months_is_three_months_before_16(born: date, on: date) -> None:
    assert add_months(birthday(born, 16), -3) == on


@pytest.mark.parametrize(
    ("on", "age"),
    [
        pytest.param(date(2011, 12, 1), 0, id="yet to be born"),
        pytest.param(date(2012, 2, 29), 0, id="the day itself"),
        pytest.param(date(2013, 2, 28), 0, id="the day before the first birthday"),
        pytest.param(date(2013, 3, 1), 1, id="the first birthday"),
        pytest.param(date(2024, 2, 28), 11, id="the day before 12, in a leap year"),
        pytest.param(date(2024, 2, 29), 12, id="12"),
    ],
)
def test_age_in_full_years(on: date, age: int) -> None:
    assert age_on(LEAP_CHILD, on) == age


@given(BORN, st.integers(1, 25))
def test_one_is_a_year_older_from_the_birthday_on(born: date, years: int) -> None:
    turns = birthday(born, years)

    assert (turns.month, turns.day) in {(born.month, born.day), (3, 1)}
    assert age_on(born, turns) == years
    assert age_on(born, turns - timedelta(days=1)) == years - 1
