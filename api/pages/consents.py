"""Consent and authority: what somebody answered, and who decides about a child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import Again, attempted, go, show, typed
from api.pages.questions import day_in, happened, in_words, said, text_in
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.consents import AuthorityPage, ConsentPage
from engine.fields import Field, InputProblem, InvalidInput
from engine.service.command import CaseInHand, Outcome
from engine.service.consents import answer_consent, purposes, set_authority
from engine.service.file.consents import (
    ANSWERS,
    GROUNDS,
    authorities_of,
    consents_of,
    purpose_title,
)
from engine.service.file.dispatches import dispatches_of
from engine.service.file.heading import case_with, heading_of
from engine.service.file.members import members_of
from engine.service.office import Office
from engine.service.orders import Answer, SetAuthority
from engine.service.sessions import SignedIn
from engine.service.sharing import SHARING
from engine.text import Text

router = APIRouter(include_in_schema=False)

NOBODY = "nobody"
"""What the form sends in place of a person when a ground of the law asks nobody."""

SHARES = "sharing"
"""Asked for in the place of a purpose: one of those that are about sharing is to be chosen."""

_Key = Annotated[str, Query(max_length=64)]

ANSWERING: Mapping[str, Field] = {
    "answer": Field(
        type="choice",
        title=Text(nl="Wat is het antwoord?", en="What is the answer?"),
        values={str(key): text for key, text in ANSWERS.items()},
    ),
    "ground": Field(
        type="choice",
        title=Text(nl="Grond in de wet", en="Ground in the law"),
        values={**GROUNDS},
        optional=True,
    ),
    "until_on": Field(
        type="date",
        title=Text(
            nl="Eerste dag waarop het niet meer geldt", en="First day on which it no longer holds"
        ),
        optional=True,
    ),
}
AUTHORITY: Mapping[str, Field] = {
    "source": Field(type="text", title=Text(nl="Waar blijkt dit uit?", en="What shows this?")),
    "from_on": Field(type="date", title=Text(nl="Gezag vanaf", en="Authority from"), optional=True),
    "until_on": Field(
        type="date",
        title=Text(nl="Eerste dag zonder gezag", en="First day without authority"),
        optional=True,
    ),
}
"""What each form asks beside whom it is about."""

_CHILD = Text(nl="Kies om welk kind het gaat.", en="Choose which child it is about.")
_TO = Text(nl="Kies waarvoor de toestemming is.", en="Choose what the consent is to.")
_PERSON = Text(nl="Kies van wie het antwoord is.", en="Choose whose answer it is.")
_PARENT = Text(nl="Kies wie het gezag heeft.", en="Choose who has authority.")
_BACKWARDS = Text(
    nl="Deze dag ligt vóór het begin van het gezag.",
    en="This day lies before the authority begins.",
)
_OF_NOBODY: Mapping[str, Text] = {
    "ground": Text(
        nl="Niemand vragen kan alleen op grond van een maatregel van de rechter of een "
        "wettelijke plicht. Kies die grond.",
        en="To ask nobody takes a measure of the court or a statutory duty. Choose that ground.",
    ),
    "answer": Text(
        nl="Als niemand wordt gevraagd, is het antwoord ‘Niet nodig’.",
        en="When nobody is asked, the answer is ‘Not needed’.",
    ),
}
_OF_SOMEBODY: Mapping[str, Text] = {
    "ground": Text(
        nl="Kies op welke grond het antwoord van deze persoon niet nodig is.",
        en="Choose on which ground the answer of this person is not needed.",
    ),
    "person": Text(
        nl="Deze grond hoort bij het antwoord van de jeugdige zelf.",
        en="This ground goes with the answer of the youth.",
    ),
}


@router.get("/cases/{case_id}/consents/new")
@policy("consent_form", finds="case")
def new_answer(
    request: Request, case_id: PublicId, me: Reader, to: _Key = "", child: _Key = ""
) -> Response:
    """Who must answer, what they said, and the form for one answer."""
    view = _page(me, site_of(request).office, case_id, (to, child))
    return show(request, "consents/new.html", view, None, me=me)


@router.post("/cases/{case_id}/consents/new")
@policy("answer_consent", finds="case")
def answer(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Record the answer; then to the case, or to the form for the next person."""
    office, about = site_of(request).office, (form.text("to"), form.text("child"))
    done = attempted(me.viewer, office, lambda: _answer(me, office, case_id, form))
    if isinstance(done, Again):
        view = replace(_page(me, office, case_id, about), values=typed(form, ANSWERING), again=done)
        return show(request, "consents/new.html", view, done, me=me)
    if form.text("intent") == "next":
        to, child = about
        onward = f"/cases/{case_id}/consents/new?to={to}&child={child}"
        return go(request, onward, "consent_recorded")
    return go(request, f"/cases/{case_id}#consents", "consent_recorded")


@router.get("/cases/{case_id}/authority/new")
@policy("authority_form", finds="case")
def new_authority(request: Request, case_id: PublicId, me: Reader, child: _Key = "") -> Response:
    """What is known of authority, and the form for more."""
    view = replace(_authority(me, site_of(request).office, case_id), values={"child": child})
    return show(request, "consents/authority.html", view, None, me=me)


@router.post("/cases/{case_id}/authority/new")
@policy("set_authority", finds="case")
def record_authority(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Record that somebody has authority over a child."""
    office = site_of(request).office
    done = attempted(
        me.viewer, office, lambda: set_authority(me.viewer, office, _setting(form, case_id))
    )
    if isinstance(done, Again):
        view = replace(_authority(me, office, case_id), values=typed(form, AUTHORITY), again=done)
        return show(request, "consents/authority.html", view, done, me=me)
    return go(request, f"/cases/{case_id}#consents", "authority_recorded")


def _page(me: SignedIn, office: Office, case_id: str, about: tuple[str, str]) -> ConsentPage:
    """Who must answer; what is the only one there is need not be chosen."""

    def more(work: CaseInHand) -> ConsentPage:
        keys = tuple(SHARING) if about[0] == SHARES else (*purposes(work.workflow), *SHARING)
        asked = tuple((key, purpose_title(work, key)) for key in keys)
        return ConsentPage(
            case=heading_of(work),
            form=ANSWERING,
            purposes=asked,
            members=members_of(work),
            consents=consents_of(work, also=SHARING),
            shared=dispatches_of(work),
        )

    _, view = case_with(me.viewer, office, case_id, "consent_form", more)
    own = [key for key, _ in view.purposes if key not in SHARING]
    to = about[0] if about[0] in SHARING else _only(own, about[0])
    child = _only([each.id for each in view.case.children], about[1])
    view = replace(view, to=to, about=child)
    first = view.wanted.missing[0][0] if view.wanted and view.wanted.missing else ""
    return replace(view, values={"person": first})


def _authority(me: SignedIn, office: Office, case_id: str) -> AuthorityPage:
    _, view = case_with(
        me.viewer,
        office,
        case_id,
        "authority_form",
        lambda work: AuthorityPage(
            case=heading_of(work),
            form=AUTHORITY,
            members=members_of(work),
            rows=authorities_of(work),
        ),
    )
    return view


def _only(known: Sequence[str], asked: str) -> str:
    """What was asked for, if it is known; else the only one that there is."""
    if asked in known:
        return asked
    return known[0] if len(known) == 1 else ""


def _answer(me: SignedIn, office: Office, case_id: str, form: Posted) -> Outcome:
    """Give the command; what is wrong with the form is told in the words of the page."""
    order = _answering(form, case_id, office)
    try:
        return answer_consent(me.viewer, office, order)
    except InvalidInput as error:
        raise in_words(error, _OF_SOMEBODY if order.person else _OF_NOBODY) from None


def _answering(form: Posted, case_id: str, office: Office) -> Answer:
    """What was filled in.

    Raises:
        InvalidInput: something is missing or malformed; everything is named.
    """
    at, problems = happened(form, office)
    chosen = (("to", _TO), ("child", _CHILD), ("person", _PERSON))
    missing = [InputProblem(name, "missing", says) for name, says in chosen if not form.text(name)]
    found = said(form, ANSWERING, *missing, *problems)
    person = form.text("person")
    return Answer(
        case=case_id,
        key=form.key,
        child=form.text("child"),
        to=form.text("to"),
        answer=text_in(found, "answer"),
        person=None if person == NOBODY else person,
        ground=text_in(found, "ground") or None,
        until_on=day_in(found, "until_on"),
        occurred_at=at,
        late_reason=form.text("late_reason"),
    )


def _setting(form: Posted, case_id: str) -> SetAuthority:
    """What was filled in; raises InvalidInput as ``_answering``."""
    chosen = (("child", _CHILD), ("parent", _PARENT))
    missing = [InputProblem(name, "missing", says) for name, says in chosen if not form.text(name)]
    found = said(form, AUTHORITY, *missing)
    begins, ends = day_in(found, "from_on"), day_in(found, "until_on")
    if begins and ends and ends <= begins:
        raise InvalidInput(InputProblem("until_on", "malformed", _BACKWARDS))
    return SetAuthority(
        case=case_id,
        key=form.key,
        child=form.text("child"),
        parent=form.text("parent"),
        source=text_in(found, "source"),
        from_on=begins,
        until_on=ends,
    )
