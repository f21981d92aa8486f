"""Lists come a page at a time; where the next begins is sealed, for one list and one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeAlias, cast
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import JsonValue
from starlette.requests import Request

from api.errors import Malformed, Wrong
from api.site import site_of
from engine.service.sessions import SignedIn
from engine.text import Text

MOST, USUAL = 50, 20
_PAGES_BACK = 20
"""How many pages one can go back: each makes the cursor longer."""

Key: TypeAlias = date | int | str | None
Position: TypeAlias = tuple[Key, ...]
"""The key of the last row of a page, as the engine gave it."""

Trail: TypeAlias = tuple[Position | None, ...]

_FOREIGN = Text(
    nl="Deze cursor hoort niet bij deze lijst. Begin opnieuw zonder.",
    en="This cursor does not belong to this list. Begin again without.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says about paging, not believed yet."""

    cursor: str | None
    limit: int


@dataclass(frozen=True, slots=True)
class Window:
    """The page that was asked for: ``limit`` rows after ``after``."""

    after: Position | None
    limit: int
    trail: Trail = (None,)
    """After which row each page on the way here began; the first began after none."""


def asked_for(
    cursor: Annotated[
        str | None, Query(max_length=4000, description="Taken from a link; opaque")
    ] = None,
    limit: Annotated[int, Query(alias="pageSize", ge=1, le=MOST)] = USUAL,
) -> Asked:
    """The page that the query asks for."""
    return Asked(cursor, limit)


Paged: TypeAlias = Annotated[Asked, Depends(asked_for)]


def window(request: Request, me: SignedIn, asked: Asked, of: str) -> Window:
    """The page of the list ``of`` that was asked for.

    Raises:
        Malformed: the cursor is of another list or person, or nobody's.
    """
    if asked.cursor is None:
        return Window(None, asked.limit)
    found = site_of(request).seals.unseal(asked.cursor, purpose=_purpose(of, me))
    if found is None:
        raise Malformed(Wrong("cursor", "malformed", _FOREIGN))
    trail = _read(found)
    return Window(trail[-1], asked.limit, trail)


def links(
    request: Request, me: SignedIn, page: Window, following: Position | None, *, of: str
) -> dict[str, str]:
    """The ``Link`` header of a page, with ``next`` and ``prev`` where there are any.

    Args:
        page: what ``window`` gave.
        following: where the next page begins, or None: this was the last.
    """
    found = [
        f'<{request.url.path}?{urlencode([*_kept(request), *query])}>; rel="{name}"'
        for name, query in cursors(request, me, page, following, of=of).items()
    ]
    return {"Link": ", ".join(found)} if found else {}


def cursors(
    request: Request, me: SignedIn, page: Window, following: Position | None, *, of: str
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What the query of the next and the previous page adds, for a page with links of its own."""
    found: dict[str, Sequence[tuple[str, str]]] = {}
    purpose = _purpose(of, me)
    for name, trail in _ways(page, following):
        cursor = site_of(request).seals.seal(_written(trail), purpose=purpose)
        found[name] = [] if trail == (None,) else [("cursor", cursor)]
    return found


def _ways(page: Window, following: Position | None) -> Iterator[tuple[str, Trail]]:
    if following is not None:
        yield "next", (*page.trail, following)[-_PAGES_BACK:]
    if len(page.trail) > 1:
        yield "prev", page.trail[:-1]


def _purpose(of: str, me: SignedIn) -> str:
    return f"cursor {of} {me.viewer.id}"


def _kept(request: Request) -> list[tuple[str, str]]:
    """The rest of the query, which a page further on has too."""
    return [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]


def _written(trail: Trail) -> list[JsonValue]:
    """As JSON, which knows no dates."""
    return [None if place is None else [_plain(value) for value in place] for place in trail]


def _plain(value: Key) -> JsonValue:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _read(written: JsonValue) -> Trail:
    """What ``_written`` wrote; the seal says that it did."""
    places = cast("list[list[JsonValue] | None]", written)
    return tuple(None if each is None else tuple(map(_value, each)) for each in places)


def _value(plain: JsonValue) -> Key:
    return date.fromisoformat(str(plain["day"])) if isinstance(plain, dict) else cast(Key, plain)
