"""Whoever looks after the program says that the clock is right, and why."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.wiring import office_to_publish
from engine.clock import BootClock, SystemClock
from engine.service.clock_guard import holds
from engine.service.office import Office
from engine.settings import PREFIX, Settings, rows
from engine.store import clock_guards
from engine.store.unit_of_work import reading
from tests.office import DEFINITIONS
from tests.runner.uptimes import FakeUptime
from tests.store.databases import sqlite_template

WRONG_USAGE = 2


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Office]:
    """Lend an office with tables and the small definitions, of the settings that are in use."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    for name, text in DEFINITIONS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    database = tmp_path / "cases.sqlite"
    shutil.copyfile(sqlite_template(), database)
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", str(tmp_path))
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{database}")
    found = office_to_publish(Settings.read(), SystemClock())
    yield found
    found.store.close()


def answer(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, list(words))


def confirm(reason: str = "de klok liep achter", by: str = "beheer") -> Result:
    """Say that the clock is right."""
    return answer("clock", "confirm", "--reason", reason, "--by", by)


def test_a_jump_is_confirmed_with_who_and_why(office: Office) -> None:
    uptime = FakeUptime()
    holds(office, uptime)
    uptime.runs -= timedelta(hours=1)
    jumped = not holds(office, uptime)

    result, again = confirm(), confirm()

    assert jumped
    assert (result.exit_code, again.exit_code) == (0, 1)
    assert "nothing was changed" in again.stderr
    assert holds(office, uptime)
    with reading(office.store) as connection:
        found = clock_guards.confirmed(connection)
    assert found
    assert (found.by, found.why) == ("beheer", "de klok liep achter")


@pytest.mark.parametrize("said", [{"reason": " "}, {"by": ""}], ids=str)
def test_it_takes_a_reason_and_a_name(said: dict[str, str]) -> None:
    assert confirm(**said).exit_code == WRONG_USAGE


def test_the_clock_of_this_machine_runs_on_by_itself() -> None:
    first, second = BootClock(), BootClock()

    assert first.boot
    assert timedelta(0) < first.elapsed() <= second.elapsed()
