"""The command line answers, and its exit code says how it went."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from engine.settings import PREFIX, rows
from tests.office import DEFINITIONS

TERM = ("term", "2026-04-02", "5 working_days", "--kind", "working_days")
WRONG_USAGE = 2


@pytest.fixture(autouse=True)
def definitions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Lend a small folder of definitions that is the one in use; no other setting is made."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "definitions"
    for name, text in DEFINITIONS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", str(folder))
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{tmp_path}/cases.sqlite")
    return folder


def answer(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, list(words))


def test_a_term_is_answered_as_a_program_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(f"{PREFIX}WORKFLOWS")  # as shipped

    result = answer(*TERM, "--region", "default", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "start": "2026-04-02",
        "due": "2026-04-13",
        "kind": "working_days",
        "explanation": {
            "nl": "5 werkdagen vanaf do 2 april 2026; Goede Vrijdag (3 apr) en Tweede paasdag "
            "(6 apr) tellen niet mee: uiterlijk ma 13 april 2026",
            "en": "5 working days from Thu 2 April 2026; Good Friday (3 Apr) and Easter Monday "
            "(6 Apr) do not count: by Mon 13 April 2026",
        },
    }


def test_a_term_is_answered_in_words() -> None:
    result = answer(*TERM)

    assert result.stdout.splitlines()[0] == "2026-04-13"
    assert "uiterlijk ma 13 april 2026" in result.stdout


@pytest.mark.parametrize(
    ("words", "due"),
    [
        pytest.param(
            ("2026-10-24T20:00", "48 hours", "--kind", "hours"),
            "2026-10-26T19:00:00+01:00",
            id="hours from a moment",
        ),
        pytest.param(
            ("2026-07-05", "2 months", "--kind", "countback", "--law"),
            "2026-05-05",
            id="back from an event",
        ),
        pytest.param(("2026-03-02", "6 weeks"), "2026-04-13", id="a hard term"),
    ],
)
def test_each_kind_of_term_is_answered(words: tuple[str, ...], due: str) -> None:
    result = answer("term", *words, "--json")

    assert json.loads(result.stdout)["due"] == due


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(("2026-04-02", "5 working_dayz"), "did you mean 'working_day'", id="a unit"),
        pytest.param(("2 april", "5 days"), "is no date", id="a date in words"),
        pytest.param(("2026-04-02", "5 days", "--kind", "hrd"), "did you mean 'hard'", id="a kind"),
        pytest.param(
            ("2026-04-02", "5 days", "--kind", "working_days"),
            "counted in working_days",
            id="a unit of another kind",
        ),
        pytest.param(("2026-04-02", "5 days", "--region", "defalt"), "did you mean", id="a region"),
        pytest.param(("2026-04-02",), "SPEC", id="a word too few"),
    ],
)
def test_wrong_usage_is_said_and_has_its_own_exit_code(words: tuple[str, ...], says: str) -> None:
    result = answer("term", *words)

    assert result.exit_code == WRONG_USAGE
    assert says in result.stderr
    assert not result.stdout


def test_every_setting_is_listed_with_its_default() -> None:
    result = answer("settings")

    assert result.exit_code == 0
    for name, default, description in rows():
        assert f"{name}={default}" in result.stdout
        assert description in result.stdout


def test_the_settings_are_listed_for_a_program() -> None:
    listed = json.loads(answer("settings", "--json").stdout)

    assert [each["name"] for each in listed] == [name for name, _, _ in rows()]


def test_the_form_of_a_definition_file_is_shown() -> None:
    result = answer("schema", "workflow")

    assert {"states", "transitions", "deadlines"} <= json.loads(result.stdout)["properties"].keys()


def test_the_forms_of_all_files_are_written(tmp_path: Path) -> None:
    result = answer("schema", "--all", "--out", str(tmp_path / "schemas"))

    written = sorted((tmp_path / "schemas").iterdir())
    assert result.stdout.split() == [str(file) for file in written]
    assert {"workflow.schema.json", "scenario.schema.json"} <= {file.name for file in written}
    assert all(json.loads(file.read_text())["$schema"] for file in written)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(("workflw",), "did you mean 'workflow'", id="another kind"),
        pytest.param(("--all",), "--out FOLDER", id="no folder"),
    ],
)
def test_a_form_that_does_not_exist_is_wrong_usage(words: tuple[str, ...], says: str) -> None:
    result = answer("schema", *words)

    assert result.exit_code == WRONG_USAGE
    assert says in result.stderr


def test_a_setting_that_cannot_be_used_is_a_sentence_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(f"{PREFIX}PORT", "eighty")

    result = answer(*TERM)

    assert result.exit_code == 1
    assert f"{PREFIX}PORT" in result.stderr
    assert "Traceback" not in result.output
