"""One application for many tests: putting it together takes longer than most of them."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import TypeAlias

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from api.app import _surround, create_app
from api.meters import Meters
from api.site import Site
from engine.settings import Settings

MakeApp: TypeAlias = Callable[[Site], FastAPI]

_MADE: dict[tuple[MakeApp, Settings], FastAPI] = {}


def an_app(site: Site, make_app: MakeApp = create_app) -> FastAPI:
    """Lend the application that serves this site; whoever adds a route makes one of their own.

    There is one for each setting, and it serves the site for which it was asked last: two sites
    at a time, with the same settings, are for ``create_app``.
    """
    key = (make_app, site.settings)
    if key not in _MADE:
        _MADE[key] = make_app(site)
    app = _MADE[key]
    if getattr(app.state, "site", None) is not site:  # none: a test took it away
        meters = Meters(site.office, site.settings.anchor_places)
        app.state.site, app.state.meters = site, meters
        _surround(app, site, meters)
        app.middleware_stack = None  # made anew at the next request
    return app


@cache
def the_portal() -> BlockingPortal:
    """The event loop in which every client asks, else each question starts one of its own."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(start_blocking_portal())
