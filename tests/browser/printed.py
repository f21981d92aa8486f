"""What Chromium prints of a page on A4, and what of it does not fit."""

from __future__ import annotations

import io
import re
from unicodedata import normalize

from playwright.sync_api import Page
from pypdf import PdfReader

A4 = (595, 842)
BETWEEN_MARGINS = 658
"""How many pixels are between the margins of 18 mm: the width at which a browser lays it out."""

SAYS_SOMETHING = 20
"""More than a page number: no page has only the lines below a question of the page before it."""

_LAST_WORDS = """() => [...document.querySelectorAll(
    "h1, h2, h3, p, li, td, th, dt, dd, caption, legend, label, textarea"
)].filter(each => each.checkVisibility() && !each.closest(".rt-hidden, details:not([open])"))
.map(each => each.innerText.trim().split(/\\s+/).at(-1)).filter(Boolean)"""

_CUT = """() => [...document.querySelectorAll("body *")].filter(each =>
    each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1
    && getComputedStyle(each).overflowX !== "visible" && !each.closest(".rt-hidden")
).map(each => `${each.tagName}.${each.className}: ${each.innerText.slice(0, 40)}`)"""

_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def printed(page: Page) -> list[str]:
    """Give the text of each page; every last word of a block is there, and nothing sticks out."""
    page.emulate_media(media="print")
    assert page.evaluate(_WIDE) <= 0, page.url
    assert page.evaluate(_CUT) == [], page.url
    words: list[str] = page.evaluate(_LAST_WORDS)
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(each.mediabox.width), round(each.mediabox.height)) for each in sheets} == {A4}
    found = [each.extract_text() for each in sheets]
    told = _squeezed("".join(found))
    assert words
    assert [word for word in words if _squeezed(word) not in told] == [], page.url
    assert all(len(_squeezed(each)) > SAYS_SOMETHING for each in found), page.url
    page.emulate_media(media="screen")
    return found


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", normalize("NFKC", text)).casefold()
