"""The list of requirements is held against the product, and its page is the one that is made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from api.traceability import CURATED, PAGE, ROOT, numbers_in, page
from engine.problems import DefinitionError

ANALYSIS = '"SEED 004 (req 146); age and forms DEFAULT"'


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as far as the list leans on it, to be broken."""
    for folder in ("docs", "workflows"):
        ignored = shutil.ignore_patterns("__pycache__", "adr", "vendor")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    return tmp_path


def changed(file: Path, *changes: tuple[str, str]) -> None:
    """Write each second text in the place of the first."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{file.name} has no {old!r}"
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def said(root: Path) -> str:
    with pytest.raises(DefinitionError) as caught:
        page(root)
    return str(caught.value)


def test_the_page_is_what_would_be_made_of_the_list() -> None:
    shown = (ROOT / PAGE).read_text(encoding="utf-8")

    assert shown == page(), f"run: python -m api.traceability --write (it makes {PAGE})"


def test_all_that_does_not_fit_is_named_at_once(copy: Path) -> None:
    changed(
        copy / CURATED,
        ("\n25:\n", "\n925:\n"),
        ("rule:explanatory_analysis", "rule:explanatory_analyses"),
        ("test_the_gi_belongs_to_the_quorum_of_apeldoorn_alone", "test_the_gi_is_welcome"),
        ("scenarios/no_outflow_plan.yaml", "scenarios/no_plan.yaml"),
    )
    changed(copy / "workflows/assigned_help/rules.yaml", (ANALYSIS, '"SEED 004 (req 1460)"'))
    changed(copy / "workflows/rules.yaml", ('source: "LAW Jeugdwet 2.3(6)"', 'source: " "'))

    told = said(copy)

    assert "25: has no entry" in told
    assert "925: is no requirement" in told
    assert "no item 'rule:explanatory_analyses'; did you mean 'rule:explanatory_analysis'?" in told
    assert "test_regions.py has no test 'test_the_gi_is_welcome'" in told
    assert "there is no file 'workflows/crisis/scenarios/no_plan.yaml'" in told
    assert "req 1460 is no requirement" in told
    assert "placement.rule.family_form_first: names no source" in told


def test_what_a_source_names_does_not_stand_as_left_out(copy: Path) -> None:
    text = (copy / CURATED).read_text(encoding="utf-8")
    begin, end = text.index("\n144:\n"), text.index("\n145:\n")
    left_out = '\n144:\n  outside: "We do not place."'
    (copy / CURATED).write_text(text[:begin] + left_out + text[end:], encoding="utf-8")

    assert "144: stands as not carried, and the source of" in said(copy)


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        pytest.param("note: later", "say one of carried_by, outside and planned", id="nothing"),
        pytest.param(
            "carried_by: [role:chair]", "carried_by and shown_by go together", id="not shown"
        ),
        pytest.param("planned: {issue: 12, what: x}", "issue", id="no such issue"),
        pytest.param("outside: a\n  carried_bye: b", "did you mean 'carried_by'?", id="slip"),
    ],
)
def test_an_answer_is_one_that_can_be_read(copy: Path, entry: str, wrong: str) -> None:
    changed(copy / CURATED, ("\n25:\n", f"\n25:\n  {entry}\n26:\n"))
    text = (copy / CURATED).read_text(encoding="utf-8")
    (copy / CURATED).write_text(text[: text.index("\n26:\n")] + "\n", encoding="utf-8")

    assert wrong in said(copy)


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("SEED 001 (req 11, 12, 22)", ["11", "12", "22"]),
        ("SEED 003 (quarter rhythm, req 204)", ["204"]),
        ("SEED 001 (req 4–6, 9); DEFAULT", ["4", "5", "6", "9"]),
        ("LAW Jeugdwet 7.3.4; fact 12", []),
    ],
)
def test_a_source_is_read_for_its_numbers(source: str, numbers: list[str]) -> None:
    assert list(numbers_in(source)) == numbers
