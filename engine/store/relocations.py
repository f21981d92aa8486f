"""The move of the whole database to another: what the new one is, and which of the two counts.

The mark is a row of the log, in both databases: it goes into a backup too, and nobody takes it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from engine.errors import ConfigurationError
from engine.store import access_log
from engine.store.access_log import LogEntry
from engine.store.schema import upgrade_on
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import reading, unit_of_work

MOVED_AWAY, MOVED_HERE, TAKEN_BACK = "moved_away", "moved_here", "move_taken_back"

_RECORD = "relocation"
"""What these rows of the log are about; the index on it finds them at once."""

_VERSIONS = "alembic_version"
_OTHERS = "procrastinate_"
"""The tables of the job engine: they come with our migrations, and hold nothing of a case."""

_LAST = (
    select(ACCESS_LOG.c.at, ACCESS_LOG.c.action, ACCESS_LOG.c.ground, ACCESS_LOG.c.request_id)
    .where(ACCESS_LOG.c.record == _RECORD)
    .order_by(ACCESS_LOG.c.id.desc())
    .limit(1)
)
_ENCODING = text("select current_setting('server_encoding')")
_UNHURRIED = (
    text("set local statement_timeout = 0"),
    text("set local idle_in_transaction_session_timeout = 0"),
)
_SEQUENCE = text("select pg_get_serial_sequence(:of_table, :of_column)")


@dataclass(frozen=True, slots=True)
class Mark:
    """The last that was noted of a move; ``id`` is the same in both databases."""

    at: datetime
    action: str
    place: str | None
    id: str

    @property
    def is_away(self) -> bool:
        """Whether another database counts since then."""
        return self.action == MOVED_AWAY


def mark_of(connection: Connection) -> Mark | None:
    """The last that was noted of a move; None where there was none."""
    row = connection.execute(_LAST).one_or_none()
    return None if row is None else Mark(*row)


def note(connection: Connection, mark: Mark) -> None:
    """Write it into the log."""
    entry = LogEntry(
        at=mark.at,
        action=mark.action,
        outcome="done",
        record=_RECORD,
        ground=mark.place,
        access_point="machine",
        request_id=mark.id,
    )
    access_log.log(connection, None, entry)


def name_of(store: Store) -> str:
    """The address of a database as it may stand in a log: without a password."""
    return store.engine.url._replace(password=None).set(query={}).render_as_string()


def require_here(store: Store) -> None:
    """Refuse to work with a database whose cases live in another one since it was moved.

    Raises:
        ConfigurationError: it was moved, or that was broken off at the very end.
    """
    with reading(store) as connection:
        mark = mark_of(connection)
    if mark is not None and mark.is_away:
        raise ConfigurationError(
            f"This database was moved to PostgreSQL on {mark.at:%Y-%m-%d %H:%M} UTC: {mark.place}. "
            "Put that address in DATABASE_URL. Was the move broken off? Run `regietafel "
            "move-to-postgres` again, it says where the cases are. Must this database be used "
            "again after all? Read the end of docs/running.md first: `regietafel take-move-back`."
        )


def is_bare(store: Store) -> bool:
    """Whether the new database has no table at all."""
    with reading(store) as connection:
        return not inspect(connection).get_table_names()


def target_problems(store: Store) -> tuple[str, ...]:
    """What the new database holds that it must not, or cannot hold."""
    with reading(store) as connection:
        names = sorted(inspect(connection).get_table_names())
        encoding = connection.execute(_ENCODING).scalar_one()
        filled = _filled(connection, names)
    known = {*METADATA.tables, _VERSIONS}
    others = [name for name in names if name not in known and not name.startswith(_OTHERS)]
    found = []
    if encoding != "UTF8":
        found.append(f"It keeps letters as {encoding}; make it with encoding UTF8.")
    if others:
        found.append(f"It holds tables of something else: {', '.join(others)}.")
    if filled:
        found.append(_not_empty(filled))
    return tuple(found)


def take_turn(connection: Connection) -> None:
    """Let nobody else write until the end; make the tables where there are none.

    Raises:
        ConfigurationError: somebody wrote a row after we looked.
    """
    for each in _UNHURRIED:
        connection.execute(each)
    upgrade_on(connection)
    names = sorted(METADATA.tables)
    quoted = ", ".join(map(connection.dialect.identifier_preparer.quote, names))
    connection.execute(text(f"lock table {quoted} in exclusive mode"))
    if filled := _filled(connection, names):
        raise ConfigurationError(_not_empty(filled))


def number_on(connection: Connection) -> None:
    """Let new ids go on after the highest; unlike setval this is undone with the transaction."""
    for table in METADATA.tables.values():
        key = table.autoincrement_column
        if key is None:
            continue
        asked = {"of_table": table.name, "of_column": key.name}
        sequence = connection.execute(_SEQUENCE, asked).scalar_one()
        highest = connection.execute(select(func.max(key))).scalar_one()
        if sequence is not None and highest is not None:
            connection.execute(text(f"alter sequence {sequence} restart with {highest + 1}"))


@contextmanager
def arriving(store: Store) -> Iterator[Connection]:
    """One transaction on the new database: everything arrives, or nothing.

    Raises:
        ConfigurationError: the database broke off.
    """
    try:
        with unit_of_work(store) as connection:
            yield connection
    except DBAPIError as error:
        raise ConfigurationError(
            f"A database broke off ({type(error.orig).__name__}). Run the same command again: it "
            "begins anew, or says that everything had arrived."
        ) from error


def _filled(connection: Connection, names: list[str]) -> list[str]:
    """The tables that have a row; which migration made them is no row of ours."""
    quote = connection.dialect.identifier_preparer.quote
    asked = [
        f"select '{name}' where exists (select 1 from {quote(name)})"  # noqa: S608 - a name of a table that is there
        for name in names
        if name != _VERSIONS
    ]
    if not asked:
        return []
    return [row[0] for row in connection.execute(text(" union all ".join(asked)))]


def _not_empty(filled: list[str]) -> str:
    return (
        f"It is not empty: there are rows in {', '.join(filled)}. Nothing is ever moved on top of "
        "something; make a database of its own."
    )
