"""Whether a copy of the database is whole: the file, its references, its histories, its counts."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from engine.store import Connection, copies
from engine.store.schema import schema_problem
from engine.store.store import open_store
from engine.store.unit_of_work import reading


def faults_of(file: Path, *, counted: Mapping[str, int]) -> tuple[str, ...]:
    """What is wrong with a copy: of the file, or else against what was ``counted`` before.

    The histories are looked at where the tables are those of this program.
    """
    broken = copies.faults_in(file)
    if broken:
        return broken
    found = copies.counts_in(file)
    differ = tuple(
        f"{name} has {found.get(name, 0)} rows, and had {wanted}"
        for name, wanted in counted.items()
        if found.get(name) != wanted
    )
    return differ + trail_faults_of(file)


def trail_faults_of(file: Path) -> tuple[str, ...]:
    """What does not fit in the trail of a copy; nothing where its tables are older or newer."""
    with closing(open_store(url_of(file))) as store:
        if schema_problem(store) is not None:
            return ()
        with reading(store) as connection:
            return trail_faults(connection)


def trail_faults(connection: Connection) -> tuple[str, ...]:
    """What does not fit in the trail: the chain of each case, up to its last event."""
    return copies.broken_chains(connection)


def url_of(file: Path) -> str:
    """The address of a file as a database."""
    return f"sqlite:///{file}"
