"""Documents: read through their case, moved by whoever saw them last, never overwritten."""

from datetime import date

import pytest
from sqlalchemy import func, select

from engine.errors import NotFound, StaleCase
from engine.store.records import (
    RecordMove,
    add_record,
    get_record,
    move_record,
    read_text,
    records_of,
    same_records,
    write_text,
    writers_of,
)
from engine.store.tables.cases import RECORD_STATUS, RECORD_TEXT
from engine.store.unit_of_work import unit_of_work
from tests.store.builders import DAY, NOW, TODAY, World, a_case, a_record

SHARED = RecordMove(
    status="shared_with_family", settled=False, on=TODAY + DAY, dated_on=date(2026, 3, 1)
)


def test_a_record_is_found_through_its_case_only(world: World) -> None:
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])
        record = add_record(connection, world.case, a_record(world.anna), now=NOW, seq=1)

        assert get_record(connection, world.case, record.public_id) == record
        assert records_of(connection, world.case) == (record,)
        assert writers_of(connection, record) == {world.anna.public_id}
        with pytest.raises(NotFound, match="record"):
            get_record(connection, other, record.public_id)


def test_a_move_keeps_the_status_before_it(world: World) -> None:
    with unit_of_work(world.store) as connection:
        record = add_record(connection, world.case, a_record(world.anna), now=NOW, seq=1)
        moved = move_record(connection, record, SHARED, by=world.bram.id, now=NOW, seq=2)

        assert get_record(connection, world.case, record.public_id) == moved
        rows = connection.execute(select(RECORD_STATUS).order_by(RECORD_STATUS.c.id)).all()

    assert (moved.status, moved.dated_on, moved.seq) == (
        "shared_with_family",
        date(2026, 3, 1),
        2,
    )
    assert [(row.status, row.settled, row.on_date, row.by_id, row.seq) for row in rows] == [
        ("confirmed", True, TODAY, world.anna.id, 1),
        ("shared_with_family", False, TODAY + DAY, world.bram.id, 2),
    ]


def test_the_text_is_what_was_written_last_and_the_first_one_stays(world: World) -> None:
    with unit_of_work(world.store) as connection:
        record = add_record(connection, world.case, a_record(world.anna), now=NOW, seq=1)
        text = {"question": "Waarom nu?", "on": "2026-03-09"}
        written = write_text(connection, record, text, by=world.anna.id, now=NOW, seq=2)

        assert read_text(connection, written) == text
        assert connection.execute(select(func.count()).select_from(RECORD_TEXT)).scalar() == 2
        assert written.seq == 2


def test_two_people_cannot_both_change_a_record(world: World) -> None:
    with unit_of_work(world.store) as connection:
        record = add_record(connection, world.case, a_record(world.anna), now=NOW, seq=1)
        write_text(connection, record, {}, by=world.anna.id, now=NOW, seq=2)

    with (
        pytest.raises(StaleCase, match="saw version 1, it is now at 2"),
        unit_of_work(world.store) as connection,
    ):
        move_record(connection, record, SHARED, by=world.bram.id, now=NOW, seq=3)


def test_records_of_one_sort_are_of_one_type_and_child(world: World) -> None:
    with unit_of_work(world.store) as connection:
        records = [
            add_record(connection, world.case, a_record(world.anna, **about), now=NOW, seq=1)
            for about in (
                {"child_id": world.sam.id},
                {"child_id": world.sam.id},
                {"child_id": None},
                {"type": "wish", "child_id": world.sam.id},
                {"child_id": None},
            )
        ]
        first, second, third, _, fifth = records

        assert same_records(connection, world.case, first) == (second,)
        assert same_records(connection, world.case, third) == (fifth,)
