"""A picture of every page, wide and on a phone: `python -m tests.browser.screenshots`."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from tests.browser.book import Book
from tests.browser.pages import PAGES, Shown, furnish
from tests.browser.place import a_place
from tests.browser.serving import Serving
from tests.browser.watching import PHONE, WIDE, Browsers, a_chromium

FOLDER = Path("build", "screenshots")


def main(folder: Path) -> None:
    """Take them all."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(Serving()) as serving, a_place(serving.url) as place, a_chromium() as chromium:
        serving.app = place.app
        opened = Browsers(chromium)
        with opened.at(place):
            book = Book(furnish(place), opened)
            for shown in PAGES:
                _take(book, shown, folder)


def _take(book: Book, shown: Shown, folder: Path) -> None:
    for width in (WIDE, PHONE):
        page = book.open(shown, "nl", width)
        page.screenshot(path=folder / f"{shown.name}-{width}.png", full_page=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
