"""My notices: what was sent to somebody, or waits to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.access import Viewer
from engine.service.listing import cut, listing, page_size
from engine.service.office import Office
from engine.store import notices
from engine.store.tables.clock import NoticeState


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice to the viewer; which case it is about it does not say, as the mail does not."""

    id: str
    template: str
    channel: str
    state: NoticeState
    made_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of the list; ``next`` is where the page after it begins, or None."""

    rows: tuple[NoticeRow, ...]
    next: int | None


def my_notices(
    viewer: Viewer, office: Office, *, after: int | None = None, limit: int = 20
) -> NoticePage:
    """The notices to the viewer, the newest first; ``after`` is the ``next`` of the page before."""
    with listing(viewer, office, "list_notices") as work:
        size = page_size(limit)
        found = notices.notices_to(work.connection, viewer, before=after, limit=size + 1)
    page, last = cut(found, size)
    rows = tuple(
        NoticeRow(
            id=each.public_id,
            template=each.template,
            channel=each.channel,
            state=each.state,
            made_at=each.made_at,
            sent_at=each.sent_at,
        )
        for each in page
    )
    return NoticePage(rows, last.id if last else None)
