"""Switch the single keys off and on again, in this browser (WCAG 2.1.4)."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import OpenForm
from api.auth.who import Visitor
from api.errors import Malformed, Wrong
from api.page import KEYS, redirect
from api.pages.language import A_YEAR
from api.policy import policy
from api.site import site_of
from engine.text import Text

router = APIRouter(include_in_schema=False)

_UNKNOWN = Text(nl="Kies aan of uit.", en="Choose on or off.")


@router.post("/keys")
@policy("choose_keys", finds="public")
def choose(request: Request, form: OpenForm, me: Visitor) -> Response:
    """Let single keys do something from now on, or nothing.

    Raises:
        Malformed: it is neither on nor off.
    """
    keys = form.text("keys")
    if keys not in ("on", "off"):
        raise Malformed(Wrong("keys", "unknown", _UNKNOWN))
    response = redirect(request, "/help#keys", f"keys_{keys}")
    secure = not site_of(request).settings.demo
    response.set_cookie(KEYS, keys, max_age=A_YEAR, secure=secure, httponly=True, samesite="lax")
    return response
