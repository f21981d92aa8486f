"""Browsers that are watched: an error on a page is an error of the test."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from api.static_files import AT as STATIC_AT
from engine.text import Language
from tests.api.servers import EMERGENCY_S, HOST
from tests.browser.place import Place

COOKIE = "regietafel"
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
EMERGENCY_MS = EMERGENCY_S * 1000
WIDE, PHONE, HIGH = 1280, 320, 900
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

NOTHING = "/robots.txt"
"""A page of this site without anything on it."""

Kind: TypeAlias = tuple[Language, bool, int]
"""Language, with or without scripts, width."""

SENT = re.compile(
    r"Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_)"
    "|htmx: htmx:error: Failed to fetch"
)
"""The browser says this of every form that comes back, or that could not be sent."""


class NoChromium(Exception):
    """It is not on this machine."""


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """Start Chromium; while it runs this thread has an event loop, so nothing else may.

    Raises:
        NoChromium: there is none to start.
    """
    path = shutil.which("chromium")
    if path is None:
        raise NoChromium("Chromium is not on this machine; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


expect.set_options(timeout=EMERGENCY_MS)


class Browsers:
    """Lends browsers; ``wrong`` is what went wrong in any of them."""

    def __init__(self, chromium: Browser) -> None:
        """Open none yet."""
        self._chromium = chromium
        self._free: dict[Kind, list[Page]] = {}
        self._lent: list[tuple[Kind, Page]] = []
        self._place: Place | None = None
        self.wrong: list[str] = []

    def __call__(
        self,
        person: str | None = None,
        language: Language = "nl",
        *,
        javascript: bool = True,
        width: int = WIDE,
    ) -> Page:
        """Lend a browser that knows nothing yet: nobody's, or of somebody who has signed in."""
        assert self._place
        kind = (language, javascript, width)
        free = self._free.get(kind)
        page = free.pop() if free else self._new(*kind)
        self._lent.append((kind, page))
        if person is not None:
            self.give(page, person, language)
        return page

    def give(self, page: Page, person: str | None, language: Language) -> None:
        """Let this browser be somebody's who has signed in, or nobody's."""
        assert self._place
        page.context.clear_cookies()
        if person is not None:
            token = self._place.token(person, language)
            page.context.add_cookies([{"name": COOKIE, "value": token, "url": self._place.url}])

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """Lend them at this place; none may meet an error there."""
        self._place = place
        try:
            yield
        finally:
            self._take_back()
            wrong, self.wrong = self.wrong, []
        assert not wrong, "\n".join(wrong)

    def _take_back(self) -> None:
        """Let each forget everything: a new one takes longer than most tests."""
        for kind, page in self._lent:
            for other in page.context.pages:
                if other != page:
                    other.close()
            page.context.clear_cookies()
            page.goto(NOTHING)  # on this site: for another one Chromium starts a process
            self._free.setdefault(kind, []).append(page)
        self._lent.clear()

    def _new(self, language: Language, javascript: bool, width: int) -> Page:
        assert self._place
        context = self._chromium.new_context(
            base_url=self._place.url,  # one server, so the same for every place
            locale=LOCALES[language],
            timezone_id="Europe/Amsterdam",
            java_script_enabled=javascript,
            viewport={"width": width, "height": HIGH},
            color_scheme="light",
        )
        context.set_default_timeout(EMERGENCY_MS)
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self.wrong.append(f"script error: {error.error}"))
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        return context.new_page()

    def _note_message(self, message: ConsoleMessage) -> None:
        """Errors and warnings; what the content policy refused is among them."""
        if message.type in {"error", "warning"} and not SENT.match(message.text):
            self.wrong.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((f"http://{HOST}:", "data:", "blob:")):
            self.wrong.append(f"asked another site: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and STATIC_AT in response.url):
            self.wrong.append(f"answered {response.status}: {response.url}")
