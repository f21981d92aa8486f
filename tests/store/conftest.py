"""What the tests of the store share: a store on each database, and a small world in it."""

from collections.abc import Iterator

import pytest

from engine.store.store import Store, open_store
from tests.kept import a_store
from tests.store.builders import World, a_world
from tests.store.databases import KINDS


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Lend a store with tables, first on SQLite and then on PostgreSQL."""
    with a_store(request.param) as store:
        yield store


@pytest.fixture
def empty_store(database_url: str) -> Iterator[Store]:
    """Lend a store without tables, first on SQLite and then on PostgreSQL."""
    store = open_store(database_url)
    yield store
    store.close()


@pytest.fixture
def world(store: Store) -> World:
    """Put one family with one case in the store."""
    return a_world(store)
