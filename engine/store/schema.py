"""Does the database have the tables that this program knows?"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from engine.errors import ConfigurationError
from engine.store.store import Store
from engine.store.unit_of_work import reading, unit_of_work

_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(7218026)")


def alembic_config() -> Config:
    """Alembic's settings, from the package: no file, no path."""
    config = Config()
    config.set_main_option("script_location", "engine.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def upgrade(store: Store, *, to: str = "head") -> None:
    """Bring the tables up to date, in one transaction, one program at a time."""
    with unit_of_work(store) as connection:
        upgrade_on(connection, to=to)


def upgrade_on(connection: Connection, *, to: str = "head") -> None:
    """The same within a transaction that somebody else ends."""
    config = alembic_config()
    if connection.dialect.name != "sqlite":
        connection.execute(_ONE_AT_A_TIME)
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def schema_problem(store: Store) -> str | None:
    """What is wrong with the tables, in a sentence with what to do, or None."""
    scripts = ScriptDirectory.from_config(alembic_config())
    with reading(store) as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    if found == tuple(scripts.get_heads()):
        return None
    if not found:
        return "The database has no tables yet; run `regietafel schema --upgrade` first."
    known = {script.revision for script in scripts.walk_revisions()}
    if set(found) <= known:
        return (
            f"The tables are those of {', '.join(found)}, older than this program; "
            "run `regietafel schema --upgrade` first."
        )
    return (
        f"The tables are those of {', '.join(found)}, which this program does not know: it is "
        "older than its database. Start the program that made it, or a newer one."
    )


def is_older(store: Store) -> bool:
    """Whether the tables are known and older, so that ``upgrade`` brings them up to date."""
    scripts = ScriptDirectory.from_config(alembic_config())
    with reading(store) as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    known = {script.revision for script in scripts.walk_revisions()}
    return bool(found) and set(found) <= known and found != tuple(scripts.get_heads())


def require_current(store: Store) -> None:
    """Refuse to go on with other tables than the program was written for.

    Raises:
        ConfigurationError: they are missing, older, newer or unknown.
    """
    if problem := schema_problem(store):
        raise ConfigurationError(problem)
