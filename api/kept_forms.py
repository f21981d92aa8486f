"""A form that came without a living session, or with the token of an old one, is not lost.

It changes nothing, and comes back with all that was typed, to be sent again: after signing in
first with the name of whoever is signed in now, then, with the token of that session, for real.
It keeps its nonce, so it is one order however often it was sent. Only a page of this site gets
its form back; what was typed stands in the answer and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.auth.posted import form_of, is_from_here
from api.errors import Forged, Malformed, SignInNeeded
from api.errors_to_problems import answer, is_api, to_sign_in
from api.problem_texts import KINDS
from api.templating import render
from engine.service.sessions import SignedIn

_SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was not carried out: where it goes, and every field but its token."""

    action: str
    fields: tuple[tuple[str, str], ...]


def add_keepers(app: FastAPI) -> None:
    """Let forms come back that nobody, or somebody else by now, would have sent."""
    app.add_exception_handler(SignInNeeded, _without_session)
    app.add_exception_handler(Forged, _with_old_token)


async def _without_session(request: Request, error: Exception) -> Response:
    """Keep the form, if it says anything; else lead to where one signs in."""
    if is_api(request.url.path) or request.method in _SAFE:
        return answer(request, error)
    return await _kept(request, error, None)


async def _with_old_token(request: Request, error: Exception) -> Response:
    """Keep the form of whoever has signed in since it was opened."""
    me: SignedIn | None = getattr(request.state, "me", None)
    if is_api(request.url.path) or me is None or not is_from_here(request):
        return answer(request, error)
    return await _kept(request, error, me)


async def _kept(request: Request, error: Exception, me: SignedIn | None) -> Response:
    try:
        form = await form_of(request)
    except (Forged, Malformed, HTTPException, ClientDisconnect) as worse:
        return answer(request, worse)
    fields = tuple((name, value) for name, value in form.fields if name != "csrf")
    if not fields:
        return answer(request, error) if me else to_sign_in(request)
    query = f"?{request.url.query}" if request.url.query else ""
    kept = Kept(request.url.path + query, fields)
    status = KINDS["forged" if me else "sign_in_needed"].status
    response = render(request, "sign_in/over.html", kept, status, me=me)
    if me is None:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
