"""Held talks of a case."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.common import DoneOut
from api.shapes.contacts import ContactIn, ContactOut, ContactsOut
from engine.service.contacts import hold_contact
from engine.service.file.contacts import contacts
from engine.service.orders import HoldContact

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["contacts"])


@router.get("/contacts", responses=LISTED)
@policy("read_contacts", finds="case")
def list_contacts(call: Calling, case_id: PublicId, asked: Paged) -> ContactsOut:
    """The talks (gesprekken) that touched the case, oldest first."""
    rows = call.part(contacts(call.viewer, call.office, case_id), asked, f"contacts {case_id}")
    return ContactsOut(items=[ContactOut.of(row) for row in rows])


@router.post("/contacts", status_code=201, responses=MADE)
@policy("hold_contact", finds="case")
def record_contact(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: ContactIn
) -> DoneOut:
    """Record a held talk (gesprek), and the deadlines of the family that it counts for."""
    order = HoldContact(
        case=case_id,
        key=key,
        held_on=body.held_on,
        words=body.words,
        with_persons=tuple(body.with_persons),
        counts_for=tuple((each.case_id, each.deadline_id) for each in body.counts_for),
        late_reason=body.late_reason,
    )
    return call.carry_out(hold_contact, order)
