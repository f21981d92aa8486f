"""A backup is one step while others write; it is looked through before it says that it is done.

Source: SAFETY P7.
"""

import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from engine.clock import ManualClock
from engine.errors import Busy, ConfigurationError
from engine.service import backup
from engine.service.backup import back_up
from engine.store import copies
from engine.store.store import open_store
from engine.store.unit_of_work import reading, unit_of_work
from tests.office import MORNING, World
from tests.runner.outbox import a_notice
from tests.service.copies import a_live_world, backed_up, tmp_path

EMERGENCY_S = 60

__all__ = ["tmp_path"]


@pytest.fixture
def world() -> Iterator[World]:
    """Lend a small system with a case in it."""
    with a_live_world(ManualClock(MORNING)) as world:
        yield world


def logged(world: World) -> list[tuple[str, str]]:
    """What the log says of backups."""
    found = text("select action, outcome from access_log where action = 'back_up' order by id")
    with reading(world.office.store) as connection:
        return [(row[0], row[1]) for row in connection.execute(found)]


def test_the_copy_holds_what_was_confirmed_and_is_for_us_alone(
    world: World, tmp_path: Path
) -> None:
    made = backed_up(world, tmp_path / "backup.sqlite")

    with closing(sqlite3.connect(made.file)) as copy:
        cases = copy.execute("select number from cases").fetchall()
    assert len(cases) == made.counts["cases"] == 1
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert (made.size, made.sha256) == (made.file.stat().st_size, copies.sha256_of(made.file))
    assert made.unchecked is None
    assert [each.name for each in tmp_path.iterdir()] == ["backup.sqlite"]


def test_that_it_was_made_is_a_row_of_the_log(world: World, tmp_path: Path) -> None:
    backed_up(world, tmp_path / "backup.sqlite")

    assert logged(world) == [("back_up", "done")]


def test_a_name_that_is_taken_is_never_overwritten(world: World, tmp_path: Path) -> None:
    taken = tmp_path / "backup.sqlite"
    taken.write_text("something else", encoding="utf-8")

    with pytest.raises(ConfigurationError, match="is there already"):
        backed_up(world, taken)

    assert taken.read_text(encoding="utf-8") == "something else"
    assert logged(world) == []


def test_a_name_that_was_taken_while_it_was_made_is_not_overwritten_either(tmp_path: Path) -> None:
    made, place = tmp_path / "made", tmp_path / "place"
    made.write_text("ours", encoding="utf-8")
    place.write_text("theirs", encoding="utf-8")

    with pytest.raises(ConfigurationError, match="nothing was written"):
        copies.settle(made, place)

    assert place.read_text(encoding="utf-8") == "theirs"


def test_a_disk_that_knows_no_second_names_takes_a_backup_too(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError("this disk cannot")

    monkeypatch.setattr("engine.store.copies.os.link", refuses)

    assert backed_up(world, tmp_path / "backup.sqlite").file.is_file()


def test_a_place_that_cannot_be_written_is_a_sentence(world: World, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be written"):
        backed_up(world, tmp_path / "no" / "folder" / "backup.sqlite")


def test_what_is_no_database_yet_is_not_made_by_a_backup(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/nothing.sqlite")

    with pytest.raises(ConfigurationError, match="There is no database"):
        back_up(store, ManualClock(MORNING), tmp_path / "backup.sqlite")

    assert list(tmp_path.iterdir()) == []


def test_a_history_that_does_not_fit_makes_no_backup(world: World, tmp_path: Path) -> None:
    with unit_of_work(world.office.store) as connection:
        connection.execute(text("drop trigger case_event_no_update"))
        connection.execute(text("update case_event set kind = 'tampered'"))

    with pytest.raises(ConfigurationError, match=r"thrown away:\s+case .*, event 1"):
        backed_up(world, tmp_path / "backup.sqlite")

    assert list(tmp_path.iterdir()) == []
    assert logged(world) == [("back_up", "done"), ("back_up", "failed")]


def test_a_row_that_refers_to_nothing_makes_no_backup(world: World, tmp_path: Path) -> None:
    file = copies.database_file(world.office.store)
    with closing(sqlite3.connect(file)) as other:
        other.execute("insert into case_child values (999, 999, 0)")
        other.commit()

    with pytest.raises(ConfigurationError, match="a row of case_child refers to"):
        backed_up(world, tmp_path / "backup.sqlite")


def test_older_tables_are_copied_before_they_are_brought_up_to_date(
    world: World, tmp_path: Path
) -> None:
    with unit_of_work(world.office.store) as connection:
        connection.execute(text("update alembic_version set version_num = '2026_11_22_1_people'"))

    made = backed_up(world, tmp_path / "backup.sqlite")

    assert made.unchecked is not None
    assert "older than this program" in made.unchecked
    assert logged(world) == []


def test_another_process_that_never_gives_the_turn_makes_us_busy(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = copies.database_file(world.office.store)
    world.office.store.close()
    monkeypatch.setattr("engine.store.sqlite.BUSY_TIMEOUT_MS", 0)
    monkeypatch.setattr(backup, "TRIES", 2)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            backed_up(world, tmp_path / "backup.sqlite")

    assert list(tmp_path.iterdir()) == []


def test_while_another_process_makes_it_writers_wait_and_none_fails(
    world: World, tmp_path: Path
) -> None:
    case, done, stop = world.case(_only_case(world)), list[int](), Event()
    other = open_store(str(world.office.store.engine.url))  # it has no part in our queue

    def write() -> None:
        while not stop.is_set():
            done.append(a_notice(world, case, world.bram, key=f"told-{len(done)}"))

    with ThreadPoolExecutor(1) as pool, closing(other):
        writing = pool.submit(write)
        made = [back_up(other, world.clock, tmp_path / f"{number}") for number in range(3)]
        stop.set()
        writing.result(EMERGENCY_S)

    counts = [each.counts["notice"] for each in made]
    assert counts == sorted(counts)
    with reading(world.office.store) as connection:
        stored = connection.execute(text("select count(*) from notice")).scalar_one()
    assert stored == len(done) >= counts[-1]


def _only_case(world: World) -> str:
    with reading(world.office.store) as connection:
        found: str = connection.execute(text("select public_id from cases")).scalar_one()
        return found


def test_a_database_of_postgres_is_backed_up_by_its_own_tools(tmp_path: Path) -> None:
    store = open_store("postgresql+psycopg://nobody@nowhere/none")

    with pytest.raises(ConfigurationError, match="PostgreSQL"):
        back_up(store, ManualClock(MORNING), tmp_path / "backup.sqlite")


def test_a_place_that_takes_no_copy_is_a_sentence(world: World, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="takes no copy"):
        copies.copy_in_one_step(world.office.store, tmp_path)
