"""Sealing, and asking whether all is kept outside, cost the same after a year as on the first day.

Counted in the steps that SQLite takes: no time of any machine.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from engine.anchor import Anchor
from engine.seal import GENESIS
from engine.store import anchors
from engine.store.access_log import LogEntry, log
from engine.store.people import add_organisation
from engine.store.seals import seal_next, sealed
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from tests.kept import a_store
from tests.store.builders import NOW, World, a_world, viewer

FEW, MANY = 5, 60


@pytest.fixture
def store() -> Iterator[Store]:
    """Lend a store whose steps can be counted."""
    with a_store("sqlite") as store:
        yield store


def seals(connection: Connection, world: World, first: int, last: int, of: int) -> None:
    """Let somebody look and seal that, again and again; keep all but the newest outside."""
    for nth in range(first, last):
        at = NOW + timedelta(minutes=nth)
        bram = replace(viewer(world.bram), organisation=of)
        log(connection, bram, LogEntry(at=at, action="look", outcome="done"))
        log(connection, viewer(world.bram), LogEntry(at=at, action="look", outcome="done"))
        assert seal_next(connection, now=at, at_most=100)
        keep(connection, sealed(connection).sealing - 1)


def keep(connection: Connection, number: int) -> None:
    """Keep the anchor of one sealing in both places."""
    made = Anchor(
        number=number,
        made_at=NOW,
        first_sealing=number,
        last_sealing=number,
        prev=GENESIS,
        hash=str(number),
        signature="s",
    )
    anchors.add_anchor(connection, made)
    for place in ("folder", "mail"):
        anchors.mark_sent(connection, made, place, now=NOW)


def steps(connection: Connection, do: Callable[[], object]) -> int:
    """How many steps SQLite takes for it."""
    count = 0

    def one_more() -> int:
        nonlocal count
        count += 1
        return 0

    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(one_more, 1)
    try:
        do()
    finally:
        driver.set_progress_handler(None, 1)
    return count


def test_it_takes_as_many_steps_for_many_seals_as_for_few(store: Store) -> None:
    world = a_world(store)
    taken = []
    with unit_of_work(store) as connection:
        of = add_organisation(connection, "Gemeente", kind="municipality")
        for first, last in ((1, FEW), (FEW, MANY)):
            seals(connection, world, first, last, of)
            log(connection, viewer(world.bram), LogEntry(at=NOW, action="look", outcome="done"))
            taken.append(
                (
                    steps(connection, lambda: anchors.oldest_not_kept(connection, ["folder"])),
                    steps(connection, lambda: anchors.last_sent(connection, "mail")),
                    steps(connection, lambda: anchors.oldest_unsealed(connection)),
                    steps(connection, lambda: seal_next(connection, now=NOW, at_most=100)),
                )
            )

    assert taken[0] == taken[1]
