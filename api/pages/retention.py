"""Keeping and destroying files: what may go, what is held, proposals and certificates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.auth.posted import Form, Posted
from api.auth.step_up import factor_of
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show
from api.pages.retention_file import export_of
from api.policy import policy
from api.requests import PublicId
from api.sheets import CSV
from api.site import Site, site_of
from api.speech import speech_in
from api.templating import render, templates_in
from api.views.retention import DestructionPageView, RetentionPage, SecondFactor
from api.views.step_up import NO_FACTOR
from engine.service.at_table import Changed, TableOutcome
from engine.service.destruction_shown import destruction, retention_overview
from engine.service.destructions import (
    confirm_destruction,
    propose_destruction,
    withdraw_destruction,
)
from engine.service.retention_orders import (
    ConfirmDestruction,
    ProposeDestruction,
    WithdrawDestruction,
)
from engine.service.sessions import SignedIn
from engine.service.step_up import fresh_until

router = APIRouter(include_in_schema=False)

_AT = "/retention"
_ALL = f"{_AT}/destructions"
_ONE = f"{_ALL}/{{destruction_id}}"


@router.get(_AT)
@policy("read_retention", finds="viewer")
def show_retention(request: Request, me: Reader, after: PublicId | None = None) -> Response:
    """What may go this quarter, what is held, what waits, and what was destroyed."""
    view = retention_page(site_of(request), me, after=after)
    return render(request, "retention/list.html", view, me=me)


@router.post(_ALL)
@policy("propose_destruction", finds="viewer")
def propose(request: Request, form: Form, me: Reader) -> Response:
    """Propose to destroy what was ticked; the dry run is the page after this."""
    site = site_of(request)
    order = ProposeDestruction(key=form.key, files=form.all("files"), families=form.all("families"))
    done = _with_factor(site, lambda: propose_destruction(me.viewer, site.office, order))
    if isinstance(done, Again):
        chosen = frozenset((*order.files, *order.families))
        page = retention_page(site, me, after=form.text("after") or None)
        view = replace(page, chosen=chosen, again=done)
        return show(request, "retention/list.html", view, done, me=me)
    return go(request, f"{_ALL}/{done.id}", "destruction_proposed")


@router.get(_ONE)
@policy("read_destruction", finds="viewer")
def show_destruction(request: Request, destruction_id: PublicId, me: Reader) -> Response:
    """The dry run with its forms, or the certificate."""
    return _shown(request, me, destruction_id)


@router.post(f"{_ONE}/confirm")
@policy("confirm_destruction", finds="viewer")
def confirm(request: Request, destruction_id: PublicId, form: Form, me: Reader) -> Response:
    """Confirm what another proposed."""
    done = _with_factor(site_of(request), partial(_confirmed, request, me, form, destruction_id))
    if isinstance(done, Again):
        return _shown(request, me, destruction_id, done)
    return go(request, f"{_ALL}/{destruction_id}", "destruction_confirmed")


@router.post(f"{_ONE}/withdraw")
@policy("withdraw_destruction", finds="viewer")
def withdraw(request: Request, destruction_id: PublicId, form: Form, me: Reader) -> Response:
    """Leave it undone."""
    order = WithdrawDestruction(key=form.key, destruction=destruction_id)
    done = tried(partial(withdraw_destruction, me.viewer, site_of(request).office, order))
    if isinstance(done, Again):
        return _shown(request, me, destruction_id, done)
    return go(request, _AT, "destruction_withdrawn")


@router.get(f"{_ONE}/export.csv")
@policy("export_destruction", finds="viewer")
def export(request: Request, destruction_id: PublicId, me: Reader) -> Response:
    """The dry run or the certificate as CSV."""
    office = site_of(request).office
    one = destruction(me.viewer, office, destruction_id, "export_destruction")
    content = export_of(one, speech_in(me.language), who=me.name, now=office.clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{one.row.name}.csv"'}
    return Response(content, media_type=CSV, headers=headers)


@router.get(f"{_ONE}/print")
@policy("print_certificate", finds="viewer")
def print_one(request: Request, destruction_id: PublicId, me: Reader) -> Response:
    """The dry run or the certificate on paper."""
    office = site_of(request).office
    one = destruction(me.viewer, office, destruction_id, "print_certificate")
    template = templates_in(speech_in(me.language)).get_template("retention/paper.html")
    view = DestructionPageView(one)
    return HTMLResponse(template.render(view=view, language=me.language))


def retention_page(site: Site, me: SignedIn, *, after: str | None = None) -> RetentionPage:
    """Where an archivist begins, also as their first page."""
    overview = retention_overview(me.viewer, site.office, after=after)
    return RetentionPage(overview, _factor(site, me), after or "")


def _factor(site: Site, me: SignedIn) -> SecondFactor:
    return SecondFactor(factor_of(site).is_set_up, fresh_until(me.viewer, site.office))


def _with_factor(site: Site, do: Callable[[], TableOutcome]) -> Changed | Again:
    """What asks for the second factor; where none is set up it cannot be done."""
    if not factor_of(site).is_set_up:
        return Again(409, says=NO_FACTOR)
    return tried(do)


def _confirmed(request: Request, me: SignedIn, form: Posted, destruction_id: str) -> TableOutcome:
    order = ConfirmDestruction(key=form.key, destruction=destruction_id, digest=form.text("digest"))
    return confirm_destruction(me.viewer, site_of(request).office, order)


def _shown(
    request: Request, me: SignedIn, destruction_id: str, again: Again | None = None
) -> Response:
    site = site_of(request)
    one = destruction(me.viewer, site.office, destruction_id)
    view = DestructionPageView(one, _factor(site, me), again)
    return show(request, "retention/one.html", view, again, me=me)
