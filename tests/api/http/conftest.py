"""A site to ask over HTTP: a fresh SQLite, the small definitions, three professionals."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Protocol

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.seals import Seals
from api.site import Site
from engine.clock import ManualClock
from engine.service.office import Office
from engine.service.sessions import sign_in
from engine.settings import Settings, rows
from engine.store import people
from engine.store.people import PersonSeen
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from tests.api.apps import an_app, the_portal
from tests.kept import a_store
from tests.office import World, a_world, an_office, clock

__all__ = ["clock"]

HTTP = "http://127.0.0.1"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


class As(Protocol):
    """Opens a client: of nobody, or of somebody who is signed in."""

    def __call__(
        self,
        as_: PersonSeen | None = None,
        *,
        through: str = "api",
        app: FastAPI | None = None,
        host: str = "testclient",
    ) -> TestClient:
        """Open it; it follows no redirect, and nothing that is raised may reach it."""
        ...


def a_demo() -> Settings:
    """Set up a demo, whatever the machine says."""
    return Settings.model_validate({"demo": True, "base_url": HTTP})


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of this machine change an answer."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def store() -> Iterator[Store]:
    """Lend a store on SQLite."""
    with a_store("sqlite") as store:
        yield store


@pytest.fixture
def office(store: Store, clock: ManualClock) -> Office:
    """Lend an office with the small definitions."""
    return an_office(store, clock)


@pytest.fixture
def world(office: Office, clock: ManualClock) -> World:
    """Put the Jansen family in the office; its professionals have accounts."""
    world = a_world(office, clock)
    with unit_of_work(office.store) as connection:
        for person in (world.anna, world.bram, world.carla):
            people.add_account(connection, person.id, issuer="demo", subject=person.name.lower())
    return world


@pytest.fixture
def site(office: Office) -> Site:
    """Lend the site of the demo."""
    return Site(office, a_demo(), Seals([secrets.token_bytes(32)]))


@pytest.fixture
def production(site: Site) -> Site:
    """Lend the same site outside the demo, on https."""
    return replace(
        site, settings=Settings.model_validate({"base_url": "https://regie.voorbeeldstad.test"})
    )


@pytest.fixture
def app(site: Site) -> FastAPI:
    """Lend the application of the demo."""
    return an_app(site)


@pytest.fixture
def client(site: Site) -> Iterator[As]:
    """Open clients; nobody's, or of somebody who is signed in."""
    with ExitStack() as open_ones:

        def opened(
            as_: PersonSeen | None = None,
            *,
            through: str = "api",
            app: FastAPI | None = None,
            host: str = "testclient",
        ) -> TestClient:
            made = TestClient(
                app or an_app(site),
                base_url=HTTP,
                follow_redirects=False,
                client=(host, 50000),
            )
            made.portal = the_portal()
            open_ones.callback(made.close)
            if as_ is not None:
                _sign_in(made, site, as_, through)
            return made

        yield opened


def _sign_in(client: TestClient, site: Site, person: PersonSeen, through: str) -> None:
    if through == "api":
        token, _ = sign_in(site.office, person.public_id, through="api")
        client.headers["Authorization"] = f"Bearer {token}"
    else:
        token, _ = sign_in(site.office, person.public_id, through="page")
        client.cookies.set("regietafel", token)
