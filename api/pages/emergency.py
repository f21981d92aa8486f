"""Emergency access (noodtoegang): asking for it, and the one page that it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar, cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.step_up import factor_of
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show, typed
from api.policy import policy
from api.problem_texts import KINDS
from api.requests import PublicId
from api.site import Site, site_of
from api.templating import render
from api.views.emergency import CATEGORY, AskEmergencyPage, EmergencyOverPage, EmergencyPage
from api.views.step_up import NO_FACTOR
from engine.decision import Refused
from engine.errors import StepUpNeeded
from engine.fields import InputProblem, InvalidInput, day_in
from engine.service.emergency import LetIn, ask_emergency, my_emergencies, problems_with
from engine.service.emergency_core import EmergencyOver, emergency_core, open_shielded
from engine.service.emergency_orders import AskEmergency
from engine.service.sessions import SignedIn
from engine.service.step_up import fresh_until
from engine.store.tables.emergency import Category
from engine.text import Text

AnswerT = TypeVar("AnswerT")

router = APIRouter(include_in_schema=False)

AT = "/emergency"
_ONE = f"{AT}/{{emergency_grant_id}}"
_ASK, _CORE, _OVER = "emergency/ask.html", "emergency/core.html", "emergency/over.html"
_ASKED = ("name", "born", "category", "reason")
_DAY = Text(nl="Vul de geboortedatum in.", en="Fill in the birth date.")
_CHOOSE = Text(nl="Kies waarom noodtoegang nodig is.", en="Choose why emergency access is needed.")


@router.get(AT)
@policy("ask_emergency_form", finds="viewer")
def show_question(request: Request, me: Reader) -> Response:
    """The question to be let in, and what the viewer was let in on already."""
    return render(request, _ASK, _view(site_of(request), me), me=me)


@router.post(AT)
@policy("ask_emergency", finds="viewer")
def ask(request: Request, form: Form, me: Reader) -> Response:
    """Let the viewer in; the same page for nothing found and for not allowed."""
    site = site_of(request)
    came = _asked(site, form, me)
    view = replace(_view(site, me), values=typed(form))
    if isinstance(came, Again):
        return show(request, _ASK, replace(view, again=came), came, me=me)
    if len(came.grants) == 1:
        return go(request, f"{AT}/{came.grants[0]}", "let_in")
    return render(request, _ASK, replace(view, came=came), me=me)


@router.get(_ONE)
@policy("read_emergency", finds="viewer")
def show_core(request: Request, emergency_grant_id: PublicId, me: Reader) -> Response:
    """The core of the file, while the grant opens it; then that it is over."""
    return _shown(request, me, emergency_grant_id)


@router.post(_ONE)
@policy("open_shielded", finds="viewer")
def show_places(request: Request, emergency_grant_id: PublicId, form: Form, me: Reader) -> Response:
    """Let the viewer see what is shielded too, if they are sure and confirm that it is them."""
    office, sure = site_of(request).office, form.text("sure") == "yes"
    opens = partial(open_shielded, me.viewer, office, emergency_grant_id, sure=sure)
    try:
        done = _confirmed(lambda: tried(opens))
    except EmergencyOver as over:
        return _over(request, me, over)
    if isinstance(done, Again):
        return _shown(request, me, emergency_grant_id, done, sure=sure)
    return go(request, f"{AT}/{emergency_grant_id}#places")


def _asked(site: Site, form: Posted, me: SignedIn) -> LetIn | Again:
    if not factor_of(site).is_set_up:
        return Again(409, says=NO_FACTOR)
    return _confirmed(lambda: tried(lambda: _order(site, form, me)))


def _confirmed(do: Callable[[], AnswerT | Again]) -> AnswerT | Again:
    """What ``do`` answers, or that the second factor comes first."""
    try:
        return do()
    except StepUpNeeded as error:
        return Again(KINDS[error.code].status, says=KINDS[error.code].says)


def _order(site: Site, form: Posted, me: SignedIn) -> LetIn | Refused:
    """Give what was filled in; raises InvalidInput when something is missing, all at once."""
    born, category = day_in(form.text("born")), form.text("f.category")
    problems = []
    if born is None:
        problems.append(InputProblem("born", "missing", _DAY))
    if category not in CATEGORY.values:
        problems.append(InputProblem("category", "missing", _CHOOSE))
    order = AskEmergency(
        name=form.text("name"),
        born=born or site.office.today(),
        category=cast(Category, category),
        reason=form.text("reason"),
        key=form.key,
    )
    if problems:
        both = [*problems, *problems_with(order)]
        raise InvalidInput(*sorted(both, key=lambda each: _ASKED.index(each.field)))
    return ask_emergency(me.viewer, site.office, order)


def _view(site: Site, me: SignedIn) -> AskEmergencyPage:
    return AskEmergencyPage(
        values={},
        is_set_up=factor_of(site).is_set_up,
        fresh_until=fresh_until(me.viewer, site.office),
        mine=my_emergencies(me.viewer, site.office),
    )


def _shown(
    request: Request,
    me: SignedIn,
    grant: str,
    again: Again | None = None,
    *,
    sure: bool = False,
) -> Response:
    site = site_of(request)
    try:
        core = emergency_core(me.viewer, site.office, grant)
    except EmergencyOver as over:
        return _over(request, me, over)
    left = int((core.ends_at - site.office.clock.now()).total_seconds())
    view = EmergencyPage(core, left, fresh_until(me.viewer, site.office), sure, again)
    return show(request, _CORE, view, again, me=me)


def _over(request: Request, me: SignedIn, over: EmergencyOver) -> Response:
    """Not found, and to whoever had it also that it was there."""
    past = over.ended_at <= site_of(request).office.clock.now()
    return render(request, _OVER, EmergencyOverPage(over.ended_at, past), 404, me=me)
