"""The Jansens of Oldebroek with their professionals, looked at in browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import templating
from engine.clock import ManualClock
from engine.service.office import Office
from engine.service.sessions import sign_in
from engine.store.store import Store
from tests.api.apps import the_portal
from tests.api.http.conftest import HTTP
from tests.api.pages.pseudo import Pseudo
from tests.service.builders import Desk
from tests.service.desks import a_desk

Browse: TypeAlias = Callable[..., TestClient]

_PSEUDO = Pseudo()


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with the definitions of Oldebroek."""
    return a_desk(store, clock)


@pytest.fixture
def office(desk: Desk) -> Office:
    """Lend its office, to the site as well."""
    return desk.office


@pytest.fixture
def browse(app: FastAPI, desk: Desk) -> Iterator[Browse]:
    """Open browsers, each of one professional, in Dutch unless said otherwise."""
    with ExitStack() as open_ones:

        def opened(name: str = "bram", language: str = "nl") -> TestClient:
            browser = TestClient(
                app, base_url=HTTP, raise_server_exceptions=False, follow_redirects=False
            )
            browser.portal = the_portal()
            open_ones.callback(browser.close)
            token, _ = sign_in(desk.office, desk.who(name), through="page")
            browser.cookies.set("regietafel", token)
            if language != "nl":
                page = browser.get("/help").text
                csrf = page.split('name="csrf" value="')[1].partition('"')[0]
                browser.post(
                    "/language",
                    data={"csrf": csrf, "language": language, "next": "/help"},
                    headers={"Sec-Fetch-Site": "same-origin"},
                )
            return browser

        yield opened


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages mark every word that was said by the speech."""
    monkeypatch.setattr(templating, "speech_in", lambda _: _PSEUDO)
