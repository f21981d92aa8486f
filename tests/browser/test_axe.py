"""Every page is for everybody: axe finds nothing, it fits a phone, and no script stumbles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from engine.text import Language
from tests.browser.axe import violations
from tests.browser.book import Book
from tests.browser.pages import PAGES, Shown, furnish
from tests.browser.place import Place, a_place
from tests.browser.serving import Serving
from tests.browser.watching import PHONE, WIDE, Browsers

Furnished: TypeAlias = tuple[Place, Mapping[str, str]]
Until: TypeAlias = Callable[[Page], AbstractContextManager[object]]
"""What a page does not leave before."""

VARIANTS: Mapping[Language, int] = {"nl": WIDE, "en": PHONE}


@pytest.fixture(scope="module")
def furnished(serving: Serving) -> Iterator[Furnished]:
    """Serve one caseload to all of these: they only look."""
    with a_place(serving.url) as place:
        serving.app = place.app
        yield place, furnish(place)


@pytest.fixture(scope="module")
def book(pool: Browsers, furnished: Furnished) -> Iterator[Book]:
    """Open pages of that caseload."""
    place, ids = furnished
    with pool.at(place):
        yield Book(ids, pool)


@pytest.mark.parametrize("language", VARIANTS)
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_keeps_nobody_out(book: Book, shown: Shown, language: Language) -> None:
    width = VARIANTS[language]
    page = book.open(shown, language, width)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert book.wrong() == []


@pytest.fixture(scope="module")
def opened(chromium: Browser) -> Browsers:
    """Keep browsers apart from those of the book."""
    return Browsers(chromium)


def test_what_is_wrong_is_found(opened: Browsers, furnished: Furnished) -> None:
    with opened.at(furnished[0]):
        page = opened("bram", "en", width=PHONE)
        page.goto("/cases")
        page.evaluate("document.documentElement.removeAttribute('lang')")
        found = violations(page)

    assert [line for line in found if line.startswith("html-has-lang: ")] == found != []


@pytest.mark.parametrize(
    ("script", "until", "told"),
    [
        pytest.param(
            "setTimeout(() => { throw new Error('stumbled') })",
            lambda page: page.expect_event("pageerror"),
            "stumbled",
            id="script",
        ),
        pytest.param(
            "document.body.append(Object.assign(document.createElement('script'),"
            "{textContent: '1'}))",
            lambda page: page.expect_event("console", lambda told: "Security" in told.text),
            "Content Security Policy",
            id="policy",
        ),
        pytest.param(
            "document.body.append(Object.assign(new Image(),{src: '/static/none.png'}))",
            lambda page: page.expect_response("**/static/none.png"),
            "answered 404",
            id="nothing there",
        ),
    ],
)
def test_what_goes_wrong_on_a_page_is_told(
    opened: Browsers, furnished: Furnished, script: str, until: Until, told: str
) -> None:
    with pytest.raises(AssertionError, match=told):
        meet(opened, furnished[0], script, until)


def meet(opened: Browsers, place: Place, script: str, until: Until) -> None:
    """Let a page do something that no page should, and stay until it has happened."""
    with opened.at(place):
        page = opened("bram")
        page.goto("/cases")
        with until(page):
            page.evaluate(script)
