"""Two people, one case: nothing is lost, however they get in each other's way (P6)."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread

import pytest
from sqlalchemy import Connection, func, select

from engine.errors import StaleCase
from engine.store.cases import CaseHead, case_for_clock, record_move
from engine.store.events import append_event, verify_chain
from engine.store.families import lock_families
from engine.store.store import Store
from engine.store.tables.trail import CASE_EVENT
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import World, an_event

ROUNDS = 1000


def read(store: Store, case: CaseHead) -> CaseHead:
    """Read the case as a page does: in a view of its own."""
    with reading(store) as connection:
        return case_for_clock(connection, case.id)


def count_up(connection: Connection, seen: CaseHead) -> None:
    """Write the number that was read one higher; the state of the case is that number."""
    number = int(seen.state) if seen.version else 0
    case = record_move(connection, seen, to_state=str(number + 1), is_final=False)
    append_event(connection, case, an_event(payload={"to": case.state}))


def seen_before(store: Store, case: CaseHead) -> Iterator[None]:
    """Read in one transaction, write in the next: whoever is late tries again."""
    while True:
        seen = read(store, case)
        try:
            with unit_of_work(store) as connection:
                count_up(connection, seen)
        except StaleCase:
            continue
        yield


def seen_under_the_lock(store: Store, case: CaseHead) -> Iterator[None]:
    """Read and write under the family's lock: nobody is ever late."""
    while True:
        with unit_of_work(store) as connection:
            lock_families(connection, [case.family_id])
            count_up(connection, case_for_clock(connection, case.id))
        yield


def both(work: Callable[[], Iterator[None]]) -> None:
    """Let two people do the same many times over, at the same time."""
    start, failed = Barrier(2), list[BaseException]()

    def one() -> None:
        start.wait()
        try:
            for _, _ in zip(range(ROUNDS), work(), strict=False):
                pass
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


@pytest.mark.parametrize("way", [seen_before, seen_under_the_lock])
def test_no_update_is_lost(world: World, way: Callable[[Store, CaseHead], Iterator[None]]) -> None:
    both(lambda: way(world.store, world.case))

    with reading(world.store) as connection:
        case = case_for_clock(connection, world.case.id)
        events = connection.execute(select(func.count()).select_from(CASE_EVENT)).scalar()
        broken = verify_chain(connection, case.id)
    assert (case.state, case.version, events) == (str(2 * ROUNDS), 2 * ROUNDS, 2 * ROUNDS)
    assert broken is None
