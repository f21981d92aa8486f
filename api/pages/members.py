"""Who sits at a table: somebody more, somebody no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again
from api.pages.at_table import tried_at_table
from api.pages.outcomes import go, show, typed
from api.pages.participants import nobody_chosen
from api.pages.questions import day_in, said
from api.pages.tables import AT, table_shown
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.tables import AddingMember, EndingMember
from engine.catalogue import Catalogue
from engine.errors import NotFound
from engine.fields import Field
from engine.service.at_table import TableOutcome
from engine.service.file.people import colleagues
from engine.service.office import Office
from engine.service.sessions import SignedIn
from engine.service.table_orders import AddMember, EndMember
from engine.service.tables import add_member, end_member
from engine.text import Text

router = APIRouter(include_in_schema=False)

_ADDING = "/tables/{table_id}/members/new"
_ENDING = "/tables/{table_id}/members/{member_id}/end"

_FIRST = ("chair", "secretary", "council_adviser")
"""Who sits at every table (SEED 001); the other roles come after."""

ADDING: Mapping[str, Field] = {
    "from_on": Field(type="date", optional=True, title=Text(nl="Vanaf", en="From"))
}
ENDING: Mapping[str, Field] = {
    "until_on": Field(
        type="date",
        optional=True,
        title=Text(nl="Eerste dag zonder deze persoon", en="First day without this person"),
    )
}
"""What each form asks beside whom it is about."""


@router.get(_ADDING)
@policy("read_table", finds="table")
def show_adding(
    request: Request,
    table_id: PublicId,
    me: Reader,
    role: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The roles to choose from; with a role, who works in it."""
    view = _adding(me, site_of(request).office, table_id, role)
    return show(request, "tables/member_new.html", view, None, me=me)


@router.post(_ADDING)
@policy("add_member", finds="table")
def seat(request: Request, table_id: PublicId, form: Form, me: Reader) -> Response:
    """Let the person sit there; or list those whose name begins so, when that was asked."""
    office, role = site_of(request).office, form.text("role")
    view = _adding(me, office, table_id, role, form.text("starts_with"))
    view = replace(view, values=typed(form, ADDING))
    if form.text("intent") == "search":
        return show(request, "tables/member_new.html", view, None, me=me)
    done = tried_at_table(partial(_add, me, office, form, table_id))
    if isinstance(done, Again):
        return show(request, "tables/member_new.html", replace(view, again=done), done, me=me)
    return go(request, f"{AT}/{table_id}#members", "member_added")


@router.get(_ENDING)
@policy("read_table", finds="table")
def show_ending(request: Request, table_id: PublicId, member_id: PublicId, me: Reader) -> Response:
    """Whose seat would end, and from when."""
    view = _ending(me, site_of(request).office, table_id, member_id)
    return show(request, "tables/member_end.html", view, None, me=me)


@router.post(_ENDING)
@policy("end_member", finds="table")
def unseat(
    request: Request, table_id: PublicId, member_id: PublicId, form: Form, me: Reader
) -> Response:
    """End it; what a chair or a secretary had by it ends four weeks later."""
    office = site_of(request).office
    done = tried_at_table(partial(_end, me, office, form, (table_id, member_id)))
    if not isinstance(done, Again):
        return go(request, f"{AT}/{table_id}#members", "member_ended")
    view = replace(_ending(me, office, table_id, member_id), values=typed(form, ENDING), again=done)
    return show(request, "tables/member_end.html", view, done, me=me)


def _adding(
    me: SignedIn, office: Office, table_id: str, role: str, searched: str = ""
) -> AddingMember:
    """The form; raises NotFound for a role that nobody can have at a table."""
    shown = table_shown(me, office, table_id)
    roles = tuple(sorted(_roles(office.library.catalogue), key=_place))
    view = AddingMember(shown=shown, form=ADDING, roles=roles)
    if not role:
        return view
    titles = dict(roles)
    if role not in titles:
        raise NotFound("role")
    people = colleagues(me.viewer, office, role=role, starts_with=searched)
    return replace(view, role=role, role_title=titles[role], people=people, searched=searched)


def _roles(catalogue: Catalogue) -> Iterator[tuple[str, Text]]:
    """The roles in which a professional may sit at a table."""
    return (
        (key, role.title)
        for key, role in catalogue.roles.items()
        if role.scope == "case" and not role.family
    )


def _place(role: tuple[str, Text]) -> tuple[int, str]:
    key, title = role
    return (_FIRST.index(key) if key in _FIRST else len(_FIRST), title.nl)


def _add(me: SignedIn, office: Office, form: Posted, table_id: str) -> TableOutcome:
    found = said(form, ADDING, *nobody_chosen(form))
    order = AddMember(
        key=form.key,
        table=table_id,
        person=form.text("person"),
        role=form.text("role"),
        from_on=day_in(found, "from_on"),
    )
    return add_member(me.viewer, office, order)


def _ending(me: SignedIn, office: Office, table_id: str, member_id: str) -> EndingMember:
    """Whose seat it is; raises NotFound where there is no such member."""
    shown = table_shown(me, office, table_id, member_id)
    member = next(each for each in shown.row.members if each.id == member_id)
    return EndingMember(shown=shown, form=ENDING, member=member)


def _end(me: SignedIn, office: Office, form: Posted, whose: tuple[str, str]) -> TableOutcome:
    table_id, member_id = whose
    order = EndMember(
        key=form.key,
        table=table_id,
        member=member_id,
        until_on=day_in(said(form, ENDING), "until_on"),
    )
    return end_member(me.viewer, office, order)
