"""Choose the language, signed in or not."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.cookies import session_token
from api.auth.posted import OpenForm
from api.auth.who import Visitor, path_of_ours
from api.errors import Malformed, Wrong
from api.page import LANGUAGE, redirect
from api.policy import policy
from api.site import site_of
from engine.service.sessions import choose_language
from engine.text import Language, Text

router = APIRouter(include_in_schema=False)

A_YEAR = 365 * 24 * 60 * 60  # seconds
_UNKNOWN = Text(nl="Kies Nederlands of Engels.", en="Choose Dutch or English.")


@router.post("/language")
@policy("choose_language", finds="public")
def choose(request: Request, form: OpenForm, me: Visitor) -> Response:
    """Speak this language from now on, and go back to the page where it was chosen.

    Raises:
        Malformed: it is not one of ours.
    """
    site, language = site_of(request), form.text("language")
    if language not in ("nl", "en"):
        raise Malformed(Wrong("language", "unknown", _UNKNOWN))
    token = session_token(request)
    if me is not None and token is not None:
        choose_language(site.office, token, cast(Language, language))
    response = redirect(request, _back_to(request, path_of_ours(form.text("next"))))
    response.set_cookie(
        LANGUAGE,
        language,
        max_age=A_YEAR,
        secure=not site.settings.demo,
        httponly=True,
        samesite="lax",
    )
    return response


def _back_to(request: Request, path: str) -> str:
    """The page with its query, which the form does not know and the browser tells."""
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.path != path or not came_from.query:
        return path
    return path_of_ours(f"{path}?{came_from.query}")
