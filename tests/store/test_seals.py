"""Every row of both trails comes under one seal, whoever seals and however late it comes."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from engine.anchor import Anchor
from engine.seal import FORM, GENESIS, LOG_FORMS, Seal, first_misfit, log_leaf, unpack
from engine.store import anchors, horizon
from engine.store.access_log import LogEntry, log
from engine.store.people import add_organisation
from engine.store.seals import (
    event_rows,
    log_rows,
    next_sealing,
    seal_next,
    sealed,
    seals_between,
)
from engine.store.store import Store
from engine.store.tables.seal import SEAL
from engine.store.tables.trail import ACCESS_LOG, CASE_EVENT
from engine.store.unit_of_work import reading, unit_of_work
from tests.kept import a_store
from tests.store.builders import NOW, World, a_world, happens, viewer

ALL = 1_000
ANCHOR = Anchor(
    number=1, made_at=NOW, first_sealing=1, last_sealing=1, prev=GENESIS, hash="h", signature="s"
)


def looks(connection: Connection, world: World, times: int, **by: int | None) -> None:
    """Let Bram look so many times; without an organisation unless said otherwise."""
    bram = replace(viewer(world.bram), **by)  # type: ignore[arg-type]  # one field of it
    for _ in range(times):
        entry = LogEntry(at=NOW, action="look", outcome="done", case_id=world.case.id)
        log(connection, bram, entry)


def all_seals(connection: Connection) -> tuple[Seal, ...]:
    """Read every seal, in order."""
    return seals_between(connection, 0, ALL)


def covered(connection: Connection) -> Counter[tuple[str, int]]:
    """Count how often each row is under a seal."""
    every = (leaf for seal in all_seals(connection) for leaf in unpack(seal.leaves))
    return Counter((leaf.trail, leaf.row) for leaf in every)


def rows_there(connection: Connection) -> set[tuple[str, int]]:
    """List every row of both trails."""
    return {
        (table.name, row)
        for table in (ACCESS_LOG, CASE_EVENT)
        for row in connection.execute(select(table.c.id)).scalars()
    }


@pytest.fixture
def on_postgres() -> Iterator[Store]:
    """Lend a store in which transactions overlap."""
    with a_store("postgresql") as store:
        yield store


def test_every_column_of_the_log_is_bound() -> None:
    assert set(LOG_FORMS[FORM]) == set(ACCESS_LOG.c.keys()), (
        "a new column asks for a new form in engine/seal.py, beside those that there are"
    )


@pytest.mark.parametrize("table", ["seal", "anchor", "anchor_sent"])
@pytest.mark.parametrize("change", ["update {} set {} = {}", "delete from {}"])
def test_what_holds_the_trails_is_never_changed(world: World, table: str, change: str) -> None:
    column = {"seal": "form", "anchor": "number", "anchor_sent": "place"}[table]
    with unit_of_work(world.store) as connection:
        looks(connection, world, 1)
        seal_next(connection, now=NOW, at_most=ALL)
        anchors.add_anchor(connection, ANCHOR)
        anchors.mark_sent(connection, ANCHOR, "folder", now=NOW)

    with (
        pytest.raises(DBAPIError, match=f"{table} is append-only"),
        unit_of_work(world.store) as connection,
    ):
        connection.execute(text(change.format(table, column, column)))


def test_each_organisation_has_a_chain_of_its_own(world: World) -> None:
    with unit_of_work(world.store) as connection:
        ours = add_organisation(connection, "CJG", kind="cjg")
        for _ in range(2):
            happens(connection, replace(world.case, version=sealed(connection).sealing))
            looks(connection, world, 2)
            looks(connection, world, 3, organisation=ours)
            assert seal_next(connection, now=NOW, at_most=ALL) == 6
        made = all_seals(connection)

    assert [(seal.sealing, len(unpack(seal.leaves))) for seal in made] == [
        (1, 3),  # two looks and an event, which is of no organisation
        (1, 3),
        (2, 3),
        (2, 3),
    ]
    assert all(seal.is_whole for seal in made)
    assert [seal.prev for seal in made] == [GENESIS, GENESIS, made[0].hash, made[1].hash]
    assert made[0].organisation == ""
    assert made[2].window.log_after == made[0].window.log_up_to


def test_nothing_new_makes_no_seal(world: World) -> None:
    with unit_of_work(world.store) as connection:
        assert seal_next(connection, now=NOW, at_most=ALL) == 0
        looks(connection, world, 1)
        assert seal_next(connection, now=NOW, at_most=ALL) == 1
        assert seal_next(connection, now=NOW, at_most=ALL) == 0

        assert len(all_seals(connection)) == 1


def test_many_rows_are_sealed_in_several_goes_that_leave_none_out(world: World) -> None:
    with unit_of_work(world.store) as connection:
        case = world.case
        for _ in range(7):
            case = happens(connection, case)
        looks(connection, world, 4)
        made = [seal_next(connection, now=NOW, at_most=3) for _ in range(4)]

        assert made == [6, 4, 1, 0]
        assert covered(connection) == Counter(rows_there(connection))


def test_the_rows_come_out_of_the_database_as_they_were_sealed(world: World) -> None:
    with unit_of_work(world.store) as connection:
        happens(connection, world.case, actor_id=world.bram.id)
        refused = LogEntry(
            at=NOW, action="step", outcome="refused", reason_keys=("age",), emergency=True
        )
        log(connection, None, refused)
        seal_next(connection, now=NOW + timedelta(microseconds=1), at_most=ALL)

    with reading(world.store) as connection:
        (seal,) = next_sealing(connection, after=0)
        window = seal.window
        found = log_rows(connection, window.log_after, window.log_up_to, at_most=ALL)
        events = event_rows(connection, window.events_after, window.events_up_to, at_most=ALL)

    assert seal.is_whole
    assert first_misfit(unpack(seal.leaves), [log_leaf(found[0].values), *events]) is None


def test_a_sealing_that_broke_off_is_done_again(world: World) -> None:
    with unit_of_work(world.store) as connection:
        looks(connection, world, 3)
    with world.store.engine.begin() as connection:
        assert seal_next(connection, now=NOW, at_most=ALL) == 3
        connection.rollback()

    with unit_of_work(world.store) as connection:
        assert seal_next(connection, now=NOW, at_most=ALL) == 3
        assert covered(connection) == Counter(rows_there(connection))


def test_two_who_seal_at_once_never_seal_a_row_twice(world: World) -> None:
    with unit_of_work(world.store) as connection:
        looks(connection, world, 60)

    def seals_until_done(_: int) -> int:
        rows = 0
        while True:
            with unit_of_work(world.store) as connection:
                made = seal_next(connection, now=NOW, at_most=4)
            if made == 0:
                return rows
            rows += made or 0

    with ThreadPoolExecutor(3) as pool:
        made = sum(pool.map(seals_until_done, range(3)))

    with reading(world.store) as connection:
        assert made == 60
        assert covered(connection) == Counter(rows_there(connection))


def test_no_two_seals_of_one_sealing_are_of_one_organisation(world: World) -> None:
    with unit_of_work(world.store) as connection:
        looks(connection, world, 1)
        seal_next(connection, now=NOW, at_most=ALL)
        made = connection.execute(select(SEAL)).one()._asdict()

    with pytest.raises(IntegrityError), unit_of_work(world.store) as connection:
        connection.execute(insert(SEAL), {**made, "id": made["id"] + 1})


def test_on_postgresql_another_who_seals_is_not_waited_for(on_postgres: Store) -> None:
    world = a_world(on_postgres)
    with unit_of_work(on_postgres) as connection:
        looks(connection, world, 1)

    with unit_of_work(on_postgres) as first, unit_of_work(on_postgres) as second:
        assert seal_next(first, now=NOW, at_most=ALL) == 1
        assert seal_next(second, now=NOW, at_most=ALL) is None


@pytest.mark.parametrize("trail", ["access_log", "case_event"])
def test_on_postgresql_a_row_that_comes_late_is_waited_for(on_postgres: Store, trail: str) -> None:
    world = a_world(on_postgres)
    with unit_of_work(on_postgres) as late:
        if trail == "access_log":
            looks(late, world, 1)
        else:
            happens(late, world.case)
        with unit_of_work(on_postgres) as connection:
            looks(connection, world, 1)
        with unit_of_work(on_postgres) as connection:
            assert seal_next(connection, now=NOW, at_most=ALL) is None
            assert horizon.ends(connection).log > 0

    with unit_of_work(on_postgres) as connection:
        assert seal_next(connection, now=NOW, at_most=ALL) == 2
        assert covered(connection) == Counter(rows_there(connection))


def test_on_postgresql_who_begins_to_write_later_is_not_waited_for(
    on_postgres: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = a_world(on_postgres)
    with unit_of_work(on_postgres) as connection:
        looks(connection, world, 1)
    at_work = iter([{"first", "second"}, {"second", "later"}, {"later"}])
    monkeypatch.setattr(horizon, "_writers", lambda _: next(at_work))

    with unit_of_work(on_postgres) as connection:
        assert seal_next(connection, now=NOW, at_most=ALL) == 1
    assert [*at_work] == []


def test_on_postgresql_who_only_reads_is_not_waited_for(on_postgres: Store) -> None:
    world = a_world(on_postgres)
    with unit_of_work(on_postgres) as connection:
        looks(connection, world, 1)

    with reading(on_postgres) as reader, unit_of_work(on_postgres) as connection:
        reader.execute(select(ACCESS_LOG)).all()
        assert seal_next(connection, now=NOW, at_most=ALL) == 1
