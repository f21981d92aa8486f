"""A talk that was held: when, with whom, what was said, and what it counts for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import Again, attempted, go, show, typed
from api.pages.questions import day_in, said, text_in
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.contacts import ContactPage, key_of
from engine.errors import NotFound
from engine.explanation import day_words
from engine.fields import Field, InputProblem
from engine.service.command import CaseInHand
from engine.service.contacts import hold_contact
from engine.service.file.best_days import best_among
from engine.service.file.heading import case_with, heading_of
from engine.service.file.members import members_of
from engine.service.file.reviews import ReviewOpen, reviews_of
from engine.service.office import Office
from engine.service.orders import HoldContact
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

HOLDING: Mapping[str, Field] = {
    "held_on": Field(
        type="date", title=Text(nl="Wanneer was het gesprek?", en="When was the talk?")
    ),
    "words": Field(
        type="long_text", title=Text(nl="Wat is er besproken?", en="What was discussed?")
    ),
    "late_reason": Field(
        type="text",
        title=Text(nl="Waarom legt u dit nu pas vast?", en="Why is it recorded only now?"),
        optional=True,
    ),
}
"""What the form asks beside who was there."""


@router.get("/cases/{case_id}/contacts/new")
@policy("contact_form", finds="case")
def new_contact(
    request: Request,
    case_id: PublicId,
    me: Reader,
    deadline: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The form; what one came for is ticked."""
    office = site_of(request).office
    view = _page(me, office, case_id)
    chosen = tuple(key_of(each) for each in view.reviews if each.deadline == deadline)
    view = replace(view, chosen=chosen, values={"held_on": office.today().isoformat()})
    return show(request, "contacts/new.html", view, None, me=me)


@router.post("/cases/{case_id}/contacts/new")
@policy("hold_contact", finds="case")
def record(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Record the talk, once, for everything that it counts for."""
    office = site_of(request).office
    view = _page(me, office, case_id)
    done = attempted(me.viewer, office, lambda: hold_contact(me.viewer, office, _order(form, view)))
    if isinstance(done, Again):
        view = replace(
            view,
            present=form.all("with"),
            chosen=form.all("counts_for"),
            values=typed(form, HOLDING),
            again=done,
        )
        return show(request, "contacts/new.html", view, done, me=me)
    return go(request, f"/cases/{case_id}#contacts", "contact_recorded")


def _page(me: SignedIn, office: Office, case_id: str) -> ContactPage:
    _, view = case_with(
        me.viewer,
        office,
        case_id,
        "contact_form",
        _view,
    )
    return view


def _view(work: CaseInHand) -> ContactPage:
    reviews = reviews_of(work)
    return ContactPage(
        case=heading_of(work),
        form=HOLDING,
        members=members_of(work),
        reviews=reviews,
        best=best_among(reviews, work.reckoner.calendar, work.today),
    )


def _order(form: Posted, view: ContactPage) -> HoldContact:
    """What was filled in.

    Raises:
        InvalidInput: something is missing or malformed; everything is named.
        NotFound: what it should count for is not written as the form writes it.
    """
    chosen = form.all("counts_for")
    found = said(form, HOLDING, *_too_early(form.text("f.held_on"), chosen, view.reviews))
    held_on = day_in(found, "held_on")
    assert held_on is not None  # noqa: S101 - it is required, so `said` would have refused
    return HoldContact(
        case=view.case.id,
        key=form.key,
        held_on=held_on,
        words=text_in(found, "words"),
        with_persons=form.all("with"),
        counts_for=tuple(map(_place, chosen)),
        late_reason=text_in(found, "late_reason"),
    )


def _too_early(
    held_on: str, chosen: tuple[str, ...], reviews: tuple[ReviewOpen, ...]
) -> Iterator[InputProblem]:
    """For each talk that this one is too early for, from when it counts."""
    try:
        day = date.fromisoformat(held_on)
    except ValueError:
        return
    for each in reviews:
        if key_of(each) in chosen and day < each.opens_on:
            nl, en = day_words(each.opens_on, "nl"), day_words(each.opens_on, "en")
            says = Text(
                nl=f"Dit gesprek telt nog niet voor ‘{each.title.nl}’: dat kan vanaf {nl}.",
                en=f"This talk does not count for ‘{each.title.en}’ yet: it can from {en}.",
            )
            yield InputProblem("counts_for", "malformed", says)


def _place(written: str) -> tuple[str, str]:
    case, _, deadline = written.partition(":")
    if not (case and deadline):
        raise NotFound("deadline")
    return case, deadline
