"""About the product: help, what is new, accessibility, privacy; and what machines ask first."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.auth.who import Visitor
from api.changelog import FILE, Block, blocks_of
from api.glossary import TERMS
from api.policy import policy
from api.site import Site, site_of
from api.static_files import FOLDER
from api.templating import render
from api.views.about import ChangesPage, ContactPage, HelpPage

router = APIRouter(include_in_schema=False)

GOOD_FOR = timedelta(days=180)
"""How long whoever reads security.txt may believe it (RFC 9116 advises less than a year)."""

NOBODY = ".invalid"
"""Ends an address that nobody has filled in yet."""


@router.get("/accessibility")
@policy("read_about", finds="public")
def accessibility(request: Request, me: Visitor) -> Response:
    """The statement: what works, what is not known yet, whom to tell."""
    view = ContactPage(_contact(site_of(request)))
    return render(request, "about/accessibility.html", view, me=me)


@router.get("/privacy")
@policy("read_about", finds="public")
def privacy(request: Request, me: Visitor) -> Response:
    """What is kept, who sees it, and whom to ask."""
    return render(request, "about/privacy.html", ContactPage(_contact(site_of(request))), me=me)


@router.get("/changes")
@policy("read_about", finds="public")
def changes(request: Request, me: Visitor) -> Response:
    """The changelog that came with the program."""
    return render(request, "about/changes.html", ChangesPage(_changes()), me=me)


@router.get("/help")
@policy("read_about", finds="public")
def show_help(request: Request, me: Visitor) -> Response:
    """The first steps, the keys, the words."""
    return render(request, "about/help.html", HelpPage(TERMS), me=me)


@router.get("/.well-known/security.txt")
@policy("read_about", finds="public")
def security(request: Request) -> Response:
    """Whom to tell of a leak (RFC 9116)."""
    site = site_of(request)
    address = _contact(site)
    lines = (
        f"Contact: {f'mailto:{address}' if address else f'{site.settings.base_url}/privacy'}",
        f"Expires: {site.office.clock.now() + GOOD_FOR:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {site.settings.base_url}/.well-known/security.txt",
    )
    return PlainTextResponse("\n".join((*lines, "")))


@router.get("/robots.txt")
@policy("read_about", finds="public")
def robots() -> Response:
    """Nothing here is for search engines."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


@router.get("/favicon.ico")
@policy("read_about", finds="public")
def favicon() -> Response:
    """The same picture that the pages link to, for browsers that do not look there."""
    return Response(FOLDER.joinpath("icon.svg").read_bytes(), media_type="image/svg+xml")


def _contact(site: Site) -> str | None:
    """The address of the site, once somebody has given it one."""
    address = site.settings.mail_from
    return None if address.endswith(NOBODY) else address


@cache
def _changes() -> tuple[Block, ...]:
    return blocks_of(FILE.read_text(encoding="utf-8")) if FILE.is_file() else ()
