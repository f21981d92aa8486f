"""What nobody meant: states that no case reaches, deadlines nobody can meet, idle guards."""

import pytest

from engine.definition import Workflow
from engine.proof.budget import Budget
from engine.proof.prove import How, prove
from engine.proof.report import Finding
from tests.proof.small import a_definition, asking, never

AGREED = "{record: {type: report, status: [agreed]}}"


def found(workflow: Workflow, key: str) -> list[str]:
    """Where something of this kind was found."""
    return [each.where for each in prove(workflow).findings if each.key == key]


def a_deadline(met_by: str, during: str = "[decided]", more: str = "") -> Workflow:
    """The small definition with one more deadline."""
    return a_definition(f"""\
deadlines:
  later:
    title: {{nl: Later, en: Later}}
    kind: hard
    starts: {{entering: [decided]}}
    within: {{weeks: 2}}
    during: {during}
    met_by: {met_by}
    owner: leader
    source: DEFAULT
{more}""")


def test_a_sound_definition_has_no_findings() -> None:
    report = prove(asking(AGREED, "{assigned: leader}", more=never(AGREED)))

    assert report.findings == ()
    assert report.holds


def test_a_state_behind_a_contradiction_is_never_reached() -> None:
    contradiction = "{none_of: [{fact: {safety: [safe, unsafe]}}]}"
    workflow = asking("{fact: {safety: [safe]}}", contradiction)
    behind = a_definition("transitions: {record_event: {from: [decided]}}")
    cut_off = workflow.model_copy(
        update={"transitions": {**workflow.transitions, **_only(behind, "record_event")}}
    )

    assert found(workflow, "unreachable") == []
    assert found(cut_off, "unreachable") == ["decided", "done"]
    assert not prove(cut_off).holds


def _only(workflow: Workflow, name: str) -> dict[str, object]:
    return {name: workflow.transitions[name]}


@pytest.mark.parametrize(
    ("met_by", "during", "met"),
    [
        pytest.param("{entering: [done]}", "[decided]", True, id="entering"),
        pytest.param("{entering: [weighed]}", "[decided]", False, id="only before"),
        pytest.param("{act: [finish]}", "[decided]", True, id="an act"),
        pytest.param("{act: [event]}", "[decided]", False, id="an act from elsewhere"),
        pytest.param("{act: [event]}", "open", True, id="while it runs on"),
        pytest.param(AGREED.replace("record", "record", 1), "[decided]", True, id="a record"),
        pytest.param(
            "{any_of: [{act: [event]}, {entering: [weighed]}]}", "[decided]", False, id="neither"
        ),
    ],
)
def test_a_deadline_can_be_met_while_it_is_open(met_by: str, during: str, met: bool) -> None:
    assert found(a_deadline(met_by, during), "unmeetable") == ([] if met else ["later"])


def test_a_talk_meets_a_review() -> None:
    review = a_deadline("{act: [event]}", more="    review: true")

    assert found(review, "unmeetable") == []


def test_a_guard_is_idle_when_another_asks_as_much() -> None:
    older = "{record: {type: report, status: [agreed], no_older_than: {weeks: 2}}}"

    assert found(asking(AGREED, older), "idle") == ["decide.record.report"]
    assert found(asking(older, "{consent: {to: help}}"), "idle") == []


def test_whoever_acts_makes_asking_for_them_idle() -> None:
    only = "transitions: {decide: {by: [leader], requires: [{assigned: leader}]}}"
    remark = Finding(
        "idle",
        "decide.assigned.leader",
        prove(a_definition(only)).findings[0].says,
        falls_short=False,
    )

    assert prove(a_definition(only)).findings == (remark,)
    assert prove(a_definition(only)).holds


def test_a_definition_too_large_to_chart_says_so() -> None:
    report = prove(a_definition(), How(limits=lambda: Budget(2)))

    assert [finding.key for finding in report.findings] == ["not_charted"]
    assert not report.holds


def test_what_could_not_be_searched_is_not_called_idle() -> None:
    older = "{record: {type: report, status: [agreed], no_older_than: {weeks: 2}}}"
    budgets = iter([Budget(), Budget(), *(Budget(1) for _ in range(9))])
    report = prove(asking(AGREED, older), How(limits=lambda: next(budgets)))

    assert report.findings == ()
