"""Whoever looks after the program moves to PostgreSQL, and takes that back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.wiring import lock_file, office_to_publish
from engine.clock import SystemClock
from engine.errors import ConfigurationError
from engine.runner.owner import OwnerLock
from engine.settings import PREFIX, Settings, rows
from tests.office import DEFINITIONS
from tests.service.relocating import durable
from tests.store.databases import migrated_url, sqlite_template

__all__ = ["durable"]

SHORT, WRONG_USAGE = 1, 2
BACK = ("take-move-back", "--by", "Mila", "--reason", "it was a try")


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, durable: None) -> str:
    """Lend an old database, of the settings that are in use."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    for name, words in DEFINITIONS.items():
        file = tmp_path / "definitions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    shutil.copyfile(sqlite_template(), tmp_path / "cases.sqlite")
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", str(tmp_path / "definitions"))
    url = f"sqlite:///{tmp_path}/cases.sqlite"
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", url)
    return url


@pytest.fixture
def new() -> Iterator[str]:
    """Lend the address of an empty database."""
    with migrated_url("postgresql") as url:
        yield url


def answer(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, list(words))


def test_it_moves_says_so_and_then_only_the_new_one_is_worked_with(
    old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answer("move-to-postgres", "--to", new, "--json")
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", new)
    again = answer("move-to-postgres", "--from", old)

    said = json.loads(first.stdout)
    assert (first.exit_code, said["had_arrived"]) == (0, False)
    assert said["tables"]["cases"] == {"rows": 0, "sha256": said["tables"]["person"]["sha256"]}
    assert first.stderr.startswith("1/")
    assert (again.exit_code, "Everything had arrived at" in again.stdout) == (0, True)
    office_to_publish(Settings.read(), SystemClock()).store.close()
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", old)
    with pytest.raises(ConfigurationError, match="was moved to PostgreSQL on"):
        office_to_publish(Settings.read(), SystemClock())


def test_a_move_is_taken_back_by_somebody_for_a_reason(old: str, new: str) -> None:
    too_early = answer(*BACK)
    moved = answer("move-to-postgres", "--to", new)
    nobody = answer("take-move-back", "--by", " ", "--reason", "x")
    back = answer(*BACK)

    assert (too_early.exit_code, nobody.exit_code) == (SHORT, WRONG_USAGE)
    assert "each the same as in the old database" in moved.stdout
    assert "mail waits" in back.stdout
    office_to_publish(Settings.read(), SystemClock()).store.close()


def test_nothing_moves_while_a_server_has_the_old_one(old: str, new: str) -> None:
    owner = OwnerLock(lock_file(Settings.read()))
    owner.take()

    result = answer("move-to-postgres", "--to", new)

    owner.give_back()
    assert (result.exit_code, "Another process" in result.stderr) == (SHORT, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), WRONG_USAGE, "Name the new database"),
        (("--to", "postgresql+psycopg://a:secret@h/n"), WRONG_USAGE, "Keep the password in"),
        (
            ("--from", "postgresql+psycopg://h/n", "--to", "postgresql+psycopg://h/n"),
            WRONG_USAGE,
            "Name the old database",
        ),
        (
            ("--from", "sqlite:////nowhere/x", "--to", "postgresql+psycopg://h/n"),
            SHORT,
            "There is no database /nowhere/x.",
        ),
    ],
)
def test_what_is_typed_wrong_is_told(
    old: str, words: tuple[str, ...], code: int, says: str
) -> None:
    result = answer("move-to-postgres", *words)

    assert result.exit_code == code
    assert says in result.stderr
    assert "secret" not in result.stderr
