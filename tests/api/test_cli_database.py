"""What the command line does with a database: tables, published definitions, scenarios."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.wiring import office_from
from engine.clock import SystemClock
from engine.service.opening import open_case
from engine.service.orders import OpenCase
from engine.service.registering import (
    Member,
    NewFamily,
    NewProfessional,
    register_family,
    register_professional,
)
from engine.service.repeats import Done
from engine.settings import PREFIX, Settings, rows
from tests.office import DEFINITIONS
from tests.scenarios.small import a_scenario

WRONG_USAGE = 2


@pytest.fixture(autouse=True)
def database_url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Lend an address at which no database is yet; no other setting is made."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    url = f"sqlite:///{tmp_path}/cases.sqlite"
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", url)
    return url


@pytest.fixture(autouse=True)
def definitions(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Lend a small folder of definitions that is the one in use."""
    folder = tmp_path / "definitions"
    for name, text in DEFINITIONS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", str(folder))
    return folder


def answer(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, list(words))


def change(file: Path, old: str, new: str) -> None:
    """Write a definition anew."""
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_all_mistakes_in_definitions_are_listed_and_nothing_starts(definitions: Path) -> None:
    change(definitions / "placement" / "workflow.yaml", "to: delayed", "to: delayd")
    change(definitions / "roles.yaml", "one: true", "once: true")

    first = answer("publish")
    change(definitions / "roles.yaml", "once: true", "one: true")
    second = answer("publish")

    assert (first.exit_code, second.exit_code) == (1, 1)
    assert "roles.yaml: 1 problem(s)" in first.stderr
    assert "did you mean 'delayed'" in second.stderr


def test_publishing_asks_for_the_tables_first() -> None:
    result = answer("publish")

    assert result.exit_code == 1
    assert "no tables yet" in result.stderr


def test_what_is_published_is_listed_and_stays_as_it_is() -> None:
    answer("schema", "--upgrade")

    first, second = answer("publish", "--json"), answer("publish", "--json")

    assert first.exit_code == 0
    assert json.loads(first.stdout)[0]["workflow"] == "placement"
    assert json.loads(first.stdout) == json.loads(second.stdout)


def test_the_same_label_with_other_content_is_refused(definitions: Path) -> None:
    answer("schema", "--upgrade")
    answer("publish")
    change(definitions / "placement" / "workflow.yaml", "weeks: 6", "weeks: 7")

    result = answer("publish")

    assert result.exit_code == 1
    assert "Version 1 of placement in default is published already" in result.stderr


def test_it_is_published_with_a_reason_and_a_second_person(definitions: Path) -> None:
    answer("schema", "--upgrade")
    answer("publish")
    change(definitions / "placement" / "workflow.yaml", "weeks: 6", "weeks: 7")

    alone = answer("publish", "--reason", "a typing mistake")
    together = answer("publish", "--reason", "a typing mistake", "--second", "Dora")

    assert alone.exit_code == WRONG_USAGE
    assert together.exit_code == 0
    assert answer("publish").exit_code == 0


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch) -> str:
    """Lend the number of a case that Bram opened in the demo."""
    monkeypatch.setenv(f"{PREFIX}DEMO", "true")
    office = office_from(Settings.read(), SystemClock())
    bram = register_professional(
        office, NewProfessional(name="Bram", subject="bram", works_as=("regisseur",))
    )
    family = register_family(
        bram,
        office,
        NewFamily(name="Jansen", region="default", members=(Member(name="Sam", is_child=True),)),
    )
    order = OpenCase(
        workflow="placement",
        family=family.family,
        children=(family.members["Sam"],),
        role="regisseur",
    )
    done = open_case(bram, office, order)
    office.store.close()
    assert isinstance(done, Done)
    return done.case


def test_every_reason_of_a_step_is_explained(case: str) -> None:
    result = answer("explain", case, "place", "--as", "bram", "--lang", "en")

    assert result.exit_code == 0
    assert "Place (place): is not possible now" in result.stdout
    assert "  ✗ There is no behavioural scientist." in result.stdout
    assert "  ✓ This is done by: " in result.stdout
    assert "source: 003" in result.stdout


def test_without_a_login_it_is_explained_for_whoever_may_make_the_step(case: str) -> None:
    result = answer("explain", case, "place", "--lang", "en")

    assert "  ✓ This is done by: " in result.stdout


def test_a_case_is_known_by_its_number_too(case: str) -> None:
    year = SystemClock().now().year

    result = answer("explain", f"RT-{year}-0001", "place", "--as", "bram", "--json")

    said = json.loads(result.stdout)
    assert said["allowed"] is False
    assert [each["key"] for each in said["reasons"] if each["met"] is False] == ["scientist_first"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(("place", "--as", "eve"), 1, "no such account", id="for a stranger"),
        pytest.param(("plce", "--as", "bram"), 1, "did you mean 'place'", id="another step"),
        pytest.param(
            ("place", "--as", "bram", "--lang", "de"), WRONG_USAGE, "nl or en", id="a language"
        ),
    ],
)
def test_an_explanation_that_cannot_be_given_says_why(
    case: str, words: tuple[str, ...], code: int, says: str
) -> None:
    result = answer("explain", case, *words)

    assert result.exit_code == code
    assert says in result.stderr


def test_unpublished_definitions_are_not_worked_with() -> None:
    answer("schema", "--upgrade")

    result = answer("explain", "RT-2026-0001", "place", "--as", "bram")

    assert result.exit_code == 1
    assert "Not published yet: placement (default)" in result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lend a folder with one scenario that goes as expected and two that do not."""
    folder = tmp_path / "played"
    folder.mkdir()
    (folder / "a.yaml").write_text(a_scenario(), encoding="utf-8")
    (folder / "b.yaml").write_text(a_scenario(("events: 1", "events: 2")), encoding="utf-8")
    (folder / "c.yaml").write_text(a_scenario(("{do: place", "{doo: place")), encoding="utf-8")
    return folder


def test_scenarios_that_go_as_expected_are_counted(folder: Path) -> None:
    result = answer("scenarios", str(folder / "a.yaml"))

    assert (result.exit_code, result.stdout) == (0, "1 scenario(s), 0 differ(s)\n")


def test_every_scenario_that_differs_is_reported_with_file_and_line(folder: Path) -> None:
    result = answer("scenarios", str(folder))

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{folder}/b.yaml:18: steps.2.expect.events: expected 2, found 1",
        f"{folder}/c.yaml:14: steps.1: no such step; did you mean 'do'?",
        f"{folder}/c.yaml:28: steps.6: no such step; did you mean 'do'?",
        "3 scenario(s), 2 differ(s)",
    ]


def test_a_program_reads_what_differs(folder: Path) -> None:
    result = answer("scenarios", str(folder), "--json")

    said = json.loads(result.stdout)
    assert [each["problems"][0]["line"] if each["problems"] else None for each in said] == [
        None,
        18,
        14,
    ]


def test_scenarios_play_on_a_database_that_is_named(folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/played.sqlite"

    once = answer("scenarios", str(folder / "a.yaml"), "--database-url", url)
    twice = answer("scenarios", str(folder / "a.yaml"), "--database-url", url)

    assert (once.exit_code, twice.exit_code) == (0, 0)


def test_scenarios_never_play_on_the_cases_themselves(folder: Path, database_url: str) -> None:
    result = answer("scenarios", str(folder / "a.yaml"), "--database-url", database_url)

    assert result.exit_code == WRONG_USAGE
    assert "one of their own" in result.stderr


@pytest.mark.parametrize("command", ["serve", "demo", "story", "bench"])
def test_a_command_of_its_own_module_is_there(command: str) -> None:
    assert answer(command, "--help").exit_code == 0
