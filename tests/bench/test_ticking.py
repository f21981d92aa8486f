"""Ticks over few and many open deadlines are measured, and what people meet meanwhile."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.bench import main
from api.bench.crowd import FIRST, Crowd, crowded
from api.bench.places import Place
from api.bench.ticking import Sizes
from engine.store import reminders
from engine.store.store import Store, open_store
from engine.store.tables.clock import DEADLINE
from engine.store.unit_of_work import reading
from tests.bench.test_bench import library
from tests.store.databases import KINDS, migrated_url


@pytest.mark.parametrize("kind", KINDS)
def test_a_crowd_has_as_many_open_and_due_as_it_says(kind: str) -> None:
    with migrated_url(kind) as url:
        store = open_store(url)
        crowded(store, library(), Crowd(open=60, due=3, days=2))

        assert counted(store) == (60, 3, 3)
        store.close()


def counted(store: Store) -> tuple[int, int, int]:
    """Count the open deadlines of the crowd, and the reminders that are due on each day."""
    with reading(store) as connection:
        owed = select(func.count()).where(DEADLINE.c.state == "open", DEADLINE.c.id >= 1_000_000)
        due = [
            reminders.count_due(connection, now=FIRST.replace(day=FIRST.day + nth))
            for nth in range(2)
        ]
        return connection.execute(owed).scalar_one(), due[0], due[1] - due[0]


def test_a_small_run_writes_what_ticks_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "performance.md"
    with migrated_url("sqlite") as sqlite:
        sizes = Sizes(few=40, many=80, due=4, days=2, busy=10)
        main(2, report, places=[Place("SQLite", sqlite)], sizes=sizes)

    page = report.read_text(encoding="utf-8")
    assert "4 reminders that are due, out of few open deadlines" in page
    (row,) = [line for line in page.splitlines() if line.startswith("| SQLite | 40 |")]
    assert row.count("|") == 13
    assert "while a tick of 10 ran" in capsys.readouterr().out
