"""``make demo``: it makes its caseload once, whole or not at all, and then goes on from there."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.demo import settings_of
from api.demo_clock import STARTS, clock_to_look
from api.demo_place import caseload_in
from engine.settings import Settings, rows
from engine.store import heartbeat
from engine.store.store import open_store
from engine.store.unit_of_work import reading
from notifications.mailbox import Mailbox
from tests.api.servers import EMERGENCY_S, Server, free_port, running

FIRST, TRY, STOPPED = "De eerste keer", "Ctrl+C stopt", "Gestopt"


@pytest.fixture(autouse=True)
def database_url(tmp_path: Path) -> str:
    """Lend the address of the demo's database; what has one is no quick test."""
    return f"sqlite:///{caseload_in(tmp_path / '.demo')}/regietafel.sqlite"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lend the folder that the demo keeps itself in; nothing is set on this machine."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    return tmp_path / ".demo"


def until(happened: Callable[[], bool]) -> None:
    """Wait for what another process does."""
    pause = Event()
    for _ in range(EMERGENCY_S * 100):
        if happened():
            return
        pause.wait(0.01)
    raise AssertionError("it did not happen")


def cut_short(home: Path, number: signal.Signals) -> tuple[Server, Path]:
    """Begin to make a demo of many cases, and end it half-way: what it said, where it was made."""
    settings = {"PORT": str(free_port())}
    with running("demo", "--cases", "120", folder=home.parent, settings=settings) as server:
        server.until(FIRST)
        until((home / "making" / "mailbox").exists)
        place = (home / "making").resolve()
        server.tell(number)
        server.ended()
    return server, place


def served(home: Path) -> Server:
    """Serve the demo, three cases if it has to be made, ask it for something, and stop it."""
    settings = {"PORT": str(free_port())}
    with running("demo", "--cases", "3", folder=home.parent, settings=settings) as server:
        server.until(TRY)
        assert server.get("/healthz")[0] == 200
        code, errors = server.stopped(signal.SIGTERM)
    assert (code, errors) == (0, "")
    assert server.said[-1].startswith(STOPPED)
    return server


def last_moment(database_url: str) -> datetime:
    """The last moment that the demo's database knows."""
    store = open_store(database_url)
    with reading(store) as connection:
        found = heartbeat.last_moment(connection)
    store.close()
    assert found is not None
    return found


def letters(home: Path) -> int:
    """Count the mail that went out."""
    return len(Mailbox(caseload_in(home) / "mailbox").letters(limit=1000))


def test_a_demo_that_was_killed_half_way_is_made_anew_once_and_then_goes_on(
    home: Path, database_url: str
) -> None:
    _, left = cut_short(home, signal.SIGKILL)
    assert not caseload_in(home).exists()

    first = served(home)
    ended, mail = last_moment(database_url), letters(home)
    second = served(home)

    assert not left.exists()
    assert not (home / "making").exists()
    assert [line for line in first.said if FIRST in line]
    assert not [line for line in second.said if FIRST in line]
    assert STARTS <= ended < last_moment(database_url)
    assert last_moment(database_url) < clock_to_look(Settings.read(env_of(home))).now()
    assert 0 < mail == letters(home)
    explained(home)


def env_of(home: Path) -> Path:
    """The settings that the demo leaves for other commands."""
    return home / "regietafel.env"


def explained(home: Path) -> None:
    """Ask why a step of the story is possible or not, beside the demo."""
    case = json.loads((caseload_in(home) / "caseload.json").read_text(encoding="utf-8"))["story"]
    answer = CliRunner().invoke(app, ["explain", case, "move", "--settings", str(env_of(home))])
    assert answer.exit_code == 0, answer.output


def test_one_that_is_told_to_stop_half_way_leaves_nothing_lying_about(home: Path) -> None:
    server, place = cut_short(home, signal.SIGTERM)

    assert "er is niets bewaard" in server.said[-1]
    assert sorted(path.name for path in home.iterdir()) == ["making.lock"]
    assert not place.exists()


def test_the_demo_leaves_the_database_and_the_mail_of_real_cases_alone(home: Path) -> None:
    real = Settings.read().model_copy(
        update={
            "database_url": "postgresql+psycopg://regie@db/regie",
            "smtp_url": "smtp://mail.voorbeeldstad.test",
            "mail_from": "regie@voorbeeldstad.test",
            "base_url": "https://regietafel.voorbeeldstad.test",
        }
    )

    chosen = settings_of(real, home, caseload_in(home))

    assert chosen.demo
    assert chosen.database_url == f"sqlite:///{caseload_in(home)}/regietafel.sqlite"
    assert (chosen.smtp_url, chosen.base_url) == (None, "http://127.0.0.1:8000")
    assert chosen.mail_from.endswith(".invalid")
    assert chosen.key_file.parent == home
