"""What became of things since the last talk about a case, and since the table met last."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import LISTED, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import PublicId
from api.shapes.since import LastAgreementsOut, SinceLastOut
from engine.service.agenda_plan import since_last
from engine.service.meeting_page import meeting

router = APIRouter(prefix=ROOT, tags=["meetings"])


@router.get("/meetings/{meeting_id}/items/{item_id}/last-agreements", responses=LISTED)
@policy("read_meeting", finds="table")
def list_last_agreements(
    call: Calling, meeting_id: PublicId, item_id: PublicId, asked: Paged
) -> LastAgreementsOut:
    """What was agreed last time (vorige keer) about the case of an item, and what became of it."""
    shown = meeting(call.viewer, call.office, meeting_id, item_id)
    item = next(each for each in shown.items if each.id == item_id)
    rows = call.part(item.last_time, asked, f"last {item_id}")
    return LastAgreementsOut.of(item, rows)


@router.get("/meetings/{meeting_id}/since-last")
@policy("read_meeting", finds="table")
def read_since_last(call: Calling, meeting_id: PublicId) -> SinceLastOut:
    """What happened since the table met last (sinds de vorige tafel), in numbers."""
    return SinceLastOut.of(since_last(call.viewer, call.office, meeting_id))
