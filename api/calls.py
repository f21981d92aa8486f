"""One request of a program: who asks, and how commands and lists are answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, TypeVar

from fastapi import Depends
from pydantic import JsonValue
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Caller
from api.errors import done
from api.openapi import ROOT
from api.paging import Asked, Position, Window, links, window
from api.problems import stale
from api.requests import etag
from api.shapes.common import MOST, DoneOut
from api.shapes.events import EventOut
from api.site import site_of
from api.wrong_texts import MOST as MOST_WRONGS
from api.wrong_texts import pointer
from engine.access import Viewer
from engine.errors import StaleCase
from engine.fields import InvalidInput
from engine.service.command import Outcome
from engine.service.file.timeline import what_came_in
from engine.service.office import Office
from engine.service.repeats import Done
from engine.service.sessions import SignedIn

OrderT = TypeVar("OrderT")
RowT = TypeVar("RowT")
Names: TypeAlias = Mapping[str, str]

EVERYWHERE: Names = MappingProxyType(
    {name: name for name in ("occurred_at", "late_reason", "on_behalf_of")}
)
"""What stands beside any form."""

_TEXT = {"schema": {"type": "string"}}
_ETAG = {"ETag": {"description": 'The case and its version: "<id>.<version>"', **_TEXT}}
_LOCATION = {"Location": {"description": "Where what is new can be read", **_TEXT}}

SHOWN: dict[int | str, dict[str, Any]] = {200: {"headers": _ETAG}}
"""In the description: an answer that names the version of the case."""

MADE: dict[int | str, dict[str, Any]] = {201: {"headers": {**_ETAG, **_LOCATION}}}
"""In the description: an answer to a command."""

STALE: dict[int | str, dict[str, Any]] = {412: {}}
"""In the description: the version that was seen stands in the body, and may be an older one."""

LISTED: dict[int | str, dict[str, Any]] = {
    200: {"headers": {"Link": {"description": 'The pages "next" and "prev"', **_TEXT}}}
}
"""In the description: a page of a list."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a program, with the headers of its answer."""

    request: Request
    response: Response
    me: SignedIn

    @property
    def viewer(self) -> Viewer:
        """Who asks, to every use case."""
        return self.me.viewer

    @property
    def office(self) -> Office:
        """What the use cases work with."""
        return site_of(self.request).office

    def seen(self, case: str, version: int) -> None:
        """Name the version of the case that is answered."""
        self.response.headers["ETag"] = etag(case, version)

    def made(self, path: str) -> None:
        """Say where what is new can be read."""
        self.response.headers["Location"] = f"{ROOT}{path}"

    def carry_out(
        self,
        do: Callable[[Viewer, Office, OrderT], Outcome],
        order: OrderT,
        *,
        at: Callable[[Done], str] | None = None,
        form: str | None = None,
        called: Names = EVERYWHERE,
    ) -> DoneOut:
        """Give a command, and answer what it changed.

        Args:
            at: the path of what is new; without it that of the event.
            form: the member of the body that holds the answers to a form.
            called: what a member of the body is called, by its name in the engine.

        Raises:
            StepRefused: it was refused. StaleSeen: somebody was first; what came in is told.
            InvalidInput: something is wrong with the body; its place is named.
        """
        try:
            changed = done(do(self.viewer, self.office, order))
        except StaleCase as error:
            raise stale(error, self._came_in(error)) from None
        except InvalidInput as error:
            raise in_the_body(error, form, called) from None
        self.seen(changed.case, changed.version)
        self.made(at(changed) if at else _event(changed))
        return DoneOut.of(changed)

    def window(self, asked: Asked, of: str) -> Window:
        """The page of the list ``of`` that was asked for."""
        return window(self.request, self.me, asked, of)

    def leads_to(self, following: Position | None, page: Window, of: str) -> None:
        """Link the pages around this one."""
        self.response.headers.update(links(self.request, self.me, page, following, of=of))

    def part(self, rows: Sequence[RowT], asked: Asked, of: str) -> Sequence[RowT]:
        """The page that was asked for of a list that is known whole: one of a single case."""
        page = self.window(asked, of)
        start = int(str(page.after[0])) if page.after else 0
        end = start + page.limit
        self.leads_to((end,) if end < len(rows) else None, page, of)
        return rows[start:end]

    def _came_in(self, error: StaleCase) -> list[dict[str, object]]:
        """What others did since, as far as the viewer may see it; the latest if it is much."""
        events = what_came_in(self.viewer, self.office, error.case, error.seen)
        return [EventOut.of(event).model_dump(mode="json") for event in events[-MOST:]]


def call(request: Request, response: Response, me: Caller) -> Call:
    """The request, once it is known who makes it."""
    return Call(request, response, me)


Calling: TypeAlias = Annotated[Call, Depends(call)]


def in_the_body(
    error: InvalidInput, form: str | None = None, called: Names = EVERYWHERE
) -> InvalidInput:
    """The same, each problem named by its place in the body; not more than a hundred."""

    def place(field: str) -> str:
        if field in called:
            return pointer(called[field])
        return pointer(*([form] if form else []), *field.split("."))

    problems = error.problems[:MOST_WRONGS]
    return InvalidInput(*(replace(each, field=place(each.field)) for each in problems))


def in_order(given: Mapping[str, JsonValue]) -> dict[str, object]:
    """The answers with their keys in order: a repeat may write them in another."""
    found: dict[str, object] = json.loads(json.dumps(given, sort_keys=True))
    return found


def _event(changed: Done) -> str:
    return f"/cases/{changed.case}/events/{changed.version}"
