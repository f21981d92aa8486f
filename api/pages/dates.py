"""My deadlines over all cases, the first due in front."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader
from api.pages.pager import around
from api.paging import Paged, Position, window
from api.policy import policy
from api.site import site_of
from api.templating import render
from api.views.lists import DateList, When
from engine.access import Viewer
from engine.service.date_counts import begins, date_counts, stretches
from engine.service.my_dates import DateRow, my_dates
from engine.service.office import Office

router = APIRouter(include_in_schema=False)

_LAST = 2**31 - 1
"""After every deadline that is past at one moment; PostgreSQL keeps no larger key."""

_Place = tuple[datetime, int]


@router.get("/deadlines")
@policy("list_dates", finds="viewer")
def list_my_dates(
    request: Request, me: Reader, asked: Paged, when: Annotated[When, Query()] = "all"
) -> Response:
    """All that are open; those that are late; or those that are due in a stretch of time."""
    office, of = site_of(request).office, f"dates {when}"
    page = window(request, me, asked, of)
    rows, following = _rows(me.viewer, office, when, _place(page.after), page.limit)
    view = DateList(
        rows,
        when,
        date_counts(me.viewer, office),
        *around(request, me, page, following, of=of),
        following=_first(me.viewer, office) if when == "late" and not rows else None,
    )
    return render(request, "deadlines/list.html", view, me=me)


def _rows(
    viewer: Viewer, office: Office, when: When, after: _Place | None, limit: int
) -> tuple[tuple[DateRow, ...], Position | None]:
    """One page, and where the next begins."""
    if when == "all" or when == "late":  # noqa: PLR1714 - what mypy understands
        found = my_dates(viewer, office, after=after, limit=limit, late_only=when == "late")
        return found.rows, _position(found.next)
    first, last = stretches(office.today())[when]
    found = my_dates(viewer, office, after=after or (begins(first), _LAST), limit=limit)
    rows = tuple(takewhile(lambda row: row.due_on <= last, found.rows))
    return rows, _position(found.next) if len(rows) == len(found.rows) else None


def _first(viewer: Viewer, office: Office) -> DateRow | None:
    rows: Sequence[DateRow] = my_dates(viewer, office, limit=1).rows
    return rows[0] if rows else None


def _position(place: _Place | None) -> Position | None:
    """For a link, which takes no moments."""
    return None if place is None else (place[0].isoformat(), place[1])


def _place(position: Position | None) -> _Place | None:
    """What ``_position`` wrote; the seal says that it did."""
    if position is None:
        return None
    return (datetime.fromisoformat(str(position[0])), int(str(position[1])))
