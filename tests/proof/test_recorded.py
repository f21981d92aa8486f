"""A step that another case records as it opens this one: whoever acts holds no role in it."""

import pytest

from engine.definition import Workflow
from engine.proof.people import ANYBODY
from engine.proof.prove import How
from engine.proof.report import Broken, Proved
from engine.proof.words import path_in_words
from tests.proof.small import a_definition, never, verdict

BY_LEADER = "transitions: {record_event: {by: [leader]}, decide: {by: [leader]}}\n"
RECORDED = How(recorded=frozenset({"record_event"}))


def both(act: str) -> tuple[Workflow, Workflow]:
    """Definitions that promise that somebody leads, and that the leader does it."""
    led, by = never("{assigned: leader}", act), never("{role: [leader]}", act)
    return a_definition(BY_LEADER + led), a_definition(BY_LEADER + by)


@pytest.mark.parametrize("workflow", both("event"), ids=["assigned", "role"])
def test_nobody_need_hold_the_role(workflow: Workflow) -> None:
    found = verdict(workflow, RECORDED)

    assert isinstance(verdict(workflow), Proved)
    assert isinstance(found, Broken)
    assert found.failing.path.steps[-1].values["who"] == ANYBODY
    assert path_in_words(workflow, found.failing.path)[-1].nl == (
        "Vanuit een andere zaak: Gebeurtenis vastleggen."
    )


@pytest.mark.parametrize("workflow", both("decision"), ids=["assigned", "role"])
def test_other_steps_are_made_in_a_role(workflow: Workflow) -> None:
    assert isinstance(verdict(workflow, RECORDED), Proved)


def test_what_is_asked_of_the_step_is_asked_still() -> None:
    asked = "transitions: {record_event: {requires: [{assigned: leader}]}}\n"
    workflow = a_definition(asked + never("{assigned: leader}", "event"))

    assert isinstance(verdict(workflow, RECORDED), Proved)
