"""A crisis desk on SQLite, and the browsers of those who work there."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from starlette.testclient import TestClient

from api.seals import Seals
from api.site import Site
from engine.clock import ManualClock
from engine.service.sessions import sign_in
from engine.store.store import Store
from tests.api.apps import an_app, the_portal
from tests.api.http.conftest import HTTP, a_demo
from tests.service.builders import CaseAtDesk, Desk
from tests.service.nights import a_crisis, a_crisis_desk

Browsers: TypeAlias = Callable[[str], TestClient]


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return a_crisis_desk(store, clock)


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    return a_crisis(desk)


@pytest.fixture
def browsing(desk: Desk) -> Iterator[Browsers]:
    """Open browsers of those who work at the desk."""
    site = Site(desk.office, a_demo(), Seals([secrets.token_bytes(32)]))
    with ExitStack() as open_ones:

        def opened(name: str) -> TestClient:
            made = TestClient(an_app(site), base_url=HTTP, follow_redirects=False)
            made.portal = the_portal()
            open_ones.callback(made.close)
            token, _ = sign_in(desk.office, desk.viewers[name].id, through="page")
            made.cookies.set("regietafel", token)
            return made

        yield opened
