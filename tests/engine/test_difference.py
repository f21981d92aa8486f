"""What differs between two versions is said in words that people decide on."""

import pytest

from engine.difference import Difference, differences
from engine.difference_values import worded
from engine.text import Text
from tests.engine.builders import a_workflow
from tests.shipped import the_library

DEADLINES = """\
deadlines:
  evaluation:
    title: {nl: Evaluatie, en: Evaluation}
    kind: hard
    starts: {entering: [placed]}
    within: {weeks: 6}
    met_by: {record: {type: analysis, status: [confirmed]}}
    owner: regisseur
    source: DEFAULT
"""


def with_deadline(**lines: str) -> str:
    """Say what the deadline is, with these lines instead of its own."""
    own = dict(line.strip().split(": ", 1) for line in DEADLINES.splitlines()[2:])
    text = "".join(f"    {key}: {value}\n" for key, value in {**own, **lines}.items() if value)
    return f"deadlines:\n  evaluation:\n{text}"


def told(before: str, after: str) -> list[str]:
    """Say in Dutch what differs."""
    return [each.says.nl for each in differences(a_workflow(before), a_workflow(after))]


def test_a_version_does_not_differ_from_itself() -> None:
    assert differences(a_workflow(DEADLINES), a_workflow(DEADLINES)) == ()


def test_the_label_the_region_and_the_vocabulary_are_no_difference() -> None:
    assert told("", 'version: "2"\nregion: elsewhere\nvocabulary: 2') == []


def test_a_difference_says_where_it_is_and_how() -> None:
    (found,) = differences(a_workflow(DEADLINES), a_workflow(with_deadline(within="{weeks: 4}")))

    assert found == Difference(
        "deadlines",
        "evaluation",
        "changed",
        Text(
            nl="Termijn ‘Evaluatie’, binnen: was 6 weken, wordt 4 weken",
            en="Term “Evaluation”, within: was 6 weeks, becomes 4 weeks",
        ),
        "within",
    )


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        pytest.param(
            "", "about: family",
            ["Werkwijze ‘Uithuisplaatsing’, gaat over: was één jeugdige, wordt een gezin"],
            id="the whole",
        ),
        pytest.param(
            "", "opens: {by: [cjg_worker, regisseur]}",
            ["Openen ‘Uithuisplaatsing’, door wie: was CJG-werker, wordt CJG-werker, regisseur"],
            id="who opens",
        ),
        pytest.param("", "phases: {more: {title: {nl: Meer, en: More}}}",
                     ["Fase ‘Meer’ is nieuw"], id="a phase"),
        pytest.param("facts: {old: {values: [yes]}}", "", ["Feit ‘old’ vervalt"], id="a fact"),
        pytest.param(
            "", "facts: {safety: {values: [safe, unsafe, unknown]}}",
            ["Feit ‘safety’, waarden: was safe, unsafe, wordt safe, unsafe, unknown"],
            id="the values of a fact",
        ),
        pytest.param(
            "", "states: {placed: {title: {nl: Weg, en: Away}, phase: all, final: true}}",
            ["Status ‘Weg’, naam: was Geplaatst, wordt Weg",
             "Status ‘Weg’, einde: was nee, wordt ja"],
            id="a state",
        ),
        pytest.param(
            "", "states: {placed: {title: {nl: Geplaatst, en: Placed}, phase: none}}",
            ["Status ‘Geplaatst’, fase: was Alles, wordt none"], id="a phase that has no title",
        ),
        pytest.param(
            "words: {cjg: {nl: CJG, en: CJG}}", "words: {cjg: {nl: Wijkteam, en: Team}}",
            ["Woord ‘cjg’: was CJG, wordt Wijkteam"], id="a word",
        ),
        pytest.param(
            "words: {cjg: {nl: CJG, en: CJG}}", "words: {cjg: {nl: CJG, en: CJG}}", [],
            id="the same word",
        ),
        pytest.param(
            "", "invariants: [{never: {act: placement}, without: {role: [regisseur]}, source: x}]",
            ["Belofte ‘nooit 'Plaatsing' door een ander dan regisseur’ is nieuw"], id="a promise",
        ),
    ],
)  # fmt: skip
def test_each_section_is_compared(before: str, after: str, says: list[str]) -> None:
    assert told(before, after) == says


STEP = "transitions: {drop: {title: {nl: Niet plaatsen, en: Do not place}, by: [regisseur], "


@pytest.mark.parametrize(
    ("after", "says"),
    [
        pytest.param("from: [checked, considered], to: returned}}",
                     "vanuit: was Tegenspraak gehouden, wordt Tegenspraak gehouden, Overwogen",
                     id="from where"),
        pytest.param("from: [checked], to: same}}",
                     "naar: was Terug thuis, wordt dezelfde status", id="to where"),
        pytest.param("from: [checked], to: returned, act: placement}}",
                     "handeling: was niets, wordt Plaatsing", id="which act"),
        pytest.param("from: [checked], to: returned, act: other}}",
                     "handeling: was niets, wordt other", id="an act without a title"),
        pytest.param(
            "from: [checked], to: returned, requires: [{participant: {role: scientist}}]}}",
            "voorwaarden: was niets, wordt Betrek: gedragswetenschapper", id="what it asks"),
        pytest.param(
            "from: [checked], to: returned, "
            "input: {why: {type: text, title: {nl: Reden, en: Why}}}}}",
            "vragen: was niets, wordt Reden", id="its form"),
        pytest.param("from: [checked], to: returned, then: [{tell: scientist}]}}",
                     "gevolgen: is gewijzigd", id="what has no words"),
    ],
)  # fmt: skip
def test_a_step_is_told_with_titles(after: str, says: str) -> None:
    assert told("", STEP + after) == [f"Stap ‘Niet plaatsen’, {says}"]


def test_a_step_of_the_clock_is_made_by_the_program() -> None:
    assert "door wie: was regisseur, wordt het programma" in " ".join(
        told("", STEP.replace("[regisseur]", "[system]")
             + "from: [checked], to: returned, when_vacant: scientist}}")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param({"owner": "cjg_worker"},
                     "eigenaar: was regisseur, wordt CJG-werker", id="owner"),
        pytest.param({"kind": "statutory"}, "soort: was vast, wordt wettelijk", id="kind"),
        pytest.param({"repeats": "{every: {months: 3}}"},
                     "herhaling: was niets, wordt elke 3 maanden", id="repeats"),
        pytest.param({"window": "{before: {days: 2}, after: {days: 3}}"},
                     "venster: was niets, wordt 2 dagen / 3 dagen", id="window"),
        pytest.param({"window": "{after: {days: 3}}"},
                     "venster: was niets, wordt 3 dagen", id="half a window"),
        pytest.param({"during": "open"},
                     "geldt in: was niets, wordt alle open statussen", id="where"),
        pytest.param({"on_day_off": "stays"},
                     "op een vrije dag: was niets, wordt blijft staan", id="days off"),
        pytest.param({"extend": "{by: [scientist], at_most: {weeks: 2}}"},
                     "verlengen: was niets, wordt hoogstens 2 weken, door gedragswetenschapper",
                     id="extending"),
        pytest.param({"starts": "{act: [placement]}"},
                     "begin: was bij: Geplaatst, wordt na: Plaatsing", id="start"),
        pytest.param({"source": "ours"}, "bron: was DEFAULT, wordt ours", id="source"),
        pytest.param({"met_by": "{entering: [returned]}"},
                     "afgerond door: was Analyse: confirmed, wordt Terug thuis",
                     id="what meets it"),
        pytest.param({"reminders": "[{before: {days: 1}, to: [owner]}, "
                                   "{after: {days: 2}, to: [cjg_worker]}]"},
                     "herinneringen: was 1 week vooraf aan eigenaar, 1 werkdag erna aan eigenaar, "
                     "coordinator, wordt 1 dag vooraf aan eigenaar, 2 dagen erna aan CJG-werker",
                     id="reminders"),
    ],
)  # fmt: skip
def test_a_deadline_is_told_with_its_spans(line: dict[str, str], says: str) -> None:
    assert told(DEADLINES, with_deadline(**line)) == [f"Termijn ‘Evaluatie’, {says}"]


def test_a_series_is_told_moment_by_moment() -> None:
    found = told(DEADLINES, with_deadline(within="", moments="[{days: 1}, {days: 3}]"))

    assert found == [
        "Termijn ‘Evaluatie’, binnen: was 6 weken, wordt niets",
        "Termijn ‘Evaluatie’, momenten: was niets, wordt 1 dag, 3 dagen",
    ]


def test_a_rule_goes_by_what_it_asks() -> None:
    rule = """\
rules:
  network_asked:
    on: [placement, court_placement]
    severity: block
    requires: {record: {type: analysis}}
    asks: {nl: Vraag het netwerk, en: Ask the network}
    says: {nl: Het netwerk is niet gevraagd., en: The network was not asked.}
    source: "003"
"""
    assert told("", rule) == [
        "Regel ‘Vraag het netwerk’, hangt aan: was Plaatsing, wordt Plaatsing, Rechterlijk",
        "Regel ‘Vraag het netwerk’, hoe zwaar: was waarschuwt, wordt houdt tegen",
        (
            "Regel ‘Vraag het netwerk’, voorwaarden: was Leg vast: Netwerkkaart, "
            "wordt Leg vast: Analyse"
        ),
    ]


def test_what_has_no_words_yet_is_said_to_have_changed() -> None:
    assert worded("fix", object(), a_workflow()) is None


def test_every_difference_between_the_regions_that_we_ship_can_be_said() -> None:
    library = the_library()
    for (name, region), workflow in library.workflows.items():
        default = library.workflows[name, "default"]
        for one, other in ((default, workflow), (workflow, default)):
            for found in differences(one, other):
                assert found.says.nl, (name, region)
                assert "{" not in found.says.nl
