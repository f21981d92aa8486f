"""Agreements of a case: made, given to somebody, settled."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import EVERYWHERE, LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, IfMatch, PublicId
from api.shapes.agreements import (
    AgreementIn,
    AgreementOut,
    AgreementsOut,
    FamilyWordIn,
    OwnerIn,
    ResultIn,
)
from api.shapes.common import DoneOut
from engine.service.agreement_words import hear_agreement
from engine.service.agreements import agree, name_owner, settle_agreement
from engine.service.file.agreements import agreement, agreements
from engine.service.orders import Agree, HearAgreement, NameOwner, SettleAgreement
from engine.service.repeats import Done

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["agreements"])

_AGREEING = {**EVERYWHERE, "due_on": "due_date", "owner": "owner_id", "child": "child_id"}
_HEARING = {**EVERYWHERE, "person": "person_id", "how": "how", "words": "words"}


@router.get("/agreements", responses=LISTED)
@policy("read_agreements", finds="case")
def list_agreements(call: Calling, case_id: PublicId, asked: Paged) -> AgreementsOut:
    """The agreements (afspraken) of the case, oldest first."""
    found = agreements(call.viewer, call.office, case_id)
    rows = call.part(found, asked, f"agreements {case_id}")
    return AgreementsOut(items=[AgreementOut.of(row) for row in rows])


@router.post("/agreements", status_code=201, responses=MADE)
@policy("agree", finds="case")
def make_agreement(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: AgreementIn
) -> DoneOut:
    """Make an agreement (afspraak): who does what, by when."""
    order = Agree(
        case=case_id,
        key=key,
        text=body.text,
        due_on=body.due_date,
        owner=body.owner_id,
        owner_words=body.owner_words,
        child=body.child_id,
        visible_to=tuple(body.visible_to),
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(agree, order, at=_place, called=_AGREEING)


@router.get("/agreements/{agreement_id}")
@policy("read_agreement", finds="case")
def read_agreement(call: Calling, case_id: PublicId, agreement_id: PublicId) -> AgreementOut:
    """One agreement (afspraak)."""
    return AgreementOut.of(agreement(call.viewer, call.office, case_id, agreement_id))


@router.post("/agreements/{agreement_id}/owners", status_code=201, responses=MADE)
@policy("name_owner", finds="case")
def give_agreement(
    call: Calling,
    case_id: PublicId,
    agreement_id: PublicId,
    seen: IfMatch,
    key: IdempotencyKey,
    body: OwnerIn,
) -> DoneOut:
    """Say whose an agreement (afspraak) is."""
    order = NameOwner(
        case=case_id,
        key=key,
        agreement=agreement_id,
        seen_version=seen,
        owner=body.owner_id,
        owner_words=body.owner_words,
    )
    return call.carry_out(name_owner, order, at=_place, called=_AGREEING)


@router.post("/agreements/{agreement_id}/results", status_code=201, responses=MADE)
@policy("settle_agreement", finds="case")
def record_result(
    call: Calling,
    case_id: PublicId,
    agreement_id: PublicId,
    seen: IfMatch,
    key: IdempotencyKey,
    body: ResultIn,
) -> DoneOut:
    """Record what came of an agreement (afspraak afronden)."""
    order = SettleAgreement(
        case=case_id,
        key=key,
        agreement=agreement_id,
        result=body.result,
        seen_version=seen,
        words=body.words,
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(settle_agreement, order, at=_place)


@router.post("/agreements/{agreement_id}/words", status_code=201, responses=MADE)
@policy("hear_agreement", finds="case")
def record_word(
    call: Calling,
    case_id: PublicId,
    agreement_id: PublicId,
    seen: IfMatch,
    key: IdempotencyKey,
    body: FamilyWordIn,
) -> DoneOut:
    """Record what the family says of an agreement (afspraak): it worked out, or it is hard."""
    order = HearAgreement(
        case=case_id,
        key=key,
        agreement=agreement_id,
        person=body.person_id,
        how=body.how,
        words=body.words,
        seen_version=seen,
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(hear_agreement, order, at=_place, called=_HEARING)


def _place(changed: Done) -> str:
    return f"/cases/{changed.case}/agreements/{changed.made}"
