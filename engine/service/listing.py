"""A look over many cases at once: the frame in which every list runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from engine.access import Viewer
from engine.definition import Workflow
from engine.service.grounds import OWN_PARTS
from engine.service.office import Office, local_day
from engine.store import Connection, access_log
from engine.store.access_log import LogEntry
from engine.store.cases import CaseHead
from engine.store.unit_of_work import unit_of_work
from engine.text import Text

MOST = 50
"""How many a page holds at most."""

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Listing:
    """One list inside its transaction."""

    office: Office
    connection: Connection
    viewer: Viewer
    now: datetime

    @property
    def today(self) -> date:
        """The day on which somebody looks."""
        return local_day(self.now)

    def workflows(self, heads: Iterable[CaseHead]) -> Mapping[str, Workflow]:
        """The versions that these cases follow, by hash; without what cannot be read any more."""
        return self.office.versions_of(self.connection, {head.workflow_hash for head in heads})


@contextmanager
def listing(
    viewer: Viewer, office: Office, action: str, *, record: str | None = None
) -> Iterator[Listing]:
    """Look over many cases; that somebody did is one row of the log in the same transaction.

    ``record`` is what the row says beside the action: what was asked for.
    """
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        yield Listing(office, connection, viewer, now)
        entry = LogEntry(at=now, action=action, outcome="done", record=record, ground=OWN_PARTS)
        access_log.log(connection, viewer, entry)


def page_size(limit: int) -> int:
    """From 1 to ``MOST``, whatever was asked."""
    return max(1, min(limit, MOST))


def cut(rows: Sequence[RowT], size: int) -> tuple[Sequence[RowT], RowT | None]:
    """One page of the rows, and its last row if more come after it."""
    page = rows[:size]
    return page, page[-1] if len(rows) > size else None


def bare(key: str) -> Text:
    """A key in place of a title that is not known any more."""
    return Text(nl=key, en=key)
