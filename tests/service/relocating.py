"""A database that is full, an empty one of PostgreSQL, and the way from the one to the other."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.clock import ManualClock
from engine.service.relocation import Move, Moved, move_database
from engine.service.relocation_checks import Witnesses
from engine.store.store import Store
from engine.store.table_copies import Watch
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.conftest import OWN
from tests.kept import a_store
from tests.office import MORNING, World
from tests.service.audits import KEY, Hours, some_hours
from tests.service.copies import a_live_world
from tests.service.filling import fill
from tests.store.databases import fresh_store


def in_silence(*_: object) -> None:
    """Watch, and say nothing."""


@cache
def full() -> tuple[Path, Hours]:
    """Make a database with a row in every table, once for this process."""
    file = Path(tempfile.mkdtemp(prefix="full-", dir=OWN)) / "cases.sqlite"
    with a_live_world(ManualClock(MORNING)) as world:
        hours = some_hours(world)
        fill(world)
        shutil.copyfile(str(world.office.store.engine.url.database), file)
    return file, hours


@dataclass
class Removal:
    """The old database, the new one, and what people find in either."""

    old: Store
    new: Store
    hours: Hours
    clock: ManualClock = field(default_factory=lambda: ManualClock(MORNING.replace(hour=18)))

    def moves(self, watch: Watch = in_silence) -> Moved:
        """Move."""
        witnesses = Witnesses(lambda: self.hours.shelf.kept, (KEY,))
        return move_database(Move(self.old, self.new, witnesses), self.clock, watch)

    def world(self, store: Store) -> World:
        """The same people in the one or the other."""
        was = self.hours.world
        return replace(was, office=replace(was.office, store=store, clock=self.clock))

    def at(self, store: Store) -> Hours:
        """The same hours in the one or the other."""
        return replace(self.hours, world=self.world(store))


def rows_in(store: Store) -> int:
    """How many rows there are in all tables together."""
    counts = " union all ".join(f'select count(*) from "{name}"' for name in METADATA.tables)
    with reading(store) as connection:
        return sum(connection.execute(text(counts)).scalars())


def make_durable(patch: pytest.MonkeyPatch) -> None:
    """Take the PostgreSQL of the tests, which keeps nothing, for one that keeps what it says."""
    patch.setattr("engine.store.durability.switched_off", lambda _: ())
    patch.setattr("engine.store.durability.is_too_strong", lambda _: False)


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do so for one test."""
    make_durable(monkeypatch)


@pytest.fixture(scope="module")
def arrived() -> Iterator[tuple[Removal, Moved, list[str]]]:
    """Lend a database that was moved: both, what was said of it, and the tables it went by."""
    names: list[str] = []
    with pytest.MonkeyPatch.context() as patch, fresh_store("postgresql") as new:
        make_durable(patch)
        with fresh_store("sqlite") as old:
            file, hours = full()
            shutil.copyfile(file, str(old.engine.url.database))
            removal = Removal(old, new, hours)
            yield removal, removal.moves(lambda name, *_: names.append(name)), names


@pytest.fixture
def removal(durable: None) -> Iterator[Removal]:
    """Lend a full database, and an empty one of PostgreSQL with tables."""
    file, hours = full()
    with a_store("postgresql") as new, a_store("sqlite") as old:
        shutil.copyfile(file, str(old.engine.url.database))
        yield Removal(old, new, hours)
