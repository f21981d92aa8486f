"""All pages, opened one by one, each by whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page

from engine.text import Language
from tests.browser.pages import Shown
from tests.browser.watching import Browsers


class Book:
    """The pages of one place; all who look share a browser, for a new one takes longest."""

    def __init__(self, ids: Mapping[str, str], browsers: Browsers) -> None:
        """Open none yet; ``ids`` are those of the names in the addresses."""
        self._ids, self._browsers = ids, browsers
        self._open: dict[tuple[Language, int], Page] = {}

    def open(self, shown: Shown, language: Language, width: int) -> Page:
        """Go to a page; where a button is to be pressed, wait for what comes back."""
        page = self._page(shown.by, language, width)
        page.goto(shown.at.format_map(self._ids))
        if shown.press:
            page.locator(shown.press).click()
            page.locator("[data-focus]").wait_for()
        return page

    def wrong(self) -> list[str]:
        """What went wrong since this was asked last."""
        found, self._browsers.wrong = self._browsers.wrong, []
        return found

    def _page(self, by: str | None, language: Language, width: int) -> Page:
        if (language, width) not in self._open:
            self._open[language, width] = self._browsers(None, language, width=width)
        page = self._open[language, width]
        self._browsers.give(page, by, language)
        return page
