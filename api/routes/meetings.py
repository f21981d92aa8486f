"""Meetings of tables: those of the caller, a new one, bringing one on, who is there."""

from __future__ import annotations

from datetime import date
from typing import Annotated, cast

from fastapi import APIRouter, Query

from api.calls import EVERYWHERE, LISTED, MADE, SHOWN, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, MeetingMatch, PublicId
from api.shapes.agenda_plan import ProposalOut, QueueOut
from api.shapes.common import NearDay
from api.shapes.meetings import (
    AgendaIn,
    AttendanceIn,
    ItemOut,
    ItemsOut,
    MeetingChangeIn,
    MeetingIn,
    MeetingMoveIn,
    MeetingOut,
    MeetingRowOut,
    MeetingsOut,
)
from api.shapes.tables import ChangedOut
from api.table_calls import change
from engine.service.agenda_plan import proposal, queue
from engine.service.at_table import Changed
from engine.service.attendance import mark_at_meeting
from engine.service.meeting_lists import my_meetings
from engine.service.meeting_page import meeting
from engine.service.meetings import (
    change_meeting,
    move_meeting,
    order_agenda,
    plan_meeting,
)
from engine.service.table_orders import (
    ChangeMeeting,
    ItemPlace,
    MarkAtMeeting,
    MoveMeeting,
    OrderAgenda,
    PlanMeeting,
)

router = APIRouter(prefix=ROOT, tags=["meetings"])

_PLANNING = {**EVERYWHERE, "on": "on_date"}
_MARKING = {**EVERYWHERE, "person": "person_id"}
_FROM = Query(alias="fromDate", description="vanaf deze dag; zonder: vandaag")


@router.get("/meetings", responses=LISTED)
@policy("list_meetings", finds="viewer")
def list_meetings(
    call: Calling, asked: Paged, from_date: Annotated[NearDay | None, _FROM] = None
) -> MeetingsOut:
    """The meetings (bijeenkomsten) of the caller's tables and cases, the first in front."""
    of = f"meetings {from_date}"
    page = call.window(asked, of)
    after = cast("tuple[date, int] | None", page.after)  # sealed by us
    found = my_meetings(call.viewer, call.office, from_on=from_date, after=after, limit=page.limit)
    call.leads_to(found.next, page, of)
    return MeetingsOut(items=[MeetingRowOut.of(row) for row in found.rows])


@router.post("/meetings", status_code=201, responses=MADE)
@policy("plan_meeting", finds="table")
def add_meeting(call: Calling, key: IdempotencyKey, body: MeetingIn) -> ChangedOut:
    """Plan a meeting (bijeenkomst) of a table."""
    order = PlanMeeting(
        key=key, table=body.table_id, on=body.on_date, starts=body.starts, place=body.place
    )
    return change(call, plan_meeting, order, at=_place, called=_PLANNING)


@router.get("/meetings/{meeting_id}", responses=SHOWN)
@policy("read_meeting", finds="table")
def read_meeting(call: Calling, meeting_id: PublicId) -> MeetingOut:
    """One meeting (bijeenkomst) with what the caller may see of its agenda."""
    shown = meeting(call.viewer, call.office, meeting_id)
    call.seen(shown.row.id, shown.row.version)
    return MeetingOut.of(shown)


@router.put("/meetings/{meeting_id}", responses=SHOWN)
@policy("change_meeting", finds="table")
def write_meeting_anew(
    call: Calling,
    meeting_id: PublicId,
    seen: MeetingMatch,
    key: IdempotencyKey,
    body: MeetingChangeIn,
) -> ChangedOut:
    """Say anew when a meeting (bijeenkomst) begins on its day, and where it is."""
    order = ChangeMeeting(
        key=key,
        meeting=meeting_id,
        starts=body.starts,
        place=body.place,
        why=body.why,
        seen_version=seen,
    )
    return change(call, change_meeting, order)


@router.post("/meetings/{meeting_id}/transitions", status_code=201, responses=MADE)
@policy("move_meeting", finds="table")
def bring_meeting_on(
    call: Calling,
    meeting_id: PublicId,
    seen: MeetingMatch,
    key: IdempotencyKey,
    body: MeetingMoveIn,
) -> ChangedOut:
    """Fix the agenda, open, end, complete or cancel a meeting (vaststellen, openen, sluiten …)."""
    order = MoveMeeting(key=key, meeting=meeting_id, to=body.to, seen_version=seen)
    return change(call, move_meeting, order, at=_place)


@router.post("/meetings/{meeting_id}/attendances", status_code=201, responses=MADE)
@policy("mark_at_meeting", finds="table")
def mark_attendance(
    call: Calling, meeting_id: PublicId, key: IdempotencyKey, body: AttendanceIn
) -> ChangedOut:
    """Mark who is there for the whole meeting (aanwezigheid)."""
    order = MarkAtMeeting(
        key=key,
        meeting=meeting_id,
        how=body.how,
        person=body.person_id,
        words=body.words,
        role=body.role,
        reason=body.reason,
    )
    return change(call, mark_at_meeting, order, at=_place, called=_MARKING)


@router.get("/meetings/{meeting_id}/items", responses=LISTED)
@policy("read_meeting", finds="table")
def list_items(call: Calling, meeting_id: PublicId, asked: Paged) -> ItemsOut:
    """What is on the agenda (agendapunten), as far as the caller may see it."""
    shown = meeting(call.viewer, call.office, meeting_id)
    rows = call.part(shown.items, asked, f"items {meeting_id}")
    return ItemsOut(items=[ItemOut.of(row) for row in rows])


@router.put("/meetings/{meeting_id}/items", responses=SHOWN)
@policy("order_agenda", finds="table")
def put_items_in_order(
    call: Calling,
    meeting_id: PublicId,
    seen: MeetingMatch,
    key: IdempotencyKey,
    body: AgendaIn,
) -> ChangedOut:
    """Put the items (agendapunten) that the caller sees in this order."""
    places = tuple(
        ItemPlace(item=each.item_id, starts=each.starts, minutes=each.minutes)
        for each in body.items
    )
    order = OrderAgenda(key=key, meeting=meeting_id, items=places, why=body.why, seen_version=seen)
    return change(call, order_agenda, order)


@router.get("/meetings/{meeting_id}/queue", responses=LISTED)
@policy("read_queue", finds="table")
def list_queue(call: Calling, meeting_id: PublicId, asked: Paged) -> QueueOut:
    """What waits for a place at the table of this meeting (wachtrij)."""
    found = queue(call.viewer, call.office, meeting_id)
    rows = call.part(found.rows, asked, f"queue {meeting_id}")
    return QueueOut.of(rows, found.hidden)


@router.get("/meetings/{meeting_id}/proposal")
@policy("read_proposal", finds="table")
def read_proposal(call: Calling, meeting_id: PublicId) -> ProposalOut:
    """The agenda (voorstel) that the queue and the terms suggest; it changes nothing."""
    return ProposalOut.of(proposal(call.viewer, call.office, meeting_id))


def _place(changed: Changed) -> str:
    return f"/meetings/{changed.id}"
