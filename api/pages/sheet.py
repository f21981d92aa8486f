"""One item of an agenda: its sheet, and the sign-in of whoever runs the meeting."""

from __future__ import annotations

from typing import TypeAlias
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.cookies import forget_session, session_token
from api.auth.posted import Form
from api.auth.who import Reader
from api.page import redirect
from api.pages.again import Again
from api.pages.blocks import Block
from api.pages.outcomes import go, show
from api.policy import policy
from api.requests import PublicId
from api.site import request_id_of, site_of
from api.views.sheet import SheetPage
from engine.decision import Refused
from engine.service.meeting_mode import stay_at_table
from engine.service.sessions import SignedIn, sign_out
from engine.service.sheet import sheet
from engine.service.table_orders import StayAtTable

router = APIRouter(include_in_schema=False)

AT = "/meetings/{meeting_id}/items/{item_id}"
_TEMPLATE = "sheet/show.html"

Where: TypeAlias = tuple[str, str]
"""A meeting and an item of it."""


@router.get(AT)
@policy("read_sheet", finds="table")
def show_sheet(request: Request, meeting_id: PublicId, item_id: PublicId, me: Reader) -> Response:
    """The sheet, with its blocks as forms for whoever runs the meeting."""
    found = sheet(me.viewer, site_of(request).office, meeting_id, item_id)
    return page(request, me, SheetPage(sheet=found))


@router.post(AT + "/mode")
@policy("stay_at_table", finds="table")
def stay(
    request: Request, meeting_id: PublicId, item_id: PublicId, form: Form, me: Reader
) -> Response:
    """Let this browser be signed out later, as long as the meeting is in session."""
    office = site_of(request).office
    found = sheet(me.viewer, office, meeting_id, item_id)
    done = stay_at_table(me.viewer, office, StayAtTable(meeting=meeting_id, key=form.key))
    if isinstance(done, Refused):
        again = Again(409, reasons=done.missing)
        return page(request, me, SheetPage(sheet=found, block="mode", again=again))
    return go(request, path_of((meeting_id, item_id)), "meeting_mode_on")


@router.post(AT + "/lock")
@policy("sign_out", finds="table")
def lock(
    request: Request, meeting_id: PublicId, item_id: PublicId, _form: Form, me: Reader
) -> Response:
    """End the session at once; whoever comes back comes to this sheet."""
    site, token = site_of(request), session_token(request)
    here = path_of((meeting_id, item_id))
    sheet(me.viewer, site.office, meeting_id, item_id)
    if token is not None:
        sign_out(site.office, token, request=request_id_of(request))
    response = redirect(request, f"/sign-in?next={quote(here, safe='/')}", "locked")
    forget_session(response, site)
    return response


def path_of(where: Where) -> str:
    """The address of the sheet."""
    return AT.format(meeting_id=where[0], item_id=where[1])


def page(request: Request, me: SignedIn, view: SheetPage) -> Response:
    """The sheet as a page; the status says why a block came back."""
    again = view.again or next((each for _, each in view.failed), None)
    return show(request, _TEMPLATE, view, again, me=me)


def saved(request: Request, block: Block, name: str | None = None) -> Response:
    """A block was saved: the page anew, or for htmx the block, so that nothing else is lost."""
    if "hx-request" not in request.headers:
        where = (block.meeting, block.item)
        return redirect(request, f"{path_of(where)}#block-{name or block.name}", "recorded")
    view = SheetPage(sheet=block.now(), block=name or block.name, saved=True)
    return page(request, block.me, view)
