"""PostgreSQL: one statement sees what is committed; a case's version decides the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event, make_url

from engine.errors import ConfigurationError

if TYPE_CHECKING:
    import psycopg

OPEN = frozenset({TransactionStatus.INTRANS, TransactionStatus.INERROR})


def make_postgres_engine(url: str) -> Engine:
    """An engine at READ COMMITTED, which is enough: each change goes through a version.

    Raises:
        ConfigurationError: the address names another driver than psycopg.
    """
    driver = make_url(url).drivername
    if driver != "postgresql+psycopg":
        raise ConfigurationError(f"Write postgresql+psycopg://… in DATABASE_URL, not {driver}://…")
    engine = create_engine(url, isolation_level="READ COMMITTED", pool_size=10, max_overflow=40)
    event.listen(engine, "rollback", _roll_back)
    return engine


def _roll_back(connection: Connection) -> None:
    """Roll back before psycopg does, which would then have every statement prepared anew.

    The server keeps what it prepared. Every reading and every refused command ends like this,
    and to plan a statement costs more than to run it.
    """
    if connection.invalidated:
        return
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    if driver.pgconn.transaction_status in OPEN:  # else psycopg's own says what is the matter
        driver.pgconn.exec_(b"ROLLBACK")
