"""Many deadlines at once: look what would happen, ask it, follow it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show, typed
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.batches import TITLES, BatchForm, BatchPage
from api.wiring import SITE
from engine.errors import NotFound
from engine.ports import Message
from engine.service.batch_orders import MOST, AskBatch, StopBatch
from engine.service.batch_preview import Planned, preview_batch
from engine.service.batches import ask_batch, batch, require_whole, stop_batch
from engine.service.file.people import Colleague, colleagues
from engine.service.sessions import SignedIn
from engine.span import UNITS, Span
from engine.store.tables.batch import BatchAct
from notifications.wording import Rendered
from notifications.wording import render as worded

router = APIRouter(include_in_schema=False)

BATCHES = "/deadlines/batches"
Chosen = Annotated[list[PublicId], Query(max_length=MOST)]


@router.get(f"{BATCHES}/new")
@policy("preview_batch", finds="viewer")
def new_batch(
    request: Request,
    me: Reader,
    act: Annotated[Literal["remind", "assign", "extend"], Query()] = "remind",
    deadline: Chosen = [],  # noqa: B006 - FastAPI reads it, nobody adds to it
) -> Response:
    """Which deadlines were chosen, and what would become of them; nothing is done yet."""
    order = AskBatch(act=act, deadlines=tuple(deadline))
    view = _form(request, me, order, {"person": ""})
    return show(request, "batches/new.html", view, None, me=me)


@router.post(BATCHES)
@policy("ask_batch", finds="viewer")
def ask(request: Request, form: Form, me: Reader) -> Response:
    """Ask it; or show the days that the deadlines would get, when that was asked."""
    order = _order(form)
    if form.text("intent") == "preview":
        done = tried(partial(require_whole, order))
        again = done if isinstance(done, Again) else None
        view = _form(request, me, order, typed(form), again, looked=again is None)
        return show(request, "batches/new.html", view, again, me=me)
    made = tried(partial(ask_batch, me.viewer, site_of(request).office, order))
    if isinstance(made, Again):
        view = _form(request, me, order, typed(form), made)
        return show(request, "batches/new.html", view, made, me=me)
    return go(request, f"{BATCHES}/{made.id}")


@router.get(f"{BATCHES}/{{batch_id}}")
@policy("read_batch", finds="viewer")
def show_batch(request: Request, batch_id: PublicId, me: Reader) -> Response:
    """How far it is, and what was not done."""
    view = BatchPage(batch(me.viewer, site_of(request).office, batch_id))
    return render(request, "batches/one.html", view, me=me)


@router.post(f"{BATCHES}/{{batch_id}}/stop")
@policy("stop_batch", finds="viewer")
def stop(request: Request, batch_id: PublicId, form: Form, me: Reader) -> Response:
    """Leave undone what still waits."""
    order = StopBatch(key=form.key, batch=batch_id)
    done = tried(partial(stop_batch, me.viewer, site_of(request).office, order))
    stopped = not isinstance(done, Again) and done.state == "stopped"
    return go(request, f"{BATCHES}/{batch_id}", "batch_stopped" if stopped else None)


def _order(form: Posted) -> AskBatch:
    """What was filled in; what is missing the engine says."""
    if form.text("act") not in TITLES:
        raise NotFound("batch")
    amount, unit = form.text("amount"), form.text("unit")
    counts = amount.isascii() and amount.isdigit() and len(amount) < 4 and int(amount) > 0
    return AskBatch(
        key=form.key,
        act=cast(BatchAct, form.text("act")),
        deadlines=form.all("deadline"),
        reason=form.text("reason"),
        person=form.text("person"),
        by=Span.model_validate({unit: int(amount)}) if counts and unit in UNITS else None,
    )


def _form(
    request: Request,
    me: SignedIn,
    order: AskBatch,
    values: Mapping[str, str],
    again: Again | None = None,
    *,
    looked: bool = False,
) -> BatchForm:
    """The form; raises NotFound where a deadline is not there, or not for whoever looks."""
    planned = preview_batch(me.viewer, site_of(request).office, order)
    people, found = _people(request, me, planned) if order.act == "assign" else ((), 0)
    return BatchForm(
        act=order.act,
        planned=planned,
        mail=_mail(request, me) if order.act == "remind" else None,
        people=people,
        found=found,
        values=values,
        looked=looked,
        again=again,
    )


def _mail(request: Request, me: SignedIn) -> Rendered:
    """The mail that each of them gets, as the reader of this page would get it."""
    message = Message("preview", "", "reminder", me.language)
    return worded(message, SITE, site_of(request).settings.base_url)


def _people(
    request: Request, me: SignedIn, planned: tuple[Planned, ...]
) -> tuple[tuple[Colleague, ...], int]:
    """Whoever works in each of the roles that own these deadlines; of how many that were found."""
    wanted = {each.role for each in planned}
    if not wanted:
        return (), 0
    found = colleagues(me.viewer, site_of(request).office, role=min(wanted))
    fit = tuple(each for each in found if wanted <= {key for key, _ in each.roles})
    return fit, len(found)
