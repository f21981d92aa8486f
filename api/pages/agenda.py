"""My meetings: the next agenda is opened, or all of them are listed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, cast

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.auth.who import Reader
from api.pages.pager import around
from api.paging import Paged, window
from api.policy import policy
from api.site import site_of
from api.templating import render
from api.views.agenda import MeetingList
from engine.access import Viewer
from engine.service.meeting_lists import MeetingRow, TableRow, my_meetings, my_tables
from engine.service.office import Office

router = APIRouter(include_in_schema=False)

AT = "/agenda"
_LOOKED_AT = 20
_LIVE = frozenset({"concept", "fixed", "in_session", "to_complete"})
"""How far a meeting is that still asks something."""


@router.get(AT)
@policy("list_meetings", finds="viewer")
def list_meetings(
    request: Request,
    me: Reader,
    asked: Paged,
    *,
    every: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    """The next agenda of whoever sits at one table; else, or when asked, every meeting."""
    office = site_of(request).office
    tables = my_tables(me.viewer, office)
    mine = seats_of(me.viewer, tables)
    following = next_meeting(me.viewer, office, mine[0].id) if len(mine) == 1 else None
    if following and not every and asked.cursor is None:
        return RedirectResponse(f"/meetings/{following.id}", 302)
    page = window(request, me, asked, "agenda")
    after = cast("tuple[date, int] | None", page.after)
    found = my_meetings(me.viewer, office, after=after, limit=page.limit)
    view = MeetingList(found.rows, tables, *around(request, me, page, found.next, of="agenda"))
    return render(request, "agenda/list.html", view, me=me)


def seats_of(viewer: Viewer, tables: tuple[TableRow, ...]) -> tuple[TableRow, ...]:
    """The tables at which the viewer sits, of those that they see."""
    return tuple(row for row in tables if any(member.person == viewer.id for member in row.members))


def next_meeting(viewer: Viewer, office: Office, table: str | None = None) -> MeetingRow | None:
    """The meeting that comes first, of one table or of all that the viewer sees."""
    rows = [
        row
        for row in my_meetings(viewer, office, limit=_LOOKED_AT).rows
        if row.state in _LIVE and table in {None, row.table}
    ]
    if under_way := [row for row in rows if row.state == "in_session"]:
        return under_way[0]
    ahead = [row for row in rows if row.state != "to_complete"]
    return next(iter(ahead or rows), None)
