"""Browsers on a small caseload: Chromium, where it is, and one server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from engine.settings import rows
from tests.browser.place import Place, a_place
from tests.browser.serving import Serving
from tests.browser.watching import Browsers, NoChromium, a_chromium
from tests.browser.week import Week, a_week


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start Chromium; outside this folder others may need the event loop of this thread."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(a_chromium())
        except NoChromium as absent:
            pytest.skip(str(absent))
        yield browser


@pytest.fixture(scope="package")
def serving() -> Iterator[Serving]:
    """Start the server, with no setting of this machine in its way."""
    with pytest.MonkeyPatch.context() as patch:
        for name, _, _ in rows():
            patch.delenv(name, raising=False)
        server = Serving()
        yield server
        server.close()


@pytest.fixture
def place(serving: Serving) -> Iterator[Place]:
    """Serve a caseload that a test may change."""
    with a_place(serving.url) as place:
        serving.app = place.app
        yield place


@pytest.fixture
def week(serving: Serving) -> Iterator[Week]:
    """Serve a week of a table that nobody planned yet."""
    with a_week(serving.url) as week:
        serving.app = week.app
        yield week


@pytest.fixture(scope="package")
def pool(chromium: Browser) -> Browsers:
    """Keep the browsers that were opened: the next one takes longer than most tests."""
    return Browsers(chromium)


@pytest.fixture
def page_for(pool: Browsers, place: Place) -> Iterator[Browsers]:
    """Lend browsers on that caseload."""
    with pool.at(place):
        yield pool
