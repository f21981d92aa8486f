"""Open a case for a family."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.forms import PREFIX, answers, occurred_at
from api.page import redirect
from api.pages.again import Again, tried
from api.pages.outcomes import show
from api.policy import policy
from api.site import Site, site_of
from api.templating import render
from api.views.families import OpenCasePage
from engine.errors import NotFound
from engine.fields import InputProblem, InvalidInput, read_answers
from engine.service.command import Outcome
from engine.service.file.families import FamilyRow, family
from engine.service.file.openable import Openable, openable
from engine.service.file.people import colleagues
from engine.service.moments import happened_at
from engine.service.opening import open_case
from engine.service.orders import OpenCase
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

_NOBODY = InputProblem("children", "missing", Text(nl="Kies een jeugdige.", en="Choose a youth."))
_NO_ROLE = InputProblem(
    "role", "missing", Text(nl="Kies in welke rol u opent.", en="Choose in which role you open it.")
)


@router.get("/cases/new")
@policy("new_case", finds="viewer")
def new_case(
    request: Request,
    me: Reader,
    family_id: Annotated[str, Query(alias="family")] = "",
    workflow: Annotated[str, Query()] = "",
) -> Response:
    """The form of one workflow.

    Raises:
        NotFound: no such family for the viewer, or no such workflow in its region.
    """
    view = _page(site_of(request), me, (family_id, workflow))
    return render(request, "opening/new.html", view, me=me)


@router.post("/cases")
@policy("open_case", finds="viewer")
def open_it(request: Request, form: Form, me: Reader) -> Response:
    """Open the case and go there; or give the form back with what stops it."""
    site = site_of(request)
    found = tried(partial(_open, site, me, form))
    if isinstance(found, Again):
        view = _page(site, me, (form.text("family"), form.text("workflow")), form, found)
        return show(request, "opening/new.html", view, found, me=me)
    return redirect(request, f"/cases/{found.case}", "case_opened")


def _open(site: Site, me: SignedIn, form: Posted) -> Outcome:
    workflow = _openable(site, me, form.text("family"), form.text("workflow"))
    order = OpenCase(
        workflow=workflow.workflow,
        family=form.text("family"),
        children=form.all("children"),
        role=_role(form, workflow),
        inputs=_inputs(form, workflow),
        key=form.key,
        occurred_at=_happened(site, form, workflow),
        late_reason=form.text("late_reason"),
    )
    return open_case(me.viewer, site.office, order)


def _inputs(form: Posted, workflow: Openable) -> dict[str, object]:
    """The answers; what is asked for each child only of those whom the case is about."""
    chosen = form.all("children")
    return {
        name: {child: each for child, each in value.items() if child in chosen}
        if isinstance(value, dict)
        else value
        for name, value in answers(form, workflow.form).items()
    }


def _happened(site: Site, form: Posted, workflow: Openable) -> datetime | None:
    """When it happened, once the whole form is right.

    Raises:
        InvalidInput: something is not; everything is named at once.
    """
    chosen, at = form.all("children"), None
    problems = [] if chosen else [_NOBODY]
    if not _role(form, workflow) and workflow.roles:
        problems.append(_NO_ROLE)
    problems += read_answers(workflow.form, _inputs(form, workflow), chosen)[1]
    try:
        at = occurred_at(form)
        happened_at(at, form.text("late_reason"), site.office.clock.now())
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(*problems)
    return at


def _role(form: Posted, workflow: Openable) -> str:
    """The role chosen; without a choice the only one there is."""
    roles = [role for role, _ in workflow.roles]
    return roles[0] if len(roles) == 1 else form.text("role")


def _openable(site: Site, me: SignedIn, family_id: str, workflow: str) -> Openable:
    found = openable(me.viewer, site.office, family_id)
    for each in found:
        if each.workflow == workflow:
            return each
    raise NotFound("workflow")


def _page(
    site: Site,
    me: SignedIn,
    asked: tuple[str, str],
    form: Posted | None = None,
    again: Again | None = None,
) -> OpenCasePage:
    family_id, name = asked
    workflow = _openable(site, me, family_id, name)
    home: FamilyRow = family(me.viewer, site.office, family_id).row
    asks_person = any(each.kind == "person" for each in workflow.form.values())
    return OpenCasePage(
        family=home,
        workflow=workflow,
        people=colleagues(me.viewer, site.office) if asks_person else (),
        values={key.removeprefix(PREFIX): value for key, value in form.values.items()}
        if form
        else {},
        chosen=form.all("children") if form else _only_child(home),
        again=again,
    )


def _only_child(home: FamilyRow) -> tuple[str, ...]:
    """Ticked from the start where there is nothing to choose."""
    children = tuple(each.id for each in home.members if each.kind == "youth")
    return children if len(children) == 1 else ()
