"""What a version answers about itself."""

import pytest

from engine.definition import canonical
from tests.engine.builders import a_workflow

WORKFLOW = a_workflow()


def test_the_same_definition_has_the_same_identity() -> None:
    assert a_workflow().hash == WORKFLOW.hash
    assert len(WORKFLOW.hash) == 64


@pytest.mark.parametrize(
    "change",
    [
        'version: "2"',
        "region: oldebroek",
        "vocabulary: 2",
        "words: {cjg: {nl: CJG, en: CJG}}",
        "facts: {safety: {values: [safe]}}",
    ],
)
def test_whatever_can_change_a_decision_changes_the_identity(change: str) -> None:
    assert a_workflow(change).hash != WORKFLOW.hash


def test_equal_data_is_equal_text() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'


def test_a_version_knows_where_a_case_begins_and_where_it_is_open() -> None:
    assert WORKFLOW.initial == "considered"
    assert WORKFLOW.open_states == ("considered", "checked", "placed")


def test_rules_hang_on_acts_and_come_by_key() -> None:
    assert list(WORKFLOW.rules_on("placement")) == [
        "analysis",
        "conference",
        "network_asked",
        "not_residential",
    ]
    assert WORKFLOW.rules_on("court_placement") == WORKFLOW.rules_on(None) == {}


def test_a_fact_leads_to_the_decisions_that_it_is_found_as() -> None:
    assert WORKFLOW.decisions_found_as("court_placement") == ("placement",)
    assert WORKFLOW.decisions_found_as("placement") == ()
    assert WORKFLOW.decisions_found_as(None) == ()


@pytest.mark.parametrize(
    ("act", "binds"), [("placement", True), ("court_placement", False), (None, False)]
)
def test_rules_bind_a_decision_and_never_a_fact(act: str | None, binds: bool) -> None:
    assert WORKFLOW.binds(act) is binds


@pytest.mark.parametrize(
    ("state", "main"), [("checked", "place"), ("considered", "check"), ("returned", None)]
)
def test_a_state_has_one_main_step(state: str, main: str | None) -> None:
    assert WORKFLOW.main_of(state) == main
