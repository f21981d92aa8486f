"""A form as it came in: from a page of ours, with the token of this session."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.auth.who import Reader, Visitor
from api.errors import Forged, Malformed, Wrong
from api.site import site_of
from engine.text import Text

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 500
_LONGEST_NONCE = 100
_ABSENT = Text(
    nl="Dit formulier is niet volledig. Open de pagina opnieuw.",
    en="This form is not complete. Open the page again.",
)
_ODD = Text(
    nl="Hierin staat een teken dat niet kan.", en="This holds a character that is not possible."
)


@dataclass(frozen=True, slots=True)
class Posted:
    """What was filled in; of a name that came twice ``values`` has the last."""

    fields: tuple[tuple[str, str], ...]
    values: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", dict(self.fields))

    def text(self, name: str) -> str:
        """What was filled in, without the space around it; empty if nothing was."""
        return self.values.get(name, "").strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a name: the boxes that were ticked."""
        return tuple(value for key, value in self.fields if key == name and value)

    def by_child(self, name: str) -> dict[str, str]:
        """What was filled in for each child, by the child's public id."""
        prefix = f"{name}."
        return {
            key.removeprefix(prefix): value
            for key, value in self.values.items()
            if key.startswith(prefix)
        }

    @property
    def nonce(self) -> str:
        """What makes this form one order.

        Raises:
            Malformed: the form was sent without.
        """
        nonce = self.text("nonce")
        if not nonce or len(nonce) > _LONGEST_NONCE:
            raise Malformed(Wrong("nonce", "missing", _ABSENT))
        return nonce

    @property
    def key(self) -> str:
        """The key of the order: a form that is sent twice gets the first answer."""
        return f"page:{self.nonce}"

    @property
    def version(self) -> int | None:
        """The version of the case that whoever filled this in has seen.

        Raises:
            Malformed: it is no number.
        """
        version = self.text("version")
        if not version:
            return None
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise Malformed(Wrong("version", "malformed", _ABSENT))
        return int(version)

    @property
    def seen_version(self) -> int:
        """The same, of a form that changes something that exists.

        Raises:
            Malformed: the form does not say it.
        """
        if self.version is None:
            raise Malformed(Wrong("version", "missing", _ABSENT))
        return self.version


async def posted(request: Request, me: Reader) -> Posted:
    """What whoever is signed in filled in.

    Raises:
        Forged: it came from another site, or without the token of this session.
        Malformed: it holds what no form sends.
    """
    form = await form_of(request)
    if not site_of(request).seals.is_csrf(me.session_id, form.text("csrf")):
        raise Forged
    return form


async def posted_by_anybody(request: Request, me: Visitor) -> Posted:
    """The same of whoever may not have signed in: then the form is two hours old at most.

    Raises:
        Forged: it came from another site, or without such a token.
        Malformed: it holds what no form sends.
    """
    form = await form_of(request)
    site, token = site_of(request), form.text("csrf")
    of_session = me is not None and site.seals.is_csrf(me.session_id, token)
    if not (of_session or site.seals.is_open_form(token, site.office.clock.now())):
        raise Forged
    return form


def is_from_here(request: Request) -> bool:
    """Whether a page of this site sent it; a browser that does not say so is not believed.

    Source: SAFETY 3, control 12.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    ours = (site_of(request).settings.base_url, str(request.base_url))
    return origin is not None and origin in map(_origin, ours)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


async def form_of(request: Request) -> Posted:
    """What the form says, whoever sent it: nothing to act on yet.

    Raises:
        Forged: it came from another site.
        Malformed: it holds what no form sends.
        HTTPException: 415, it is no form.
    """
    if not is_from_here(request):
        raise Forged
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415)
    form = await request.form(max_fields=MOST_FIELDS, max_files=0)
    fields = tuple(
        (name, value.replace("\r\n", "\n"))
        for name, value in form.multi_items()
        if isinstance(value, str)
    )
    odd = [name for name, value in fields if "\0" in name + value]
    if odd:
        raise Malformed(*(Wrong(name.replace("\0", ""), "malformed", _ODD) for name in odd))
    return Posted(fields)


Form: TypeAlias = Annotated[Posted, Depends(posted)]
OpenForm: TypeAlias = Annotated[Posted, Depends(posted_by_anybody)]
