"""What a version answers about itself."""

import pytest
from pydantic import ValidationError

from engine.definition import Opening, Transition, canonical
from tests.engine.builders import a_workflow, from_yaml

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


CLOCKED = """
by: [system, regisseur]
one_open: true
when: {age: {before_birthday: 16, by: {months: 3}}, while: {open_case: [placement]}}
"""
WITH_A_FORM = CLOCKED + "input: {why: {type: text, title: {nl: Waarom, en: Why}, optional: true}}"
TOGETHER = "'when' and the role 'system' in 'by' go together"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CLOCKED, id="by the clock too"),
        pytest.param(CLOCKED.replace(", regisseur", ""), id="by the clock alone"),
        pytest.param(
            CLOCKED.replace(", while: {open_case: [placement]}", ""), id="whatever else runs"
        ),
        pytest.param(WITH_A_FORM, id="with a form that may stay empty"),
        pytest.param("by: [regisseur]\none_open: true", id="one at a time, by hand"),
    ],
)
def test_a_case_may_be_opened_by_people_and_by_the_clock(text: str) -> None:
    found = Opening.model_validate(from_yaml(text))

    assert set(found.by_hand) == set(found.by) - {"system"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("by: [system, regisseur]\none_open: true", TOGETHER, id="never"),
        pytest.param(CLOCKED.replace("system, ", ""), TOGETHER, id="by nobody"),
        pytest.param(
            CLOCKED.replace("one_open: true", "one_open: false"),
            "what the clock opens is 'one_open: true'",
            id="again and again",
        ),
        pytest.param(
            WITH_A_FORM.replace(", optional: true", ""),
            "the clock fills in no form: make each field optional",
            id="with a form",
        ),
        pytest.param(CLOCKED.replace("[placement]", "[]"), "at least 1 item", id="while nothing"),
    ],
)
def test_what_the_clock_opens_it_can_open_by_itself_and_once(text: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Opening.model_validate(from_yaml(text))


A_STEP = """
title: {nl: Zonder regisseur, en: Without a regisseur}
from: [placed]
to: same
"""
BY_CLOCK = A_STEP + "by: [system]\nwhen_vacant: regisseur\n"
ASKED = "{why: {type: text, title: {nl: Waarom, en: Why}}}"
VACANT = r"'by: \[system\]' and 'when_vacant' go together"


@pytest.mark.parametrize(
    "text",
    [
        BY_CLOCK,
        BY_CLOCK + f"input: {ASKED.replace('}}}', '}, optional: true}}')}",
        A_STEP + f"by: [regisseur]\ninput: {ASKED}",
    ],
)
def test_the_clock_makes_a_step_by_itself(text: str) -> None:
    step = Transition.model_validate(from_yaml(text))

    assert (step.by == ("system",)) is (step.when_vacant == "regisseur")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(A_STEP + "by: [system]", VACANT, id="when?"),
        pytest.param(A_STEP + "by: [regisseur]\nwhen_vacant: regisseur", VACANT, id="by whom?"),
        pytest.param(
            A_STEP + "by: [system, regisseur]\nwhen_vacant: regisseur", VACANT, id="also by people"
        ),
        pytest.param(BY_CLOCK + f"input: {ASKED}", "the clock fills in no form", id="with a form"),
    ],
)
def test_a_step_of_the_clock_says_when_and_asks_nobody(text: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Transition.model_validate(from_yaml(text))
