"""Any change to a trail shows, and the first row that does not fit is named; SAFETY P20.

300 rows, of both trails, are each edited, deleted, swapped and slipped in before; 300 are edited
by somebody who recomputes every hash and seal after it; and 50 tails are cut off.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from engine.service.audit import Report
from tests.service.tampering import EDITS, ROWS, TABLES, Scene, a_scene, disarm
from tests.store.builders import World, a_world
from tests.store.databases import fresh_store

SCENES = 25
TAILS = 50


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Lend a file with a case, and put nothing into it."""
    with fresh_store("sqlite") as store:
        yield a_world(store)


@contextmanager
def scene_of(world: World, seed: int) -> Iterator[Scene]:
    """Lend a scene without triggers, and take everything back."""
    with world.store.engine.connect() as connection:
        disarm(connection)
        yield a_scene(connection, world, seed)
        connection.rollback()


def named(report: Report) -> set[tuple[str, str]]:
    """Which rows are said not to fit."""
    return {(fault.table, fault.row) for fault in report.faults}


def edited(scene: Scene, table: str, rows: list[int], nth: int) -> int:
    scene.edit(table, rows[nth], nth)
    return rows[nth]


def deleted(scene: Scene, table: str, rows: list[int], nth: int) -> int:
    scene.delete(table, rows[nth])
    return rows[nth]


def swapped(scene: Scene, table: str, rows: list[int], nth: int) -> int:
    other = rows[nth + 1] if nth + 1 < len(rows) else rows[0]
    scene.swap(table, rows[nth], other)
    return min(rows[nth], other)


def slipped_in(scene: Scene, table: str, rows: list[int], nth: int) -> int:
    return scene.insert(table, rows[nth])


def every_row(world: World, attack: Callable[[Scene, str, list[int], int], int]) -> int:
    """Attack each row once; all must be found and named. How many these were."""
    attacked = 0
    for seed in range(SCENES):
        with scene_of(world, seed) as scene:
            assert scene.verified().faults == ()
            for table in TABLES:
                rows = scene.ids(table)
                for nth in range(ROWS):
                    with scene.attacked():
                        row = attack(scene, table, rows, nth)
                        report = scene.verified(outside=False)
                        assert (table, str(row)) in named(report), (seed, table, nth, report)
                    attacked += 1
    return attacked


@pytest.mark.parametrize("attack", [edited, deleted, swapped, slipped_in])
def test_a_row_that_was_tampered_with_is_named(
    world: World, attack: Callable[[Scene, str, list[int], int], int]
) -> None:
    assert every_row(world, attack) == 300


def test_who_rewrites_everything_is_found_by_what_was_kept_outside(world: World) -> None:
    rewritten = 0
    for seed in range(SCENES):
        with scene_of(world, seed) as scene:
            for table in TABLES:
                rows = scene.ids(table)
                for nth in range(ROWS):
                    with scene.attacked():
                        # The last edit of an event is of its hash, which is recomputed.
                        scene.edit(table, rows[nth], (nth + seed) % (len(EDITS[table]) - 1))
                        scene.rewrite()
                        report = scene.verified()
                        assert named(report) == {(table, str(rows[nth]))}, (seed, table, nth)
                    rewritten += 1
    assert rewritten == 300


def test_a_tail_that_was_cut_off_is_found_by_what_was_kept_outside(world: World) -> None:
    cut = 0
    for seed in range(-(-TAILS // ROWS)):
        with scene_of(world, seed) as scene:
            log, happened = scene.ids("access_log"), scene.ids("case_event")
            for nth in range(ROWS):
                with scene.attacked():
                    scene.cut(log[nth], happened[nth])
                    report = scene.verified()
                    assert named(report) == {("access_log", str(log[nth]))}, (seed, nth)
                cut += 1
    assert cut >= TAILS


def test_without_what_was_kept_outside_nobody_is_the_wiser(world: World) -> None:
    with scene_of(world, 0) as scene:
        scene.edit("access_log", scene.ids("access_log")[3], 0)
        scene.rewrite()

        assert scene.verified(outside=False).faults == ()
