"""What the family sees of a case: publish item by item, withhold, and the youth's word."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.pages.questions import said, text_in
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.family_view import (
    EVERY_ACT_ON_ITEM,
    EVERY_WORD_ON_CHILD,
    ChildViewPage,
    FamilyViewPage,
    ItemViewPage,
    form_of_child,
    form_of_item,
)
from engine.access import Viewer
from engine.service.command import Outcome
from engine.service.family_view import (
    ChildView,
    Decision,
    ItemView,
    child_view,
    family_view,
    item_view,
)
from engine.service.file.heading import CaseHeading
from engine.service.office import Office
from engine.service.publication_orders import (
    DecideObjection,
    DecideWithholding,
    Publish,
    SpeakAsYouth,
    Spoken,
    Withhold,
)
from engine.service.publications import publish
from engine.service.sessions import SignedIn
from engine.service.withholdings import decide_withholding, withhold
from engine.service.youth_words import decide_objection, speak_as_youth

router = APIRouter(include_in_schema=False)

_AT = "/cases/{case_id}/family-view"
_RECORD = f"{_AT}/{{person_id}}/records/{{record_id}}"
_AGREEMENT = f"{_AT}/{{person_id}}/agreements/{{agreement_id}}"
_CHILD = f"{_AT}/{{person_id}}/children/{{child_id}}"


@router.get(_AT)
@policy("read_family_view", finds="case")
def show_family_view(request: Request, case_id: PublicId, me: Reader) -> Response:
    """For each of the family what they read, what they do not, and why."""
    case, page = family_view(me.viewer, site_of(request).office, case_id)
    return render(request, "family_view/show.html", FamilyViewPage(case=case, page=page), me=me)


@router.get(_RECORD)
@policy("read_family_view", finds="case")
def show_record_to(
    request: Request, case_id: PublicId, person_id: PublicId, record_id: PublicId, me: Reader
) -> Response:
    """A record for one person: what they would read of it, and the form that decides."""
    return _item(request, me, (case_id, person_id, record_id))


@router.get(_AGREEMENT)
@policy("read_family_view", finds="case")
def show_agreement_to(
    request: Request, case_id: PublicId, person_id: PublicId, agreement_id: PublicId, me: Reader
) -> Response:
    """The same of an agreement."""
    return _item(request, me, (case_id, person_id, agreement_id))


@router.post(_RECORD)
@policy("publish", finds="case")
def decide_record_to(
    request: Request,
    case_id: PublicId,
    person_id: PublicId,
    record_id: PublicId,
    form: Form,
    me: Reader,
) -> Response:
    """Publish a record to somebody, withhold it, or decide about that as the second."""
    return _decide_item(request, me, form, (case_id, person_id, record_id))


@router.post(_AGREEMENT)
@policy("publish", finds="case")
def decide_agreement_to(
    request: Request,
    case_id: PublicId,
    person_id: PublicId,
    agreement_id: PublicId,
    form: Form,
    me: Reader,
) -> Response:
    """The same of an agreement."""
    return _decide_item(request, me, form, (case_id, person_id, agreement_id))


@router.get(_CHILD)
@policy("read_family_view", finds="case")
def show_child_to(
    request: Request, case_id: PublicId, person_id: PublicId, child_id: PublicId, me: Reader
) -> Response:
    """What a youth says of a parent who reads along, and the form that records it."""
    return _child(request, me, (case_id, person_id, child_id))


@router.post(_CHILD)
@policy("speak_as_youth", finds="case")
def decide_child_to(
    request: Request,
    case_id: PublicId,
    person_id: PublicId,
    child_id: PublicId,
    form: Form,
    me: Reader,
) -> Response:
    """Record what the youth says, or decide about an objection."""
    where, office = (case_id, person_id, child_id), site_of(request).office
    _, page = child_view(me.viewer, office, *where)
    done = attempted(me.viewer, office, lambda: _said(me.viewer, office, form, where, page))
    if isinstance(done, Again):
        return _child(request, me, where, form, done)
    return go(request, f"/cases/{case_id}/family-view#{person_id}", "recorded")


def _item(
    request: Request,
    me: SignedIn,
    where: tuple[str, str, str],
    form: Posted | None = None,
    again: Again | None = None,
) -> Response:
    case, page = item_view(me.viewer, site_of(request).office, *where)
    asked = form_of_item(page)
    view = ItemViewPage(
        case=case,
        page=page,
        form=asked,
        values=typed(form, asked) if form else {},
        again=again,
        version=version_after(again, case.version),
    )
    return show(request, "family_view/item.html", view, again, me=me)


def _decide_item(
    request: Request, me: SignedIn, form: Posted, where: tuple[str, str, str]
) -> Response:
    office = site_of(request).office
    case, page = item_view(me.viewer, office, *where)
    done = attempted(me.viewer, office, lambda: _decided(me.viewer, office, form, (case, page)))
    if isinstance(done, Again):
        return _item(request, me, where, form, done)
    return go(request, f"/cases/{where[0]}/family-view#{where[1]}", "recorded")


def _child(
    request: Request,
    me: SignedIn,
    where: tuple[str, str, str],
    form: Posted | None = None,
    again: Again | None = None,
) -> Response:
    case, page = child_view(me.viewer, site_of(request).office, *where)
    asked = form_of_child(page)
    view = ChildViewPage(
        case=case,
        page=page,
        form=asked,
        values=typed(form, asked) if form else {},
        again=again,
        version=version_after(again, case.version),
    )
    return show(request, "family_view/child.html", view, again, me=me)


def _decided(
    viewer: Viewer, office: Office, form: Posted, shown: tuple[CaseHeading, ItemView]
) -> Outcome:
    """Carry out what was chosen; raises InvalidInput when something is missing."""
    case, page = shown
    found = said(form, EVERY_ACT_ON_ITEM)
    act, why = text_in(found, "act"), text_in(found, "why")
    if act in {"confirm", "refuse"}:
        second = DecideWithholding(
            case=case.id,
            key=form.key,
            publication=_to_decide(page.row.decision, "asked", "withheld", "refused"),
            seen_version=form.seen_version,
            confirmed=act == "confirm",
            why=why,
        )
        return decide_withholding(viewer, office, second)
    order = Publish(
        case=case.id,
        key=form.key,
        item=page.row.id,
        person=page.reader.id,
        seen_version=form.seen_version,
        names_seen=found.get("names_seen") is True,
    )
    return publish(viewer, office, order) if act == "publish" else _kept(viewer, office, order, why)


def _to_decide(found: Decision | None, *states: str) -> str:
    """What a second professional decides about, the same once it is done: so a repeat is one."""
    return found.id if found and not found.elsewhere and found.state in states else ""


def _kept(viewer: Viewer, office: Office, instead: Publish, why: str) -> Outcome:
    """Withhold what could have been published."""
    order = Withhold(
        case=instead.case,
        key=instead.key,
        item=instead.item,
        person=instead.person,
        seen_version=instead.seen_version,
        reason=why,
    )
    return withhold(viewer, office, order)


def _said(
    viewer: Viewer, office: Office, form: Posted, where: tuple[str, str, str], page: ChildView
) -> Outcome:
    case, person, child = where
    found = said(form, EVERY_WORD_ON_CHILD)
    act, why = text_in(found, "act"), text_in(found, "why")
    if act in {"uphold", "set_aside"}:
        decision = DecideObjection(
            case=case,
            key=form.key,
            publication=_to_decide(page.about.word, "objected", "upheld", "set_aside"),
            seen_version=form.seen_version,
            upheld=act == "uphold",
            why=why,
        )
        return decide_objection(viewer, office, decision)
    order = SpeakAsYouth(
        case=case, key=form.key, child=child, person=person, word=cast(Spoken, act), words=why
    )
    return speak_as_youth(viewer, office, order)
