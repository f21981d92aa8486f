"""Who takes part: involve somebody, let somebody stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.pages.questions import day_in, said, text_in, unchosen
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.participants import Leaving, PersonChoice, RoleChoice
from engine.errors import NotFound
from engine.fields import Field, InputProblem
from engine.service.file.heading import CaseHeading, case_with, still_sees
from engine.service.file.joining import roles_offered
from engine.service.file.members import members_of
from engine.service.file.people import colleagues
from engine.service.leaving import OnePart, leave, part_in
from engine.service.office import Office
from engine.service.orders import Join, Leave
from engine.service.participants import join
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

_LONGEST_KEY = 64
_LEAVING = "/cases/{case_id}/participants/{person_id}/{role}/leave"

_GROUND = Field(
    type="text",
    title=Text(nl="Waarom deze persoon?", en="Why this person?"),
)
_UNTIL = Field(
    type="date",
    optional=True,
    title=Text(nl="Eerste dag waarop dit niet meer geldt", en="First day without this role"),
)
JOINING: Mapping[str, Field] = {"ground": _GROUND, "until_on": _UNTIL}
LEAVING: Mapping[str, Field] = {"until_on": _UNTIL}
"""What each form asks beside whom it is about."""

_PERSON = Text(nl="Kies wie het is.", en="Choose who it is.")
_CHILD = Text(nl="Kies om welk kind het gaat.", en="Choose which child it is about.")


@router.get("/cases/{case_id}/participants/new")
@policy("join_form", finds="case")
def new_participant(
    request: Request,
    case_id: PublicId,
    me: Reader,
    role: Annotated[str, Query(max_length=_LONGEST_KEY)] = "",
    child: Annotated[str, Query(max_length=_LONGEST_KEY)] = "",
) -> Response:
    """Somebody for a role; without a role, the roles to choose from."""
    office = site_of(request).office
    if not role:
        case, roles = case_with(me.viewer, office, case_id, "list_roles", roles_offered)
        return show(
            request, "participants/roles.html", RoleChoice(case=case, roles=roles), None, me=me
        )
    view = replace(person_choice(me, office, (case_id, role)), values={"child": child})
    return show(request, "participants/new.html", view, None, me=me)


@router.post("/cases/{case_id}/participants/new")
@policy("join", finds="case")
def involve(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Let the person take part; or list those whose name begins so, when that was asked."""
    office, where = site_of(request).office, (case_id, form.text("role"))
    view = replace(person_choice(me, office, where, form.text("starts_with")), values=typed(form))
    if form.text("intent") == "search":
        return show(request, "participants/new.html", view, None, me=me)
    done = attempted(me.viewer, office, lambda: join(me.viewer, office, _joining(form, view)))
    if isinstance(done, Again):
        return show(request, "participants/new.html", replace(view, again=done), done, me=me)
    flash = "involved" if view.role.sees else "recorded"
    return go(request, f"/cases/{case_id}#participants", flash)


@router.get(_LEAVING)
@policy("leave_form", finds="case")
def show_leaving(
    request: Request, case_id: PublicId, person_id: PublicId, role: PublicId, me: Reader
) -> Response:
    """Whose part would end; or who may end it, where the viewer may not."""
    case, part = _part(me, site_of(request).office, case_id, (person_id, role))
    view = Leaving(
        case=case,
        form=LEAVING,
        row=part.row,
        unmet=part.unmet,
        is_me=person_id == me.viewer.id,
        version=case.version,
    )
    return show(request, "participants/leave.html", view, None, me=me)


@router.post(_LEAVING)
@policy("leave", finds="case")
def end(
    request: Request,
    case_id: PublicId,
    person_id: PublicId,
    role: PublicId,
    form: Form,
    me: Reader,
) -> Response:
    """End it; whoever gave up the last part of their own is led to their other cases."""
    office = site_of(request).office
    done = attempted(
        me.viewer,
        office,
        lambda: leave(me.viewer, office, _leaving(form, case_id, (person_id, role))),
    )
    if not isinstance(done, Again):
        flash = "recorded" if form.text("f.until_on") else "left"
        return go(request, way_back(me, office, case_id), flash)
    case, part = _part(me, office, case_id, (person_id, role))
    view = Leaving(
        case=case,
        form=LEAVING,
        row=part.row,
        is_me=person_id == me.viewer.id,
        values=typed(form),
        again=done,
        version=version_after(done, form.seen_version),
    )
    return show(request, "participants/leave.html", view, done, me=me)


def person_choice(
    me: SignedIn, office: Office, where: tuple[str, str], searched: str = ""
) -> PersonChoice:
    """The role, and whom to choose for it.

    Raises:
        NotFound: no such case for the viewer, or no such role in it.
    """
    case_id, key = where
    case, (roles, members) = case_with(
        me.viewer,
        office,
        case_id,
        "role_form",
        lambda work: (roles_offered(work), members_of(work)),
    )
    role = next((each for each in roles if each.key == key), None)
    if role is None:
        raise NotFound("role")
    if role.is_family:
        return PersonChoice(case=case, form=JOINING, role=role, members=members)
    found = colleagues(me.viewer, office, role=role.works_as, starts_with=searched)
    return PersonChoice(
        case=case, form=JOINING, role=role, people=found, searched=searched, version=case.version
    )


def _part(
    me: SignedIn, office: Office, case_id: str, whose: tuple[str, str]
) -> tuple[CaseHeading, OnePart]:
    """The part of somebody in a role, other than through the whole region.

    Raises:
        NotFound: no such case for the viewer, or no such part in it.
    """
    return case_with(
        me.viewer,
        office,
        case_id,
        "leave_form",
        lambda work: part_in(work, *whose),
    )


def way_back(me: SignedIn, office: Office, case: str) -> str:
    """The case, or the list of cases for whoever is not in it any more."""
    inside = still_sees(me.viewer, office, case)
    return f"/cases/{case}#participants" if inside else "/cases"


def _joining(form: Posted, view: PersonChoice) -> Join:
    """What was filled in.

    Raises:
        InvalidInput: something is missing or malformed; everything is named.
    """
    children = [each.id for each in view.case.children]
    asks_child = view.role.is_family and len(children) > 1
    found = said(
        form,
        JOINING,
        *nobody_chosen(form),
        *(unchosen(form, "child", children, _CHILD) if asks_child else ()),
    )
    return Join(
        case=view.case.id,
        key=form.key,
        person=form.text("person"),
        role=view.role.key,
        ground=text_in(found, "ground"),
        child=form.text("child") or None,
        until_on=day_in(found, "until_on"),
    )


def _leaving(form: Posted, case_id: str, whose: tuple[str, str]) -> Leave:
    """What was filled in; raises InvalidInput as ``_joining``."""
    person, role = whose
    return Leave(
        case=case_id,
        key=form.key,
        person=person,
        role=role,
        seen_version=form.seen_version,
        until_on=day_in(said(form, LEAVING), "until_on"),
    )


def nobody_chosen(form: Posted) -> list[InputProblem]:
    """The problem with a form on which nobody was chosen."""
    return [] if form.text("person") else [InputProblem("person", "missing", _PERSON)]
