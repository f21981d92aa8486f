"""The deadlines of all my cases that a filter asks for, the first due in front."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from engine.access import Viewer
from engine.service.date_asking import conditions, parameters
from engine.service.date_filter import EVERYTHING, DeadlineFilter
from engine.service.date_rows import DateRow, beside, row_of
from engine.service.listing import Listing, cut, listing, page_size
from engine.service.office import Office
from engine.store import date_lists
from engine.store.unit_of_work import reading

Place: TypeAlias = tuple[datetime, int]


AT_ONCE = 500
"""How many rows of an export are read at a time, each time shortly."""


@dataclass(frozen=True, slots=True)
class DatePage:
    """A page of the list; ``next`` is where the page after it begins, or None."""

    rows: tuple[DateRow, ...]
    next: Place | None


def my_dates(
    viewer: Viewer,
    office: Office,
    asked: DeadlineFilter = EVERYTHING,
    *,
    after: Place | None = None,
    limit: int = 20,
) -> DatePage:
    """The deadlines of every case in which the viewer takes part today.

    ``after`` is the ``next`` of the page before. A page takes as many statements as a row.
    """
    with listing(viewer, office, "list_dates") as work:
        return _page(work, asked, after, page_size(limit))


def all_dates(viewer: Viewer, office: Office, asked: DeadlineFilter) -> Iterator[DateRow]:
    """Every one of them, for an export: row by row, and the log says who took which with them.

    Each batch is a short read of its own, so that nobody waits for it.
    """
    with listing(viewer, office, "export_dates", record=asked.query) as work:
        page = _page(work, asked, None, AT_ONCE)
    yield from page.rows
    while page.next is not None:
        with _on(work) as again:
            page = _page(again, asked, page.next, AT_ONCE)
        yield from page.rows


@contextmanager
def _on(work: Listing) -> Iterator[Listing]:
    """The same look at the same moment, in a read of its own."""
    with reading(work.office.store) as connection:
        yield Listing(work.office, connection, work.viewer, work.now)


def _page(work: Listing, asked: DeadlineFilter, after: Place | None, size: int) -> DatePage:
    found = date_lists.list_dates(
        work.connection,
        conditions(asked),
        parameters(work, asked),
        limit=size + 1,
        after=after,
    )
    page, last = cut(found, size)
    known = beside(work, page)
    rows = tuple(row_of(work, each, known) for each in page)
    return DatePage(rows, (last.deadline.due_at, last.deadline.id) if last else None)
