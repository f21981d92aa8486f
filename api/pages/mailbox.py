"""The demo's mailbox: every letter that would have gone out, for all to read."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader, demo_only
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.mailbox import LetterPage, MailboxPage
from engine.errors import NotFound
from engine.service.about_me import about_me
from notifications.mailbox import Letter, Mailbox

router = APIRouter(include_in_schema=False, dependencies=[Depends(demo_only)])

SHOWN = 20
_UNSEEN = {"head", "style", "script"}
_BLOCKS = {"p", "li", "h1", "h2", "h3", "div", "br", "tr"}


@router.get("/mailbox")
@policy("list_letters", finds="demo")
def list_letters(
    request: Request,
    me: Reader,
    *,
    everybody: Annotated[bool, Query(alias="all")] = False,
    before: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """The letters to whoever looks, or with ``all`` those to everybody."""
    box, office = _box(request), site_of(request).office
    address = about_me(me.viewer, office).email
    found = _letters(box, None if everybody else address or "", before)
    shown = found[:SHOWN]
    view = MailboxPage(
        shown,
        everybody,
        address,
        next=_address(shown[-1].id, everybody=everybody) if len(found) > SHOWN else None,
        first=_address(None, everybody=everybody) if before else None,
    )
    return render(request, "mailbox/list.html", view, me=me)


@router.get("/mailbox/{letter_id}")
@policy("read_letter", finds="demo")
def read_letter(request: Request, letter_id: PublicId, me: Reader) -> Response:
    """One letter, with its headers and both its parts.

    Raises:
        NotFound: there is no such letter.
    """
    letter = _box(request).letter(letter_id)
    if letter is None:
        raise NotFound("letter")
    address = about_me(me.viewer, site_of(request).office).email or ""
    view = LetterPage(letter, text_of(letter.html), mine=letter.to == address.lower())
    return render(request, "mailbox/one.html", view, me=me)


def text_of(html: str) -> str:
    """What a reader of the HTML sees, a line for each block.

    >>> text_of("<head><title>x</title></head><p>One<br>two</p><p>three</p>")
    'One\\ntwo\\nthree'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.found).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(data.replace("\n", " "))


def _box(request: Request) -> Mailbox:
    box = site_of(request).mailbox
    if box is None:
        raise NotFound("mailbox")
    return box


def _letters(box: Mailbox, to: str | None, before: str | None) -> tuple[Letter, ...]:
    """One more than a page holds; ``to`` is None for everybody's."""
    if to is None:
        return box.letters(limit=SHOWN + 1, before=before)
    return box.letters_to(to, limit=SHOWN + 1, before=before)


def _address(before: str | None, *, everybody: bool) -> str:
    asked = [*(["all=1"] if everybody else []), *([f"before={before}"] if before else [])]
    return f"/mailbox?{'&'.join(asked)}" if asked else "/mailbox"
