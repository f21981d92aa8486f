"""Families: mine, one of them, and a new one."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.page import redirect
from api.pages.again import Again, tried
from api.pages.family_form import (
    ADULTS,
    CHILDREN,
    MOST,
    authority_in,
    family_in,
    regions_of,
    rows_asked,
)
from api.pages.outcomes import show
from api.policy import policy
from api.requests import PublicId
from api.site import Site, site_of
from api.templating import render
from api.views.families import FamilyForm, FamilyList, FamilyPage
from engine.service.file.families import families, family
from engine.service.file.openable import openable
from engine.service.registering import Registered, register_family
from engine.service.sessions import SignedIn

router = APIRouter(include_in_schema=False)


@router.get("/families")
@policy("list_families", finds="viewer")
def list_my_families(request: Request, me: Reader) -> Response:
    """Those in which one takes part, or which one registered."""
    view = FamilyList(families(me.viewer, site_of(request).office))
    return render(request, "families/list.html", view, me=me)


@router.get("/families/new")
@policy("new_family", finds="viewer")
def new_family(request: Request, me: Reader) -> Response:
    """An empty form."""
    view = FamilyForm(regions_of(site_of(request).office.library), CHILDREN, ADULTS, {}, {})
    return render(request, "families/new.html", view, me=me)


@router.post("/families/new")
@policy("register_family", finds="viewer")
def register(request: Request, form: Form, me: Reader) -> Response:
    """Register the family; or give the form back, with more rows when that was asked."""
    site = site_of(request)
    if form.text("intent") in {"child", "adult"}:
        return render(request, "families/new.html", _as_typed(site, form, None), me=me)
    found = tried(partial(_register, site, me, form))
    if isinstance(found, Again):
        return show(request, "families/new.html", _as_typed(site, form, found), found, me=me)
    return redirect(request, f"/families/{found.family}", "family_registered")


@router.get("/families/{family_id}")
@policy("read_family", finds="family")
def show_family(request: Request, family_id: PublicId, me: Reader) -> Response:
    """Its people, its cases, and which cases may be opened for it."""
    office = site_of(request).office
    shown = family(me.viewer, office, family_id)
    region = office.library.region_title(shown.row.region)
    view = FamilyPage(shown, region, openable(me.viewer, office, family_id))
    return render(request, "families/one.html", view, me=me)


def _register(site: Site, me: SignedIn, form: Posted) -> Registered:
    new, _ = family_in(form, site.office.library, site.office.today())
    return register_family(me.viewer, site.office, new)


def _as_typed(site: Site, form: Posted, again: Again | None) -> FamilyForm:
    children, adults = rows_asked(form)
    return FamilyForm(
        regions_of(site.office.library),
        min(children, MOST),
        min(adults, MOST),
        form.values,
        authority_in(form),
        again,
    )
