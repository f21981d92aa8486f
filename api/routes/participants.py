"""Who takes part in a case: joined, ended, handed over."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import EVERYWHERE, LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, IfMatch, PublicId
from api.shapes.common import DoneOut
from api.shapes.participants import (
    AssignmentIn,
    EndingIn,
    ParticipantIn,
    ParticipantOut,
    ParticipantsOut,
)
from engine.service.file.participants import participants
from engine.service.leaving import leave
from engine.service.orders import Assign, Join, Leave
from engine.service.participants import assign, join

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["participants"])

_CALLED = {**EVERYWHERE, "person": "person_id", "child": "child_id"}


@router.get("/participants", responses=LISTED)
@policy("read_participants", finds="case")
def list_participants(call: Calling, case_id: PublicId, asked: Paged) -> ParticipantsOut:
    """Everybody who takes part (betrokkenen) today."""
    found = participants(call.viewer, call.office, case_id)
    rows = call.part(found, asked, f"participants {case_id}")
    return ParticipantsOut(items=[ParticipantOut.of(row) for row in rows])


@router.post("/participants", status_code=201, responses=MADE)
@policy("join", finds="case")
def add_participant(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: ParticipantIn
) -> DoneOut:
    """Let somebody take part (betrokkene) in a role."""
    order = Join(
        case=case_id,
        key=key,
        person=body.person_id,
        role=body.role,
        ground=body.ground,
        child=body.child_id,
        until_on=body.until_on,
    )
    return call.carry_out(join, order, called=_CALLED)


@router.post("/participants/endings", status_code=201, responses=MADE)
@policy("leave", finds="case")
def end_participation(
    call: Calling, case_id: PublicId, seen: IfMatch, key: IdempotencyKey, body: EndingIn
) -> DoneOut:
    """End somebody's part (betrokkenheid), today or at a later day."""
    order = Leave(
        case=case_id,
        key=key,
        person=body.person_id,
        role=body.role,
        seen_version=seen,
        until_on=body.until_on,
    )
    return call.carry_out(leave, order, called=_CALLED)


@router.post("/assignments", status_code=201, responses=MADE)
@policy("assign", finds="case")
def hand_role_over(
    call: Calling, case_id: PublicId, seen: IfMatch, key: IdempotencyKey, body: AssignmentIn
) -> DoneOut:
    """Hand over (overdragen) a role that one person holds."""
    order = Assign(
        case=case_id,
        key=key,
        person=body.person_id,
        role=body.role,
        ground=body.ground,
        seen_version=seen,
    )
    return call.carry_out(assign, order, called=_CALLED)
