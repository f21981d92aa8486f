"""Saved views of the deadlines: give the filter of now a name, rename one, take one away."""

from __future__ import annotations

from functools import partial
from urllib.parse import parse_qsl

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.asked_dates import Asked
from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show, typed
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.dates import AT, ViewsPage, href
from engine.service.at_table import TableOutcome
from engine.service.date_filter import DeadlineFilter, filter_words, read_filter
from engine.service.saved_views import (
    LONGEST_NAME,
    MOST_VIEWS,
    ChangeView,
    DropView,
    SaveView,
    change_view,
    drop_view,
    my_views,
    save_view,
)
from engine.service.sessions import SignedIn

router = APIRouter(include_in_schema=False)

VIEWS = f"{AT}/views"


@router.get("/deadlines/views")
@policy("list_saved_views", finds="viewer")
def list_views(request: Request, me: Reader, asked: Asked) -> Response:
    """The saved views, and the form that gives the filter of this address a name."""
    return _page(request, me, asked)


@router.post("/deadlines/views")
@policy("save_view", finds="viewer")
def save(request: Request, form: Form, me: Reader) -> Response:
    """Keep the filter under a name, and go back to the list."""
    office = site_of(request).office
    asked = read_filter(dict(parse_qsl(form.text("query"))), office.library)
    order = SaveView(key=form.key, name=form.text("name"), asked=asked)
    done = tried(partial(save_view, me.viewer, office, order))
    if isinstance(done, Again):
        return _page(request, me, asked, form=form, again=done)
    return go(request, href(asked), "view_saved")


@router.post("/deadlines/views/{saved_view_id}")
@policy("change_view", finds="viewer")
def change(request: Request, saved_view_id: PublicId, form: Form, me: Reader) -> Response:
    """Give a view another name, or take it away."""
    drops = form.text("do") == "drop"
    done = tried(partial(_changed, request, me, form, saved_view_id))
    if isinstance(done, Again):
        return _page(request, me, None, form=form, view=saved_view_id, again=done)
    return go(request, VIEWS, "view_dropped" if drops else "view_renamed")


def _changed(request: Request, me: SignedIn, form: Posted, view: str) -> TableOutcome:
    office = site_of(request).office
    if form.text("do") == "drop":
        return drop_view(me.viewer, office, DropView(key=form.key, view=view))
    order = ChangeView(key=form.key, view=view, name=form.text("name"))
    return change_view(me.viewer, office, order)


def _page(
    request: Request,
    me: SignedIn,
    asked: DeadlineFilter | None,
    *,
    form: Posted | None = None,
    view: str | None = None,
    again: Again | None = None,
) -> Response:
    office = site_of(request).office
    page = ViewsPage(
        views=my_views(me.viewer, office),
        most=MOST_VIEWS,
        longest=LONGEST_NAME,
        query=asked.query if asked is not None and asked.query else None,
        words=filter_words(asked, office.library) if asked is not None else None,
        tried=view,
        values=typed(form) if form else {},
        again=again,
    )
    return show(request, "deadlines/views.html", page, again, me=me)
