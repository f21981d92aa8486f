"""How long one file is kept, and the legal hold on it; for its archivist and its regisseur."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show, typed
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.retention import HOLDING, RetainedPage
from engine.service.at_table import TableOutcome
from engine.service.legal_holds import ask_lift, lift_hold, set_hold
from engine.service.retention import retained_file
from engine.service.retention_orders import AskLift, LiftHold, SetHold
from engine.service.sessions import SignedIn

router = APIRouter(include_in_schema=False)

_ONE = "/retention/files/{case_id}"
_HOLD = f"{_ONE}/holds/{{hold_id}}"


@router.get(_ONE)
@policy("read_retained", finds="case")
def show_retained(request: Request, case_id: PublicId, me: Reader) -> Response:
    """From which day it may be destroyed and why, and what holds it longer."""
    return _shown(request, me, case_id)


@router.post(f"{_ONE}/holds")
@policy("set_hold", finds="case")
def hold(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Keep it whatever its term says."""
    order = SetHold(key=form.key, case=case_id, reason=form.text("f.reason"))
    do = partial(set_hold, me.viewer, site_of(request).office, order)
    return _answer(request, me, case_id, do, form, "hold_set")


@router.post(f"{_HOLD}/ask")
@policy("ask_lift", finds="case")
def ask(request: Request, case_id: PublicId, hold_id: PublicId, form: Form, me: Reader) -> Response:
    """Ask that a hold ends."""
    order = AskLift(key=form.key, case=case_id, hold=hold_id, reason=form.text(f"f.lift-{hold_id}"))
    do = partial(ask_lift, me.viewer, site_of(request).office, order)
    return _answer(request, me, case_id, do, form, "lift_asked", hold_id)


@router.post(f"{_HOLD}/lift")
@policy("lift_hold", finds="case")
def lift(
    request: Request, case_id: PublicId, hold_id: PublicId, form: Form, me: Reader
) -> Response:
    """End a hold of which another asked that."""
    order = LiftHold(key=form.key, case=case_id, hold=hold_id)
    do = partial(lift_hold, me.viewer, site_of(request).office, order)
    return _answer(request, me, case_id, do, form, "hold_lifted", hold_id)


def _answer(
    request: Request,
    me: SignedIn,
    case_id: str,
    do: Callable[[], TableOutcome],
    form: Posted,
    flash: str,
    lifts: str | None = None,
) -> Response:
    done = tried(do)
    if isinstance(done, Again):
        there = f"lift-{lifts}" if lifts else "reason"
        problems = tuple(replace(each, field=there) for each in done.problems)
        return _shown(request, me, case_id, form, replace(done, problems=problems))
    return go(request, f"/retention/files/{case_id}", flash)


def _shown(
    request: Request,
    me: SignedIn,
    case_id: str,
    form: Posted | None = None,
    again: Again | None = None,
) -> Response:
    file = retained_file(me.viewer, site_of(request).office, case_id)
    view = RetainedPage(
        file=file,
        form=HOLDING,
        values=typed(form, HOLDING) if form else {},
        again=again,
    )
    return show(request, "retention/file.html", view, again, me=me)
