"""Alembic runs this: on the connection, and in the transaction, of whoever asked."""

from alembic import context
from sqlalchemy import Connection

from engine.store.tables import METADATA


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is ours to compare: the job engine's are not."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


def run() -> None:
    """Bring the database where Alembic was told to."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        transactional_ddl=True,  # also on SQLite: our transaction has begun
        include_name=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
