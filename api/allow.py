"""Which methods an address takes: all of them, from every route that it fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from fastapi.routing import RouteContext, iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors_to_problems import answer

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Methods:
    """Answers OPTIONS and a wrong method with the full Allow, and HEAD as GET without a body."""

    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute]) -> None:
        """Wrap ``app``; ``routes`` may still grow until the first request."""
        self.app, self._routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what the address takes; an address that fits nothing is left to the router."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        allowed = sorted(self._methods(scope), key=METHODS.index)
        if not allowed or scope["method"] in allowed[:-1]:
            await self._serve(scope, receive, send)
            return
        headers = {"Allow": ", ".join(allowed)}
        if scope["method"] == "OPTIONS":
            response = Response(status_code=204, headers=headers)
        else:
            response = answer(Request(scope), HTTPException(405, headers=headers))
        await response(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        scope["method"] = "GET"

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, without_body)

    def _methods(self, scope: Scope) -> set[str]:
        fitting = (methods for form, methods in self._forms if form.match(scope["path"]))
        return set().union(*fitting)

    @cached_property
    def _forms(self) -> list[tuple[re.Pattern[str], frozenset[str]]]:
        """What an address of each route looks like, and which methods the route takes."""
        return [
            (context.path_regex, _taken(context)) for context in iter_route_contexts(self._routes)
        ]


def _taken(context: RouteContext) -> frozenset[str]:
    """The methods of a route, and those that come with them; what is mounted is files."""
    is_mount = isinstance(context.original_route, Mount)
    methods = frozenset({"GET"} if is_mount else context.methods or ())
    return methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
