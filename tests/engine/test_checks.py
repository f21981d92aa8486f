"""Mistakes that a schema cannot see are found, each with one sentence."""

import json
from pathlib import Path

import pytest

from engine.checks import structural_problems
from engine.definition import Workflow
from engine.problems import Problem
from tests.engine.definitions import loaded, problems, sentences, written

COMMON, WORKFLOW = "common.yaml", "placement/workflow.yaml"
NO_NEXT_LOOK = (WORKFLOW, "include: [every_case, ending]", "include: [ending]")
TITLE = "{nl: Stap, en: Step}"
LIMBO = (
    f"  x: {{title: {TITLE}, phase: prepare}}\n  y: {{title: {TITLE}, phase: prepare}}\n"
    "transitions:\n"
    f"  to_x: {{title: {TITLE}, from: [considered], to: x, by: [regisseur]}}\n"
    f"  to_y: {{title: {TITLE}, from: [x], to: y, by: [regisseur]}}\n"
    f"  back: {{title: {TITLE}, from: [y], to: x, by: [regisseur]}}\n"
)


def test_a_sound_workflow_has_no_problems(tmp_path: Path) -> None:
    assert structural_problems(loaded(tmp_path).of("placement", "default")) == ()


def test_a_workflow_by_itself_knows_nothing_of_others(tmp_path: Path) -> None:
    workflow = loaded(tmp_path).of("placement", "default")
    text = json.dumps(workflow.to_data()).replace('"open": "placement"', '"open": "elsewhere"')

    assert structural_problems(Workflow.model_validate(json.loads(text))) == ()


def test_a_problem_is_told_once_not_once_for_each_region(tmp_path: Path) -> None:
    folder = written(tmp_path, (WORKFLOW, "    reopens: true\n", ""))

    assert problems(folder) == (
        Problem(
            file=WORKFLOW,
            line=60,
            where="reopen",
            says="leaves the final state 'returned'; only 'reopens: true' may",
        ),
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param(
            [(WORKFLOW, ", initial: true", "")],
            ["states: exactly one state is initial, not 0"],
            id="no initial state",
        ),
        pytest.param(
            [(WORKFLOW, "phase: carry_out}", "phase: carry_out, initial: true}")],
            ["states: exactly one state is initial, not 2: considered, placed"],
            id="two initial states",
        ),
        pytest.param(
            [(WORKFLOW, "close, final: true}", "close, final: true, initial: true}")],
            [
                "states: exactly one state is initial, not 2: considered, returned",
                "returned: cannot be initial and final at once",
            ],
            id="initial and final",
        ),
        pytest.param(
            [(WORKFLOW, "transitions:\n", LIMBO.replace("[considered]", "[x]"))],
            [
                "x: no case ever comes here; add a transition to it or remove it",
                "x: mark one of its ways out 'main: true': to_x, to_y, end",
                "y: no case ever comes here; add a transition to it or remove it",
                "y: mark one of its ways out 'main: true': back, end",
            ],
            id="unreachable",
        ),
        pytest.param(
            [
                (COMMON, "from: [any_open]", "from: [considered]"),
                (WORKFLOW, "from: [placed]", "from: [considered]"),
                (WORKFLOW, "    main: true\n    act: return_home", "    act: return_home"),
            ],
            ["placed: a case gets stuck here; add a transition or mark it final"],
            id="stuck",
        ),
        pytest.param(
            [
                (COMMON, "from: [any_open]", "from: [considered, placed]"),
                (WORKFLOW, "transitions:\n", LIMBO),
            ],
            [
                "x: no final state can be reached from here",
                "y: no final state can be reached from here",
            ],
            id="round and round",
        ),
        pytest.param(
            [(WORKFLOW, "from: [returned]", "from: [returned, placed]")],
            ["reopen: reopens, but 'placed' is not final"],
            id="reopens what is open",
        ),
        pytest.param(
            [
                (
                    WORKFLOW,
                    "    act: court_placement\n",
                    "    act: court_placement\n    main: true\n",
                )
            ],
            ["considered: one step is main, not several: place, record_court_placement"],
            id="two mains",
        ),
        pytest.param(
            [(WORKFLOW, "    main: true\n    act: return_home", "    act: return_home")],
            ["placed: mark one of its ways out 'main: true': return_home, end"],
            id="no main",
        ),
        pytest.param(
            [NO_NEXT_LOOK],
            ["placed: a case here may owe nothing and have no next date; add a deadline"],
            id="no next date",
        ),
        pytest.param(
            [
                NO_NEXT_LOOK,
                (
                    WORKFLOW,
                    "    met_by: {entering: [placed]}",
                    "    during: open\n    met_by: {entering: [placed]}",
                ),
            ],
            [],
            id="a next date as long as it is open",
        ),
        pytest.param(
            [
                NO_NEXT_LOOK,
                (
                    WORKFLOW,
                    "    met_by: {entering: [placed]}",
                    "    during: [considered, placed]\n    met_by: {entering: [placed]}",
                ),
            ],
            [],
            id="a next date during both states",
        ),
        pytest.param(
            [
                NO_NEXT_LOOK,
                (
                    WORKFLOW,
                    "    met_by: {entering: [placed]}",
                    "    during: open\n    next_date: false\n    met_by: {entering: [placed]}",
                ),
            ],
            [
                f"{state}: a case here may owe nothing and have no next date; add a deadline"
                for state in ("considered", "placed")
            ],
            id="a date that is no next date",
        ),
    ],
)
def test_a_case_begins_gets_on_and_ends(
    tmp_path: Path, changes: list[tuple[str, str, str]], says: list[str]
) -> None:
    assert sentences(written(tmp_path, *changes)) == says
