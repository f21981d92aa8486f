"""What ``regietafel move-to-postgres`` and its way back do and say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from pydantic import JsonValue

from api.demo_clock import clock_to_look
from api.gap_command import gap_words, witness_of
from api.key import keys_in
from api.wiring import lock_file
from engine.errors import ConfigurationError
from engine.runner.owner import OwnerLock
from engine.service.audit_anchors import Kept
from engine.service.relocation import Move, Moved, move_database, take_back
from engine.service.relocation_checks import Witnesses
from engine.settings import Settings
from engine.store.store import Store, open_store
from engine.store.table_copies import Watch
from notifications.anchor_folder import anchors_in

SQLITE, POSTGRES = "sqlite:///", "postgresql+psycopg://"

_NEXT = (
    "The old database stays as it is, and no program works with it any more. Put the new address "
    "in REGIETAFEL_DATABASE_URL, start the server, and make a backup by PostgreSQL's own tools."
)


def move(settings: Settings, old: str, new: str, watch: Watch) -> Moved:
    """Move the database; no server may run on the old one meanwhile.

    Raises:
        ConfigurationError: something stands in the way or differs; nothing was moved.
    """
    with _alone(settings, old) as here, closing(open_store(new)) as there:
        witnesses = _witnesses(settings)
        return move_database(Move(here, there, witnesses), clock_to_look(settings), watch)


def go_back(settings: Settings, old: str, *, by: str, why: str) -> str:
    """Let the old database be used again; what comes next.

    Raises:
        ConfigurationError: it was not moved.
    """
    with _alone(settings, old) as here:
        found, clock = witness_of(settings), clock_to_look(settings)
        gap = take_back(here, clock, by=by, why=why, key=found.key, outside=found.outside)
    return (
        f"{gap_words(gap)}\nEverybody signs in again, and mail waits. Stop what works on the new "
        "database, put the old address in REGIETAFEL_DATABASE_URL, and run `regietafel mail "
        "compare`."
    )


def moved_words(done: Moved) -> str:
    """What was moved and what comes next, for a person."""
    if done.had_arrived:
        return f"Everything had arrived at {done.mark.place} before.\n{_NEXT}"
    filled = [each for each in done.tables if each.rows]
    lines = [f"{each.table}: {each.rows}" for each in filled]
    rows = sum(each.rows for each in filled)
    said = (
        f"Moved to {done.mark.place}: {rows} rows of {len(filled)} tables, each the same as in the "
        "old database; every event, seal and anchor fits."
    )
    return "\n".join([*lines, said, _NEXT])


def moved_data(done: Moved) -> dict[str, JsonValue]:
    """The same for a program."""
    return {
        "moved_to": done.mark.place,
        "at": done.mark.at.isoformat(),
        "had_arrived": done.had_arrived,
        "tables": {each.table: {"rows": each.rows, "sha256": each.sha256} for each in done.tables},
        "events": None if done.report is None else done.report.events,
        "seals": None if done.report is None else done.report.seals,
        "anchors": None if done.report is None else done.report.anchors,
    }


@contextmanager
def _alone(settings: Settings, url: str) -> Iterator[Store]:
    """Lend the old database, and let no server start on it meanwhile."""
    file = Path(url.removeprefix(SQLITE))
    if not file.is_file():
        raise ConfigurationError(f"There is no database {file}.")
    own = OwnerLock(lock_file(settings.model_copy(update={"database_url": url})))
    with ExitStack() as last:
        own.take()
        last.callback(own.give_back)
        yield last.enter_context(closing(open_store(url)))


def _witnesses(settings: Settings) -> Witnesses:
    """The anchors outside and their keys, as the settings name them."""
    key, folder = settings.anchor_key_file, settings.anchor_folder
    keys = [] if key is None else keys_in(key, "ANCHOR_KEY_FILE")
    return (
        Witnesses(lambda: None, keys) if folder is None else Witnesses(partial(_in, folder), keys)
    )


def _in(folder: Path) -> Iterator[Kept]:
    return (Kept(name, file) for name, file in anchors_in(folder))
