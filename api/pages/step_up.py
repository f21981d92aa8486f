"""Confirm that it is you, with the second factor, before an act that asks for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.cookies import keep_session
from api.auth.posted import Form
from api.auth.step_up import factor_of
from api.auth.who import Reader, path_of_ours
from api.pages.again import Again
from api.pages.outcomes import go, show
from api.policy import policy
from api.site import Site, site_of
from api.templating import render
from api.views.step_up import NO_FACTOR, StepUpPage
from engine.fields import InputProblem
from engine.service.sessions import SignedIn
from engine.service.step_up import confirm, fresh_until
from engine.text import Text

router = APIRouter(include_in_schema=False)

_AT = "/step-up"
_PAGE = "step_up/confirm.html"
_WRONG = Text(
    nl="Deze code klopt niet. Kijk de cijfers na.", en="This code is not right. Check the digits."
)


@router.get(_AT)
@policy("step_up_form", finds="viewer")
def ask_to_confirm(
    request: Request, me: Reader, next_: Annotated[str, Query(alias="next")] = "/"
) -> Response:
    """The question for the code, or why none can be given here."""
    return render(request, _PAGE, _view(site_of(request), me, path_of_ours(next_)), me=me)


@router.post(_AT)
@policy("step_up", finds="viewer")
def confirm_it_is_me(request: Request, form: Form, me: Reader) -> Response:
    """Look at the code; right, the session goes on under a new token."""
    site, to = site_of(request), path_of_ours(form.text("next"))
    factor, code = factor_of(site), "".join(form.text("code").split())
    if not factor.is_set_up:
        again = Again(409, says=NO_FACTOR)
        return show(request, _PAGE, _view(site, me, to, again), again, me=me)
    token = confirm(me.viewer, site.office, proves=lambda: factor.proves(me.session_id, code))
    if token is None:
        again = Again(400, problems=(InputProblem("code", "malformed", _WRONG),))
        return show(request, _PAGE, _view(site, me, to, again), again, me=me)
    response = go(request, to, "stepped_up")
    keep_session(response, site, token)
    return response


def _view(site: Site, me: SignedIn, to: str, again: Again | None = None) -> StepUpPage:
    factor = factor_of(site)
    until = fresh_until(me.viewer, site.office)
    return StepUpPage(to, factor.is_set_up, factor.shows(me.session_id), until, again)
