"""A request is 2 MB at most, whatever it says of itself.

The longest form that we ask for has fifteen long texts of 20,000 characters each, and a form
writes an é, or the end of a line, in six bytes: 1.8 MB.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors_to_problems import answer

MOST_BYTES = 2 * 1024 * 1024


class BodyLimit:
    """Answers 413 to a body that is announced as too large, or that turns out to be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, and stop reading where it is too much."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _announced(scope) > MOST_BYTES:
            await answer(Request(scope), HTTPException(413))(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BYTES:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


def _announced(scope: Scope) -> int:
    """What Content-Length says; the server has refused what is no number."""
    length = Headers(scope=scope).get("content-length", "")
    return int(length[:18]) if length.isascii() and length.isdigit() else 0
