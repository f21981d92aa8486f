"""A table with its members, asked for over HTTP; a test module takes the fixtures over."""

import pytest

from engine.clock import ManualClock
from engine.store.store import Store
from tests.service.builders import Desk
from tests.service.rooms import Room, a_room


@pytest.fixture
def room(store: Store, clock: ManualClock) -> Room:
    """Lend a table with its members, and the Jansens."""
    return a_room(store, clock)


@pytest.fixture
def desk(room: Room) -> Desk:
    """Lend its desk, to the site as well."""
    return room.desk


def seen(room: Room, meeting: str) -> str:
    """Name the version of the meeting of now."""
    return f'"{meeting}.{room.shown(meeting).row.version}"'
