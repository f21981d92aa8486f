"""One step of a case: its form, what it would do, and making it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.forms import answers, occurred_at
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.case import StepView
from engine.decision import UnknownTransition
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput, read_answers
from engine.service.cases import Preview, advance, preview
from engine.service.file.people import Colleague, colleagues
from engine.service.moments import happened_at
from engine.service.office import Office
from engine.service.orders import Advance
from engine.service.sessions import SignedIn
from engine.service.steps import StepPage, step_of
from engine.text import Text

router = APIRouter(include_in_schema=False)

_AT = "/cases/{case_id}/steps/{name}"
_TEMPLATE = "steps/form.html"
_LINES = ("late_reason", "on_behalf_of")
_LONGEST = LONGEST["text"]
_SHORTER = Text(
    nl=f"Maak dit korter: hooguit {_LONGEST} tekens.",
    en=f"Make this shorter: {_LONGEST} characters at most.",
)


@router.get(_AT)
@policy("read_step", finds="case")
def show_step(
    request: Request,
    case_id: PublicId,
    name: PublicId,
    me: Reader,
    meeting: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The form, with everything that the step needs; a ``meeting`` is chosen where it asks one."""
    office = site_of(request).office
    page = _step(me, office, case_id, name)
    values = {**page.proposed, **_chosen(page, meeting)}
    view = StepView(page, _people(me, office, page), values, page.version)
    return show(request, _TEMPLATE, view, None, me=me)


@router.post(_AT)
@policy("advance", finds="case")
def make_step(
    request: Request, case_id: PublicId, name: PublicId, form: Form, me: Reader
) -> Response:
    """Make the step and go to the case; or show what it would do, when that was asked."""
    office = site_of(request).office
    page = _step(me, office, case_id, name)
    if form.text("intent") == "preview":
        looked = attempted(
            me.viewer, office, lambda: preview(me.viewer, office, _order(form, page, office))
        )
        return _again(request, me, form, page, looked)
    done = attempted(
        me.viewer, office, lambda: advance(me.viewer, office, _order(form, page, office))
    )
    if isinstance(done, Again):
        return _again(request, me, form, page, done)
    flash = "recorded" if page.step.is_fact else "step_done"
    return go(request, f"/cases/{case_id}?made={done.version}", flash)


def _chosen(page: StepPage, meeting: str) -> Mapping[str, str]:
    """The meeting as the answer to whatever asks for one, if the case may be planned there."""
    known = any(each.id == meeting for each in page.meetings)
    fields = page.step.form.items()
    return {key: meeting for key, field in fields if field.kind == "meeting"} if known else {}


def _again(
    request: Request, me: SignedIn, form: Posted, page: StepPage, came: Again | Preview
) -> Response:
    """The form with what was typed, and why it comes back or what it would do."""
    again = came if isinstance(came, Again) else None
    view = StepView(
        page=page,
        people=_people(me, site_of(request).office, page),
        values=typed(form, page.step.form),
        version=version_after(again, form.seen_version),
        again=again,
        preview=came if isinstance(came, Preview) else None,
    )
    return show(request, _TEMPLATE, view, again, me=me)


def _order(form: Posted, page: StepPage, office: Office) -> Advance:
    """What was filled in.

    Raises:
        InvalidInput: something is wrong with when or for whom; all that is wrong is named.
    """
    inputs = answers(form, page.step.form)
    at, problems = _when(form, office)
    problems += [each for each in map(partial(_too_long, form), _LINES) if each]
    if problems:
        children = tuple(child.id for child in page.children)
        raise InvalidInput(*read_answers(page.step.form, inputs, children)[1], *problems)
    return Advance(
        case=page.id,
        transition=page.step.name,
        seen_version=form.seen_version,
        inputs=inputs,
        key=form.key,
        occurred_at=at,
        late_reason=form.text("late_reason"),
        on_behalf_of=form.text("on_behalf_of") or None,
    )


def _when(form: Posted, office: Office) -> tuple[datetime | None, list[InputProblem]]:
    """When it happened, and what is wrong with that."""
    try:
        at = occurred_at(form)
        happened_at(at, form.text("late_reason"), office.clock.now())
    except InvalidInput as error:
        return None, list(error.problems)
    return at, []


def _too_long(form: Posted, name: str) -> InputProblem | None:
    return InputProblem(name, "malformed", _SHORTER) if len(form.text(name)) > _LONGEST else None


def _step(me: SignedIn, office: Office, case: str, name: str) -> StepPage:
    """The step; an address of none is not found."""
    try:
        return step_of(me.viewer, office, case, name)
    except UnknownTransition:
        raise NotFound("step") from None


def _people(me: SignedIn, office: Office, page: StepPage) -> tuple[Colleague, ...]:
    """Whom to choose from, where the form asks for somebody."""
    asks_person = any(field.kind == "person" for field in page.step.form.values())
    return colleagues(me.viewer, office) if asks_person else ()
