"""A whole database moves from SQLite to PostgreSQL: every row, or nothing."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Select, func, select, text

from engine.service.audit import verify
from engine.service.case_file import case_file
from engine.service.mail_hold import is_held
from engine.service.relocation import Moved
from engine.store import copies, relocations
from engine.store.table_copies import tables_in_order
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from tests.runner.outbox import Crash
from tests.service.relocating import Removal, arrived, durable, removal, rows_in
from tests.store.databases import fresh_store

__all__ = ["arrived", "durable", "removal"]


def on_both(removal: Removal, wanted: Select[tuple[object]]) -> tuple[list[str], list[str]]:
    """Read the same on either side."""
    with reading(removal.old) as here, reading(removal.new) as there:
        old, new = here.execute(wanted).scalars().all(), there.execute(wanted).scalars().all()
    return sorted(map(str, old)), sorted(map(str, new))


def test_every_row_of_every_table_arrives_and_every_seal_and_anchor_fits(
    arrived: tuple[Removal, Moved, list[str]],
) -> None:
    removal, done, seen = arrived
    before = copies.counts_in(copies.database_file(removal.old))

    assert {each.table: each.rows for each in done.tables} == {
        name: before[name] - (name == "access_log") for name in METADATA.tables
    }
    assert all(each.rows for each in done.tables), "a row in every table: see fill()"
    assert seen == 2 * [each.table for each in done.tables]  # copied, and then compared
    report = removal.at(removal.new).verified()
    assert (report.faults, report.files) == ((), 3)
    assert done.report is not None
    assert (report.seals, report.events) == (done.report.seals, done.report.events)


def test_the_same_case_opens_on_both(arrived: tuple[Removal, Moved, list[str]]) -> None:
    removal, _, _ = arrived
    world = removal.hours.world

    old, new = (
        case_file(world.as_(world.bram), removal.world(store).office, removal.hours.case.public_id)
        for store in (removal.old, removal.new)
    )

    assert old == new


@pytest.mark.parametrize("column", ["case_event.payload", "data_request_text.given"])
def test_json_arrives_as_the_text_that_it_was(
    arrived: tuple[Removal, Moved, list[str]], column: str
) -> None:
    table, _, name = column.partition(".")

    old, new = on_both(arrived[0], select(text(f"cast({name} as text)")).select_from(text(table)))

    assert old == new


def test_a_row_may_refer_to_one_that_comes_later(
    arrived: tuple[Removal, Moved, list[str]],
) -> None:
    late = [column for each in tables_in_order() for column in each.late]

    found = [on_both(arrived[0], select(column).where(column.is_not(None))) for column in late]

    assert late
    assert all(old == new and old for old, new in found)


def test_of_two_databases_one_counts_and_mail_waits_where_it_waited(
    arrived: tuple[Removal, Moved, list[str]],
) -> None:
    removal, done, _ = arrived

    with reading(removal.old) as here, reading(removal.new) as there:
        old, new = relocations.mark_of(here), relocations.mark_of(there)

    assert old == done.mark
    assert new is not None
    assert (new.id, old.is_away, new.is_away) == (old.id, True, False)
    offices = [removal.world(store).office for store in (removal.old, removal.new)]
    assert [is_held(office) for office in offices] == [True, True]


def test_ids_go_on_after_the_highest(arrived: tuple[Removal, Moved, list[str]]) -> None:
    removal, _, _ = arrived
    with unit_of_work(removal.new) as connection:
        for table in METADATA.tables.values():
            key = table.autoincrement_column
            if key is not None:
                asked = text(f"select nextval(pg_get_serial_sequence('{table.name}', 'id'))")
                highest: int = connection.execute(select(func.max(key))).scalar_one()
                assert connection.execute(asked).scalar_one() == highest + 1, table.name

    assert removal.world(removal.new).open_case().version == 1


def test_whatever_table_it_breaks_off_at_nothing_is_in_the_new_one(removal: Removal) -> None:
    names = [each.name for each in tables_in_order()]
    for name in [*names[::25], names[-1]]:
        with pytest.raises(Crash):
            removal.moves(partial(_breaks, name))
        assert rows_in(removal.new) == 0

    relocations.require_here(removal.old)


def test_a_database_without_tables_gets_them_and_keeps_none_when_it_breaks_off(
    removal: Removal,
) -> None:
    with fresh_store("postgresql") as new:
        with unit_of_work(new) as connection:
            connection.execute(text("drop schema public cascade"))
            connection.execute(text("create schema public"))
        bare = Removal(removal.old, new, removal.hours)

        with pytest.raises(Crash):
            bare.moves(partial(_breaks, "person"))
        assert relocations.is_bare(new)
        bare.moves()

        assert verify(partial(reading, new)).faults == ()


def _breaks(at: str, table: str, *_: int) -> None:
    if table == at:
        raise Crash
