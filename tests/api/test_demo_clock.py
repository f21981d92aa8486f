"""The demo's clock goes on where its database ends, and nowhere else is a clock shifted."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from api.demo_clock import STARTS, clock_to_look, clock_to_serve
from engine.clock import ShiftedClock, SystemClock
from engine.errors import ConfigurationError
from engine.settings import Settings, rows
from engine.store import heartbeat, schema
from engine.store.store import open_store
from engine.store.unit_of_work import unit_of_work

SOON = timedelta(minutes=10)
LATER = STARTS + timedelta(days=40, hours=5)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Lend the address of a database with tables and nothing in them."""
    url = f"sqlite:///{tmp_path}/cases.sqlite"
    store = open_store(url)
    schema.upgrade(store)
    store.close()
    return url


@pytest.fixture
def demo(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Lend the settings of a demo on that database, and none of this machine."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    return Settings.read().model_copy(update={"database_url": database_url, "demo": True})


def beat(settings: Settings, at: datetime) -> None:
    """Let the clock at work have run at this moment."""
    store = open_store(settings.database_url)
    with unit_of_work(store) as connection:
        heartbeat.stamp(connection, "sweep", now=at)
    store.close()


def test_at_the_first_start_it_stands_at_the_chosen_morning(demo: Settings) -> None:
    now = clock_to_serve(demo).now()

    assert STARTS <= now < STARTS + SOON
    assert f"{STARTS:%A %H:%M}" == "Monday 09:00"


def test_it_goes_on_a_moment_after_the_last_thing_that_happened(demo: Settings) -> None:
    beat(demo, LATER)

    now = clock_to_serve(demo).now()

    assert LATER < now < LATER + SOON


def test_a_caseload_that_ends_earlier_does_not_hold_it_back(demo: Settings) -> None:
    beat(demo, STARTS - timedelta(days=3))

    assert clock_to_serve(demo).now() >= STARTS


def test_whoever_looks_beside_the_server_has_its_time(demo: Settings) -> None:
    beat(demo, LATER)
    serving = clock_to_serve(demo)

    looking = clock_to_look(demo)

    assert isinstance(serving, ShiftedClock)
    assert isinstance(looking, ShiftedClock)
    assert looking.offset == serving.offset


def test_before_the_first_start_there_is_the_time_of_the_machine(demo: Settings) -> None:
    assert isinstance(clock_to_look(demo), SystemClock)


def test_a_clock_that_cannot_be_read_is_a_sentence(demo: Settings, tmp_path: Path) -> None:
    (tmp_path / "clock.json").write_text("{}", encoding="utf-8")

    with pytest.raises(ConfigurationError, match="start the demo once more"):
        clock_to_look(demo)


def test_outside_the_demo_no_clock_is_shifted(demo: Settings) -> None:
    clock_to_serve(demo)
    real = demo.model_copy(update={"demo": False})

    assert isinstance(clock_to_serve(real), SystemClock)
    assert isinstance(clock_to_look(real), SystemClock)
