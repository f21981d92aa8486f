"""A case that goes from one agenda to another, with why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.pages.questions import said, text_in, unchosen
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.agenda import Postponing
from engine.fields import Field
from engine.service.agenda import carry_over
from engine.service.command import Outcome
from engine.service.meeting_lists import meetings_ahead
from engine.service.meeting_page import meeting
from engine.service.office import Office
from engine.service.orders import CarryOver
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

_AT = "/meetings/{meeting_id}/items/{item_id}/postponement"

POSTPONING: Mapping[str, Field] = {
    "reason": Field(type="long_text", title=Text(nl="Waarom?", en="Why?"))
}
"""What the form asks, beside which meeting."""

_WHICH = Text(nl="Kies een bijeenkomst.", en="Choose a meeting.")


@router.get(_AT)
@policy("read_meeting", finds="table")
def show_postponing(
    request: Request, meeting_id: PublicId, item_id: PublicId, me: Reader
) -> Response:
    """The meetings to which the case may go."""
    view = _postponing(me, site_of(request).office, meeting_id, item_id)
    return show(request, "agenda/postpone.html", view, None, me=me)


@router.post(_AT)
@policy("carry_over", finds="table")
def postpone(
    request: Request, meeting_id: PublicId, item_id: PublicId, form: Form, me: Reader
) -> Response:
    """Put it on the other agenda; what counts back from the day moves along."""
    office = site_of(request).office
    view = _postponing(me, office, meeting_id, item_id)
    done = attempted(me.viewer, office, partial(_carry, me, office, form, view))
    if not isinstance(done, Again):
        return go(request, f"/meetings/{meeting_id}", "carried_over")
    view = replace(
        view,
        values=typed(form, POSTPONING),
        again=done,
        version=version_after(done, form.seen_version),
    )
    return show(request, "agenda/postpone.html", view, done, me=me)


def _postponing(me: SignedIn, office: Office, meeting_id: str, item_id: str) -> Postponing:
    """The form; raises NotFound where the item is not there, or not for whoever looks."""
    shown = meeting(me.viewer, office, meeting_id, item_id)
    item = next(each for each in shown.items if each.id == item_id)
    others = meetings_ahead(me.viewer, office, item.case)
    return Postponing(
        row=shown.row,
        item=item,
        meetings=tuple(each for each in others if each.id != meeting_id),
        form=POSTPONING,
        version=item.case_version,
    )


def _carry(me: SignedIn, office: Office, form: Posted, view: Postponing) -> Outcome:
    """What was filled in, carried out; raises InvalidInput with all that is wrong."""
    known = {each.id for each in view.meetings}
    found = said(form, POSTPONING, *unchosen(form, "meeting", known, _WHICH))
    order = CarryOver(
        case=view.item.case,
        key=form.key,
        meeting=form.text("meeting"),
        reason=text_in(found, "reason"),
        seen_version=form.seen_version,
    )
    return carry_over(me.viewer, office, order)
