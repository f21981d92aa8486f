"""Mistakes in what a step opens, and in what it records there, are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.checks import structural_problems
from engine.definition import Workflow
from tests.engine.definitions import SOUND, loaded, sentences, written

WORKFLOW, ACTS = "placement/workflow.yaml", "acts.yaml"
ASSIGNED = "{assign: cjg_worker, person: input.coach}"
CALL = "{open: placement, link: next, records: {step: record_court_placement%s}}"
AT_HOME = "    act: court_placement\n"
FORM = """\
    input:
      why: {type: text, title: {nl: Waarom, en: Why}}
      note: {type: text, title: {nl: Notitie, en: Note}, optional: true}
"""


def records(more: str = "", *, form: str = FORM) -> list[tuple[str, str, str]]:
    """Changes: ``place`` records a fact in the case that it opens, and this fact asks a form."""
    return [(WORKFLOW, ASSIGNED, CALL % more), (WORKFLOW, AT_HOME, AT_HOME + form)]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(records(form=""), id="without a form"),
        pytest.param(records(", with: {why: input.coach}"), id="an answer of the step"),
        pytest.param(records(", with: {why: court, note: input.coach}"), id="a word"),
    ],
)
def test_a_fact_may_be_recorded_where_the_linked_case_begins(
    tmp_path: Path, changes: list[tuple[str, str, str]]
) -> None:
    assert sentences(written(tmp_path, *changes)) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param(
            [(WORKFLOW, ASSIGNED, CALL.replace("court_placement", "court_placment") % "")],
            [
                (
                    "place: 'placement' has no transition 'record_court_placment'; did you mean "
                    "'record_court_placement'?"
                )
            ],
            id="no such step",
        ),
        pytest.param(
            [(WORKFLOW, ASSIGNED, CALL.replace("record_court_placement", "return_home") % "")],
            [
                "place: 'return_home' does not leave the state in which 'placement' begins",
                "place: 'return_home' is no fact; a decision is never taken by another case",
            ],
            id="a decision, and not where it begins",
        ),
        pytest.param(
            [(WORKFLOW, ASSIGNED, CALL.replace("record_court_placement", "end") % "")],
            ["place: 'end' is no fact; a decision is never taken by another case"],
            id="a step that is no act",
        ),
        pytest.param(
            records(),
            ["place: 'record_court_placement' asks 'why' as well: add it to 'with'"],
            id="a question without an answer",
        ),
        pytest.param(
            records(", with: {wy: input.coach, why: input.coach}"),
            ["place: 'record_court_placement' asks no field 'wy'; did you mean 'why'?"],
            id="an answer without a question",
        ),
        pytest.param(
            records(", with: {why: input.coch}"),
            ["place: its form asks no field 'coch'; did you mean 'coach'?"],
            id="an answer that the step does not have",
        ),
        pytest.param(
            [(WORKFLOW, ASSIGNED, CALL.replace("open: placement", "open: placment") % "")],
            ["place: no workflow 'placment'; did you mean 'placement'?"],
            id="a workflow that is not there is told once",
        ),
    ],
)
def test_what_cannot_be_recorded_in_a_linked_case_is_told(
    tmp_path: Path, changes: list[tuple[str, str, str]], says: list[str]
) -> None:
    assert sentences(written(tmp_path, *changes)) == says


def test_a_step_from_a_state_that_is_not_there_does_not_leave_the_first_one(
    tmp_path: Path,
) -> None:
    step = "    from: [{}]\n    to: placed\n    by: [regisseur]\n    act: court"
    wrong = (WORKFLOW, step.format("considered"), step.format("considred"))

    assert sentences(written(tmp_path, (WORKFLOW, ASSIGNED, CALL % ""), wrong)) == [
        "place: 'record_court_placement' does not leave the state in which 'placement' begins",
        "record_court_placement: no state 'considred'; did you mean 'considered'?",
    ]


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        pytest.param(
            "{record: {type: analysis, status: [confirmed]}}", [], id="a record at a status"
        ),
        pytest.param(
            "{record: {type: analyse, status: [confirmed]}}",
            ["place: no record type 'analyse'; did you mean 'analysis'?"],
            id="no such record",
        ),
        pytest.param(
            "{record: {type: analysis, status: [confirmd]}}",
            ["place: analysis has no status 'confirmd'; did you mean 'confirmed'?"],
            id="no such status",
        ),
    ],
)
def test_a_record_that_says_for_which_children_exists(
    tmp_path: Path, wanted: str, says: list[str]
) -> None:
    opened = f"{{open: placement, link: next, for: {{child_where: {wanted}}}}}"

    assert sentences(written(tmp_path, (WORKFLOW, ASSIGNED, opened))) == says


def test_the_record_that_says_for_which_children_comes_with_the_version(tmp_path: Path) -> None:
    wanted = "{record: {type: unused_record, status: [made]}}"
    opened = f"{{open: placement, link: next, for: {{child_where: {wanted}}}}}"

    workflow = loaded(tmp_path, (WORKFLOW, ASSIGNED, opened)).of("placement", "default")

    assert "unused_record" in workflow.catalogue.records


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ("{assign: cjg_worker, person: actor}", []),
        ("{assign: cjg_worker, person: holder.scientist}", []),
        (
            "{assign: cjg_worker, person: holder.scientst}",
            ["place: no role 'scientst'; did you mean 'scientist'?"],
        ),
        ("{seat: [scientist, coordinator]}", []),
        ("{seat: [scientst]}", ["place: no role 'scientst'; did you mean 'scientist'?"]),
        ("{tell: regiseur}", ["place: no role 'regiseur'; did you mean 'regisseur'?"]),
    ],
)
def test_the_roles_that_a_step_gives_exist(tmp_path: Path, then: str, says: list[str]) -> None:
    assert sentences(written(tmp_path, (WORKFLOW, ASSIGNED, then))) == says


def test_whoever_is_seated_comes_with_the_version(tmp_path: Path) -> None:
    change = (WORKFLOW, ASSIGNED, "{seat: [unused_role]}")

    workflow = loaded(tmp_path, change).of("placement", "default")

    assert "unused_role" in workflow.catalogue.roles


CLOCKED = (
    "opens: {by: [cjg_worker, system], one_open: true, "
    "when: {age: {birthday: 18}, while: {open_case: [placement]}}}"
)


@pytest.mark.parametrize(
    ("workflow", "says"),
    [
        ("placement", []),
        ("placment", ["opens.when: no workflow 'placment'; did you mean 'placement'?"]),
    ],
)
def test_the_clock_opens_a_case_while_a_workflow_runs_that_exists(
    tmp_path: Path, workflow: str, says: list[str]
) -> None:
    roles = SOUND["roles.yaml"] + "system: {title: {nl: Klok, en: Clock}, access: none}\n"
    changes = [
        (WORKFLOW, "opens: {by: [cjg_worker]}", CLOCKED.replace("[placement]", f"[{workflow}]")),
        ("regions/oldebroek.yaml", "opens_by: {placement: [regisseur]}\n", ""),
    ]

    assert sentences(written(tmp_path, *changes, **{"roles.yaml": roles})) == says


def test_a_workflow_by_itself_does_not_know_what_it_opens(tmp_path: Path) -> None:
    workflow = loaded(tmp_path, (WORKFLOW, ASSIGNED, CALL % "")).of("placement", "default")

    assert structural_problems(Workflow.model_validate(workflow.to_data())) == ()
