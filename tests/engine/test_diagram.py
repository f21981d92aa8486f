"""A workflow is drawn: every state a box, every pair of states one arrow."""

import pytest

from engine.diagram import BOX_WIDTH, Diagram, diagram_of, folded, mermaid
from tests.engine.builders import a_workflow
from tests.shipped import the_library

WORKFLOW = a_workflow("""\
phases: {late: {title: {nl: Later, en: Later}}}
states:
  returned: {title: {nl: Terug "thuis", en: Returned}, phase: late, final: true}
transitions:
  hold: {title: {nl: Ophouden, en: Hold}, from: [placed], to: placed, by: [regisseur]}
  again: {title: {nl: Opnieuw, en: Again}, from: [returned], to: considered, by: [regisseur]}
  drop_too: {title: {nl: Stoppen, en: Stop}, from: [checked], to: returned, by: [regisseur]}
  end:
    title: {nl: Einde, en: End}
    from: [considered, checked, placed]
    to: returned
    by: [regisseur]
  note: {title: {nl: Noteren, en: Note}, from: [placed], to: same, by: [regisseur]}
""")


@pytest.fixture(scope="module")
def drawn() -> Diagram:
    return diagram_of(WORKFLOW)


def test_each_phase_is_a_column_with_its_states(drawn: Diagram) -> None:
    assert [column.title.nl for column in drawn.columns] == ["Alles", "Later"]
    at = {box.key: (box.x, box.y) for box in drawn.boxes}
    assert len(set(at.values())) == len(WORKFLOW.states)
    assert {x for x, _ in (at["considered"], at["checked"], at["placed"])} == {drawn.columns[0].x}
    assert at["returned"][0] == drawn.columns[1].x
    assert [box.key for box in drawn.boxes if box.initial] == ["considered"]
    assert [box.key for box in drawn.boxes if box.final] == ["returned"]
    assert all(box.x + BOX_WIDTH < drawn.width and box.y < drawn.height for box in drawn.boxes)


def test_steps_are_numbered_through_and_those_of_anywhere_stand_aside(drawn: Diagram) -> None:
    numbers = [each.number for each in (*drawn.steps, *drawn.anywhere, *drawn.entries)]

    assert sorted(numbers) == list(range(1, len(WORKFLOW.transitions) + 1))
    assert [each.key for each in drawn.anywhere] == ["end"]
    assert [each.key for each in drawn.entries] == ["note"]


def test_two_states_have_one_arrow_with_all_its_steps(drawn: Diagram) -> None:
    number = {each.key: each.number for each in drawn.steps}
    pairs = [arrow.numbers for arrow in drawn.arrows]

    assert (number["drop"], number["drop_too"]) in pairs
    (main,) = (arrow for arrow in drawn.arrows if arrow.main)
    assert main.numbers == (number["place"],) or number["place"] in main.numbers
    assert len({arrow.path for arrow in drawn.arrows}) == len(drawn.arrows)


def test_a_definition_always_gives_the_same_drawing(drawn: Diagram) -> None:
    assert diagram_of(WORKFLOW) == drawn


def test_a_workflow_of_one_open_state_draws_every_step() -> None:
    single = a_workflow().model_copy(
        update={
            "states": {
                k: v for k, v in a_workflow().states.items() if k in ("checked", "returned")
            },
            "transitions": {"drop": a_workflow().transitions["drop"]},
        }
    )

    assert [each.key for each in diagram_of(single).steps] == ["drop"]


def test_mermaid_gets_titles_without_quotes_of_their_own() -> None:
    text = mermaid(WORKFLOW, "nl")

    assert text.startswith("stateDiagram-v2\n")
    assert "    state \"Terug 'thuis'\" as returned\n" in text
    assert "    [*] --> considered\n" in text
    assert "    placed --> placed: Noteren\n" in text
    assert text.endswith("    returned --> [*]\n")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Kort", ["Kort"]),
        ("Twee hele korte woorden", ["Twee hele", "korte woorden"]),
        ("Onafgebrokenlangwoord", ["Onafgebrokenlangwoord"]),
        ("een twee drie vier vijf zes zeven", ["een twee drie", "vier vijf …"]),
        ("", [""]),
    ],
)
def test_a_title_fits_on_two_lines(words: str, lines: list[str]) -> None:
    assert list(folded(words, 14)) == lines


def test_a_box_folds_its_own_title(drawn: Diagram) -> None:
    assert next(box for box in drawn.boxes if box.key == "checked").lines("nl") == (
        "Tegenspraak gehouden",
    )


def test_everything_that_we_ship_can_be_drawn() -> None:
    for workflow in the_library().workflows.values():
        assert diagram_of(workflow).boxes
