"""The open deadlines of all my cases, the first due in front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.definition import Workflow
from engine.service.dates import is_late, owner_of
from engine.service.listing import Listing, bare, cut, listing, page_size
from engine.service.my_cases import title_of
from engine.service.office import Office
from engine.store import case_lists, date_lists
from engine.store.date_lists import DateListed
from engine.store.participation import HolderSeen
from engine.text import Text


@dataclass(frozen=True, slots=True)
class DateRow:
    """One open deadline; ``owners`` are names, empty where nobody holds the role."""

    id: str
    key: str
    title: Text
    due_on: date
    due_at: datetime
    late: bool
    is_law: bool
    owner: Text
    owners: tuple[str, ...]
    case: str
    number: str


@dataclass(frozen=True, slots=True)
class DatePage:
    """A page of the list; ``next`` is where the page after it begins, or None."""

    rows: tuple[DateRow, ...]
    next: tuple[datetime, int] | None


def my_dates(
    viewer: Viewer,
    office: Office,
    *,
    after: tuple[datetime, int] | None = None,
    limit: int = 20,
    late_only: bool = False,
) -> DatePage:
    """The open deadlines of every case in which the viewer takes part today.

    ``after`` is the ``next`` of the page before. A page takes as many statements as a row.
    """
    with listing(viewer, office, "list_dates") as work:
        size, now, on = page_size(limit), work.now, work.today
        found = date_lists.list_dates(
            work.connection,
            viewer,
            now=now,
            on=on,
            limit=size + 1,
            after=after,
            late_only=late_only,
        )
        page, last = cut(found, size)
        workflows = work.workflows(each.head for each in page)
        ids = {each.head.id for each in page}
        holders = case_lists.holders_by_case(work.connection, ids, now=now, on=on)
        rows = tuple(
            _row(work, each, workflows.get(each.head.workflow_hash), holders[each.head.id])
            for each in page
        )
    return DatePage(rows, (last.deadline.due_at, last.deadline.id) if last else None)


def _row(
    work: Listing,
    listed: DateListed,
    workflow: Workflow | None,
    holders: Mapping[str, tuple[HolderSeen, ...]],
) -> DateRow:
    row = listed.deadline
    roles, role = work.office.library.catalogue.roles, owner_of(row, holders)
    return DateRow(
        id=row.public_id,
        key=row.key,
        title=title_of(workflow, row.key),
        due_on=row.due_on,
        due_at=row.due_at,
        late=is_late(row, now=work.now),
        is_law=row.is_law,
        owner=roles[role].title if role in roles else bare(role),
        owners=tuple(holder.name for holder in holders.get(role, ())),
        case=listed.head.public_id,
        number=listed.head.number,
    )
