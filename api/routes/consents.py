"""Consent and authority: what was answered, who decides, and recording both."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import EVERYWHERE, LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.common import DoneOut
from api.shapes.consents import (
    AuthoritiesOut,
    AuthorityIn,
    AuthorityOut,
    ConsentIn,
    ConsentsOut,
)
from engine.service.consents import answer_consent, set_authority
from engine.service.file.consents import authorities, consents
from engine.service.orders import Answer, SetAuthority

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["consents"])

_CALLED = {**EVERYWHERE, "to": "purpose", "child": "child_id", "person": "person_id"}


@router.get("/consents")
@policy("read_consents", finds="case")
def list_consents(call: Calling, case_id: PublicId) -> ConsentsOut:
    """The answers about consent (toestemming), and whose is wanted today."""
    return ConsentsOut.of(consents(call.viewer, call.office, case_id))


@router.post("/consents", status_code=201, responses=MADE)
@policy("answer_consent", finds="case")
def record_answer(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: ConsentIn
) -> DoneOut:
    """Record what a person answered about consent (toestemming), or the ground without one."""
    order = Answer(
        case=case_id,
        key=key,
        child=body.child_id,
        to=body.purpose,
        answer=body.answer,
        person=body.person_id,
        ground=body.ground,
        until_on=body.until_on,
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(answer_consent, order, called=_CALLED)


@router.get("/authorities", responses=LISTED)
@policy("read_authorities", finds="case")
def list_authorities(call: Calling, case_id: PublicId, asked: Paged) -> AuthoritiesOut:
    """Who has, had or will have authority (gezag) over the children."""
    found = authorities(call.viewer, call.office, case_id)
    rows = call.part(found, asked, f"authorities {case_id}")
    return AuthoritiesOut(items=[AuthorityOut.of(row) for row in rows])


@router.post("/authorities", status_code=201, responses=MADE)
@policy("set_authority", finds="case")
def record_authority(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: AuthorityIn
) -> DoneOut:
    """Record from which day somebody has authority (gezag) over a child."""
    order = SetAuthority(
        case=case_id,
        key=key,
        child=body.child_id,
        parent=body.parent_id,
        source=body.source,
        from_on=body.from_on,
        until_on=body.until_on,
    )
    return call.carry_out(set_authority, order)
