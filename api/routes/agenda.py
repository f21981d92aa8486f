"""A case and its meetings: where it may be planned, putting it there, who is there."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import EVERYWHERE, LISTED, MADE, STALE, Calling, in_order
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, IfMatch, PublicId
from api.shapes.common import DoneOut
from api.shapes.meetings import (
    AttendanceIn,
    ItemIn,
    MeetingRowOut,
    MeetingsOut,
    PostponementIn,
)
from engine.service.agenda import carry_over
from engine.service.attendance import mark_at_item
from engine.service.cases import schedule
from engine.service.meeting_lists import meetings_ahead
from engine.service.orders import CarryOver, MarkAtItem, Schedule

router = APIRouter(prefix=ROOT, tags=["meetings"])

_PLANNING = {**EVERYWHERE, "transition": "transition"}
_MARKING = {**EVERYWHERE, "person": "person_id"}
_PUTTING_OFF = {**EVERYWHERE, "meeting": "meeting_id"}


@router.post("/meetings/{meeting_id}/items", status_code=201, responses={**MADE, **STALE})
@policy("schedule", finds="table")
def put_case_on_agenda(
    call: Calling, meeting_id: PublicId, key: IdempotencyKey, body: ItemIn
) -> DoneOut:
    """Put a case on the agenda (agenderen), by the step of the case that does so."""
    order = Schedule(
        case=body.case_id,
        key=key,
        transition=body.transition,
        meeting=meeting_id,
        seen_version=body.case_version,
        inputs=in_order(body.inputs),
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(schedule, order, form="inputs", called=_PLANNING)


@router.get("/cases/{case_id}/meetings", responses=LISTED)
@policy("read_meetings_ahead", finds="case")
def list_meetings_ahead(call: Calling, case_id: PublicId, asked: Paged) -> MeetingsOut:
    """The meetings (bijeenkomsten) for which the case may be planned."""
    found = meetings_ahead(call.viewer, call.office, case_id)
    rows = call.part(found, asked, f"meetings {case_id}")
    return MeetingsOut(items=[MeetingRowOut.of(row) for row in rows])


@router.post("/cases/{case_id}/postponements", status_code=201, responses=MADE)
@policy("carry_over", finds="case")
def postpone(
    call: Calling, case_id: PublicId, seen: IfMatch, key: IdempotencyKey, body: PostponementIn
) -> DoneOut:
    """Let a planned case wait for another meeting (doorschuiven)."""
    order = CarryOver(
        case=case_id, key=key, meeting=body.meeting_id, reason=body.reason, seen_version=seen
    )
    return call.carry_out(carry_over, order, called=_PUTTING_OFF)


@router.post("/cases/{case_id}/attendances", status_code=201, responses=MADE)
@policy("mark_at_item", finds="case")
def mark_attendance_at_item(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: AttendanceIn
) -> DoneOut:
    """Mark who is there when the case is discussed (aanwezigheid bij deze zaak)."""
    order = MarkAtItem(
        case=case_id,
        key=key,
        how=body.how,
        person=body.person_id,
        words=body.words,
        role=body.role,
        reason=body.reason,
    )
    return call.carry_out(mark_at_item, order, called=_MARKING)
