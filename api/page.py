"""What is around every page: the language, the way about, the banner, what is said once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal, TypedDict, cast

from starlette.requests import Request
from starlette.responses import RedirectResponse

from api.flashes import FLASHES
from engine.service.my_work import count_my_work
from engine.service.rhythm import is_busy_at_tables
from engine.service.sessions import SignedIn
from engine.text import Language, Text

if TYPE_CHECKING:
    from api.site import Site

VERSION = version("regietafel")
LANGUAGE = "language"
"""The cookie of whoever chose a language before signing in."""

KEYS = "keys"
"""The cookie of whoever switched the single keys off."""

A_MINUTE = 60


class CookieAt(TypedDict):
    """Where and how a cookie is kept."""

    key: str
    path: str
    secure: bool
    httponly: bool
    samesite: Literal["lax", "strict", "none"]


@dataclass(frozen=True, slots=True)
class Page:
    """All that ``base.html`` shows or sends along."""

    path: str
    language: Language
    today: date
    csrf: str = ""
    demo_now: datetime | None = None
    flash: Text | None = None
    wrong: bool = False
    keys: Literal["on", "off"] = "on"
    version: str = VERSION
    work: int = 0
    """How much work is open for whoever looks: the way to it is there when there is any."""

    at_tables: bool = False
    """Whether they sit at a table or set them up: then the way to the agenda is there."""

    def nonce(self) -> str:
        """What makes one form one order: a repeat of it gets the first answer."""
        return secrets.token_urlsafe(16)

    def is_at(self, href: str) -> bool:
        """Whether this is that page, or one below it."""
        return self.path == href or (href != "/" and self.path.startswith(f"{href}/"))


def page_for(request: Request, me: SignedIn | None, *, wrong: bool = False) -> Page:
    """Everything around the page that answers this request."""
    site = _site(request)
    now = site.office.clock.now()
    works = me if me and not me.of_family else None
    return Page(
        path=request.url.path,
        language=language_for(request, me),
        today=site.office.today(),
        csrf=site.seals.csrf(me.session_id) if me else site.seals.open_form(now),
        demo_now=now if site.settings.demo else None,
        flash=FLASHES.get(request.cookies.get(flash_cookie(request)["key"], "")),
        wrong=wrong,
        work=count_my_work(works.viewer, site.office) if works else 0,
        at_tables=is_busy_at_tables(works.viewer, site.office) if works else False,
        keys="off" if request.cookies.get(KEYS) == "off" else "on",
    )


def redirect(request: Request, to: str, flash: str | None = None) -> RedirectResponse:
    """Answer to a form: go and see it at ``to``, a path of ours.

    Args:
        to: where the outcome is shown; never holds a name.
        flash: the key of what that page says, once.
    """
    response = RedirectResponse(to, 303)
    if flash is not None:
        response.set_cookie(value=_known(flash), max_age=A_MINUTE, **flash_cookie(request))
    return response


def flash_cookie(request: Request) -> CookieAt:
    """The cookie that carries what is said once; the demo runs without https."""
    secure = not _site(request).settings.demo
    key = "__Host-flash" if secure else "flash"
    return {"key": key, "path": "/", "secure": secure, "httponly": True, "samesite": "lax"}


def language_for(request: Request, me: SignedIn | None) -> Language:
    """What whoever is signed in chose, else this browser's choice, else what it prefers."""
    if me:
        return me.language
    chosen = request.cookies.get(LANGUAGE)
    if chosen in ("nl", "en"):
        return cast(Language, chosen)
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> Language:
    """The one of our languages that is liked best; Dutch where neither is named.

    >>> preferred("fr, en-GB;q=0.7, nl;q=0.6"), preferred("fr"), preferred("en;q=0")
    ('en', 'nl', 'nl')
    """
    liked: dict[str, float] = {}
    for part in accepted.split(","):
        name, _, weight = part.partition(";q=")
        key = name.strip()[:2].lower()
        liked[key] = max(liked.get(key, 0.0), _weight(weight))
    return "en" if liked.get("en", 0.0) > liked.get("nl", 0.0) else "nl"


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _known(flash: str) -> str:
    if flash not in FLASHES:
        raise KeyError(f"There is no flash {flash!r}; add it to api/flashes.py.")
    return flash


def _site(request: Request) -> Site:
    # Not site_of: api.site would be imported by what it imports.
    return cast("Site", request.app.state.site)
