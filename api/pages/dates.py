"""The board of deadlines over all cases: counts, a filter in the address, the rows."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.asked_dates import Asked
from api.auth.who import Reader
from api.pages.pager import around
from api.paging import Paged, Position, window
from api.policy import policy
from api.site import site_of
from api.templating import render
from api.views.dates import DateBoard
from engine.access import Viewer
from engine.service.batches import recent_batches
from engine.service.date_counts import date_overview
from engine.service.date_filter import filter_words
from engine.service.date_rows import DateRow
from engine.service.my_dates import Place, my_dates
from engine.service.office import Office
from engine.service.saved_views import my_views

router = APIRouter(include_in_schema=False)


@router.get("/deadlines")
@policy("list_dates", finds="viewer")
def list_my_dates(request: Request, me: Reader, asked: Asked, paged: Paged) -> Response:
    """The deadlines that the filter asks for, with how many stand under each heading."""
    office, of = site_of(request).office, f"dates {asked.query}"
    page = window(request, me, paged, of)
    found = my_dates(me.viewer, office, asked, after=place(page.after), limit=page.limit)
    onward, first = around(request, me, page, position(found.next), of=of)
    overview = date_overview(me.viewer, office, asked)
    owner = overview.choices.owner(asked.owner)
    view = DateBoard(
        rows=found.rows,
        asked=asked,
        words=filter_words(asked, office.library, owner),
        counts=overview.counts,
        choices=overview.choices,
        views=my_views(me.viewer, office),
        as_of=office.clock.now(),
        next=onward,
        first=first,
        batches=recent_batches(me.viewer, office),
        following=None if found.rows else _first(me.viewer, office),
    )
    return render(request, "deadlines/list.html", view, me=me)


def _first(viewer: Viewer, office: Office) -> DateRow | None:
    rows = my_dates(viewer, office, limit=1).rows
    return rows[0] if rows else None


def position(found: Place | None) -> Position | None:
    """For a link, which takes no moments."""
    return None if found is None else (found[0].isoformat(), found[1])


def place(found: Position | None) -> Place | None:
    """What ``position`` wrote; the seal says that it did."""
    if found is None:
        return None
    return (datetime.fromisoformat(str(found[0])), int(str(found[1])))
