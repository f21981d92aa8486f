"""Mistakes in what steps ask, read and set are found."""

from pathlib import Path

import pytest

from engine.checks.reasons import reason_key
from tests.engine.definitions import instead, loaded, sentences, written

RECORDS, RULES = "records.yaml", "rules.yaml"
WORKFLOW = "placement/workflow.yaml"
ASSIGNED = "{assign: cjg_worker, person: input.coach}"
WORDS = "asks: {nl: a, en: a}, says: {nl: b, en: b}"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            (
                WORKFLOW,
                "    act: court_placement\n",
                "    act: court_placement\n    requires: [{assigned: regisseur}]\n",
            ),
            (
                "record_court_placement: 'court_placement' is a fact; what happened anyway is "
                "never refused: leave out 'requires'"
            ),
        ),
        (
            (WORKFLOW, "        key: legal_title\n", ""),
            "place: 'any_of' in 'requires' lacks key",
        ),
        (
            instead("{none_of: [{assigned: regisseur}]}"),
            "place: 'none_of' in 'requires' lacks key, asks and says",
        ),
        (
            instead(
                "{consent: {to: placement}}\n      - {consent: {to: placement, for: any_child}}"
            ),
            (
                "place: the reason 'consent.placement' occurs 2 times; give a composed guard "
                "another 'key'"
            ),
        ),
        (
            instead(f"{{all_of: [{{assigned: regisseur}}], key: family_first, {WORDS}}}"),
            "place: the reason 'family_first' occurs 2 times; give a composed guard another 'key'",
        ),
        (
            instead("{record: {type: analysis, no_older_than: {months: 6}}}"),
            (
                "place: the rule 'analysis_first' on 'out_of_home_placement' asks this already: "
                "leave it out"
            ),
        ),
        (
            instead(
                "all_of:\n"
                "          - {assigned: regisseur}\n"
                "          - none_of:\n"
                "              - all_of:\n"
                "                  - {age: {under: {years: 12}}}\n"
                "                  - {input: {place_kind: [residential]}}\n"
                "        key: both\n"
                "        asks: {nl: a, en: a}\n"
                "        says: {nl: b, en: b}"
            ),
            (
                "place: the rule 'family_first' on 'out_of_home_placement' asks this already: "
                "leave it out"
            ),
        ),
    ],
)
def test_a_step_asks_each_thing_once_and_in_words(
    tmp_path: Path, change: tuple[str, str, str], says: str
) -> None:
    assert sentences(written(tmp_path, change)) == [says]


def test_a_record_that_is_asked_otherwise_than_by_the_rule_may_stay(tmp_path: Path) -> None:
    change = instead("{record: {type: analysis, no_older_than: {months: 3}}}")

    assert sentences(written(tmp_path, change)) == []


@pytest.mark.parametrize(
    ("guard", "key"),
    [
        ("{record: {type: order}}", "record.order"),
        ("{participant: {role: scientist}}", "participant.scientist"),
        ("{assigned: regisseur}", "assigned.regisseur"),
        ("{age: {under: {years: 12}}}", "age"),
        ("{elapsed: {since: {act: return_home}, at_least: {days: 1}}}", "elapsed.return_home"),
        ("{input: {place_kind: [family]}}", "input.place_kind"),
        ("{fact: {safety: [unsafe]}}", "fact.safety"),
        ("{four_eyes: {of: {record: order}, by: [scientist]}}", "four_eyes"),
        ("{consent: {to: placement}}", "consent.placement"),
        ("{linked_case: {workflow: placement}}", "linked_case.placement"),
        ("{deadline: {key: evaluation, state: [met]}}", "deadline.evaluation"),
        (f"{{any_of: [{{assigned: regisseur}}], key: own, {WORDS}}}", "own"),
    ],
)
def test_the_key_of_a_reason_is_known_beforehand(tmp_path: Path, guard: str, key: str) -> None:
    workflow = loaded(tmp_path, instead(guard)).of("placement", "default")

    assert reason_key(workflow.transitions["place"].requires[0]) == key


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            (WORKFLOW, ASSIGNED, "{assign: cjg_worker, person: input.coch}"),
            "place: its form asks no field 'coch'; did you mean 'coach'?",
        ),
        (
            instead("{input: {place_knd: [family]}}"),
            "place: its form asks no field 'place_knd'; did you mean 'place_kind'?",
        ),
        (
            instead("{input: {place_kind: [famly]}}"),
            "place: no answer to 'place_kind' called 'famly'; did you mean 'family'?",
        ),
        (
            instead("{age: {under: {years: 18}, for: {child: input.chld}}}"),
            "place: its form asks no field 'chld'",
        ),
        (
            instead("{consent: {to: help, for: {child: input.coch}}}"),
            "place: its form asks no field 'coch'; did you mean 'coach'?",
        ),
        (
            instead("{record: {type: order, for: {child: input.coch}}}"),
            "place: its form asks no field 'coch'; did you mean 'coach'?",
        ),
        (
            (
                WORKFLOW,
                "{open: placement, link: again, when: {none_of: [{assigned: regisseur}]}}",
                "{open: placement, link: again, when: {input: {why: [x]}}}",
            ),
            "return_home: its form asks no field 'why'",
        ),
        (
            (
                WORKFLOW,
                ASSIGNED,
                "{open: placement, link: again, for: {child_where: {place_kin: family}}}",
            ),
            "place: its form asks no field 'place_kin'; did you mean 'place_kind'?",
        ),
        (
            (
                WORKFLOW,
                ASSIGNED,
                "{open: placement, link: again, for: {child_where: {place_kind: famly}}}",
            ),
            "place: no answer to 'place_kind' called 'famly'; did you mean 'family'?",
        ),
        (
            (RULES, "{input: {place_kind: [residential]}}", "{input: {place_kid: [residential]}}"),
            (
                "place: its form asks no field 'place_kid'; did you mean 'place_kind'? "
                "(the rule 'family_first' on 'out_of_home_placement' asks for it)"
            ),
        ),
    ],
)
def test_a_step_asks_what_it_or_its_rules_read(
    tmp_path: Path, change: tuple[str, str, str], says: str
) -> None:
    assert sentences(written(tmp_path, change)) == [says]


@pytest.mark.parametrize(
    "guard",
    [
        "{input: {coach: [anna]}}",
        "{age: {under: {years: 18}, for: {child: input.coach}}}",
        "{age: {under: {years: 18}, for: any_child}}",
    ],
)
def test_a_guard_may_read_what_the_form_asks(tmp_path: Path, guard: str) -> None:
    assert sentences(written(tmp_path, instead(guard))) == []


SETS = "    act: court_placement\n"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param(
            [(WORKFLOW, SETS, f"{SETS}    sets: {{safty: safe}}\n")],
            ["record_court_placement: no fact 'safty'; did you mean 'safety'?"],
            id="unknown fact",
        ),
        pytest.param(
            [(WORKFLOW, SETS, f"{SETS}    sets: {{safety: saf}}\n")],
            ["record_court_placement: no value of 'safety' called 'saf'; did you mean 'safe'?"],
            id="unknown value",
        ),
        pytest.param(
            [(WORKFLOW, SETS, f"{SETS}    sets: {{safety: input.safety}}\n")],
            ["record_court_placement: its form asks no field 'safety'"],
            id="not asked",
        ),
        pytest.param(
            [
                (
                    WORKFLOW,
                    "    requires:\n",
                    "    sets: {safety: input.placed_on}\n    requires:\n",
                )
            ],
            ["place: sets 'safety' from 'input.placed_on', which is no choice and no yes_no"],
            id="a date is no value",
        ),
        pytest.param(
            [(WORKFLOW, "values: [safe, unsafe]", "values: [safe]")],
            ["analysis: no value of 'safety' called 'unsafe'; did you mean 'safe'?"],
            id="a record sets what is not declared",
        ),
        pytest.param(
            [(RECORDS, "safety: input.outcome", "safety: input.outcom")],
            ["analysis: its form asks no field 'outcom'; did you mean 'outcome'?"],
            id="a record sets what it does not ask",
        ),
        pytest.param(
            [(RECORDS, "  sets: {safety: input.outcome}\n", "")],
            ["safety: no step or record ever sets this fact"],
            id="never set",
        ),
        pytest.param(
            [(RULES, "{fact: {safety: [safe]}}", "{assigned: regisseur}")],
            ["safety: no guard ever reads this fact"],
            id="never read",
        ),
        pytest.param(
            [(RULES, "{fact: {safety: [safe]}}", "{fact: {safety: [sfe]}}")],
            ["board_advice: no value of 'safety' called 'sfe'; did you mean 'safe'?"],
            id="an unknown value is read",
        ),
        pytest.param(
            [instead("{fact: {saftey: [safe]}}")],
            ["place: no fact 'saftey'; did you mean 'safety'?"],
            id="an unknown fact is read",
        ),
        pytest.param(
            [(WORKFLOW, "when: {none_of: [{assigned: regisseur}]}", "when: {fact: {nope: [x]}}")],
            ["return_home: no fact 'nope'"],
            id="an unknown fact decides what is opened",
        ),
        pytest.param(
            [(WORKFLOW, "    source: LAW\n", "    source: LAW\n    when: {fact: {nope: [x]}}\n")],
            ["order_ends: no fact 'nope'"],
            id="an unknown fact decides whether a deadline begins",
        ),
        pytest.param(
            [
                (
                    WORKFLOW,
                    "without: {record: {type: analysis, status: [confirmed]}}",
                    "without: {fact: {nope: [x]}}",
                )
            ],
            ["invariants.0: no fact 'nope'"],
            id="an unknown fact in an invariant",
        ),
    ],
)
def test_a_fact_is_declared_set_and_read(
    tmp_path: Path, changes: list[tuple[str, str, str]], says: list[str]
) -> None:
    assert sentences(written(tmp_path, *changes)) == says


def test_a_yes_or_no_sets_a_fact(tmp_path: Path) -> None:
    changes = [
        (WORKFLOW, "type: date, title", "type: yes_no, title"),
        (WORKFLOW, "values: [safe, unsafe]", "values: [safe, unsafe, 'yes', 'no']"),
        (WORKFLOW, "    requires:\n", "    sets: {safety: input.placed_on}\n    requires:\n"),
    ]

    assert sentences(written(tmp_path, *changes)) == []


def test_a_record_may_set_a_fact_that_only_another_workflow_has(tmp_path: Path) -> None:
    changes = [(RECORDS, "{safety: input.outcome}", "{safety: input.outcome, other: done}")]

    assert sentences(written(tmp_path, *changes)) == []
