"""Who asks: on pages by a cookie, under ``/api/`` by a bearer token, and never the other way."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from api.auth.cookies import session_token
from api.errors import SignInNeeded
from api.site import request_id_of, site_of
from api.tags import lets_in, policy_of
from engine.errors import NotFound
from engine.service.sessions import SignedIn, signed_in, turned_away

_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    description="The token of a session that was begun with POST /sessions.",
)

Bearer: TypeAlias = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


def visitor(request: Request) -> SignedIn | None:
    """Whoever is signed in on the pages, if anybody; for pages that all may see."""
    token = session_token(request)
    if token is None:
        return None
    site, request_id = site_of(request), request_id_of(request)
    found = signed_in(site.office, token, through="page", request=request_id)
    request.state.me = found
    return found


def reader(request: Request, me: Annotated[SignedIn | None, Depends(visitor)]) -> SignedIn:
    """Whoever reads this page.

    Raises:
        SignInNeeded: nobody is signed in; the answer leads to where one does.
        NotFound: they are of a family and the page is for professionals, or the other way round.
    """
    if me is None:
        raise SignInNeeded
    return _let_in(request, me)


def caller(request: Request, bearer: Bearer) -> SignedIn:
    """Whoever this program calls for.

    Raises:
        SignInNeeded: no token, or not one of a session that was begun by a program and lives.
        NotFound: they are of a family and this is for professionals, or the other way round.
    """
    if bearer is None:
        raise SignInNeeded
    site, request_id = site_of(request), request_id_of(request)
    found = signed_in(site.office, bearer.credentials, through="api", request=request_id)
    if found is None:
        raise SignInNeeded
    return _let_in(request, found)


def _let_in(request: Request, me: SignedIn) -> SignedIn:
    """The one place where a family is kept from what is for professionals: deny by default."""
    tag = policy_of(request.scope.get("endpoint"))
    if not lets_in(tag, of_family=me.of_family):
        turned_away(
            site_of(request).office,
            me.viewer,
            tag.action if tag else "unknown",
            next(iter(request.path_params.values()), None),
        )
        raise NotFound("page")
    return me


def demo_only(request: Request) -> None:
    """Let nobody past outside the demo.

    Raises:
        NotFound: this is no demo.
    """
    if not site_of(request).settings.demo:
        raise NotFound("page")


def path_of_ours(path: str) -> str:
    """Where to go after signing in: a path of this site, else the first page.

    >>> path_of_ours("/cases?after=x"), path_of_ours("//evil.test"), path_of_ours("https:/x")
    ('/cases?after=x', '/', '/')
    """
    plain = path.isascii() and path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"


Reader: TypeAlias = Annotated[SignedIn, Depends(reader)]
Visitor: TypeAlias = Annotated[SignedIn | None, Depends(visitor)]
Caller: TypeAlias = Annotated[SignedIn, Depends(caller)]
