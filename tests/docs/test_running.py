"""The page for whoever runs the program is played from its first command to its last."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from engine.settings import PREFIX, Settings, rows
from tests.api.servers import free_port
from tests.docs.test_readme import ROOT, stripped
from tests.office import DEFINITIONS
from tests.service.relocating import durable
from tests.store.databases import migrated_url

__all__ = ["durable"]

PAGE = ROOT / "docs" / "running.md"
TEXT = PAGE.read_text(encoding="utf-8")
FILE, MOVED = "regietafel.env", "postgres.env"

SAYS = {
    "backup": "So is the history of every case.",
    "restore": "Mail waits, so that nobody is mailed twice.",
    "audit verify": "Verloren door het terugzetten van",
    "audit sign-gap": "Every gap was signed before.",
    "mail hold": "Now run `regietafel mail compare`.",
    "mail compare": "The journal names 1 message(s)",
    "mail release": "may go now",
    "move-to-postgres": "each the same as in the old database",
    "take-move-back": "mail waits",
}
"""What somebody reads after these commands."""


def blocks(kind: str) -> list[str]:
    """The fenced blocks of this kind."""
    found: list[str] = re.findall(rf"^```{kind}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    return found


class Machine:
    """A folder in which the page is played, line by line."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, patch
        self.served = 0

    def play(self, lines: list[str], *, meanwhile: Sequence[list[str]] = ()) -> None:
        """Type each line; while the server serves, play the others, and then tell it to stop."""

        def serves(*_: object, **__: object) -> None:
            self.served += 1
            for each in meanwhile:
                self.play(each)

        for line in lines:
            program, *words = shlex.split(line)
            if program != "regietafel":
                subprocess.run(["bash", "-c", line], cwd=self.folder, check=True)
                continue
            self._patch.setattr("uvicorn.Server.run", serves)
            answer = CliRunner().invoke(app, words)
            wanted = SAYS.get(words[0]) or SAYS.get(" ".join(words[:2]), "")
            assert answer.exit_code == 0, f"{line}\n{answer.output}"
            assert wanted in answer.stdout

    def works_at(self, url: str) -> None:
        """Change in the new settings what the page changes, with the address of this database."""
        name, _, _ = blocks("ini")[1].splitlines()[-1].partition("=")
        file = self.folder / MOVED
        lines = file.read_text(encoding="utf-8").splitlines()
        changed = [f"{name}={url}" if each.startswith(f"{name}=") else each for each in lines]
        file.write_text("\n".join(changed), encoding="utf-8")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Lend an empty folder, with small definitions and the settings of the page."""
    for name, words in DEFINITIONS.items():
        file = tmp_path / "definitions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    settings, _ = blocks("ini")
    (tmp_path / FILE).write_text(settings, encoding="utf-8")
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", "definitions")
    monkeypatch.setenv(f"{PREFIX}PORT", str(free_port()))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("api.serve.log_as_json", lambda _: None)  # it would stay for other tests
    return Machine(tmp_path, monkeypatch)


def test_every_command_does_what_the_page_says(machine: Machine, durable: None) -> None:
    start, backup, restore, hold, compare, release, verify, sign, last, move, back = [
        stripped(each) for each in blocks("sh")
    ]

    machine.play(start, meanwhile=[backup])
    with (machine.folder / "other-disk" / "sent.journal").open("a") as journal:
        journal.write('{"at": "2026-03-02T09:00:00+00:00", "mail": "m", "notices": ["n"]}\n')
    machine.play([*restore, *hold])
    machine.play(start[-1:], meanwhile=[compare, release])
    machine.play([*verify, *sign, *last])
    with migrated_url("postgresql") as url:
        machine.works_at(url)
        machine.play([*move, *back])

    assert machine.served == 3
    assert (machine.folder / "backups" / "monday.sqlite").stat().st_mode & 0o077 == 0
    assert (machine.folder / "cases.sqlite").stat().st_mode & 0o077 == 0


def test_every_setting_on_the_page_exists() -> None:
    known = {name for name, _, _ in rows()}
    shown = set(re.findall(rf"^({PREFIX}\w+)=", blocks("ini")[0], re.MULTILINE))

    assert shown <= known
    assert len(known) == len(Settings.model_fields)


def test_every_refusal_names_a_test_that_is_there() -> None:
    table = TEXT.partition("| It refuses |")[2].partition("\n\n")[0]
    named = re.findall(r"`(tests/[\w/]+\.py)`", table)

    assert len(named) >= table.count("\n") - 2
    assert [each for each in named if not (ROOT / each).is_file()] == []
