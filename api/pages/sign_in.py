"""Come in, and leave: in the demo as anybody, elsewhere not yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.cookies import forget_session, keep_session, session_token
from api.auth.posted import Form, OpenForm
from api.auth.who import Visitor, demo_only, path_of_ours
from api.demo_hint import Hint, hint_of
from api.page import language_for, redirect
from api.policy import policy
from api.site import Site, request_id_of, site_of
from api.templating import render
from api.views.sign_in import Card, Group, SignInPage
from engine.service.family_accounts import families_to_sign_in_as
from engine.service.sessions import (
    Colleague,
    choose_language,
    people_to_sign_in_as,
    sign_in,
    sign_out,
)
from engine.text import Text

router = APIRouter(include_in_schema=False)

GROUPS: Sequence[tuple[Text, frozenset[str]]] = (
    (
        Text(nl="Regisseurs en CJG", en="Regisseurs and CJG"),
        frozenset(
            {
                "regisseur",
                "substitute",
                "fixed_contact",
                "cjg_worker",
                "verder_thuis_coach",
                "buddy",
                "duty_worker",
                "executive_clerk",
            }
        ),
    ),
    (Text(nl="De tafel", en="The table"), frozenset({"chair", "secretary", "requester"})),
    (
        Text(nl="Deskundigen", en="Expertise"),
        frozenset({"qualified_behavioural_scientist", "systemic_therapist"}),
    ),
    (Text(nl="Coördinatie", en="Coordination"), frozenset({"coordinator", "team_lead"})),
)
PARTNERS = Text(nl="Partners", en="Partners")
"""Who is in none of these groups."""

FAMILY = Text(nl="Jeugdigen en ouders", en="Youths and parents")
KIN: Mapping[str, Text] = {
    "youth": Text(nl="Jeugdige", en="Youth"),
    "parent": Text(nl="Ouder", en="Parent"),
}
MINE = "/mine"
"""Where whoever is of a family comes in: to all that is for them."""

_ID = re.compile(r"[0-9a-z-]{1,64}")


@router.get("/sign-in")
@policy("show_sign_in", finds="public")
def show_sign_in(
    request: Request,
    me: Visitor,
    next_: Annotated[str, Query(alias="next")] = "/",
) -> Response:
    """Everybody as whom one may come in; outside the demo nobody yet, and why."""
    site = site_of(request)
    if not site.settings.demo:
        return render(request, "sign_in/elsewhere.html", None, me=me)
    view = SignInPage(path_of_ours(next_), *_everybody(site))
    return render(request, "sign_in/demo.html", view, me=me)


@router.post("/sign-in", dependencies=[Depends(demo_only)])
@policy("sign_in", finds="demo")
def come_in(request: Request, form: OpenForm) -> Response:
    """Begin a session for the person chosen, in the place of this browser's old one."""
    site, person = site_of(request), form.text("person")
    token, me = sign_in(
        site.office,
        person if _ID.fullmatch(person) else "",
        through="page",
        instead_of=session_token(request),
        request=request_id_of(request),
    )
    # The demo's people never chose a language; whoever plays them read this page in one.
    choose_language(site.office, token, language_for(request, None))
    response = redirect(request, MINE if me.of_family else path_of_ours(form.text("next")))
    keep_session(response, site, token)
    return response


@router.post("/sign-out")
@policy("sign_out", finds="session")
def leave(request: Request, form: Form) -> Response:
    """End the session; the browser forgets every page of it."""
    site, token = site_of(request), session_token(request)
    if token is not None:
        sign_out(site.office, token, request=request_id_of(request))
    response = redirect(request, "/sign-in", "signed_out")
    forget_session(response, site)
    return response


def _everybody(site: Site) -> tuple[Hint | None, tuple[Group, ...]]:
    """Where to begin, and all who may come in, by what they work in."""
    hint = hint_of(site.settings)
    keys = {role.title: key for key, role in site.office.library.catalogue.roles.items()}
    titles = [title for title, _ in GROUPS] + [PARTNERS]
    cards: dict[Text, list[Card]] = {title: [] for title in titles}
    for person in people_to_sign_in_as(site.office):
        mine = {keys[title] for title in person.roles if title in keys}
        begins = hint is not None and person.name == hint.name
        cards[_group_of(mine)].append(_card(person, begins=begins))
    cards[FAMILY] = [
        Card(each.id, each.name, (KIN[each.kind],), None, begins=False)
        for each in families_to_sign_in_as(site.office)
    ]
    return hint, tuple(_groups(cards))


def _group_of(roles: set[str]) -> Text:
    return next((title for title, members in GROUPS if roles & members), PARTNERS)


def _card(person: Colleague, *, begins: bool) -> Card:
    return Card(person.id, person.name, person.roles, person.organisation, begins)


def _groups(cards: dict[Text, list[Card]]) -> Iterator[Group]:
    """The groups that have somebody; where the story begins stands in front."""
    for title, members in cards.items():
        if members:
            yield Group(title, tuple(sorted(members, key=lambda card: not card.begins)))
