"""The guide for changing a workflow is played from its first block to its last."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.wiring import SHIPPED, office_to_publish
from engine.clock import SystemClock
from engine.loader import load
from engine.reason import Severity
from engine.service.registering import NewProfessional, register_professional
from engine.settings import PREFIX, Settings
from engine.span import Span
from tests.docs.test_readme import ROOT, stripped

GUIDE = ROOT / "docs" / "changing-a-workflow.md"
PROGRAM = ".venv/bin/regietafel"
REGIONS = {"default", "foodvalley"}
"""Those that the guide names; proving the others as well takes three times as long."""

_BLOCK = re.compile(r"^## |^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """A fenced block, or (without a kind) the heading of a part."""

    kind: str
    text: str


def blocks() -> list[Block]:
    found = _BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))
    return [Block(each[1] or "", each[2] or "") for each in found]


def file_of(text: str, mark: str) -> str:
    """The name of the file, which stands on the first line of the block."""
    first = text.splitlines()[0]
    assert first.startswith(mark), f"a block does not say which file it is: {first}"
    return first.removeprefix(mark)


def changes_of(text: str) -> Iterator[tuple[str, str]]:
    """What stood there and what comes in its place, for each place of a diff."""
    for place in re.findall(r"(?:^[ -].*\n)+(?:^\+.*\n)+", text, re.MULTILINE):
        lines = place.splitlines()
        before = "\n".join(line[1:] for line in lines if line[0] != "+")
        after = "\n".join(line[1:] for line in lines if line[0] != "-")
        yield before, after


class Desk:
    """Somebody who goes through the guide, in a folder that is theirs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self._as_it_was: dict[Path, str] = {}

    def do(self, block: Block) -> None:
        """Do what the block shows; a slip lasts until the next part begins."""
        if block.kind == "yaml":
            self._write(block.text)
        elif block.kind == "diff":
            self._change(block.text)
        elif block.kind == "sh":
            self.said = [said for line in stripped(block.text) for said in self._type(line)]
        elif block.kind == "text":
            shown = stripped(block.text)
            assert shown == [line for line in self.said if line in shown], "\n".join(self.said)
        else:
            self._undo()

    def _write(self, text: str) -> None:
        file = self.folder / file_of(text, "# ")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def _change(self, text: str) -> None:
        self._undo()
        file = self.folder / file_of(text, "--- ")
        old = self._as_it_was[file] = file.read_text(encoding="utf-8")
        for before, after in changes_of(text.split("\n", 1)[1]):
            assert old.count(before) == 1, f"{file.name} has {before!r} {old.count(before)} times"
            old = old.replace(before, after)
        file.write_text(old, encoding="utf-8")

    def _undo(self) -> None:
        for file, text in self._as_it_was.items():
            file.write_text(text, encoding="utf-8")
        self._as_it_was.clear()

    def _type(self, line: str) -> list[str]:
        program, *words = shlex.split(line)
        answer = CliRunner().invoke(app, words)

        assert program == PROGRAM
        assert answer.exit_code == bool(self._slips()), f"{line}\n{answer.output}"
        return stripped(answer.output)

    def _slips(self) -> bool:
        """Whether what was changed is one of the two mistakes of the guide."""
        texts = [file.read_text(encoding="utf-8") for file in self._as_it_was]
        return any("evalute_help" in text or "[buddy, regisseur]" in text for text in texts)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder with a copy of the definitions, an empty database and two who may move cases."""
    shutil.copytree(SHIPPED, tmp_path / "workflows")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", "workflows")
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", "sqlite:///cases.sqlite")
    return Desk(tmp_path)


def people_of(region: str) -> Iterator[NewProfessional]:
    for name, role in (("cora", "coordinator"), ("tess", "team_lead")):
        yield NewProfessional(name=name, subject=name, works_as=(role,), regions=(region,))


def test_the_guide_is_true_from_beginning_to_end(desk: Desk) -> None:
    for file in (desk.folder / "workflows" / "regions").iterdir():
        if file.stem not in REGIONS:
            file.unlink()
    assert CliRunner().invoke(app, ["schema", "--upgrade"]).exit_code == 0
    office = office_to_publish(Settings.read(), SystemClock())
    for person in people_of("default"):
        register_professional(office, person)

    for block in blocks():
        desk.do(block)


def test_the_new_workflow_holds_in_every_region(desk: Desk) -> None:
    for block in blocks():
        if block.kind == "yaml":
            desk.do(block)
    library = load(desk.folder / "workflows")

    for region in library.regions:
        workflow = library.of("buddy_talk", region)
        assert len(workflow.states) == 3
        assert len(workflow.transitions) == 2
        assert set(workflow.rules) == {"goals_judged"}


def test_the_region_has_what_the_guide_lets_it_have(desk: Desk) -> None:
    for block in blocks():
        if block.kind == "yaml" or "regions/foodvalley" in block.text[:60]:
            desk.do(block)
    library = load(desk.folder / "workflows")
    there, elsewhere = (library.of("buddy_talk", name) for name in ("foodvalley", "default"))

    assert there.deadlines["talk_held"].within == Span(weeks=3)
    assert elsewhere.deadlines["talk_held"].within == Span(weeks=2)
    severities: list[Severity] = [
        each.rules["goals_judged"].severity for each in (there, elsewhere)
    ]
    assert severities == ["warn", "block_unless_deviation"]


def test_the_guide_is_one_that_somebody_reads() -> None:
    lines = GUIDE.read_text(encoding="utf-8").splitlines()

    assert len(lines) < 250
    assert {block.kind for block in blocks()} == {"", "yaml", "diff", "sh", "text"}
