"""Mistakes in what the status of a record asks, and in the new kinds of guards, are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.definitions import instead, loaded, problems, sentences, written

WORKFLOW, RECORDS = "placement/workflow.yaml", "records.yaml"
CONFIRMED = "      four_eyes: {by: [scientist]}\n"


WORDS = "key: k, asks: {nl: a, en: a}, says: {nl: b, en: b}"
CONFIRMED_LINES = range(7, 11)  # where it stands in the file


def asks(*guards: str) -> tuple[str, str, str]:
    """A change: an analysis is only confirmed when these guards hold."""
    return RECORDS, CONFIRMED, f"{CONFIRMED}      requires: [{', '.join(guards)}]\n"


@pytest.mark.parametrize(
    "guard",
    [
        "{consent: {to: placement}}",
        "{participant: {role: scientist}}",
        "{input: {outcome: [safe]}}",
        "{fact: {safety: [safe]}}",
        "{record: {type: order, status: [valid]}}",
        (
            "{any_of: [{age: {at_least: {years: 16}}}, {input: {outcome: [unsafe]}}], key: old, "
            "asks: {nl: a, en: a}, says: {nl: b, en: b}}"
        ),
    ],
)
def test_a_status_may_ask_what_a_step_may_ask(tmp_path: Path, guard: str) -> None:
    assert sentences(written(tmp_path, asks(guard))) == []


@pytest.mark.parametrize(
    ("guard", "says"),
    [
        pytest.param(
            "{participant: {role: scientst}}",
            "analysis: no role 'scientst'; did you mean 'scientist'?",
            id="role",
        ),
        pytest.param(
            f"{{none_of: [{{record: {{type: ordr}}}}], {WORDS}}}",
            "analysis: no record type 'ordr'; did you mean 'order'?",
            id="record",
        ),
        pytest.param(
            "{input: {outcom: [safe]}}",
            "analysis: its form asks no field 'outcom'; did you mean 'outcome'?",
            id="field of the move",
        ),
        pytest.param(
            "{input: {outcome: [saf]}}",
            "analysis: no answer to 'outcome' called 'saf'; did you mean 'safe'?",
            id="answer",
        ),
        pytest.param(
            "{age: {under: {years: 18}, for: {child: input.who}}}",
            "analysis: its form asks no field 'who'",
            id="child of the form",
        ),
        pytest.param(
            "{fact: {saftey: [safe]}}",
            "analysis: no fact 'saftey'; did you mean 'safety'?",
            id="fact",
        ),
        pytest.param(
            f"{{any_of: [{{fact: {{safety: [sfe]}}}}], {WORDS}}}",
            "analysis: no value of 'safety' called 'sfe'; did you mean 'safe'?",
            id="value of a fact",
        ),
    ],
)
def test_what_a_status_asks_exists(tmp_path: Path, guard: str, says: str) -> None:
    (problem,) = problems(written(tmp_path, asks("{assigned: regisseur}", guard)))

    assert (problem.file, f"{problem.where}: {problem.says}") == (RECORDS, says)
    assert problem.line in CONFIRMED_LINES


def test_a_fact_that_only_the_status_of_a_record_asks_is_read(tmp_path: Path) -> None:
    unread = ("rules.yaml", "{fact: {safety: [safe]}}", "{assigned: regisseur}")

    assert sentences(written(tmp_path, unread)) == ["safety: no guard ever reads this fact"]
    assert sentences(written(tmp_path, unread, asks("{fact: {safety: [safe]}}"))) == []


def test_whom_a_status_asks_for_comes_with_the_version(tmp_path: Path) -> None:
    change = asks("{participant: {role: unused_role}}", "{record: {type: unused_record}}")

    catalogue = loaded(tmp_path, change).of("placement", "default").catalogue

    assert "unused_role" in catalogue.roles
    assert "unused_record" in catalogue.records


FROM_ACT = "from: act.return_home, until: input.placed_on, at_most: {months: 6}"
DATES = (
    WORKFLOW,
    "      placed_on: {type: date,",
    "      until_on: {type: date, title: {nl: Tot, en: Until}}\n      placed_on: {type: date,",
)


@pytest.mark.parametrize(
    ("guard", "says"),
    [
        pytest.param(
            "{period: {from: input.placed_on, until: input.until_on, at_most: {months: 6}}}",
            [],
            id="two dates",
        ),
        pytest.param(f"{{period: {{{FROM_ACT}}}}}", [], id="from an act"),
        pytest.param(
            f"{{period: {{{FROM_ACT.replace('return_home', 'return_hme')}}}}}",
            ["place: no act 'return_hme'; did you mean 'return_home'?"],
            id="from an act that is not there",
        ),
        pytest.param(
            f"{{period: {{{FROM_ACT.replace('placed_on', 'placed_n')}}}}}",
            ["place: its form asks no date 'placed_n'; did you mean 'placed_on'?"],
            id="until what is not asked",
        ),
        pytest.param(
            f"{{any_of: [{{period: {{{FROM_ACT.replace('placed_on', 'coach')}}}}}], key: a, "
            "asks: {nl: a, en: a}, says: {nl: b, en: b}}",
            ["place: its form asks no date 'coach'"],
            id="until what is no date",
        ),
    ],
)
def test_a_period_lies_between_dates_that_are_known(
    tmp_path: Path, guard: str, says: list[str]
) -> None:
    assert sentences(written(tmp_path, DATES, instead(guard))) == says


@pytest.mark.parametrize(
    ("guard", "says"),
    [
        ("{present: scientist}", []),
        ("{present: scientst}", ["place: no role 'scientst'; did you mean 'scientist'?"]),
        ("{agreements: {some: true}}", []),
    ],
)
def test_whoever_must_be_present_is_a_role(tmp_path: Path, guard: str, says: list[str]) -> None:
    assert sentences(written(tmp_path, instead(guard))) == says


def test_a_quorum_names_roles_that_exist(tmp_path: Path) -> None:
    table = ("regions/default.yaml", 'ends: "12:30"}', 'ends: "12:30", quorum: [scientst]}')

    assert sentences(written(tmp_path, table, instead("{present: quorum}"))) == [
        "place: no role 'scientst'; did you mean 'scientist'?"
    ]


def test_the_act_of_a_period_comes_with_the_version(tmp_path: Path) -> None:
    guard = f"{{period: {{{FROM_ACT.replace('return_home', 'unused_act')}}}}}"

    catalogue = loaded(tmp_path, instead(guard)).of("placement", "default").catalogue

    assert "unused_act" in catalogue.acts


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "started: {initial: true}",
            "started: {initial: true, requires: [{assigned: regisseur}]}",
            "analysis: 'started' is where a record begins; ask this of a later status",
            id="at the beginning",
        ),
        pytest.param(
            CONFIRMED,
            f"{CONFIRMED}      requires: [{{any_of: [{{assigned: regisseur}}], key: some_one}}]\n",
            "analysis: a composed guard in 'requires' lacks asks, says",
            id="without words",
        ),
    ],
)
def test_what_a_status_may_not_ask(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert says in sentences(written(tmp_path, (RECORDS, old, new)))


@pytest.mark.parametrize("word", ["same", "any_open"])
def test_a_word_of_the_language_is_no_state(tmp_path: Path, word: str) -> None:
    change = (
        WORKFLOW,
        "\nstates:\n",
        f"\nstates:\n  {word}: {{title: {{nl: a, en: a}}, phase: carry_out}}\n",
    )

    said = sentences(written(tmp_path, change))

    assert f"{word}: '{word}' is a word of the language; call the state otherwise" in said
