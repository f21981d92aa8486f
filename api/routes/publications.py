"""What the family sees: item by item, withheld by two professionals, and the youth's word."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import EVERYWHERE, MADE, Calling
from api.errors import Malformed, Wrong
from api.openapi import ROOT
from api.policy import policy
from api.requests import IdempotencyKey, IfMatch, PublicId
from api.shapes.common import DoneOut
from api.shapes.publications import (
    FamilyViewOut,
    MineOut,
    PublicationIn,
    SecondIn,
    YouthWordIn,
)
from engine.service.family_view import family_view
from engine.service.mine import mine
from engine.service.publication_orders import (
    DecideObjection,
    DecideWithholding,
    Publish,
    SpeakAsYouth,
    Withhold,
)
from engine.service.publications import publish
from engine.service.repeats import Done
from engine.service.withholdings import decide_withholding, withhold
from engine.service.youth_words import decide_objection, speak_as_youth
from engine.text import Text

router = APIRouter(prefix=ROOT, tags=["publications"])

_AT = "/cases/{case_id}"
_CALLED = {**EVERYWHERE, "reason": "reason", "why": "why", "words": "words"}
_ONE = Text(
    nl="Geef 'record_id' of 'agreement_id', één van de twee.",
    en="Give either 'record_id' or 'agreement_id'.",
)


@router.get("/mine")
@policy("read_mine", finds="mine")
def read_mine(call: Calling) -> MineOut:
    """The own file of a youth or a parent (mijn dossier): what was published to them."""
    return MineOut.of(mine(call.viewer, call.office))


@router.get(f"{_AT}/family-view")
@policy("read_family_view", finds="case")
def read_family_view(call: Calling, case_id: PublicId) -> FamilyViewOut:
    """What each of the family (gezin) sees of the case, item by item, and why not."""
    case, view = family_view(call.viewer, call.office, case_id)
    call.seen(case.id, case.version)
    return FamilyViewOut.of(view)


@router.post(f"{_AT}/publications", status_code=201, responses=MADE)
@policy("publish", finds="case")
def publish_to_family(
    call: Calling, case_id: PublicId, seen: IfMatch, key: IdempotencyKey, body: PublicationIn
) -> DoneOut:
    """Let somebody of the family read an item (delen), or withhold it (achterhouden)."""
    items = [each for each in (body.record_id, body.agreement_id) if each]
    if len(items) != 1:
        raise Malformed(Wrong("/record_id", "missing", _ONE))
    item, person = items[0], body.person_id
    if body.act == "publish":
        order = Publish(
            case=case_id,
            key=key,
            item=item,
            person=person,
            seen_version=seen,
            names_seen=body.names_seen,
        )
        return call.carry_out(publish, order, at=_place, called=_CALLED)
    kept = Withhold(
        case=case_id, key=key, item=item, person=person, seen_version=seen, reason=body.reason
    )
    return call.carry_out(withhold, kept, at=_place, called=_CALLED)


@router.post(f"{_AT}/publications/{{publication_id}}/decisions", status_code=201, responses=MADE)
@policy("decide_withholding", finds="case")
def decide_on_withholding(
    call: Calling,
    case_id: PublicId,
    publication_id: PublicId,
    seen: IfMatch,
    key: IdempotencyKey,
    body: SecondIn,
) -> DoneOut:
    """Confirm or refuse, as the second professional, that something is withheld."""
    order = DecideWithholding(
        case=case_id,
        key=key,
        publication=publication_id,
        seen_version=seen,
        confirmed=body.confirmed,
        why=body.why,
    )
    return call.carry_out(decide_withholding, order, at=_place, called=_CALLED)


@router.post(f"{_AT}/youth-words", status_code=201, responses=MADE)
@policy("speak_as_youth", finds="case")
def record_youth_word(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: YouthWordIn
) -> DoneOut:
    """Record what a youth (jeugdige) says of a parent who reads along."""
    order = SpeakAsYouth(
        case=case_id,
        key=key,
        child=body.child_id,
        person=body.person_id,
        word=body.word,
        words=body.words,
    )
    return call.carry_out(speak_as_youth, order, at=_place, called=_CALLED)


@router.post(f"{_AT}/youth-words/{{youth_word_id}}/decisions", status_code=201, responses=MADE)
@policy("decide_objection", finds="case")
def decide_on_objection(
    call: Calling,
    case_id: PublicId,
    youth_word_id: PublicId,
    seen: IfMatch,
    key: IdempotencyKey,
    body: SecondIn,
) -> DoneOut:
    """Decide about the objection (bezwaar) of a youth under 16 to a parent who reads along."""
    order = DecideObjection(
        case=case_id,
        key=key,
        publication=youth_word_id,
        seen_version=seen,
        upheld=body.confirmed,
        why=body.why,
    )
    return call.carry_out(decide_objection, order, at=_place, called=_CALLED)


def _place(changed: Done) -> str:
    return f"/cases/{changed.case}/family-view"
