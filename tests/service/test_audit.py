"""Whoever verifies hears what fits, what is not sealed yet, and the first row that does not fit."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from engine.anchor import AnchorFile, anchored
from engine.clock import ManualClock
from engine.seal import GENESIS, hash_of
from engine.service.anchoring import is_late, unkept_for
from engine.service.audit import verify
from engine.service.audit_anchors import Kept
from engine.service.audit_rows import Fault
from engine.store.seals import seals_between
from engine.store.store import Store
from engine.store.tables.seal import SEAL
from engine.store.unit_of_work import reading, unit_of_work
from tests.kept import a_store
from tests.office import a_world, an_office
from tests.service.audits import HOUR, KEY, Hours, disarm, some_hours
from tests.service.counting import counting

FORGED = (
    "insert into access_log select {}, at, person_id, on_behalf_of, organisation_id, session,"
    " access_point, 'export', case_id, record, field_class, ground, outcome, emergency,"
    " request_id, reason_keys from access_log where id = 3"
)


@pytest.fixture
def hours(store: Store, clock: ManualClock) -> Hours:
    """Lend an office after three hours: seven rows sealed in three goes, and one that is not."""
    return some_hours(a_world(an_office(store, clock), clock))


def test_all_that_fits_is_counted(hours: Hours) -> None:
    report = hours.verified()

    assert report.faults == ()
    assert (report.events, report.seals, report.sealed, report.unsealed) == (1, 3, 8, 1)
    assert (report.anchors, report.files) == (3, 3)
    assert report.last_anchor == hours.shelf.files[-1].anchor


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        pytest.param(
            ["update access_log set action = 'search' where id = 3"],
            [Fault("seals", "access_log", "3", "changed")],
            id="a log row",
        ),
        pytest.param(
            ["delete from access_log where id = 2", "delete from access_log where id = 5"],
            [Fault("seals", "access_log", "2", "gone")],
            id="the first of two",
        ),
        pytest.param(
            ["update access_log set id = 1000 where id = 4", FORGED.format(4)],
            [Fault("seals", "access_log", "4", "changed")],
            id="one for another",
        ),
        pytest.param(
            [FORGED.format(0)], [Fault("seals", "access_log", "0", "added")], id="before the first"
        ),
        pytest.param(
            [FORGED.format(-9)], [Fault("seals", "access_log", "-9", "added")], id="far before it"
        ),
        pytest.param(
            ["update case_event set occurred_on = '2026-01-01'"],
            [Fault("events", "case_event", "1", "changed")],
            id="an event",
        ),
        pytest.param(
            ["delete from case_event_detail", "delete from case_event"],
            [
                Fault("events", "case_event", "case 1, version 1", "gone"),
                Fault("seals", "case_event", "1", "gone"),
            ],
            id="all events of a case",
        ),
        pytest.param(
            ["update cases set version = 0"],
            [Fault("events", "case_event", "1", "added")],
            id="a version back",
        ),
        pytest.param(
            ["update cases set version = 2"],
            [Fault("events", "case_event", "case 1, version 2", "gone")],
            id="a version on",
        ),
        pytest.param(
            ["update seal set sealed_at = '2026-01-01' where sealing = 2"],
            [Fault("seals", "seal", "2", "changed")],
            id="when it was sealed",
        ),
        pytest.param(
            ["delete from seal where sealing = 2"],
            [
                Fault("seals", "seal", "2", "gone"),
                Fault("anchors", "seal", "2", "gone"),
            ],
            id="a seal",
        ),
        pytest.param(
            ["delete from seal where sealing = 3"],
            [Fault("anchors", "seal", "3", "gone")],
            id="the last seal",
        ),
        pytest.param(
            ["update anchor set made_at = '2026-01-01' where number = 2"],
            [Fault("anchors", "anchor", "2", "changed")],
            id="an anchor",
        ),
    ],
)
def test_the_first_row_of_each_part_that_does_not_fit_is_named(
    hours: Hours, change: list[str], faults: list[Fault]
) -> None:
    hours.does(*change)

    assert [*hours.verified().faults] == faults


@pytest.mark.parametrize("odd", ["'yesterday'", "5"])
@pytest.mark.parametrize(
    ("table", "column", "row"), [("access_log", "at", 3), ("case_event", "recorded_at", 1)]
)
def test_a_row_that_cannot_be_read_any_more_is_named(
    clock: ManualClock, table: str, column: str, row: int, odd: str
) -> None:
    with a_store("sqlite") as store:  # PostgreSQL takes no moment that is none
        hours = some_hours(a_world(an_office(store, clock), clock))
        hours.does(f"update {table} set {column} = {odd} where id = {row}")

        (fault,) = hours.verified().faults

    assert (fault.table, fault.row, fault.what) == (table, str(row), "changed")


@pytest.mark.parametrize(
    "spoiled", ["at = 'yesterday'", "at = 5", "reason_keys = 'no json'", "reason_keys = x'ff'"]
)
def test_a_row_that_could_not_be_read_when_it_was_sealed_is_named_and_stops_no_other(
    clock: ManualClock, spoiled: str
) -> None:
    with a_store("sqlite") as store:  # PostgreSQL takes no moment that is none
        hours = some_hours(a_world(an_office(store, clock), clock))
        hours.looks(2)
        hours.does(f"update access_log set {spoiled} where id = 9")
        waits = unkept_for(hours.world.office, ("folder",))
        hours.goes_by(HOUR)
        report = hours.verified()
        late = is_late(hours.world.office, ("folder",))

    assert (report.seals, report.unsealed) == (4, 0)
    assert report.faults == (Fault("seals", "access_log", "9", "unreadable"),)
    assert len(hours.shelf.files) == 4
    assert waits <= HOUR
    assert not late


def test_what_is_younger_than_the_last_seal_is_no_fault(hours: Hours) -> None:
    hours.looks(3)

    report = hours.verified()

    assert (report.unsealed, report.faults) == (4, ())


def test_details_that_were_destroyed_are_no_fault(hours: Hours) -> None:
    hours.does("delete from case_event_detail")

    assert hours.verified().faults == ()


def test_without_any_row_there_is_nothing_that_does_not_fit(
    store: Store, clock: ManualClock
) -> None:
    hours = Hours(a_world(an_office(store, clock), clock), None)  # type: ignore[arg-type]  # no case

    report = hours.verified([])

    assert (report.events, report.seals, report.unsealed, report.faults) == (0, 0, 0, ())
    assert report.last_anchor is None


def test_files_outside_are_looked_at_by_themselves(hours: Hours) -> None:
    first, second, third = hours.shelf.kept
    torn = Kept("torn", None)
    assert second.file
    other = replace(second.file.anchor, made_at=hours.world.clock.now())
    changed = Kept(second.name, AnchorFile(other, second.file.seals))
    foreign = Kept(
        second.name, AnchorFile(anchored(other, second.file.seals, b"no"), second.file.seals)
    )
    again = Kept(
        second.name, AnchorFile(anchored(other, second.file.seals, KEY), second.file.seals)
    )

    def wrong(*kept: Kept) -> list[tuple[str, str]]:
        return [(fault.row, fault.what) for fault in hours.verified([*kept]).faults]

    assert wrong(first, second, third) == []
    assert wrong(second, third) == []  # the oldest may be put away
    assert wrong(first, torn, third) == [("torn", "unreadable")]
    assert wrong(first, changed, third) == [(second.name, "changed")]
    assert wrong(first, foreign, third) == [(second.name, "unsigned")]
    assert wrong(first, again, third) == [("3", "changed")]
    assert wrong(first, third) == [("2", "gone")]
    assert wrong(first, second) == [("3", "gone")]
    assert wrong() == [("1", "gone")]


def test_an_anchor_in_the_database_that_another_signed_is_found(hours: Hours) -> None:
    look = partial(reading, hours.world.office.store)

    assert verify(look, None, [KEY]).faults == ()
    assert verify(look, None, []).faults == ()  # without a key nobody can tell
    assert verify(look, None, [b"another"]).faults == (Fault("anchors", "anchor", "1", "changed"),)


def test_an_anchor_that_was_taken_out_of_the_database_is_missed(hours: Hours) -> None:
    hours.does("delete from anchor_sent", "delete from anchor where number = 2")
    look = partial(reading, hours.world.office.store)

    assert verify(look, None, [KEY]).faults == (Fault("anchors", "anchor", "3", "changed"),)


def forged(hours: Hours, sealing: int, **changes: Any) -> None:
    """Put a seal in the place of another, with a hash that fits."""
    with unit_of_work(hours.world.office.store) as connection:
        (seal,) = seals_between(connection, sealing, sealing)
        other = replace(seal, **changes)
        values = {
            "sealed_at": other.sealed_at,
            "log_after": other.window.log_after,
            "prev": other.prev,
            "hash": hash_of(other),
        }
        disarm(connection)
        connection.execute(update(SEAL).where(SEAL.c.sealing == sealing).values(**values))


def test_a_seal_that_was_made_anew_does_not_fit_the_one_after_it(hours: Hours) -> None:
    forged(hours, 2, sealed_at=hours.world.clock.now())

    assert hours.verified().faults[0] == Fault("seals", "seal", "3", "changed")


def test_a_seal_that_leaves_rows_out_does_not_fit(hours: Hours) -> None:
    with reading(hours.world.office.store) as connection:
        window = seals_between(connection, 3, 3)[0].window
    forged(hours, 3, window=replace(window, log_after=window.log_after + 1))

    assert hours.verified().faults[0] == Fault("seals", "seal", "3", "changed")


def test_a_chain_cannot_begin_in_the_middle(hours: Hours) -> None:
    forged(hours, 3, prev=GENESIS)

    assert hours.verified().faults[0] == Fault("seals", "seal", "3", "changed")


def test_it_takes_as_many_statements_for_many_rows_as_for_few(hours: Hours) -> None:
    taken = []
    for rows in (1, 300, 1):
        hours.looks(rows)
        hours.goes_by(HOUR)
        with counting(hours.world.office.store) as said:
            assert hours.verified().faults == ()
        taken.append(len(said))

    assert taken[2] - taken[1] == taken[1] - taken[0]


def test_many_batches_say_the_same_as_one(hours: Hours, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        hours.case = hours.world.open_case()
    hours.goes_by(HOUR)
    in_one = hours.verified()
    for module in ("audit", "audit_anchors"):
        monkeypatch.setattr(f"engine.service.{module}._BATCH", 1)

    assert hours.verified() == in_one
    assert (in_one.events, in_one.faults) == (3, ())
