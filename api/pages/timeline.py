"""What happened to one case, newest first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader
from api.pages.case import MOST_EVENTS
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.case import Timeline
from engine.service.case_file import CaseFile, case_file_with
from engine.service.file.timeline import EventShown, timeline_of

router = APIRouter(include_in_schema=False)

ON_A_PAGE = 50


@router.get("/cases/{case_id}/timeline")
@policy("read_timeline", finds="case")
def show_timeline(
    request: Request,
    case_id: PublicId,
    me: Reader,
    before: Annotated[int, Query(ge=2, le=MOST_EVENTS)] = MOST_EVENTS,
) -> Response:
    """The events that came before version ``before``."""
    file, events = case_file_with(me.viewer, site_of(request).office, case_id, timeline_of)
    return render(request, "timeline/show.html", _page(file, events, before), me=me)


def _page(file: CaseFile, events: tuple[EventShown, ...], before: int) -> Timeline:
    earlier = [event for event in reversed(events) if event.seq < before]
    page, here = tuple(earlier[:ON_A_PAGE]), f"/cases/{file.id}/timeline"
    return Timeline(
        id=file.id,
        number=file.number,
        children=file.children,
        events=page,
        older=f"{here}?before={page[-1].seq}" if len(earlier) > ON_A_PAGE else None,
        newest=here if before <= file.version else None,
    )
