"""The headers of every answer: the browser is told to trust nothing but this site."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors_to_problems import is_api
from api.static_files import AT

API_VERSION = "1.0.0"

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; frame-src 'none'; object-src 'none'"
)

ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CSP,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
)
"""Source: SAFETY 4."""

NO_STORE = "no-store"
HSTS = "max-age=63072000; includeSubDomains"


class Headers:
    """Names every request, and puts the headers on every answer, whoever made it."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """Wrap ``app``; ``https`` says whether browsers must never come without it again."""
        self.app = app
        self._always = {**ALWAYS, "Strict-Transport-Security": HSTS} if https else dict(ALWAYS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = str(uuid4())  # never what the client calls it: it stands in the log
        scope.setdefault("state", {})["request_id"] = request_id
        path: str = scope["path"]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**self._always, "X-Request-Id": request_id})
                if not (_may_be_kept(path) and "cache-control" in headers):
                    headers["Cache-Control"] = NO_STORE
                if is_api(path):
                    headers["API-Version"] = API_VERSION
            await send(message)

        await self.app(scope, receive, with_headers)


def _may_be_kept(path: str) -> bool:
    """Files of ours by anybody; a calendar, which holds nothing of a case, by who fetched it."""
    return path.startswith(f"{AT}/") or path.endswith(".ics")
