"""What happened stays as it was written, and whoever changes it is found out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from engine.access import Viewer
from engine.store import events
from engine.store.access_log import LogEntry, log
from engine.store.cases import CaseHead
from engine.store.events import append_event, events_since, timeline, verify_chain
from engine.store.store import Store
from engine.store.tables.trail import ACCESS_LOG, CASE_EVENT, CASE_EVENT_DETAIL
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import DAY, NOW, TODAY, World, a_case, an_event, happens, viewer

LENGTH = 6


@pytest.fixture
def case(world: World) -> CaseHead:
    """Give the case a history."""
    with unit_of_work(world.store) as connection:
        case = world.case
        for day in range(LENGTH):
            case = happens(
                connection,
                case,
                actor_id=world.bram.id if day % 2 else None,
                recorded_at=NOW + day * DAY,
                occurred_on=TODAY + day * DAY,
                payload={"to": "placed", "day": day},
                details={"said": f"Dag {day}: «alles» is besproken."},
            )
    return case


@contextmanager
def disarmed(connection: Connection, table: str) -> Iterator[None]:
    """Take the triggers away, as somebody with access to the database could; and put them back.

    The database of PostgreSQL is that of the next test too.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"alter table {table} disable trigger all"))
        yield
        connection.execute(text(f"alter table {table} enable trigger all"))
        return
    made = text("select name, sql from sqlite_master where type = 'trigger' and tbl_name = :table")
    triggers = connection.execute(made, {"table": table}).all()
    for name, _ in triggers:
        connection.execute(text(f"drop trigger {name}"))
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


@pytest.mark.parametrize("table", ["case_event", "access_log"])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param("update {} set id = id", id="update"),
        pytest.param("delete from {}", id="delete"),
    ],
)
def test_a_row_of_a_trail_is_never_changed(
    world: World, case: CaseHead, table: str, change: str
) -> None:
    with unit_of_work(world.store) as connection:
        connection.execute(delete(CASE_EVENT_DETAIL))
        log(connection, viewer(world.bram), a_look(case))

    with (
        pytest.raises(DBAPIError, match=f"{table} is append-only"),
        unit_of_work(world.store) as connection,
    ):
        connection.execute(text(change.format(table)))


def test_a_row_of_a_trail_is_never_replaced(world: World, case: CaseHead) -> None:
    replaces = {
        True: "insert or replace into access_log select * from access_log",
        False: "truncate access_log",
    }
    with unit_of_work(world.store) as connection:
        log(connection, None, a_look(case))

    with (
        pytest.raises(DBAPIError, match="append-only"),
        unit_of_work(world.store) as connection,
    ):
        connection.execute(text(replaces[world.store.is_sqlite]))


def test_a_whole_chain_is_found_whole(world: World, case: CaseHead) -> None:
    with reading(world.store) as connection:
        assert verify_chain(connection, case.id) is None


def test_details_may_be_destroyed(world: World, case: CaseHead) -> None:
    with unit_of_work(world.store) as connection:
        connection.execute(delete(CASE_EVENT_DETAIL))

        assert verify_chain(connection, case.id) is None
        assert {event.details for event in timeline(connection, case)} == {None}


def edit(column: str, value: object) -> str:
    """Name a change of one column of event 3."""
    return f"update case_event set {column} = {value!r} where seq = 3"


SWAP = """
update case_event set
    payload = (select other.payload from case_event as other where other.seq = 7 - case_event.seq),
    hash = (select other.hash from case_event as other where other.seq = 7 - case_event.seq)
where seq in (3, 4)
"""


@pytest.mark.parametrize(
    ("change", "first"),
    [
        pytest.param(edit("payload", '{"to": "dropped"}'), 3, id="what it says"),
        pytest.param(edit("occurred_on", "2026-01-01"), 3, id="when it happened"),
        pytest.param(edit("transition", "drop"), 3, id="which step"),
        pytest.param("update case_event set actor_id = null where seq = 4", 4, id="who"),
        pytest.param(edit("hash", "0" * 64), 3, id="its seal"),
        pytest.param("delete from case_event where seq = 3", 3, id="one removed"),
        pytest.param(f"delete from case_event where seq = {LENGTH}", LENGTH, id="the last removed"),
        pytest.param(
            "delete from case_event where seq = 3;"
            "update case_event set seq = seq - 1 where seq > 3",
            3,
            id="one removed, the rest moved up",
        ),
        pytest.param(SWAP, 3, id="two swapped"),
    ],
)
def test_a_change_of_the_chain_is_found(
    world: World, case: CaseHead, change: str, first: int
) -> None:
    with unit_of_work(world.store) as connection, disarmed(connection, "case_event"):
        connection.execute(delete(CASE_EVENT_DETAIL))
        for statement in change.split(";"):
            connection.execute(text(statement))

    with reading(world.store) as connection:
        assert verify_chain(connection, case.id) == first


@pytest.mark.parametrize("table", ["case_event", "access_log"])
def test_who_took_the_triggers_away_here_puts_them_back(world: World, table: str) -> None:
    with unit_of_work(world.store) as connection:
        with disarmed(connection, table):
            connection.execute(text(f"update {table} set id = id"))
        log(connection, None, a_look(happens(connection, world.case)))

    with (
        pytest.raises(DBAPIError, match=f"{table} is append-only"),
        unit_of_work(world.store) as connection,
    ):
        connection.execute(text(f"update {table} set id = id"))


def test_a_change_that_was_sealed_again_is_found_by_the_next_event(
    world: World, case: CaseHead
) -> None:
    with unit_of_work(world.store) as connection, disarmed(connection, "case_event"):
        third = timeline(connection, case)[2]
        told_otherwise = {"payload": {"to": "dropped"}}
        said = {field.name: getattr(third, field.name) for field in fields(third)}
        sealed = events._hash(case.public_id, {**said, **told_otherwise})
        connection.execute(
            update(CASE_EVENT)
            .where(CASE_EVENT.c.id == third.id)
            .values(**told_otherwise, hash=sealed)
        )

        assert verify_chain(connection, case.id) == 4


def test_an_event_that_was_slipped_in_is_found(world: World, case: CaseHead) -> None:
    with unit_of_work(world.store) as connection:
        last = connection.execute(select(CASE_EVENT).where(CASE_EVENT.c.seq == LENGTH)).one()
        slipped = {**last._asdict(), "seq": LENGTH + 1, "prev": last.hash}
        del slipped["id"]
        connection.execute(insert(CASE_EVENT), slipped)

        assert verify_chain(connection, case.id) == LENGTH + 1


def test_a_change_of_the_details_is_found(world: World, case: CaseHead) -> None:
    with unit_of_work(world.store) as connection:
        third = select(CASE_EVENT.c.id).where(CASE_EVENT.c.seq == 3).scalar_subquery()
        told_otherwise = {"said": "Niets."}
        connection.execute(
            update(CASE_EVENT_DETAIL)
            .where(CASE_EVENT_DETAIL.c.event_id == third)
            .values(details=told_otherwise)
        )

        assert verify_chain(connection, case.id) == 3


def test_the_same_details_never_have_the_same_hash(world: World) -> None:
    with unit_of_work(world.store) as connection:
        happens(connection, happens(connection, world.case))
        first, second = timeline(connection, world.case)

    assert first.details == second.details
    assert first.details_hash != second.details_hash


def test_the_timeline_tells_who_and_what(world: World, case: CaseHead) -> None:
    with reading(world.store) as connection:
        told = timeline(connection, case)
        late = events_since(connection, case, seq=4)

    assert [event.actor for event in told] == [None, world.bram.public_id] * (LENGTH // 2)
    assert told[0].details == {"said": "Dag 0: «alles» is besproken."}
    assert told[0].recorded_at == NOW
    assert late == tuple(replace(event, details=None) for event in told[4:])


def test_an_event_follows_on_the_one_before_it(world: World, case: CaseHead) -> None:
    with (
        pytest.raises(ValueError, match="Event 6 cannot follow event 6"),
        unit_of_work(world.store) as connection,
    ):
        append_event(connection, case, an_event())


def test_a_moment_of_another_zone_seals_alike(world: World) -> None:
    with unit_of_work(world.store) as connection:
        local = NOW.astimezone().replace(microsecond=1)
        happens(connection, world.case, recorded_at=local, occurred_at=local - timedelta(1))

        assert verify_chain(connection, world.case.id) is None


def test_each_case_has_a_chain_of_its_own(world: World, case: CaseHead) -> None:
    with unit_of_work(world.store) as connection:
        other = happens(connection, a_case(connection, world.family, children=[world.sam]))

        assert verify_chain(connection, other.id) is None
        assert len(timeline(connection, other)) == 1


def a_look(case: CaseHead) -> LogEntry:
    """Make a row of the access log."""
    return LogEntry(at=NOW, action="look", outcome="done", case_id=case.id)


def test_a_log_row_says_who_looked_where(store: Store, world: World) -> None:
    bram = Viewer(world.bram.id, world.bram.public_id, session="s1")
    refused = replace(a_look(world.case), outcome="refused", reason_keys=("age", "role"))
    with unit_of_work(store) as connection:
        log(connection, bram, refused)
        log(connection, None, a_look(world.case))
        rows = connection.execute(select(ACCESS_LOG).order_by(ACCESS_LOG.c.id)).all()

    assert [(row.person_id, row.session, row.outcome, row.reason_keys) for row in rows] == [
        (world.bram.id, "s1", "refused", ["age", "role"]),
        (None, "", "done", []),
    ]
    assert rows[0].at == NOW


def test_a_log_row_says_by_which_way_in_and_request_they_came(store: Store, world: World) -> None:
    bram = Viewer(world.bram.id, world.bram.public_id, through="page", request="r1")
    elsewhere = replace(a_look(world.case), access_point="machine", request_id="r2")
    with unit_of_work(store) as connection:
        log(connection, bram, elsewhere)
        log(connection, replace(bram, through="service", request=""), a_look(world.case))
        log(connection, None, elsewhere)
        log(connection, None, a_look(world.case))
        rows = connection.execute(select(ACCESS_LOG).order_by(ACCESS_LOG.c.id)).all()

    assert [(row.access_point, row.request_id) for row in rows] == [
        ("page", "r1"),
        ("service", ""),
        ("machine", "r2"),
        ("service", ""),
    ]
