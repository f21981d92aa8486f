"""A backup of an SQLite database: one step in the turn of the writers, looked through after it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.errors import Busy, ConfigurationError
from engine.ports import Clock
from engine.service.copy_checks import faults_of
from engine.store import access_log, copies
from engine.store.access_log import LogEntry
from engine.store.schema import schema_problem
from engine.store.store import Store
from engine.store.tables.trail import Outcome
from engine.store.unit_of_work import unit_of_work

TRIES = 3
"""So often the turn is asked for, 10 seconds each time; a server that catches up is busy."""

LARGEST = 2 * 1024**3
"""Up to here a backup takes less than what a writer waits. Source: SAFETY P7."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was looked through; ``unchecked`` says why its histories were not."""

    file: Path
    size: int
    sha256: str
    counts: Mapping[str, int]
    unchecked: str | None


def back_up(store: Store, clock: Clock, file: Path) -> Backup:
    """Copy the whole database while others work with it, and look the copy through.

    The writers wait while it is copied, and no longer; readers do not wait. A second process may
    do this beside the server: it takes the turn with BEGIN IMMEDIATE, and of the server's writers
    only the one in front waits at the file, the others behind it in their own queue.

    Raises:
        ConfigurationError: there is no such database or place, or the copy is not whole; nothing
            is left of it.
        Busy: the turn never came.
    """
    source = copies.database_file(store)
    if not source.is_file():
        raise ConfigurationError(f"There is no database {source}. Look at REGIETAFEL_DATABASE_URL.")
    unchecked = schema_problem(store)
    with copies.beside(file) as made:
        counts = _copy_in_turn(store, clock, made, logged=unchecked is None)
        faults = faults_of(made, counted=counts)
        if faults:
            _note(store, clock, "failed", logged=unchecked is None)
            raise ConfigurationError(
                "\n  ".join(["The copy is not whole, so it was thrown away:", *faults])
            )
        found = Backup(file, made.stat().st_size, copies.sha256_of(made), counts, unchecked)
        copies.settle(made, file)
    return found


def _copy_in_turn(store: Store, clock: Clock, made: Path, *, logged: bool) -> Mapping[str, int]:
    """Copy when the turn comes; the server may be catching up."""
    for _ in range(TRIES - 1):
        with suppress(Busy):
            return _copy(store, clock, made, logged=logged)
    return _copy(store, clock, made, logged=logged)


def _copy(store: Store, clock: Clock, made: Path, *, logged: bool) -> Mapping[str, int]:
    """Copy, and count in the same turn; the copy does not hold the row that says it was made."""
    with unit_of_work(store) as connection:
        counts = copies.counts_of(connection)
        copies.copy_in_one_step(store, made)
        if logged:
            access_log.log(connection, None, _entry(clock, "done"))
    return counts


def _note(store: Store, clock: Clock, outcome: Outcome, *, logged: bool) -> None:
    if logged:
        with unit_of_work(store) as connection:
            access_log.log(connection, None, _entry(clock, outcome))


def _entry(clock: Clock, outcome: Outcome) -> LogEntry:
    return LogEntry(at=clock.now(), action="back_up", outcome=outcome, access_point="machine")
