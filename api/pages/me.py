"""My settings, and the calendar that I subscribe to."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.feeds import address_of
from api.auth.posted import Form
from api.auth.who import Reader
from api.page import redirect
from api.policy import policy
from api.site import site_of
from api.templating import render
from api.views.me import CalendarPage, MePage
from engine.service.feeds import make_feed, my_feed, revoke_feed

router = APIRouter(include_in_schema=False)

AT = "/me/calendar"


@router.get("/me")
@policy("read_me", finds="viewer")
def show_me(request: Request, me: Reader) -> Response:
    """The way to everything that somebody may set for themselves."""
    return render(request, "me/index.html", MePage(), me=me)


@router.get(AT)
@policy("read_feed_settings", finds="viewer")
def show_calendar(request: Request, me: Reader) -> Response:
    """Whether there is an address to subscribe to; what it is was told when it was made."""
    made_at = my_feed(me.viewer, site_of(request).office)
    return render(request, "me/calendar.html", CalendarPage(made_at), me=me)


@router.post(AT)
@policy("make_feed", finds="viewer")
def make_calendar(request: Request, form: Form, me: Reader) -> Response:
    """Make an address, and show it: this once. An earlier one works no more."""
    office = site_of(request).office
    token = make_feed(me.viewer, office)
    view = CalendarPage(my_feed(me.viewer, office), address_of(request, token))
    return render(request, "me/calendar.html", view, me=me)


@router.post(f"{AT}/revoke")
@policy("revoke_feed", finds="viewer")
def revoke_calendar(request: Request, form: Form, me: Reader) -> Response:
    """Let the address work no more."""
    revoke_feed(me.viewer, site_of(request).office)
    return redirect(request, AT, "feed_revoked")
