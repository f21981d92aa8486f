"""What came of a form about a case, as an answer: done, or the same form again with why not.

How a page uses it::

    tried = attempted(me.viewer, office, lambda: advance(me.viewer, office, order))
    if not isinstance(tried, Again):
        return go(request, f"/cases/{case}", "step_done")  # 303, what it says once
    version = version_after(tried, step.version)
    view = StepView(..., values=typed(form, fields), again=tried, version=version)
    return show(request, "steps/form.html", view, tried, me=me)

The template says why with ``{{ notice(case, view.again, step) }}`` of ``macros/stale.html``; its
form sends ``view.version``, which after a 412 is the one that the page now shows, so that its
button means "seen, do it all the same". A new nonce comes with every page.

=====  ==========  =====================================================================
400    ``Again``   ``problems``: one for each field that is wrong
409    ``Again``   ``reasons``: everything that stops it; or ``says``: sent before, otherwise
412    ``Stale``   ``events``: what came in since, by whom; ``version``: the one seen now
503    ``Again``   ``says``: try again; with Retry-After
=====  ==========  =====================================================================

What is not there, or not for whoever asks, is no outcome: ``NotFound`` becomes the error page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Posted
from api.forms import PREFIX
from api.page import redirect
from api.pages.again import Again, tried
from api.problem_texts import KINDS
from api.problems import BUSY_S
from api.templating import render
from engine.access import Viewer
from engine.decision import Refused
from engine.errors import StaleCase
from engine.fields import Field
from engine.service.file.timeline import EventShown, what_came_in
from engine.service.office import Office
from engine.service.sessions import SignedIn

__all__ = [
    "Again",
    "OnceMore",
    "Stale",
    "attempted",
    "go",
    "once_more",
    "show",
    "typed",
    "version_after",
]

AnswerT = TypeVar("AnswerT")

_BUSY = KINDS["busy"].status
_FRAME = frozenset({"csrf", "nonce", "version"})


@dataclass(frozen=True, slots=True)
class Stale(Again):
    """Others changed the case since; ``version`` is what the page shows now."""

    events: tuple[EventShown, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class OnceMore:
    """A form of one button that did not pass: what it sent, and why it comes back."""

    case: str
    number: str
    action: str
    fields: Mapping[str, str]
    version: int | None
    again: Again


def attempted(
    viewer: Viewer, office: Office, do: Callable[[], AnswerT | Refused]
) -> AnswerT | Again:
    """What ``do`` changed, or why its form comes back: 400, 409, 412 or 503.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    try:
        return tried(do)
    except StaleCase as stale:
        events = what_came_in(viewer, office, stale.case, stale.seen)
        seen = max((event.seq for event in events), default=stale.current)
        return Stale(KINDS[stale.code].status, events=events, version=seen)


def version_after(again: Again | None, version: int) -> int:
    """The version that the form sends next: after a 412 the one whose events it shows."""
    return again.version if isinstance(again, Stale) else version


def typed(form: Posted, fields: Mapping[str, Field] | None = None) -> Mapping[str, str]:
    """What was typed, by the keys of the form macros, to be shown again.

    Args:
        fields: the questions of a definition; what does not have their shape is left out.
    """
    known = fields or {}
    found = {
        name.removeprefix(PREFIX): text for name, text in form.values.items() if name not in _FRAME
    }
    return {key: text for key, text in found.items() if not (key in known and known[key].per_child)}


def go(request: Request, to: str, flash: str | None = None) -> Response:
    """The answer to a form that was carried out: 303 to ``to``, which says ``flash`` once.

    A form that was sent by htmx is told to go there itself, so that the address follows.
    """
    response = redirect(request, to, flash)
    if "hx-request" in request.headers:
        response.status_code = 200
        response.headers["HX-Redirect"] = response.headers["location"]
        del response.headers["location"]
    return response


def show(
    request: Request, name: str, view: object, again: Again | None, *, me: SignedIn
) -> Response:
    """The page of a form, with the status of why it comes back, if it does."""
    response = render(request, name, view, again.status if again else 200, me=me)
    if again and again.status == _BUSY:
        response.headers["Retry-After"] = str(BUSY_S)
    return response


def once_more(
    request: Request, form: Posted, again: Again, *, case: str, number: str, me: SignedIn
) -> Response:
    """The page for a form of one button: why it did not pass, and the same button again."""
    fields = {name: text for name, text in form.values.items() if name not in _FRAME}
    version = form.version if form.version is None else version_after(again, form.version)
    view = OnceMore(case, number, request.url.path, fields, version, again)
    return show(request, "once_more.html", view, again, me=me)
