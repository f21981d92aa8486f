"""What PostgreSQL has prepared stays prepared, and a connection that broke is replaced."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from engine.store import heartbeat
from engine.store.store import Store
from engine.store.unit_of_work import reading, unit_of_work
from tests.kept import a_store
from tests.store.builders import NOW

PREPARED_AFTER = 6
"""psycopg lets the server prepare what it is asked so often."""


@pytest.fixture
def store() -> Iterator[Store]:
    """Lend a store on PostgreSQL, with tables."""
    with a_store("postgresql") as store:
        store.close()  # no connection yet: none that prepared anything
        yield store


def _prepared(connection: Connection) -> int:
    found = connection.execute(
        text("select count(*) from pg_prepared_statements where statement like '%heartbeat%'")
    )
    return int(found.scalar_one())


def _asked_often(store: Store) -> None:
    with unit_of_work(store) as connection:
        for _ in range(PREPARED_AFTER):
            heartbeat.last(connection, "sweep")


def test_a_reading_leaves_prepared_what_was_prepared(store: Store) -> None:
    _asked_often(store)
    with reading(store) as connection:
        heartbeat.last(connection, "sweep")

    with reading(store) as connection:
        assert _prepared(connection) == 1


def test_so_does_a_command_that_failed(store: Store) -> None:
    _asked_often(store)
    with suppress(LookupError), unit_of_work(store) as connection:
        heartbeat.stamp(connection, "sweep", now=NOW)
        raise LookupError

    with reading(store) as connection:
        assert _prepared(connection) == 1
        assert heartbeat.last(connection, "sweep") is None


def test_so_does_a_statement_that_the_server_refused(store: Store) -> None:
    def stamp_and_ask_what_is_not_there() -> None:
        with unit_of_work(store) as connection:
            heartbeat.stamp(connection, "sweep", now=NOW)
            connection.execute(text("select 1 from no_such_table"))

    _asked_often(store)
    with pytest.raises(ProgrammingError, match="no_such_table"):
        stamp_and_ask_what_is_not_there()

    with reading(store) as connection:
        assert _prepared(connection) == 1
        assert heartbeat.last(connection, "sweep") is None


def test_a_connection_that_broke_says_so_and_is_replaced(store: Store) -> None:
    def read_while_it_breaks() -> None:
        with reading(store) as connection, reading(store) as other:
            own = connection.execute(text("select pg_backend_pid()")).scalar_one()
            other.execute(text("select pg_terminate_backend(:own, 60000)"), {"own": own})
            heartbeat.last(connection, "sweep")

    with pytest.raises(OperationalError):
        read_while_it_breaks()

    with reading(store) as connection:
        assert heartbeat.last(connection, "sweep") is None
