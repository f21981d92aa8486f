"""How far off a day is in working days."""

from datetime import date

import pytest

from engine.calendar import Calendar
from engine.service.working_days import working_days_to

THURSDAY = date(2026, 4, 2)
"""The day before Good Friday."""


@pytest.mark.parametrize(
    ("day", "count"),
    [
        pytest.param(THURSDAY, 0, id="today"),
        pytest.param(date(2026, 4, 7), 1, id="over Easter"),
        pytest.param(date(2026, 4, 4), 0, id="a Saturday"),
        pytest.param(date(2026, 3, 27), -4, id="past"),
        pytest.param(date(2026, 7, 3), 60, id="a quarter ahead"),
        pytest.param(date(2026, 7, 4), None, id="further off than a quarter"),
        pytest.param(date(2025, 12, 30), None, id="longer past than a quarter"),
    ],
)
def test_a_day_is_so_many_working_days_off(day: date, count: int | None) -> None:
    assert working_days_to(Calendar(), THURSDAY, day) == count
