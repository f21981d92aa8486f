"""The agenda of a meeting in browsers: where it is, ordered and moved."""

from datetime import timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.store.store import Store
from tests.api.pages.browsing import Fields, form_to, forms, post
from tests.service.builders import Desk
from tests.service.rooms import TUESDAY, Room, a_room

NEXT = TUESDAY + timedelta(weeks=1)


@pytest.fixture
def room(store: Store, clock: ManualClock) -> Room:
    """Lend a table with its members, and the Jansens."""
    return a_room(store, clock)


@pytest.fixture
def desk(room: Room) -> Desk:
    """Lend its desk, to the site as well."""
    return room.desk


def at(meeting: str, below: str = "") -> str:
    """Name a page of a meeting."""
    return f"/meetings/{meeting}{below}"


def items(room: Room, meeting: str) -> list[str]:
    """Give the items of a meeting in their order."""
    return [each.id for each in room.shown(meeting).items if each.state == "planned"]


def ordered(browser: TestClient, room: Room, meeting: str, **said: str) -> Response:
    """Send the form of the agenda as it stands, with something changed."""
    hidden = form_to(browser.get(at(meeting)).text, at(meeting, "/order"))
    fields: Fields = {**hidden, "item": items(room, meeting), **said}
    return post(browser, at(meeting, "/order"), fields)


def moved(browser: TestClient, meeting: str, to: str) -> Response:
    """Press the button that brings the meeting there."""
    page = browser.get(at(meeting)).text
    there = (form.hidden for form in forms(page) if form.action == at(meeting, "/moves"))
    return post(browser, at(meeting, "/moves"), next(f for f in there if f["to"] == to))
