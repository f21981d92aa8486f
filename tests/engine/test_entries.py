"""An entry, a step to ``same``, is recorded and leaves the case where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.decision import Allowed, Refused, decide
from engine.machine import machine_of
from tests.engine.builders import a_case, a_workflow
from tests.engine.definitions import loaded, sentences, written

WORKFLOW = "placement/workflow.yaml"
NOTE = (
    "  note:\n    title: {nl: Contact noteren, en: Record contact}\n"
    "    from: [considered, placed]\n    to: same\n    by: [regisseur]\n"
)
NOTING = a_workflow(f"transitions:\n{NOTE}")
STATES = ["considered", "placed"]


@pytest.mark.parametrize("state", STATES)
def test_an_entry_brings_the_case_to_the_state_in_which_it_is(state: str) -> None:
    decision = decide(NOTING, a_case(state), "note")

    assert isinstance(decision, Allowed)
    assert decision.target == state


def test_an_entry_is_refused_where_it_does_not_start() -> None:
    decision = decide(NOTING, a_case("checked"), "note")

    assert isinstance(decision, Refused)
    assert [reason.key for reason in decision.missing] == ["state"]


def test_the_machine_stays_where_it_is() -> None:
    machine = machine_of(NOTING)

    assert [machine.next_state(state, "note") for state in STATES] == STATES
    assert machine.next_state("checked", "note") is None
    assert "same" not in machine._machine.states


def test_an_entry_knows_that_it_is_one_and_where_it_leads() -> None:
    note, place = NOTING.transitions["note"], NOTING.transitions["place"]

    assert (note.is_entry, note.target("placed")) == (True, "placed")
    assert (place.is_entry, place.target("checked")) == (False, "placed")


def test_an_entry_is_never_the_main_step_nor_the_way_to_the_end() -> None:
    entry = f"transitions:\n{NOTE.replace('placed', 'returned')}    main: true\n"
    workflow = a_workflow(entry)

    assert workflow.main_of("considered") == "check"
    assert workflow.main_of("returned") is None
    assert workflow.closes(workflow.transitions["note"]) is False
    assert workflow.closes(workflow.transitions["return_home"]) is True


def test_a_workflow_with_an_entry_is_sound(tmp_path: Path) -> None:
    change = (WORKFLOW, "transitions:\n", f"transitions:\n{NOTE}")

    workflow = loaded(tmp_path, change).of("placement", "default")

    assert workflow.transitions["note"].to == "same"


def test_an_entry_needs_no_main_step_beside_it(tmp_path: Path) -> None:
    changes = [
        (WORKFLOW, "transitions:\n", f"transitions:\n{NOTE}"),
        (WORKFLOW, "    main: true\n    act: return_home", "    act: return_home"),
        (WORKFLOW, "include: [every_case, ending]", "include: [every_case]"),
    ]

    assert sentences(written(tmp_path, *changes)) == []


def test_an_entry_is_no_way_out_of_a_state(tmp_path: Path) -> None:
    changes = [
        (WORKFLOW, "transitions:\n", f"transitions:\n{NOTE}"),
        (WORKFLOW, "include: [every_case, ending]", "include: [every_case]"),
        (WORKFLOW, "    from: [placed]\n", "    from: [considered]\n"),
        (WORKFLOW, "    main: true\n    act: return_home", "    act: return_home"),
    ]

    assert sentences(written(tmp_path, *changes)) == [
        "placed: a case gets stuck here; add a transition or mark it final"
    ]
