"""What happened to a case."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.calls import LISTED, Calling
from api.openapi import ROOT
from api.paging import MOST, USUAL
from api.policy import policy
from api.requests import PublicId
from api.shapes.events import EventOut, EventsOut
from engine.errors import NotFound
from engine.service.file.timeline import timeline

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["events"])

_MOST_DIGITS = 9


@router.get("/events", responses=LISTED)
@policy("read_timeline", finds="case")
def list_events(
    call: Calling,
    case_id: PublicId,
    since: Annotated[
        int, Query(ge=0, lt=10**_MOST_DIGITS, description="de versie die u al zag")
    ] = 0,
    limit: Annotated[int, Query(alias="pageSize", ge=1, le=MOST)] = USUAL,
) -> EventsOut:
    """What happened (tijdlijn) after a version, oldest first; as far as the caller may read it."""
    found = timeline(call.viewer, call.office, case_id, since=since)
    page = found[:limit]
    if len(found) > limit:
        following = f"{call.request.url.path}?since={page[-1].seq}&pageSize={limit}"
        call.response.headers["Link"] = f'<{following}>; rel="next"'
    return EventsOut(items=[EventOut.of(event) for event in page])


@router.get("/events/{version}")
@policy("read_event", finds="case")
def read_event(call: Calling, case_id: PublicId, version: PublicId) -> EventOut:
    """The event (gebeurtenis) that made this version of the case."""
    seq = _whole(version)
    found = timeline(call.viewer, call.office, case_id, since=max(seq - 1, 0))
    if not found or found[0].seq != seq:
        raise NotFound("event")
    return EventOut.of(found[0])


def _whole(version: str) -> int:
    """The number, written in the one way in which we write it; else 0, which nothing has."""
    is_one = version.isdigit() and len(version) <= _MOST_DIGITS and not version.startswith("0")
    return int(version) if is_one else 0
