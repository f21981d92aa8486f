"""SQLite is set up so that what was confirmed stays, or the program does not start."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engine.errors import Busy, ConfigurationError
from engine.store import sqlite
from engine.store.sqlite import TwoSides, set_up, wal_is_safe
from engine.store.store import Store, open_store, require_reachable
from engine.store.unit_of_work import reading, unit_of_work
from tests.conftest import fresh_sqlite
from tests.service.counting import counting
from tests.store.databases import fresh_store


@pytest.fixture
def url() -> Iterator[str]:
    with fresh_sqlite() as url:
        yield url


@pytest.fixture
def store() -> Iterator[Store]:
    with fresh_store("sqlite") as store:
        yield store


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "truncate"),
        ("synchronous", 3),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
    ],
)
def test_every_connection_is_set_up(store: Store, pragma: str, expected: object) -> None:
    with reading(store) as first, reading(store) as second:
        found = [c.exec_driver_sql(f"PRAGMA {pragma}").scalar() for c in (first, second)]

    assert found == [expected, expected]


@pytest.mark.parametrize("setting", ["journal_mode", "synchronous", "foreign_keys"])
def test_another_answer_than_asked_is_refused(setting: str) -> None:
    class Deaf:
        """A connection on which one pragma does nothing."""

        isolation_level = ""

        def execute(self, statement: str) -> Any:
            answers = {"journal_mode": "truncate", "synchronous": 3, "foreign_keys": 1}
            name = statement.removeprefix("PRAGMA ").partition("=")[0]
            return iter_one("memory" if name == setting else answers.get(name))

    def iter_one(value: object) -> Any:
        return sqlite3.connect(":memory:").execute("select ?", (value,))

    with pytest.raises(ConfigurationError, match=f"SQLite has {setting} memory"):
        set_up(Deaf(), "truncate", "EXTRA")  # type: ignore[arg-type]  # as much as is asked


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"]
)
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="in memory keeps nothing"):
        open_store(url)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_wal_needs_the_repair(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_wal_is_refused_on_a_version_with_the_bug(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda: False)

    with pytest.raises(ConfigurationError, match="WAL bug"):
        open_store(url, wal=True)


def test_wal_on_request_syncs_every_commit(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda: True)
    store = open_store(url, wal=True)

    with unit_of_work(store) as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous")
        ]

    store.close()
    assert found == ["wal", 2]


def test_another_process_that_holds_the_file_makes_us_busy(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 0)
    store = open_store(url)
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Busy), unit_of_work(store):
        pass
    other.rollback()
    with unit_of_work(store) as connection:
        assert connection.execute(text("select 1")).scalar() == 1

    other.close()
    store.close()


def test_a_unit_of_work_holds_the_file_from_its_beginning(store: Store) -> None:
    other = sqlite3.connect(store.engine.url.database or "", timeout=0, isolation_level=None)

    with unit_of_work(store), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with reading(store):
        other.execute("BEGIN IMMEDIATE")

    other.close()


def test_no_pragma_comes_between_reading_and_writing(store: Store) -> None:
    """For SQLite would forget every statement that it has prepared."""
    with counting(store) as said:
        for begin in (reading, unit_of_work, reading, unit_of_work):
            with begin(store) as connection:
                connection.execute(text("select 1"))

    assert said == ["BEGIN", "select 1", "BEGIN IMMEDIATE", "select 1"] * 2


def test_one_side_may_write_while_the_other_may_not_and_both_are_closed(url: str) -> None:
    connection = TwoSides(lambda: sqlite3.connect(url.removeprefix("sqlite:///")))
    connection.execute("PRAGMA busy_timeout=7")
    connection.execute("create table cases (id)")
    connection.reads = True
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("insert into cases values (1)")
    assert connection.execute("PRAGMA busy_timeout").fetchone() == (7,)

    connection.close()

    for connection.reads in (False, True):
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("select 1")


def test_a_row_cannot_refer_to_what_is_not_there(store: Store) -> None:
    with (
        pytest.raises(DatabaseError, match="FOREIGN KEY"),
        unit_of_work(store) as connection,
    ):
        connection.execute(text("insert into case_child values (1, 1, 0)"))


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        pytest.param("not an address", "no address", id="nonsense"),
        pytest.param("mysql://localhost/cases", "names mysql", id="another kind"),
        pytest.param("postgresql://localhost/cases", "Write postgresql", id="another driver"),
    ],
)
def test_an_address_that_we_cannot_use_is_refused(url: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match=complaint):
        open_store(url)


def test_a_file_in_a_folder_that_is_not_there_is_no_database(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'nowhere' / 'cases.sqlite'}")

    with pytest.raises(ConfigurationError, match="the folder of an SQLite file must exist"):
        require_reachable(store)
