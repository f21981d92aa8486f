"""My notices: what was told to somebody, read in the app or not; and how they want to hear."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.notice_times import Sort
from engine.service.listing import cut, listing, page_size
from engine.service.office import Office
from engine.store import my_notices as kept
from engine.store.my_notices import MyNotice
from engine.store.tables.clock import NoticeState


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice to the viewer; its case and its meeting only while they may see these."""

    id: str
    template: str
    sort: Sort
    channel: str
    state: NoticeState
    made_at: datetime
    sent_at: datetime | None
    read_at: datetime | None
    case: str | None
    number: str | None
    meeting: str | None
    meets_on: date | None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of the list; ``next`` is where the page after it begins, or None."""

    rows: tuple[NoticeRow, ...]
    next: int | None
    unread: int


def my_notices(
    viewer: Viewer, office: Office, *, after: int | None = None, limit: int = 20
) -> NoticePage:
    """The notices to the viewer, the newest first; ``after`` is the ``next`` of the page before."""
    with listing(viewer, office, "list_notices") as work:
        size = page_size(limit)
        found = kept.notices_to(
            work.connection, viewer, on=work.today, before=after, limit=size + 1
        )
        unread = kept.count_unread(work.connection, viewer)
    page, last = cut(found, size)
    return NoticePage(tuple(map(_row, page)), last.id if last else None, unread)


def mark_read(viewer: Viewer, office: Office, named: Collection[str] | None = None) -> None:
    """The viewer read these, or everything; what is not theirs stays as it is."""
    with listing(viewer, office, "read_notices") as work:
        kept.mark_read(work.connection, viewer, named=named, now=work.now)


def _row(found: MyNotice) -> NoticeRow:
    return NoticeRow(
        id=found.public_id,
        template=found.template,
        sort=found.sort,
        channel=found.channel,
        state=found.state,
        made_at=found.made_at,
        sent_at=found.sent_at,
        read_at=found.read_at,
        case=found.case,
        number=found.number,
        meeting=found.meeting,
        meets_on=found.meets_on,
    )
