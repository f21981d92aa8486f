"""The commands on versions: what differs, whom it touches, moving cases, regions, a drawing."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.dom.minidom import parse

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
from engine.store import cases
from engine.store.unit_of_work import reading
from tests.office import DEFINITIONS

WRONG_USAGE = 2
SHORTER = "Termijn ‘Voorbereiding’, binnen: was 6 weken, wordt 5 weken"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Lend a folder of definitions that is the one in use, with tables and all published."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "definitions"
    for name, text in DEFINITIONS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "regions" / "default.yaml").write_text(
        "region: default\nwords: {cjg: {nl: CJG, en: CJG}}\n", encoding="utf-8"
    )
    (folder / "regions" / "heide.yaml").write_text(
        "region: heide\ntitle: {nl: De Heide, en: The Heath}\n"
        "words: {cjg: {nl: Wijkteam, en: Team}}\n"
        "terms: {placement.preparation: {within: {weeks: 5}}}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", str(folder))
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{tmp_path}/cases.sqlite")
    return folder


@pytest.fixture
def published() -> None:
    """Make the tables, and publish what the folder says."""
    for words in (("schema", "--upgrade"), ("publish",)):
        assert answer(*words).exit_code == 0


@pytest.fixture
def number(published: None) -> str:
    """Lend the number of a case that Bram opened."""
    office = office_from(Settings.read(), SystemClock())
    bram, cora = (
        register_professional(
            office,
            NewProfessional(
                name=name.title(), subject=name, works_as=(role,), email=None, regions=("default",)
            ),
        )
        for name, role in (("bram", "regisseur"), ("cora", "coordinator"))
    )
    member = Member(name="sam", born=SystemClock().now().date().replace(year=2020), is_child=True)
    family = register_family(
        bram, office, NewFamily(name="Jansen", region="default", members=(member,))
    )
    order = OpenCase(
        workflow="placement",
        family=family.family,
        children=(family.members["sam"],),
        role="regisseur",
    )
    done = open_case(bram, office, order)
    assert isinstance(done, Done)
    with reading(office.store) as connection:
        found = cases.case_for_operator(connection, done.case).number
    assert cora.id != bram.id
    office.store.close()
    return found


@pytest.fixture
def shorten(folder: Path) -> Callable[[], None]:
    """Lend a way to shorten the preparation, under another label."""

    def edit() -> None:
        file = folder / "placement" / "workflow.yaml"
        text = file.read_text(encoding="utf-8").replace("weeks: 6", "weeks: 5")
        file.write_text(text.replace('version: "1"', 'version: "2"'), encoding="utf-8")

    return edit


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Lend a plan to let every case follow what the folder says now."""
    file = tmp_path / "plan.yaml"
    file.write_text(
        "workflow: placement\nregion: default\nto: current\nreason: nieuwe afspraken\n"
        "by: cora\nsecond: bram\ncases: all\n",
        encoding="utf-8",
    )
    return file


def answer(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, list(words))


def test_a_difference_is_told_without_a_database() -> None:
    result = answer("diff", "placement/default", "placement/heide")

    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("placement/default 1 (")
    assert lines[1:] == [
        "Termijn:",
        f"  {SHORTER}",
        "Woord:",
        "  Woord ‘cjg’: was CJG, wordt Wijkteam",
        "Er is geen database die bij dit programma past; lopende zaken zijn niet bekeken.",
    ]


def test_nothing_is_said_to_differ_when_so() -> None:
    result = answer("diff", "placement/default", "placement/default", "--lang", "en")

    assert "Nothing differs." in result.stdout


def test_looking_makes_no_database(tmp_path: Path) -> None:
    answer("diff", "placement/default", "placement/heide")

    assert not (tmp_path / "cases.sqlite").exists()


def test_the_running_cases_are_told_by_number(number: str, shorten: Callable[[], None]) -> None:
    shorten()

    result = answer("diff", "placement/default@published", "placement/default")
    data = json.loads(
        answer("diff", "placement/default@published", "placement/default", "--json").stdout
    )
    by_hash = answer("diff", data["old"][:8], "placement/default")

    assert result.exit_code == 0, result.stderr
    assert f"  {SHORTER}" in result.stdout
    assert "Lopende zaken die dit raakt: 1" in result.stdout
    assert f"{number}\n  termijn ‘Voorbereiding’: was " in result.stdout
    assert "sam" not in result.stdout.casefold()
    assert by_hash.stdout == result.stdout
    (case,) = data["cases"]
    (moved,) = case["deadlines"]["moved"]
    assert (case["case"], moved["key"], case["obstacles"]) == (number, "preparation", [])
    assert [each["attribute"] for each in data["differences"]] == ["within"]


@pytest.mark.parametrize(
    ("old", "says"),
    [
        pytest.param("placment/default", "did you mean 'placement'", id="a workflow"),
        pytest.param("placement/heid", "did you mean 'heide'", id="a region"),
        pytest.param("12ab", "at least its first eight digits", id="too few digits"),
        pytest.param("12abcdef", "no version is published whose hash begins", id="no such hash"),
    ],
)
def test_a_version_that_is_not_there_is_wrong_usage(published: None, old: str, says: str) -> None:
    result = answer("diff", old, "placement/default")

    assert result.exit_code == WRONG_USAGE
    assert says in result.stderr


@pytest.mark.parametrize("old", ["12abcdef", "placement/default@published"])
def test_what_was_published_is_asked_of_a_database(old: str) -> None:
    result = answer("diff", old, "placement/default")

    assert result.exit_code == WRONG_USAGE
    assert "There is no database" in result.stderr


def test_two_regions_are_laid_side_by_side() -> None:
    result = answer("regions", "diff", "default", "heide")
    data = json.loads(answer("regions", "diff", "default", "heide", "--json").stdout)

    assert result.stdout == (
        "Default → De Heide\n"
        "  Woord ‘cjg’: in Default CJG; in De Heide Wijkteam\n"
        "\n"
        "Uithuisplaatsing\n"
        "Termijn:\n"
        f"  {SHORTER}\n"
    )
    assert [each["leaf"] for each in data["leaves"]] == ["words"]
    assert [each["key"] for each in data["workflows"]["placement"]] == ["preparation"]
    assert "Er is niets anders." in answer("regions", "diff", "heide", "heide").stdout
    assert answer("regions", "diff", "heide", "heid").exit_code == WRONG_USAGE


def test_a_move_is_shown_first_and_then_made(
    number: str, shorten: Callable[[], None], plan: Path
) -> None:
    shorten()
    answer("publish")

    shown = answer("cases", "move", str(plan))
    made = answer("cases", "move", str(plan), "--apply", "--lang", "en")
    again = answer("cases", "move", str(plan), "--apply", "--json")

    assert (shown.exit_code, made.exit_code, again.exit_code) == (0, 0, 0), made.stderr
    assert shown.stdout.startswith(f"{number}: kan worden verplaatst\n  termijn ‘Voorbereiding’")
    assert shown.stdout.endswith("0 verplaatst, 1 te verplaatsen, 0 overgeslagen, 0 geweigerd\n")
    assert made.stdout.endswith("1 moved, 0 to be moved, 0 skipped, 0 refused\n")
    assert json.loads(again.stdout) == [
        {"case": number, "outcome": "already", "why": [], "impact": None}
    ]


def test_a_case_that_cannot_come_along_is_said_and_is_no_success(
    number: str, folder: Path, plan: Path
) -> None:
    file = folder / "placement" / "workflow.yaml"
    text = file.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"')
    text = text.replace("considered", "thought_of")
    file.write_text(text, encoding="utf-8")
    answer("publish")

    result = answer("cases", "move", str(plan), "--apply")

    assert result.exit_code == 1
    assert f"{number} stands at 'considered'; say where it comes to stand" in result.stderr


def test_every_mistake_in_a_plan_is_listed(published: None, plan: Path) -> None:
    plan.write_text(plan.read_text(encoding="utf-8").replace("cases: all", "cases: [x]"))

    result = answer("cases", "move", str(plan))

    assert result.exit_code == 1
    assert "plan.yaml: 3 problem(s)" in result.stderr
    assert "line 7: cases.0: there is no case 'x'" in result.stderr


def test_a_workflow_is_drawn(tmp_path: Path) -> None:
    file = tmp_path / "placement.svg"

    text = answer("diagram", "placement", "--lang", "en")
    drawn = answer("diagram", "placement", "--region", "heide", "--svg", str(file))

    assert text.stdout.startswith("stateDiagram-v2\n")
    assert "    considered --> placed: Place\n" in text.stdout
    assert drawn.stdout.split() == [str(file)]
    (drawing,) = parse(str(file)).getElementsByTagName("svg")
    assert drawing.getAttribute("aria-label") == "Uithuisplaatsing"
    assert "Overwogen" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("placment",), ("placement", "--region", "heid")])
def test_a_workflow_that_is_not_there_is_not_drawn(words: tuple[str, ...]) -> None:
    result = answer("diagram", *words)

    assert result.exit_code == WRONG_USAGE
    assert "did you mean" in result.stderr
