"""The links under a list: on to the next page, and back to its beginning."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.requests import Request

from api.paging import Position, Window, cursors
from engine.service.sessions import SignedIn


def around(
    request: Request, me: SignedIn, page: Window, following: Position | None, *, of: str
) -> tuple[str | None, str | None]:
    """Where the next page is, and where the list begins; None where there is no such page."""
    onward = cursors(request, me, page, following, of=of).get("next")
    return (
        _address(request, onward) if onward is not None else None,
        _address(request, []) if page.after is not None else None,
    )


def _address(request: Request, query: Sequence[tuple[str, str]]) -> str:
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    together = urlencode([*kept, *query])
    return f"{request.url.path}?{together}" if together else request.url.path
