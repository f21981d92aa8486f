"""PostgreSQL: one statement sees what is committed; a case's version decides the rest."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine, make_url

from engine.errors import ConfigurationError


def make_postgres_engine(url: str) -> Engine:
    """An engine at READ COMMITTED, which is enough: each change goes through a version.

    Raises:
        ConfigurationError: the address names another driver than psycopg.
    """
    driver = make_url(url).drivername
    if driver != "postgresql+psycopg":
        raise ConfigurationError(f"Write postgresql+psycopg://… in DATABASE_URL, not {driver}://…")
    return create_engine(url, isolation_level="READ COMMITTED", pool_size=10, max_overflow=40)
