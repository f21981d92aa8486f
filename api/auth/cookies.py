"""The cookie of a page session; scripts and other sites never get it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.page import CookieAt
from api.site import Site, site_of


def session_cookie(site: Site) -> CookieAt:
    """Its name and its terms; the demo runs without https, where browsers refuse the prefix."""
    secure = not site.settings.demo
    key = "__Host-regietafel" if secure else "regietafel"
    return {"key": key, "path": "/", "secure": secure, "httponly": True, "samesite": "lax"}


def session_token(request: Request) -> str | None:
    """The token that the browser brings along, if any."""
    return request.cookies.get(session_cookie(site_of(request))["key"])


def keep_session(response: Response, site: Site, token: str) -> None:
    """Let the browser bring the token along until it closes: the computer may be shared."""
    response.set_cookie(value=token, **session_cookie(site))


def forget_session(response: Response, site: Site) -> None:
    """Let the browser forget the token, and every page that it kept."""
    response.delete_cookie(**session_cookie(site))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
