"""Every route says what it does and how its case is found; start-up fails on one that does not."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import Mount

from api.auth.feeds import subscriber
from api.auth.posted import posted, posted_by_anybody
from api.auth.who import caller, demo_only, reader
from api.errors_to_problems import is_api
from api.tags import Finds, Policy, policy, policy_of
from engine.errors import ConfigurationError

__all__ = ["Finds", "Policy", "policy", "policy_of", "require_policies"]

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def require_policies(app: FastAPI) -> None:
    """Refuse to serve a route that says nothing, or does less than it says.

    Raises:
        ConfigurationError: some are; all are named.
    """
    complaints = [
        f"{_name(context)}: {complaint}"
        for context in iter_route_contexts(app.routes)
        for complaint in _complaints(context)
    ]
    if complaints:
        raise ConfigurationError(
            "\n  ".join([f"routes: {len(complaints)} problem(s)", *complaints])
        )


def _complaints(context: RouteContext) -> Iterator[str]:
    route = context.original_route
    tagged = policy_of(route.app if isinstance(route, Mount) else context.endpoint)
    if tagged is None:
        yield "has no policy tag; say @policy(…, finds=…)"
    elif isinstance(route, APIRoute):
        yield from _untrue(route, tagged)
    elif tagged.finds != "public":
        yield "is no route of FastAPI, so nobody asks who comes; make it one, or public"


def _untrue(route: APIRoute, tagged: Policy) -> Iterator[str]:
    """Where the tag says more than the route asks."""
    asked = {dependant.call for dependant in _all(route.dependant)}
    who = caller if is_api(route.path) else reader
    if tagged.finds not in {"public", "demo", "token"} and who not in asked:
        yield f"finds by {tagged.finds} and does not depend on {who.__name__}"
    if tagged.finds == "demo" and demo_only not in asked:
        yield f"is for the demo and does not depend on {demo_only.__name__}"
    if tagged.finds == "token" and subscriber not in asked:
        yield f"finds by token and does not depend on {subscriber.__name__}"
    if not (_is_safe(route) or is_api(route.path) or asked & {posted, posted_by_anybody}):
        yield f"changes something and does not depend on {posted.__name__}"


def _is_safe(route: APIRoute) -> bool:
    return (route.methods or set()) <= _SAFE


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for below in dependant.dependencies:
        yield from _all(below)


def _name(context: RouteContext) -> str:
    methods = ", ".join(sorted(context.methods or ())) or type(context.original_route).__name__
    return f"{methods} {context.path}"
