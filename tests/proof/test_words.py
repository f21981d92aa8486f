"""A proof in words that a policy adviser follows."""

import pytest

from engine.proof.dimension import At
from engine.proof.report import Broken
from engine.proof.search import Changed, Path
from engine.proof.space import Space
from engine.proof.words import dimension_in_words, invariant_in_words, path_in_words
from tests.proof.small import a_definition, asking, never, verdict
from tests.proof.test_dimensions import COMPOSED, GUARDS
from tests.proof.test_lasting import AFTER
from tests.proof.test_never import AGREED, with_rule
from tests.proof.test_standing import DATES, REACH


def told(text: str, *guards: str) -> list[str]:
    """The counter-example of the first invariant, in Dutch."""
    workflow = asking(*guards, more=text) if guards else a_definition(text)
    found = verdict(workflow)
    assert isinstance(found, Broken)
    return [line.nl for line in path_in_words(workflow, found.failing.path)]


@pytest.mark.parametrize(
    ("text", "nl"),
    [
        (never(AGREED), "nooit 'Besluit' zonder: Leg vast: Verslag"),
        (never("{role: [leader]}"), "nooit 'Besluit' door een ander dan leider"),
        (
            AFTER,
            "na 'Gebeurtenis' altijd binnen 4 weken, of een ander hoort het: Leg vast: Verslag",
        ),
        (REACH, "uit elke open toestand is een einde te bereiken"),
        (DATES, "in elke open toestand loopt een termijn met een eigenaar"),
    ],
)
def test_an_invariant_is_one_sentence(text: str, nl: str) -> None:
    workflow = a_definition(text)

    assert invariant_in_words(workflow, workflow.invariants[0]).nl == nl


def test_a_path_is_told_step_by_step() -> None:
    other = "{record: {type: report, status: [agreed, refused]}}"

    assert told(never(AGREED), other, "{input: {place: [away]}}", "{consent: {to: help}}") == [
        "Er wordt een zaak 'Hulp' geopend.",
        "Wegen (Veiligheid: Veilig).",
        "Het stuk 'Verslag' komt op 'refused'.",
        "Besluiten (Plek: Elders; met alle toestemming).",
    ]


def test_time_that_passes_is_told() -> None:
    fresh = "{record: {type: report, status: [agreed], no_older_than: {weeks: 6}}}"
    late = "{elapsed: {since: {entering: weighed}, at_most: {weeks: 2}}}"
    act = "{elapsed: {since: {act: event}, at_most: {weeks: 2}}}"
    again = "transitions: {decide: {from: [weighed, decided]}}\n"

    assert "Er gaat tijd voorbij: meer dan 6 weken sinds 'Verslag'." in told(never(fresh), AGREED)
    assert "Er gaat tijd voorbij: meer dan 2 weken sinds 'Gewogen'." in told(
        never(late), "{elapsed: {since: {entering: weighed}, at_least: {days: 1}}}"
    )
    asked = "{elapsed: {since: {act: event}, at_least: {days: 1}}}"
    text = again.replace("]}", f"], requires: [{asked}]}}") + never(act)
    assert "Er gaat tijd voorbij: meer dan 2 weken sinds 'Gebeurtenis'." in told(text)


def test_a_child_grows_up() -> None:
    young = "transitions: {weigh: {requires: [{age: {under: {years: 12}}}]}}\n"
    lines = told(young + never("{age: {under: {years: 12}}}"))

    assert lines == [
        "Er wordt een zaak 'Hulp' geopend voor een jeugdige van 11 jaar.",
        "Wegen (Veiligheid: Veilig).",
        "De jeugdige wordt 12 jaar.",
        "Besluiten.",
    ]


def test_a_record_of_before_is_told() -> None:
    newer = "{record: {type: report, newer_than: {record: order}}}"

    assert "Het stuk 'Verslag' is van eerder." in told(never(newer), AGREED)


def test_a_record_that_is_confirmed_anew_is_told() -> None:
    workflow = asking("{record: {type: report, no_older_than: {weeks: 6}}}")
    again = Changed("record.report", At("shown", 1), At("shown", 0))

    assert path_in_words(workflow, Path({}, (again,)))[-1].en == (
        "The record 'Report' comes to 'Shown'."
    )


def test_a_fact_that_a_record_sets_is_told() -> None:
    sets = "catalogue: {records: {report: {sets: {safety: unsafe}}}}\n"
    only_safe = "transitions: {weigh: {sets: {safety: safe}}}\n"
    lines = told(sets + only_safe + never("{fact: {safety: [safe]}}"))

    assert "Het gegeven 'safety' wordt 'unsafe'." in lines


def test_a_deviation_is_told() -> None:
    lines = told(with_rule("block_unless_deviation"))

    assert lines[-1].endswith("(met een bevestigde afwijking van 'Spreek het verslag af').")


def test_a_role_and_a_missing_consent_are_told() -> None:
    assert told(never("{role: [worker]}"))[-1] == "leider: Besluiten."
    assert told(never("{consent: {to: help}}"))[-1] == "Besluiten (niet iedereen stemt in)."


def test_a_yes_and_no_question_is_told() -> None:
    assert told(never("{assigned: leader}"), '{input: {urgent: ["yes"]}}')[-1] == (
        "Besluiten (Spoed: ja)."
    )


def test_everything_that_can_be_left_out_has_a_name() -> None:
    workflow = asking(*GUARDS, COMPOSED, "{input: {unknown: [x]}}")
    keys = Space.of(workflow).dimensions.keys() - {"who"}
    names = {dimension_in_words(workflow, key).nl for key in keys}

    assert {"stuk: Verslag", "leeftijd", "afspraken", "betrokken: leider"} <= names
    assert len(names) == len(keys)
