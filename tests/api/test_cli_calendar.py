"""The command on the calendar of the whole country."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.wiring import office_from
from engine.clock import SystemClock
from engine.service.registering import NewProfessional, register_professional
from engine.settings import PREFIX, Settings, rows
from engine.store import calendars
from engine.store.unit_of_work import reading
from tests.office import DEFINITIONS

WRONG_USAGE = 2
DAY = f"{SystemClock().now().year + 1}-05-11"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """Lend a database with one login and a small folder of definitions."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "definitions"
    for name, text in DEFINITIONS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{tmp_path}/cases.sqlite")
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", str(folder))
    monkeypatch.setenv(f"{PREFIX}DEMO", "true")
    chosen = Settings.read(None)
    office = office_from(chosen, SystemClock())
    register_professional(office, NewProfessional(name="Otto", subject="otto", works_as=()))
    office.store.close()
    return chosen


def equate(*more: str, day: str = DAY, by: str = "otto") -> Result:
    """Type the command that adds a day."""
    said = ["--reason", "Besluit", "--by", by, "--source", "Stb. 2026, 1"]
    named = ["--name-nl", "Brugdag", "--name-en", "Bridge day"]
    return CliRunner().invoke(app, ["calendar", "add", day, *said, *named, *more])


def numbers(settings: Settings) -> list[int]:
    """List the editions of the country."""
    office = office_from(settings, SystemClock())
    with reading(office.store) as connection:
        found = [each.number for each in calendars.editions_of(connection, "nowhere")]
    office.store.close()
    return found


def test_a_day_is_equated_and_counts_again(settings: Settings) -> None:
    assert "open dates would move" in equate("--dry-run").stdout
    assert numbers(settings) == []

    added = equate()
    removed = CliRunner().invoke(
        app, ["calendar", "remove", DAY, "--reason", "Vergissing", "--by", "otto"]
    )

    assert (added.exit_code, removed.exit_code) == (0, 0), added.output + removed.output
    assert added.stdout.startswith("Edition 2 of the whole country holds")
    assert numbers(settings) == [3, 2]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"day": "morgen"}, "is no date"),
        ({"day": "2020-01-02"}, "Choose a day after today"),
        ({"by": "nobody"}, "nobody has the login 'nobody'"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    settings: Settings, said: dict[str, str], says: str
) -> None:
    answer = equate(**said)

    assert answer.exit_code == WRONG_USAGE
    assert says in answer.stderr
    assert numbers(settings) == []
