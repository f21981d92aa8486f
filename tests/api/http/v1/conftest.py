"""The Jansens of Oldebroek with their professionals, asked for over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service.office import Office
from engine.service.sessions import sign_in
from engine.store.store import Store
from tests.api.apps import the_portal
from tests.api.http.conftest import HTTP
from tests.api.http.v1.programs import Program
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import a_desk
from tests.service.roads import a_placement

As: TypeAlias = Callable[[str], Program]


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with the definitions of Oldebroek."""
    return a_desk(store, clock)


@pytest.fixture
def office(desk: Desk) -> Office:
    """Lend its office, to the site as well."""
    return desk.office


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement in its first state."""
    return a_placement(desk)


@pytest.fixture
def program(app: FastAPI, desk: Desk) -> Iterator[As]:
    """Open programs, each of one professional."""
    with ExitStack() as open_ones:

        def opened(name: str) -> Program:
            client = TestClient(
                app,
                base_url=HTTP,
                raise_server_exceptions=False,
                follow_redirects=False,
                headers={"Accept-Language": "en"},
            )
            client.portal = the_portal()
            open_ones.callback(client.close)
            token, _ = sign_in(desk.office, desk.who(name), through="api")
            client.headers["Authorization"] = f"Bearer {token}"
            return Program(client)

        yield opened


@pytest.fixture
def bram(program: As) -> Program:
    """Ask as the regisseur."""
    return program("bram")
