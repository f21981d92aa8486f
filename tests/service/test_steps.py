"""One step: what it asks, whether it may be made, and for whom its form is."""

import pytest

from engine.clock import ManualClock
from engine.decision import Refused, UnknownTransition
from engine.errors import NotFound
from engine.service import orders
from engine.service.case_file import case_file
from engine.service.steps import step_of
from engine.store.store import Store
from tests.service.builders import CaseAtDesk, Desk
from tests.service.sheets import a_sheet, a_sheet_desk, excluded


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return a_sheet_desk(store, clock)


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    return a_sheet(desk)


def test_a_step_comes_with_its_form_and_the_children_it_asks_about(case: CaseAtDesk) -> None:
    page = step_of(case.desk.viewers["bram"], case.desk.office, case.id, "go")

    assert (page.id, page.number, page.version) == (case.id, case.head.number, 1)
    assert (page.workflow_title.en, page.state, page.state_title.en) == ("Sheet", "begun", "Begun")
    assert [child.name for child in page.children] == ["sam", "kim"]
    step = page.step
    assert (step.name, step.title.en, step.target_title.en) == ("go", "Go", "Going")
    assert (step.act, step.is_fact, step.main) == ("decide", False, True)
    assert step.form["why"].per_child == "text"
    assert isinstance(step.decision, Refused)


def test_a_fact_is_told_from_a_decision_and_from_a_step_without_act(case: CaseAtDesk) -> None:
    steps = {
        name: step_of(case.desk.viewers["bram"], case.desk.office, case.id, name).step
        for name in ("leave", "go", "weigh")
    }

    assert {name: step.is_fact for name, step in steps.items()} == {
        "leave": True,
        "go": False,
        "weigh": False,
    }


def test_a_step_of_another_state_says_so(case: CaseAtDesk) -> None:
    page = step_of(case.desk.viewers["bram"], case.desk.office, case.id, "turn_back")

    assert isinstance(page.step.decision, Refused)
    assert page.step.decision.missing[0].key == "state"
    assert not page.step.main


def test_a_step_tells_the_same_as_the_file(case: CaseAtDesk) -> None:
    bram, office = case.desk.viewers["bram"], case.desk.office
    case.asks("hideout_first", "go")

    assert step_of(bram, office, case.id, "go").step in case_file(bram, office, case.id).steps


def test_a_coordinator_reads_no_names_on_a_form(case: CaseAtDesk) -> None:
    page = step_of(case.desk.viewers["cora"], case.desk.office, case.id, "go")

    assert page.children == ()
    assert "hideout" not in str(page.step.decision)


def test_a_misspelled_step_is_named_with_the_nearest(case: CaseAtDesk) -> None:
    with pytest.raises(UnknownTransition, match="did you mean 'weigh'"):
        step_of(case.desk.viewers["bram"], case.desk.office, case.id, "weig")


def test_a_foreign_and_a_missing_case_answer_alike(case: CaseAtDesk) -> None:
    excluded(case, "bram")
    said = []
    for viewer, wanted in (("anna", case.id), ("bram", case.id), ("anna", "0" * 32)):
        with pytest.raises(NotFound) as told:
            step_of(case.desk.viewers[viewer], case.desk.office, wanted, "go")
        said.append(str(told.value))

    assert len(set(said)) == 1


def test_each_look_at_a_form_is_a_row_of_the_log(case: CaseAtDesk) -> None:
    before = len(case.desk.log())

    step_of(case.desk.viewers["cora"], case.desk.office, case.id, "go")

    assert [(row.action, row.outcome, row.case_id) for row in case.desk.log()[before:]] == [
        ("read_step", "done", case.head.id)
    ]


def test_a_closed_case_has_no_main_step(case: CaseAtDesk) -> None:
    case.done("bram", orders.Advance, transition="give_up")

    step = step_of(case.desk.viewers["bram"], case.desk.office, case.id, "reopen").step

    assert not step.main
