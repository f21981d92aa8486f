"""A small system with something in it, and places to back it up to and restore it in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from engine.clock import ManualClock
from engine.service.backup import Backup, back_up
from engine.service.office import Office
from engine.service.restore import Asked, Restored, restore
from engine.store import people
from engine.store.store import open_store
from engine.store.unit_of_work import unit_of_work
from tests.conftest import OWN
from tests.office import World, a_world, an_office
from tests.store.databases import fresh_store


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Lend a folder in memory: a disk is slow when everything has to be on it."""
    with TemporaryDirectory(prefix="copies-", dir=OWN) as folder:
        yield Path(folder)


@contextmanager
def a_live_world(clock: ManualClock) -> Iterator[World]:
    """Lend a family, its professionals with accounts and an open case, on SQLite."""
    with fresh_store("sqlite") as store:
        world = a_world(an_office(store, clock), clock)
        with unit_of_work(store) as connection:
            for person in (world.bram, world.carla):
                people.add_account(connection, person.id, issuer="demo", subject=person.name)
        world.open_case()
        yield world


def backed_up(world: World, file: Path) -> Backup:
    """Back it up to this file."""
    return back_up(world.office.store, world.clock, file)


def put_back(
    world: World,
    file: Path,
    database: Path,
    *,
    sha256: str | None = None,
    despite: str | None = None,
) -> Restored:
    """Restore the file in an empty place."""
    return restore(world.office, Asked(file, database, sha256=sha256, despite=despite))


@contextmanager
def at(world: World, database: Path) -> Iterator[Office]:
    """Work with what was restored."""
    store = open_store(f"sqlite:///{database}")
    try:
        yield replace(world.office, store=store)
    finally:
        store.close()
