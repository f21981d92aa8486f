"""The sheet of one item in browsers: where it is, its blocks opened, filled in and sent."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service.office import Office
from engine.store.store import Store
from tests.api.pages.browsing import form_to, post
from tests.service.builders import Desk
from tests.service.sittings import Sitting, a_sitting


@pytest.fixture
def sitting(store: Store, clock: ManualClock) -> Sitting:
    """Lend a meeting in session, with the case on its agenda."""
    return a_sitting(store, clock)


@pytest.fixture
def desk(sitting: Sitting) -> Desk:
    """Lend its desk."""
    return sitting.desk


@pytest.fixture
def office(desk: Desk) -> Office:
    """Lend its office, to the site as well."""
    return desk.office


def at(sitting: Sitting, rest: str = "") -> str:
    """Where the sheet is, or a block of it."""
    return f"/meetings/{sitting.meeting}/items/{sitting.item}{rest}"


def opened(browser: TestClient, sitting: Sitting, block: str) -> dict[str, Any]:
    """Open the sheet and give the hidden fields of a block."""
    return {**form_to(browser.get(at(sitting)).text, at(sitting, block))}


def sends(browser: TestClient, sitting: Sitting, block: str, **said: str | list[str]) -> Response:
    """Open the sheet, fill in a block and send it; ``f__x`` is the field ``f.x``."""
    return post(browser, at(sitting, block), {**opened(browser, sitting, block), **said})


def outcome(sitting: Sitting, child: str, status: str, **said: str) -> dict[str, str]:
    """Fill in the outcome of a child."""
    who = sitting.who(child)
    usual = {
        "decider": "table",
        "decided_by": "De tafel",
        "reasons": "Omdat het past",
        "safety": "Veilig genoeg",
    }
    named = {f"f.{who}-{name}": text for name, text in usual.items()}
    asked = {f"f.{who}-{status}-{name}": text for name, text in said.items()}
    return {"status": status, **named, **asked}
