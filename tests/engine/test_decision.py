"""A decision says yes or no, and names every condition that is missing."""

from dataclasses import replace
from datetime import date

import pytest

from engine.decision import (
    Allowed,
    Refused,
    UnknownTransition,
    available,
    decide,
    missing,
    transition_named,
)
from engine.snapshot import Snapshot
from tests.engine.builders import BO, MAX, a_case, a_deviation, a_workflow, filled_in

WORKFLOW = a_workflow()
ORDER = [
    "state",
    "role",
    "participant.scientist",
    "fact.safety",
    "analysis",
    "conference",
    "network_asked",
    "not_residential",
]


def missing_of(case: Snapshot, name: str = "place") -> list[str]:
    """What a refusal names; the step is expected to be refused."""
    decision = decide(WORKFLOW, case, name)
    assert isinstance(decision, Refused)
    return [reason.key for reason in decision.missing]


def allowed(case: Snapshot, name: str = "place") -> Allowed:
    """The decision, which is expected to be a yes."""
    decision = decide(WORKFLOW, case, name)
    assert isinstance(decision, Allowed), [reason.key for reason in decision.reasons]
    return decision


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(a_case(analysed=date(2025, 9, 8)), ["analysis"], id="too old"),
        pytest.param(
            a_case(role="cjg_worker", analysed=None, conference="offered"),
            ["role", "analysis", "conference"],
            id="every missing condition is named, not just the first",
        ),
        pytest.param(a_case("placed"), ["state"], id="already placed"),
        pytest.param(
            a_case("considered", scientist=False, facts={}),
            ["state", "participant.scientist", "fact.safety"],
            id="guards come in the order of the file",
        ),
        pytest.param(
            a_case(
                "considered",
                role="scientist",
                scientist=False,
                facts={},
                analysed=None,
                conference=None,
                network=None,
                children=(BO,),
                inputs=filled_in("residential"),
            ),
            [key for key in ORDER if key != "network_asked"],
            id="everything but the warning, state and role first, rules by key",
        ),
    ],
)
def test_a_refusal_says_what_is_missing(case: Snapshot, expected: list[str]) -> None:
    assert missing_of(case) == expected


def test_a_case_that_lacks_nothing_may_move() -> None:
    decision = allowed(a_case(inputs=filled_in()))

    assert (decision.transition, decision.target) == ("place", "placed")
    assert [reason.key for reason in decision.reasons] == ORDER
    assert all(reason.met for reason in decision.reasons)
    assert (decision.warnings, decision.found_without_gate) == ((), ())


def test_a_refusal_shows_what_is_met_too() -> None:
    decision = decide(WORKFLOW, a_case(analysed=None), "place")

    assert isinstance(decision, Refused)
    assert [reason.key for reason in decision.reasons] == ORDER


def test_a_refusal_says_where_the_case_stands_and_who_may() -> None:
    state, role, *_ = decide(WORKFLOW, a_case("considered", role="scientist"), "place").reasons

    assert state.says.en == "The case is at 'Considered'; this is possible from: Checked."
    assert role.says.nl == "U heeft in deze zaak geen rol die dit mag. Dit doet: regisseur."
    assert (state.source, role.source) == ("004", "004")


def test_a_step_may_name_its_own_source() -> None:
    step = WORKFLOW.transitions["place"].model_copy(update={"source": "LAW BW 1:265a"})
    workflow = WORKFLOW.model_copy(update={"transitions": {"place": step}})

    assert decide(workflow, a_case(), "place").reasons[0].source == "LAW BW 1:265a"


def test_a_rule_speaks_in_its_own_words() -> None:
    reasons = {reason.key: reason for reason in decide(WORKFLOW, a_case(), "place").reasons}

    assert reasons["analysis"].says.en == "There is no analysis."
    assert (reasons["analysis"].source, reasons["conference"].source) == ("004", "004")
    assert reasons["analysis"].fix is not None
    assert reasons["analysis"].fix.target == ("record", "analysis")
    assert reasons["conference"].fix is not None
    assert reasons["conference"].fix.target == ("participant", "cjg_worker")
    assert reasons["conference"].severity == "block_unless_deviation"


def test_a_warning_never_blocks_but_stays_visible() -> None:
    decision = allowed(a_case(network=None, inputs=filled_in()))

    assert [reason.key for reason in decision.warnings] == ["network_asked"]


def test_what_is_open_does_not_count_in_a_list_but_stops_whoever_acts() -> None:
    unknown = a_case(children=(MAX,))

    listed = allowed(unknown)

    assert [reason.key for reason in listed.reasons if reason.met is None] == ["not_residential"]
    assert missing_of(replace(unknown, inputs=filled_in("residential"))) == ["not_residential"]
    assert allowed(replace(unknown, inputs=filled_in())).target == "placed"


def test_a_list_names_only_what_is_known_to_be_missing() -> None:
    assert missing_of(a_case(children=(MAX,), analysed=None)) == ["analysis"]


def test_an_open_warning_does_not_stop_whoever_acts() -> None:
    rule = WORKFLOW.rules["not_residential"].model_copy(update={"severity": "warn"})
    workflow = WORKFLOW.model_copy(update={"rules": {"not_residential": rule}})
    case = a_case(children=(MAX,), inputs=filled_in("residential"))

    assert isinstance(decide(workflow, case, "place"), Allowed)


def test_a_deviation_sets_a_rule_aside_which_stays_unmet() -> None:
    case = a_case(conference=None, deviations=a_deviation(), inputs=filled_in())

    decision = allowed(case)

    reason = next(reason for reason in decision.reasons if reason.key == "conference")
    assert (reason.met, reason.set_aside, reason.stops) == (False, "dev-conference", False)
    assert decision.warnings == (reason,)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(
            a_case(conference=None, deviations=a_deviation("analysis")),
            ["conference"],
            id="of another rule",
        ),
        pytest.param(
            a_case(conference=None, deviations=a_deviation(transition="return_home")),
            ["conference"],
            id="for another step",
        ),
        pytest.param(
            a_case(conference=None, deviations=a_deviation(confirmed=False)),
            ["conference"],
            id="asked, not confirmed",
        ),
        pytest.param(
            a_case(analysed=None, deviations=a_deviation("analysis")),
            ["analysis"],
            id="of a rule that blocks",
        ),
    ],
)
def test_a_deviation_covers_one_rule_and_one_step_once_confirmed(
    case: Snapshot, expected: list[str]
) -> None:
    assert missing_of(case) == expected


def test_an_asked_deviation_covers_a_rule_that_is_confirmed_within_a_span() -> None:
    young = a_case(children=(BO,), inputs=filled_in("residential"))
    asked = a_deviation("not_residential", confirmed=False)

    assert missing_of(young) == ["not_residential"]
    assert allowed(replace(young, deviations=asked)).target == "placed"


def test_a_rule_that_is_met_needs_no_deviation() -> None:
    decision = allowed(a_case(deviations=a_deviation(), inputs=filled_in()))

    assert {reason.set_aside for reason in decision.reasons} == {None}


def test_a_fact_is_never_refused_for_what_it_lacks() -> None:
    case = a_case(analysed=None, conference=None, network=None, scientist=False, inputs={})

    decision = allowed(case, "record_court_placement")

    assert [reason.key for reason in decision.reasons] == ["state", "role"]
    assert [reason.key for reason in decision.found_without_gate] == ["analysis", "conference"]


def test_what_cannot_be_known_is_found_without_gate_too() -> None:
    rule = WORKFLOW.rules["analysis"].model_copy(
        update={"requires": WORKFLOW.rules["not_residential"].requires}
    )
    workflow = WORKFLOW.model_copy(update={"rules": {"analysis": rule}})
    case = a_case(children=(MAX,), inputs={"place_kind": "residential"})

    decision = decide(workflow, case, "record_court_placement")

    assert isinstance(decision, Allowed)
    assert [reason.key for reason in decision.found_without_gate] == ["analysis"]


def test_a_fact_found_as_two_decisions_names_a_rule_of_both_once() -> None:
    act = WORKFLOW.catalogue.acts["placement"]
    acts = {**WORKFLOW.catalogue.acts, "extension": act}
    both, second = {"on": ("placement", "extension")}, {"on": ("extension",)}
    rules = {
        "conference": WORKFLOW.rules["conference"].model_copy(update=both),
        "analysis": WORKFLOW.rules["analysis"].model_copy(update=second),
    }
    changes = {"rules": rules, "catalogue": WORKFLOW.catalogue.model_copy(update={"acts": acts})}
    case = a_case(analysed=None, conference=None)

    decision = decide(WORKFLOW.model_copy(update=changes), case, "record_court_placement")

    assert isinstance(decision, Allowed)
    assert [reason.key for reason in decision.found_without_gate] == ["analysis", "conference"]


def test_not_even_a_rule_on_the_fact_itself_stops_its_recording() -> None:
    rule = WORKFLOW.rules["analysis"].model_copy(update={"on": ("court_placement",)})
    workflow = WORKFLOW.model_copy(update={"rules": {"analysis": rule}})

    decision = decide(workflow, a_case(analysed=None), "record_court_placement")

    assert isinstance(decision, Allowed)
    assert [reason.key for reason in decision.reasons] == ["state", "role"]


def test_a_fact_still_asks_state_and_role() -> None:
    case = a_case("returned", role="scientist")

    assert missing_of(case, "record_court_placement") == ["state", "role"]


def test_a_step_without_act_is_bound_by_no_rule() -> None:
    decision = allowed(a_case("considered", analysed=None), "check")

    assert [reason.key for reason in decision.reasons] == ["state", "role"]
    assert decision.found_without_gate == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("plaec", "no transition 'plaec'; did you mean 'place'", id="misspelt"),
        pytest.param(
            "zzz",
            "no transition 'zzz'; known are: check, drop, place, record_court_placement, "
            "return_home.",
            id="nothing near",
        ),
    ],
)
def test_an_unknown_step_is_a_mistake_and_not_a_refusal(name: str, message: str) -> None:
    with pytest.raises(UnknownTransition, match=message) as caught:
        decide(WORKFLOW, a_case(), name)

    assert caught.value.code == "unknown_transition"


def test_a_step_is_found_by_its_name() -> None:
    assert transition_named(WORKFLOW, "place").to == "placed"


def test_the_list_of_steps_shows_those_that_are_not_possible_too() -> None:
    listed = available(WORKFLOW, a_case(analysed=None, inputs=filled_in()))

    assert {name: isinstance(found, Allowed) for name, found in listed.items()} == {
        "place": False,
        "drop": True,
        "record_court_placement": True,
    }
    assert available(WORKFLOW, a_case("returned")) == {}


def test_the_list_of_steps_is_made_before_a_form_is_filled_in() -> None:
    listed = available(WORKFLOW, a_case(children=(MAX,), inputs=filled_in("residential")))

    assert isinstance(listed["place"], Allowed)
    assert [reason.needs for reason in listed["place"].reasons if reason.met is None] == [
        ("birth_date", "place_kind")
    ]


@pytest.mark.parametrize(
    ("state", "keys"),
    [
        pytest.param("checked", ORDER, id="of the step marked as main"),
        pytest.param("considered", ["state", "role"], id="of the first step out"),
        pytest.param("returned", [], id="nothing leaves a final state"),
    ],
)
def test_what_is_missing_are_the_reasons_of_the_main_step(state: str, keys: list[str]) -> None:
    assert [reason.key for reason in missing(WORKFLOW, a_case(state))] == keys


def test_what_is_missing_is_asked_before_a_form_is_filled_in() -> None:
    reasons = missing(WORKFLOW, a_case(children=(BO,), inputs=filled_in("residential")))

    assert [reason.needs for reason in reasons if reason.met is None] == [("place_kind",)]
