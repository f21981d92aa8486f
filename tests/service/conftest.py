"""What the tests of the use cases share: a desk on each database."""

from collections.abc import Iterator

import pytest

from engine.clock import ManualClock
from engine.store.store import Store
from tests.kept import a_store
from tests.mail import smtp
from tests.office import clock
from tests.service.builders import SMALL_ROLES, Desk
from tests.service.desks import a_desk, small
from tests.service.rooms import Room, a_room
from tests.store.databases import KINDS

__all__ = ["clock", "smtp"]


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Lend a store with tables and without rows, first on SQLite and then on PostgreSQL."""
    with a_store(request.param) as store:
        yield store


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with the definitions of Oldebroek."""
    return a_desk(store, clock)


@pytest.fixture
def small_desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with the small definitions of these tests."""
    return a_desk(store, clock, library=small(), region="default", roles=SMALL_ROLES)


@pytest.fixture
def room(store: Store, clock: ManualClock) -> Room:
    """Lend a table with its members, and the Jansens."""
    return a_room(store, clock)
