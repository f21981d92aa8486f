"""Deviations: ask to set a rule aside for one step, and judge that as the second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.pages.questions import said, text_in
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.deviations import AskDeviationPage, OneDeviation
from engine.fields import Field
from engine.service.deviations import ask_deviation, decide_deviation
from engine.service.file.deviation_page import (
    AskingPage,
    DeviationPage,
    asking_page_of,
    deviation_page_of,
)
from engine.service.file.heading import CaseHeading, case_with
from engine.service.office import Office
from engine.service.orders import AskDeviation, DecideDeviation
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

_ONE = "/cases/{case_id}/deviations/{deviation_id}"
_Key = Annotated[str, Query(max_length=64)]

ASKING: Mapping[str, Field] = {
    "why": Field(
        type="long_text",
        title=Text(
            nl="Waarom is afwijken hier beter voor het kind?",
            en="Why is deviating better for the child here?",
        ),
    )
}
DECIDING: Mapping[str, Field] = {
    "judgement": Field(
        type="choice",
        title=Text(nl="Wat vindt u?", en="What do you think?"),
        values={
            "confirm": Text(nl="Ik bevestig de afwijking", en="I confirm the deviation"),
            "refuse": Text(nl="Ik ben het er niet mee eens", en="I do not agree with it"),
        },
    ),
    "why": Field(
        type="long_text",
        title=Text(nl="Waarom vindt u dat?", en="Why do you think so?"),
        optional=True,
    ),
}
"""What is asked of whoever wants to deviate, and of the second person."""


@router.get("/cases/{case_id}/deviations/new")
@policy("deviation_form", finds="case")
def new_deviation(
    request: Request, case_id: PublicId, me: Reader, rule: _Key = "", transition: _Key = ""
) -> Response:
    """The rule in its own words, and what follows from setting it aside."""
    case, page = _asking(me, site_of(request).office, case_id, (rule, transition))
    view = AskDeviationPage(case=case, form=ASKING, page=page)
    return show(request, "deviations/new.html", view, None, me=me)


@router.post("/cases/{case_id}/deviations/new")
@policy("ask_deviation", finds="case")
def ask(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Ask for it."""
    office = site_of(request).office
    case, page = _asking(me, office, case_id, (form.text("rule"), form.text("transition")))
    done = attempted(
        me.viewer, office, lambda: ask_deviation(me.viewer, office, _order(form, case, page))
    )
    if isinstance(done, Again):
        view = AskDeviationPage(
            case=case, form=ASKING, page=page, values=typed(form, ASKING), again=done
        )
        return show(request, "deviations/new.html", view, done, me=me)
    return go(request, f"/cases/{case_id}#deviations", "deviation_asked")


@router.get(_ONE)
@policy("read_deviation", finds="case")
def show_deviation(
    request: Request, case_id: PublicId, deviation_id: PublicId, me: Reader
) -> Response:
    """What was asked and why; the form, or why whoever reads may not judge it."""
    case, page = _one(me, site_of(request).office, case_id, deviation_id)
    view = OneDeviation(case=case, form=DECIDING, page=page, version=case.version)
    return show(request, "deviations/one.html", view, None, me=me)


@router.post(_ONE)
@policy("decide_deviation", finds="case")
def judge(
    request: Request, case_id: PublicId, deviation_id: PublicId, form: Form, me: Reader
) -> Response:
    """Confirm or refuse it."""
    office = site_of(request).office
    done = attempted(
        me.viewer,
        office,
        lambda: decide_deviation(me.viewer, office, _judgement(form, case_id, deviation_id)),
    )
    if isinstance(done, Again):
        case, page = _one(me, office, case_id, deviation_id)
        view = OneDeviation(
            case=case,
            form=DECIDING,
            page=page,
            values=typed(form, DECIDING),
            again=done,
            version=version_after(done, form.seen_version),
        )
        return show(request, "deviations/one.html", view, done, me=me)
    return go(request, f"/cases/{case_id}#deviations", "deviation_decided")


def _asking(
    me: SignedIn, office: Office, case_id: str, what: tuple[str, str]
) -> tuple[CaseHeading, AskingPage]:
    """The rule and the step.

    Raises:
        NotFound: no such case for the viewer, no such step, or the rule does not bind it.
    """
    return case_with(
        me.viewer, office, case_id, "deviation_form", lambda work: asking_page_of(work, *what)
    )


def _one(
    me: SignedIn, office: Office, case_id: str, deviation: str
) -> tuple[CaseHeading, DeviationPage]:
    return case_with(
        me.viewer,
        office,
        case_id,
        "read_deviation",
        lambda work: deviation_page_of(work, deviation),
    )


def _order(form: Posted, case: CaseHeading, page: AskingPage) -> AskDeviation:
    """What was filled in; raises InvalidInput when nothing was."""
    return AskDeviation(
        case=case.id,
        key=form.key,
        rule=page.rule.rule,
        transition=page.rule.transition,
        why=text_in(said(form, ASKING), "why"),
    )


def _judgement(form: Posted, case_id: str, deviation: str) -> DecideDeviation:
    """What was filled in; raises InvalidInput when something is missing."""
    found = said(form, DECIDING)
    return DecideDeviation(
        case=case_id,
        key=form.key,
        deviation=deviation,
        seen_version=form.seen_version,
        confirmed=found["judgement"] == "confirm",
        why=text_in(found, "why"),
    )
