"""A transaction happens whole or not at all; reading never writes."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError

from engine.store import heartbeat
from engine.store.store import Store
from engine.store.tables.clock import HEARTBEAT
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import NOW


def test_what_is_done_in_a_unit_of_work_is_there_afterwards(store: Store) -> None:
    with unit_of_work(store) as connection:
        heartbeat.stamp(connection, "sweep", now=NOW)

    with reading(store) as connection:
        assert heartbeat.last(connection, "sweep") == NOW


def test_nothing_is_there_after_an_error(store: Store) -> None:
    def stamp_and_fail() -> None:
        with unit_of_work(store) as connection:
            heartbeat.stamp(connection, "sweep", now=NOW)
            raise ValueError("too late")

    with pytest.raises(ValueError, match="too late"):
        stamp_and_fail()

    with reading(store) as connection:
        assert heartbeat.last(connection, "sweep") is None


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), reading(store) as connection:
        heartbeat.stamp(connection, "sweep", now=NOW)


def test_a_connection_that_read_can_write_again(store: Store) -> None:
    with reading(store) as connection:
        connection.execute(select(HEARTBEAT)).all()

    with unit_of_work(store) as connection:
        heartbeat.stamp(connection, "sweep", now=NOW)
        heartbeat.stamp(connection, "sweep", now=NOW + timedelta(seconds=1))

    with reading(store) as connection:
        assert heartbeat.last(connection, "sweep") == NOW + timedelta(seconds=1)


def test_a_reader_sees_one_moment(store: Store) -> None:
    if store.is_sqlite:
        pytest.skip("on SQLite an open reader holds the writer up, so there is one moment only")
    with reading(store) as connection:
        before = heartbeat.last(connection, "sweep")
        with unit_of_work(store) as other:
            heartbeat.stamp(other, "sweep", now=NOW)

        assert heartbeat.last(connection, "sweep") == before


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(NOW, id="to the microsecond"),
        pytest.param(datetime(2026, 10, 25, 2, 30, tzinfo=UTC), id="whole seconds"),
        pytest.param(NOW.astimezone(timezone(timedelta(hours=2))), id="of another zone"),
    ],
)
def test_a_moment_comes_back_in_utc(store: Store, moment: datetime) -> None:
    with unit_of_work(store) as connection:
        heartbeat.stamp(connection, "sweep", now=moment)
        found = heartbeat.last(connection, "sweep")

    assert found == moment
    assert found is not None
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with (
        pytest.raises(StatementError, match="timezone"),
        unit_of_work(store) as connection,
    ):
        heartbeat.stamp(connection, "sweep", now=NOW.replace(tzinfo=None))


def test_postgres_shows_each_statement_what_is_committed(store: Store) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite knows one level only")
    with unit_of_work(store) as connection:
        level = connection.execute(text("show transaction_isolation")).scalar()

    assert level == "read committed"
