"""One line for every request: what was asked for by its pattern, never whose or which."""

from __future__ import annotations

from time import perf_counter
from typing import TypeAlias

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger(__name__)
_REQUEST_ID = b"x-request-id"
_NO_ANSWER = 0

Answer: TypeAlias = dict[str, int | str]


class RequestLog:
    """Around the whole application, so what it refuses or drops has a line as well."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and write the line when the answer has begun and ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        answer: Answer = {"status": _NO_ANSWER, "request": ""}

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer["status"] = message["status"]
                headers = dict(message["headers"])
                answer["request"] = headers.get(_REQUEST_ID, b"").decode("latin-1")
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            took_ms = round((perf_counter() - began) * 1000, 1)
            _log.info("request", method=scope["method"], route=_route(scope), ms=took_ms, **answer)


def _route(scope: Scope) -> str:
    """The pattern of the path; a path that has none is not repeated, for it may hold anything."""
    return str(getattr(scope.get("route"), "path", "(none)"))
