"""Every error becomes an answer: a problem in JSON under ``/api/``, a page elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth.cookies import session_token
from api.errors import Malformed, SignInNeeded, Wrong
from api.page import preferred, redirect
from api.problem_texts import OF_STATUS
from api.problems import PROBLEM_JSON, Trouble, as_json, as_problem, trouble_of, trouble_with
from api.site import request_id_of
from api.templating import render
from api.wrong_texts import wrongs
from engine.errors import LogUnwritable, RegietafelError
from engine.reason import Reason
from engine.service.sessions import SignedIn
from engine.text import Text

_log = structlog.get_logger(__name__)

Headers: TypeAlias = Mapping[str, str]

LOCK = "lock"
"""How the address ends of what ends a session and leads back to the page it was pressed on."""


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What ``error.html`` shows."""

    status: int
    title: Text
    says: Text
    request_id: str
    wrongs: tuple[Wrong, ...] = ()
    reasons: tuple[Reason, ...] = ()


def is_api(path: str) -> bool:
    """Whether a program asks here, and so gets JSON."""
    return path.startswith("/api/")


def answer(request: Request, error: Exception) -> Response:
    """The answer to whatever was raised; what nobody foresaw is logged, without its words."""
    if isinstance(error, SignInNeeded) and not is_api(request.url.path):
        return to_sign_in(request)
    return _answer(request, _trouble(request, error))


def to_sign_in(request: Request) -> Response:
    """First sign in; then back to the page, when it was asked for with GET.

    Whoever presses the lock of a page twice is led back to that page too.
    """
    flash = "session_over" if session_token(request) else None
    page, _, pressed = request.url.path.rpartition("/")
    if request.method == "POST" and pressed == LOCK:
        return redirect(request, f"/sign-in?next={quote(page, safe='/')}", flash)
    if request.method != "GET" or request.url.path == "/":
        return redirect(request, "/sign-in", flash)
    query = f"?{request.url.query}" if request.url.query else ""
    back = quote(request.url.path + query, safe="/")
    return redirect(request, f"/sign-in?next={back}", flash)


def add_handlers(app: FastAPI) -> None:
    """Let the framework's own refusals and ours take the same way out."""
    for kind in (RegietafelError, RequestValidationError, HTTPException, ClientDisconnect):
        app.add_exception_handler(kind, answer)


class LastResort:
    """Nothing leaves as a stack trace: what no handler took is answered here, and ends here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve; an error after the answer began can only break it off."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http":
                raise
            response = answer(Request(scope), error)
            if begun:
                raise RuntimeError("an answer broke off half-way") from None
            await response(scope, receive, send)


def _trouble(request: Request, error: Exception) -> Trouble:
    if isinstance(error, RequestValidationError):
        return trouble_with(Malformed(*wrongs(error.errors())))
    if isinstance(error, ClientDisconnect):
        return trouble_of("malformed")
    if isinstance(error, HTTPException) and error.status_code in OF_STATUS:
        return trouble_of(OF_STATUS[error.status_code], error.headers)
    if isinstance(error, RegietafelError):
        trouble = trouble_with(error)
        if isinstance(error, LogUnwritable):
            _log.error("log_unwritable", request=request_id_of(request))
            return trouble
        if trouble.status < 500 or error.code == "busy":
            return trouble
    _log.error("unexpected", error=type(error).__name__, request=request_id_of(request))
    return trouble_of("unexpected")


def _answer(request: Request, trouble: Trouble) -> Response:
    if is_api(request.url.path):
        return _json(request, trouble)
    try:
        response: Response = _page(request, trouble)
    except Exception as error:
        _log.error("no_error_page", error=type(error).__name__, request=request_id_of(request))
        return _json(request, trouble)
    response.headers.update(trouble.headers)
    return response


def _json(request: Request, trouble: Trouble) -> Response:
    language = preferred(request.headers.get("accept-language", ""))
    problem = as_problem(trouble, language, request_id_of(request))
    return JSONResponse(
        as_json(problem), trouble.status, dict(trouble.headers), media_type=PROBLEM_JSON
    )


def _page(request: Request, trouble: Trouble) -> Response:
    view = ErrorPage(
        trouble.status,
        trouble.title,
        trouble.says,
        request_id_of(request),
        trouble.wrongs,
        trouble.reasons or (),
    )
    me: SignedIn | None = getattr(request.state, "me", None)
    return render(request, "error.html", view, trouble.status, me=me)
