"""Mistakes in whom a form asks for, and in whose a record is, are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.definitions import problems, sentences, written

RECORDS, WORKFLOW = "records.yaml", "placement/workflow.yaml"
WHO = "    who: {type: person, among: case, title: {nl: Wie, en: Who}}\n"
NOTE = "    note: {type: text"
DATED = "  dated_by: began_on\n"


def of_each(field: str, *, asks: str = WHO) -> tuple[tuple[str, str, str], ...]:
    """Changes: each person has an order of their own, and the order asks who."""
    return (RECORDS, NOTE, asks + NOTE), (RECORDS, DATED, f"{DATED}  one_for: {field}\n")


def test_a_record_is_of_one_person_of_the_case(tmp_path: Path) -> None:
    assert sentences(written(tmp_path, *of_each("who"))) == []


@pytest.mark.parametrize(
    ("field", "asks", "says"),
    [
        pytest.param(
            "whom",
            WHO,
            "order: it asks no person 'whom'; did you mean 'who'?",
            id="a field that is not asked",
        ),
        pytest.param("note", WHO, "order: it asks no person 'note'", id="a field of another sort"),
        pytest.param(
            "who",
            WHO.replace("among", "optional: true, among"),
            "order: 'who' says whose it is; it cannot be optional",
            id="a person who may be left out",
        ),
    ],
)
def test_whose_a_record_is_must_be_asked(tmp_path: Path, field: str, asks: str, says: str) -> None:
    (problem,) = problems(written(tmp_path, *of_each(field, asks=asks)))

    assert (problem.file, f"{problem.where}: {problem.says}") == (RECORDS, says)
    assert problem.line


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param(
            (
                "      placed_on: {type: date,",
                f"      {WHO.strip()}\n      placed_on: {{type: date,",
            ),
            "place",
            id="a step",
        ),
        pytest.param(
            (
                "opens: {by: [cjg_worker]}",
                f"opens:\n  by: [cjg_worker]\n  input:\n{WHO.rstrip()}",
            ),
            "opens",
            id="the opening",
        ),
    ],
)
def test_a_step_asks_for_nobody_of_the_case(
    tmp_path: Path, change: tuple[str, str], where: str
) -> None:
    (problem,) = problems(written(tmp_path, (WORKFLOW, *change)))

    says = f"{where}: 'who' asks for somebody of the case; only a record asks that"
    assert f"{problem.where}: {problem.says}" == says
    assert problem.line


def test_somebody_of_the_case_is_a_person_who_is_asked_once(tmp_path: Path) -> None:
    each = WHO.replace("type: person", "per_child: person")

    (told,) = sentences(written(tmp_path, (RECORDS, NOTE, each + NOTE)))

    assert "'among' belongs to a person who is asked once" in told
