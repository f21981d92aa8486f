"""Processes that tick against each other, and what must be there afterwards."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

from sqlalchemy import func, select

from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.chaos.apart import Copies, a_copy, apart, heard
from tests.chaos.rivals import DUE, TICK, Race, serve


@dataclass
class Racing:
    """A database with so many deadlines that have a reminder, and who can tick on it."""

    copies: Copies
    pipe: Pipe
    deadlines: int

    @property
    def store(self) -> Store:
        """Look into the database from here."""
        return self.copies.store

    def begins(self) -> None:
        """Put everything back."""
        self.copies.put_back()

    def race(self, rivals: int) -> list[list[str]]:
        """Let so many processes tick; the keys of the letters that each of them handed over."""
        notes = self.copies.folder / "handed"
        shutil.rmtree(notes, ignore_errors=True)
        notes.mkdir()
        self.pipe.send(Race(rivals, notes))
        assert heard(self.pipe) == [0] * rivals
        handed = [path.read_text().split() for path in notes.iterdir()]
        assert [len(each) > 0 for each in handed] == [True] * rivals
        return handed

    def made_each_once(self, handed: list[list[str]]) -> None:
        """Every reminder has fired once, to one person by one way; each letter went out once."""
        reminder, notice = METADATA.tables["reminder"], METADATA.tables["notice"]
        due = reminder.c.fire_at == DUE
        with reading(self.store) as connection:
            fired = connection.execute(select(reminder).where(due)).all()
            of_those = select(notice).join(reminder, notice.c.reminder_id == reminder.c.id)
            made = connection.execute(of_those.where(due)).all()
            planned = select(func.count()).where(reminder.c.fire_at <= TICK)
            left = connection.execute(planned.where(reminder.c.state == "planned")).scalar_one()
        assert left == 0
        assert Counter((row.state, row.fired_at) for row in fired) == {
            ("fired", TICK): self.deadlines
        }
        assert Counter(row.state for row in made) == {"sent": self.deadlines}
        assert {row.reminder_id for row in made} == {row.id for row in fired}
        keys = Counter(key for each in handed for key in each)
        assert max(keys.values()) == 1
        assert set(keys) == {row._mapping.get("bundle") or row.key for row in made}


@contextmanager
def racing(kind: str, deadlines: int) -> Iterator[Racing]:
    """Lend a database of this kind on which so many deadlines have a reminder."""
    with a_copy(kind) as copies, apart(serve, copies.url, deadlines) as pipe:
        assert heard(pipe) == "ready"
        copies.keep()
        yield Racing(copies, pipe, deadlines)
