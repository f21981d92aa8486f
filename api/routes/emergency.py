"""Emergency access (noodtoegang) for programs, and its review."""

from __future__ import annotations

from fastapi import APIRouter

from api.auth.step_up import factor_of
from api.calls import EVERYWHERE, LISTED, MADE, Calling, in_the_body
from api.errors import StepRefused
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.routes.step_ups import NO_FACTOR_HERE
from api.shapes.emergency import (
    CoreOut,
    EmergencyIn,
    EmergencyReviewOut,
    EmergencyReviewsOut,
    GrantOut,
    GrantsOut,
    OneEmergencyReviewOut,
    ShieldedOut,
    SureIn,
)
from api.shapes.log_reviews import JudgedOut, JudgementIn
from api.site import site_of
from api.table_calls import change
from engine.decision import Refused
from engine.fields import InvalidInput
from engine.service.emergency import ask_emergency, my_emergencies
from engine.service.emergency_core import emergency_core, open_shielded
from engine.service.emergency_orders import AskEmergency, JudgeEmergency
from engine.service.emergency_reviews import (
    emergency_review,
    emergency_reviews,
    judge_emergency,
)

router = APIRouter(prefix=ROOT, tags=["emergency"])

_GRANTS, _REVIEWS = "/emergency-grants", "/emergency-reviews"
_OF = "emergency reviews"
_CALLED = {**EVERYWHERE, **{name: name for name in ("name", "born", "category", "reason")}}


@router.get(_GRANTS)
@policy("ask_emergency_form", finds="viewer")
def my_emergency_grants(call: Calling) -> GrantsOut:
    """What the caller was let in on (noodtoegang) and has not ended."""
    return GrantsOut(items=[GrantOut.of(each) for each in my_emergencies(call.viewer, call.office)])


@router.post(_GRANTS, responses={403: {}})
@policy("ask_emergency", finds="viewer")
def ask_to_be_let_in(call: Calling, key: IdempotencyKey, body: EmergencyIn) -> GrantsOut:
    """Be let in on a child's file for an hour; for the crisis service only.

    Asks for the second factor, shown within 5 minutes. The regisseur, the coordinator and the
    privacy officer are told, and it is reviewed. Nothing found and not allowed give one answer.
    """
    if not factor_of(site_of(call.request)).is_set_up:
        raise StepRefused(Refused("ask_emergency", (NO_FACTOR_HERE,)))
    order = AskEmergency(
        name=body.name, born=body.born, category=body.category, reason=body.reason, key=key
    )
    try:
        came = ask_emergency(call.viewer, call.office, order)
    except InvalidInput as error:
        raise in_the_body(error, None, _CALLED) from None
    if isinstance(came, Refused):
        raise StepRefused(came)
    return GrantsOut.of(came)


@router.get(f"{_GRANTS}/{{emergency_grant_id}}")
@policy("read_emergency", finds="viewer")
def read_by_emergency(call: Calling, emergency_grant_id: PublicId) -> CoreOut:
    """The core of the file (kern van het dossier), while the caller's grant opens it."""
    return CoreOut.of(emergency_core(call.viewer, call.office, emergency_grant_id))


@router.post(
    f"{_GRANTS}/{{emergency_grant_id}}/shielded-openings",
    status_code=201,
    responses={**MADE, 403: {}},
)
@policy("open_shielded", finds="viewer")
def ask_for_shielded(
    call: Calling, emergency_grant_id: PublicId, key: IdempotencyKey, body: SureIn
) -> ShieldedOut:
    """Let what is shielded be read too (afgeschermde plaats); asked apart, and logged apart.

    Asks for the second factor again, shown within 5 minutes.
    """
    open_shielded(call.viewer, call.office, emergency_grant_id, sure=body.sure)
    call.made(f"{_GRANTS}/{emergency_grant_id}")
    return ShieldedOut(id=emergency_grant_id)


@router.get(_REVIEWS, responses=LISTED)
@policy("list_emergency_reviews", finds="viewer")
def list_reviews_of_emergencies(call: Calling, asked: Paged) -> EmergencyReviewsOut:
    """Who was let in (noodtoegang) in the regions that the caller watches, newest first."""
    page = call.window(asked, _OF)
    before = int(str(page.after[0])) if page.after else None
    found = emergency_reviews(call.viewer, call.office, before=before, limit=page.limit)
    call.leads_to((found.next,) if found.next is not None else None, page, _OF)
    return EmergencyReviewsOut(items=[EmergencyReviewOut.of(row) for row in found.rows])


@router.get(f"{_REVIEWS}/{{emergency_review_id}}")
@policy("read_emergency_review", finds="viewer")
def read_review_of_emergency(call: Calling, emergency_review_id: PublicId) -> OneEmergencyReviewOut:
    """One of them, with the reason and what was looked at."""
    return OneEmergencyReviewOut.whole(
        emergency_review(call.viewer, call.office, emergency_review_id)
    )


@router.post(f"{_REVIEWS}/{{emergency_review_id}}/judgements", status_code=201, responses=MADE)
@policy("judge_emergency", finds="viewer")
def judge_one_emergency(
    call: Calling, emergency_review_id: PublicId, key: IdempotencyKey, body: JudgementIn
) -> JudgedOut:
    """Judge one (beoordelen): explained, or to be followed up."""
    order = JudgeEmergency(
        key=key,
        grant=emergency_review_id,
        judgement=body.judgement,
        word=body.word,
        owner=body.owner,
        follow_up_on=body.follow_up_on,
    )
    done = change(call, judge_emergency, order, at=lambda done: f"{_REVIEWS}/{done.id}")
    return JudgedOut(id=done.id, state=done.state or "")
