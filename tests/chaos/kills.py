"""A client is killed, another takes its notebook over: what is in the database then?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import func, select, text

from engine.store import events
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.chaos.apart import Copies, a_copy, apart, heard
from tests.chaos.notebook import lines_of
from tests.chaos.victim import At, Moment, Run, serve
from tests.mail import MailServer, mail_server

Rows: TypeAlias = Mapping[str, list[str]]
KILLED = -9

_HEX = re.compile(r"[0-9a-f]{32,64}")
_AGAIN = frozenset(
    {"tries", "leaves", "log_after", "log_up_to", "events_after", "events_up_to"},
)
"""What may differ after a kill: how often a letter was offered, and under which ids rows are sealed
(PostgreSQL leaves out those that a killed client had drawn)."""


@dataclass
class Killing:
    """A database, a mail server, a process that forks clients; and a run that was not killed."""

    copies: Copies
    smtp: MailServer
    pipe: Pipe
    calm: Rows = field(default_factory=dict)
    letters: int = 0
    came: dict[str, Counter[At]] = field(default_factory=dict)
    """How often each step of the run that was not killed came by each place."""

    @property
    def notes(self) -> Path:
        """Find the notebook of this run."""
        return self.copies.folder / "notes"

    @property
    def store(self) -> Store:
        """Look into the database from here."""
        return self.copies.store

    def begins(self) -> None:
        """Put everything back."""
        self.copies.put_back()
        self.notes.unlink(missing_ok=True)
        self.smtp.inbox.clear()

    def runs(self, **said: Any) -> int:
        """Let a client run; how it ended."""
        self.store.close()
        self.pipe.send(Run(self.notes, **said))
        ended: int = heard(self.pipe)
        return ended

    def goes_calmly(self) -> None:
        """Run without a kill: what every other run must come to."""
        self.begins()
        assert self.runs(apart=False) == 0
        lines = [line for line in lines_of(self.notes) if "step" in line]
        self.came = {line["step"]: Counter(line["came"]) for line in lines}
        self.letters = len(self.smtp.inbox)
        self.holds()
        self.calm = rows_of(self.store)

    def moment(self, step: str, at: At, share: float) -> Moment:
        """Name the moment at this share of a step, as it came by without a kill."""
        times = self.came[step][at]
        assert times, (step, at)
        return Moment(step, at, max(1, round(share * times)))

    def is_as_if_never_killed(self) -> set[str]:
        """Let another client finish; nothing is lost, double or missing, and no letter either.

        The keys of the letters that arrived twice: at most one, whose answer was not noted yet.
        """
        self.holds()
        assert self.runs() == 0
        self.holds()
        found = rows_of(self.store)
        other = {name: difference(found[name], self.calm[name]) for name in found}
        assert not any(other.values()), {name: rows for name, rows in other.items() if rows}
        arrived = Counter(str(letter.message["Message-ID"]) for letter in self.smtp.inbox)
        twice = {key for key, times in arrived.items() if times > 1}
        assert len(arrived) == self.letters
        assert max(arrived.values()) <= 2
        return {key.strip(" <>").partition("@")[0] for key in twice}

    def unmarked(self, said: str) -> set[str]:
        """Find the letter of which this was noted, and then no commit."""
        lines = lines_of(self.notes)
        noted = {line[said] for line in lines if said in line}
        return noted - {line["marked"] for line in lines if "marked" in line}

    def holds(self) -> None:
        """All that was confirmed is there; versions and chains are whole; so is the file."""
        with reading(self.store) as connection:
            if self.store.is_sqlite:
                assert connection.execute(text("pragma integrity_check")).scalar_one() == "ok"
            cases, happened = METADATA.tables["cases"], METADATA.tables["case_event"]
            for case in connection.execute(select(cases)):
                mine = happened.c.case_id == case.id
                count = connection.execute(select(func.count()).where(mine)).scalar_one()
                assert count == case.version
                assert events.verify_chain(connection, case.id) is None
            stored = {
                tuple(row)
                for row in connection.execute(
                    select(cases.c.public_id, happened.c.seq, happened.c.kind).join(
                        happened, happened.c.case_id == cases.c.id
                    )
                )
            }
            lines = [line for line in lines_of(self.notes) if "case" in line]
            assert {(line["case"], line["version"], line["kind"]) for line in lines} <= stored
            self._marked(connection)

    def _marked(self, connection: Any) -> None:
        table = METADATA.tables["notice"]
        sent = connection.execute(select(table).where(table.c.state == "sent"))
        keys = {name for row in sent for name in (row.key, row._mapping.get("bundle"))}
        assert {line["marked"] for line in lines_of(self.notes) if "marked" in line} <= keys


def difference(found: Sequence[str], calm: Sequence[str]) -> list[str]:
    """The rows that only one of the two has: a soak has no pytest to say it."""
    more, less = Counter(found) - Counter(calm), Counter(calm) - Counter(found)
    return [*(f"+ {row}" for row in more), *(f"- {row}" for row in less)]


def rows_of(store: Store) -> Rows:
    """Every row, with what chance made (ids, hashes) replaced by where it stands."""
    with reading(store) as connection:
        found = {
            name: [
                row._asdict()
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for name, table in METADATA.tables.items()
        }
    rank = {
        (name, row["id"]): place
        for name, rows in found.items()
        for place, row in enumerate(rows)
        if "id" in row
    }
    known = {
        row["public_id"]: f"{name} {place}"
        for name, rows in found.items()
        for place, row in enumerate(rows)
        if "public_id" in row
    }
    return {name: [_told(name, row, rank, known) for row in rows] for name, rows in found.items()}


def _told(name: str, row: dict[str, Any], rank: Mapping[Any, int], known: Mapping[str, str]) -> str:
    """One row in words that are the same in every run."""
    table, told = METADATA.tables[name], {}
    for column in table.c:
        value = row[column.name]
        of = next(iter(column.foreign_keys), None)
        if of is not None and value is not None and of.column.name == "id":
            value = rank[of.column.table.name, value]
        if column.name not in _AGAIN and not (column.name == "id" and of is None):
            told[column.name] = value
    text_of = json.dumps(told, default=str, sort_keys=True)
    return _HEX.sub(lambda found: known.get(found[0], "#"), text_of)


@contextmanager
def killing(kind: str) -> Iterator[Killing]:
    """Lend a database of this kind with all that is needed to kill its clients."""
    with (
        mail_server() as smtp,
        a_copy(kind) as copies,
        apart(serve, copies.url, smtp.url) as pipe,
    ):
        assert heard(pipe) == "ready"
        copies.keep()
        killing = Killing(copies, smtp, pipe)
        killing.goes_calmly()
        yield killing
