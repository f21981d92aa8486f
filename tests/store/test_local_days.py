"""Days as a table: what is given comes back, and a moment lies in the day that it begins."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import bindparam, select

from engine.store.local_days import LocalDay, days_given, days_table
from engine.store.store import Store
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import reading

SPRING = datetime(2026, 3, 28, 23, tzinfo=UTC)
"""When the Sunday begins that has 23 hours."""


def day(number: int, begins: datetime, hours: int) -> LocalDay:
    """A day of March 2026."""
    that = date(2026, 3, number)
    return LocalDay(that, begins, begins + timedelta(hours=hours), that - timedelta(days=60))


DAYS = [
    day(28, SPRING - timedelta(hours=24), 24),
    day(29, SPRING, 23),
    day(30, SPRING + timedelta(hours=23), 24),
]


def test_days_come_back_as_they_were_given(store: Store) -> None:
    days = days_table(is_sqlite=store.is_sqlite)
    with reading(store) as connection:
        asked = select(days.c.day, days.c.begins, days.c.ends, days.c.since).order_by(days.c.day)
        rows = connection.execute(asked, {"days": days_given(connection, DAYS)}).all()

    assert [LocalDay(*row) for row in rows] == DAYS


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        pytest.param(SPRING, 29, id="its first moment"),
        pytest.param(SPRING - timedelta(microseconds=1), 28, id="the last one before it"),
        pytest.param(SPRING + timedelta(hours=23), 30, id="the end of a short day"),
    ],
)
def test_a_moment_lies_in_one_day_only(store: Store, moment: datetime, number: int) -> None:
    days = days_table(is_sqlite=store.is_sqlite)
    at = bindparam("at", type_=ACCESS_LOG.c.at.type)
    that = select(days.c.day).where(days.c.begins <= at, days.c.ends > at)
    with reading(store) as connection:
        given = {"days": days_given(connection, DAYS), "at": moment}
        found = connection.execute(that, given).scalars().all()

    assert found == [date(2026, 3, number)]


def test_there_may_be_no_days(store: Store) -> None:
    days = days_table(is_sqlite=store.is_sqlite)
    with reading(store) as connection:
        assert connection.execute(select(days), {"days": days_given(connection, [])}).all() == []
