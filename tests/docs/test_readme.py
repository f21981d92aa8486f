"""What the README shows is what happens: its YAML, its refusal, its commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.story import play
from api.story.play import STORY
from engine.loader import load
from engine.settings import Settings
from engine.strict_yaml import read_yaml

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, containing: str) -> str:
    """The fenced block of this language that contains these words."""
    blocks: list[tuple[str, str]] = re.findall(
        r"^```(\w*)\n(.*?)^```", README, re.DOTALL | re.MULTILINE
    )
    return next(text for found, text in blocks if found == language and containing in text)


def stripped(text: str) -> list[str]:
    """The lines without their indentation, which the terminal and the page set differently."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The story, played once: where its settings are, and what it said."""
    home = tmp_path_factory.mktemp("demo")
    lines: list[str] = []
    play(Settings.read(), "nl", lines.append, home)
    return home, lines


def test_the_rule_on_the_first_screen_is_the_rule_that_is_shipped() -> None:
    shown = read_yaml(block("yaml", "severity: block"), "README.md").data
    shipped = read_yaml((ROOT / "workflows" / "rules.yaml").read_text("utf-8"), "rules.yaml").data

    assert isinstance(shown, dict)
    assert isinstance(shipped, dict)
    assert shown == {"explanatory_analysis": shipped["explanatory_analysis"]}


def test_the_refusal_beside_it_is_the_refusal_that_it_causes(told: tuple[Path, list[str]]) -> None:
    said = stripped("\n".join(told[1]))
    shown = stripped(block("", "GEWEIGERD"))
    begin = said.index("GEWEIGERD. Wat er nog moet gebeuren:") - 1

    assert said[begin : begin + len(shown)] == shown


def test_each_command_to_ask_for_yourself_works(told: tuple[Path, list[str]]) -> None:
    for line in stripped(block("sh", "regietafel explain")):
        program, *arguments = shlex.split(line)
        if arguments == ["story"]:  # it was played, elsewhere than in our own .demo
            continue
        words = [word.replace(".demo", str(told[0])) for word in arguments]
        if words == ["scenarios"]:  # tests/scenarios plays the others
            words.append(str(ROOT / "workflows" / STORY))
        answer = CliRunner().invoke(app, words)

        assert program == ".venv/bin/regietafel"
        assert answer.exit_code == 0, f"{line}\n{answer.output}"


def test_each_command_about_the_proof_works() -> None:
    for line in stripped(block("sh", "regietafel check")):
        program, *words = shlex.split(line, comments=True)
        if words == ["check"]:  # tests/proof checks the others
            words.append("regie")
        answer = CliRunner().invoke(app, words)

        assert program == ".venv/bin/regietafel"
        assert answer.exit_code == 0, f"{line}\n{answer.output}"


def test_there_are_as_many_workflows_and_regions_as_it_says() -> None:
    library = load(ROOT / "workflows")
    named = README.partition("## The rules are proved")[2].partition("```")[0]

    assert "Nine workflows, in six regions" in " ".join(named.split())
    assert (len(library.regions), len({name for name, _ in library.workflows})) == (6, 9)
    assert {name for name, _ in library.workflows} == set(re.findall(r"`([a-z_0-9]+)`", named))


def test_each_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in re.findall(r"^make ([a-z-]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
