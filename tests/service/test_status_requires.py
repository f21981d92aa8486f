"""A record comes to a status only when what this status asks holds of the record's own child."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.clock import ManualClock
from engine.decision import Refused
from engine.errors import StaleCase
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.file.records import record as read_record
from engine.service.repeats import Done
from engine.store.store import Store
from tests.service.builders import SMALL_ROLES, CaseAtDesk, Desk
from tests.service.linked_definitions import a_linked_desk, visit_with, with_siblings
from tests.service.stages import everything

HEARD = {"heard": True}


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with these definitions."""
    return a_linked_desk(store, clock)


def a_visit(desk: Desk, *children: str) -> CaseAtDesk:
    """Open a visit for these children, with Dora beside Bram."""
    case = visit_with(desk, *children)
    case.joins("dora", roles=SMALL_ROLES)
    return case


def begun(case: CaseAtDesk, kind: str, child: str, **fields: Any) -> str:
    """Let Bram begin a record about this child."""
    named = case.desk.registered.members[child]
    done = case.done("bram", orders.WriteRecord, type=kind, child=named, fields=fields)
    assert done.made
    return done.made


def an_order(case: CaseAtDesk, child: str = "sam") -> None:
    """Settle a court order about this child."""
    fields = {"began_on": "2026-01-01", "ends_on": "2026-12-31"}
    order = begun(case, "order", child, **fields)
    case.done("bram", orders.MoveRecord, record=order, to="valid")


def agreed(record: str, **inputs: Any) -> dict[str, Any]:
    """Say what brings a plan to the status that asks something."""
    return {"record": record, "to": "agreed", "inputs": inputs}


def test_a_record_comes_there_when_all_of_it_holds(desk: Desk) -> None:
    case = a_visit(desk)
    an_order(case)
    plan = begun(case, "plan", "sam")

    done = case.done("dora", orders.MoveRecord, **agreed(plan, **HEARD))

    assert (done.kind, case.status(plan)) == ("record_moved", "agreed")


def test_it_is_refused_with_the_reasons_of_what_does_not_hold(desk: Desk) -> None:
    case = a_visit(desk)
    plan = begun(case, "plan", "sam")
    before = everything(desk.office.store, "access_log")

    outcome = case.does("dora", orders.MoveRecord, **agreed(plan, **HEARD))

    assert isinstance(outcome, Refused)
    assert outcome.transition == "move_plan"
    assert [reason.key for reason in outcome.missing] == ["record.order"]
    assert outcome.missing[0].says.en == "Missing: Court order."
    assert everything(desk.office.store, "access_log") == before
    assert (desk.log()[-1].outcome, desk.log()[-1].reason_keys) == ("refused", ["record.order"])


def test_every_reason_comes_at_once_with_the_second_pair_of_eyes(desk: Desk) -> None:
    kids = with_siblings(desk, mia=date(2016, 1, 1))
    case = a_visit(kids, "sam", "mia")
    plan = begun(case, "plan", "mia")

    assert case.refused("bram", orders.MoveRecord, **agreed(plan, heard=False)) == [
        "four_eyes",
        "age",
        "record.order",
        "input.heard",
    ]


def test_what_is_asked_comes_beside_a_move_that_does_not_exist(desk: Desk) -> None:
    case = a_visit(desk)
    an_order(case)
    plan = begun(case, "plan", "sam")
    case.done("dora", orders.MoveRecord, **agreed(plan, **HEARD))

    assert case.refused("dora", orders.MoveRecord, **agreed(plan, heard=False)) == [
        "status",
        "input.heard",
    ]


def test_another_status_of_the_record_asks_nothing(desk: Desk) -> None:
    case = a_visit(desk)
    plan = begun(case, "plan", "sam")

    case.done("bram", orders.MoveRecord, record=plan, to="shared")

    assert case.status(plan) == "shared"


@pytest.mark.parametrize(
    ("with_order", "of", "refused"),
    [
        pytest.param("sam", "sam", [], id="its own child's"),
        pytest.param("mia", "sam", ["record.order"], id="only the other child's"),
        pytest.param("sam", "mia", ["record.order"], id="the other way round"),
    ],
)
def test_it_is_asked_of_the_record_s_own_child(
    desk: Desk, with_order: str, of: str, refused: list[str]
) -> None:
    kids = with_siblings(desk, mia=date(2013, 1, 1))
    case = a_visit(kids, "sam", "mia")
    an_order(case, with_order)
    plan = begun(case, "plan", of)

    outcome = case.does("dora", orders.MoveRecord, **agreed(plan, **HEARD))

    missing = [] if isinstance(outcome, Done) else [reason.key for reason in outcome.missing]
    assert missing == refused


def test_a_sibling_who_is_too_young_does_not_hold_up_the_plan_of_another(desk: Desk) -> None:
    kids = with_siblings(desk, mia=date(2016, 1, 1))
    case = a_visit(kids, "sam", "mia")
    an_order(case, "sam")
    plan = begun(case, "plan", "sam")

    case.done("dora", orders.MoveRecord, **agreed(plan, **HEARD))

    assert case.status(plan) == "agreed"


@pytest.mark.parametrize(
    ("ordered", "refused"),
    [
        pytest.param(["sam"], ["record.order"], id="one child has none"),
        pytest.param(["sam", "mia"], [], id="each child has one"),
    ],
)
def test_of_a_record_about_the_family_every_child_of_the_case_is_asked(
    desk: Desk, ordered: list[str], refused: list[str]
) -> None:
    kids = with_siblings(desk, mia=date(2013, 1, 1))
    case = a_visit(kids, "sam", "mia")
    for child in ordered:
        an_order(case, child)
    done = case.done("bram", orders.WriteRecord, type="house_plan", fields={})
    assert done.made

    outcome = case.does("bram", orders.MoveRecord, record=done.made, to="agreed")

    missing = [] if isinstance(outcome, Done) else [reason.key for reason in outcome.missing]
    assert missing == refused


def test_an_answer_that_stays_open_is_a_no_when_the_record_is_moved(desk: Desk) -> None:
    kids = with_siblings(desk, mia=None)  # nobody knows how old Mia is
    case = a_visit(kids, "sam", "mia")
    an_order(case, "mia")
    plan = begun(case, "plan", "mia")

    assert case.refused("dora", orders.MoveRecord, **agreed(plan, **HEARD)) == ["age"]


@pytest.mark.parametrize("inputs", [{}, {"heard": False}])
def test_the_form_of_the_move_is_read(desk: Desk, inputs: dict[str, Any]) -> None:
    case = a_visit(desk)
    an_order(case)
    plan = begun(case, "plan", "sam")

    assert case.refused("dora", orders.MoveRecord, **agreed(plan, **inputs)) == ["input.heard"]


def test_a_form_that_is_wrong_is_told_once_nothing_refuses(desk: Desk) -> None:
    case = a_visit(desk)
    plan = begun(case, "plan", "sam")
    wrong = agreed(plan, **HEARD, colour="blue")
    assert case.refused("dora", orders.MoveRecord, **wrong) == ["record.order"]

    an_order(case)
    with pytest.raises(InvalidInput) as caught:
        case.does("dora", orders.MoveRecord, **wrong)

    assert [problem.field for problem in caught.value.problems] == ["colour"]
    assert case.status(plan) == "drafted"


def test_an_older_version_is_stale_before_anything_is_asked(desk: Desk) -> None:
    case = a_visit(desk)
    plan = begun(case, "plan", "sam")

    with pytest.raises(StaleCase):
        case.does("dora", orders.MoveRecord, **agreed(plan, **HEARD), seen_version=1)


def move_shown(desk: Desk, case: CaseAtDesk, plan: str, by: str = "dora") -> tuple[Any, str]:
    """Tell what somebody is shown of the move to ``agreed``: whether it may, and why not."""
    page = read_record(desk.viewers[by], desk.office, case.id, plan)
    (move,) = (each for each in page.moves if each.status == "agreed")
    return move.reason.met, move.reason.key


def test_the_page_says_beforehand_what_stops_the_move(desk: Desk) -> None:
    case = a_visit(desk)
    plan = begun(case, "plan", "sam")

    assert move_shown(desk, case, plan) == (False, "record.order")
    assert move_shown(desk, case, plan, by="bram") == (False, "four_eyes")


def test_what_the_form_will_say_does_not_stop_the_move_beforehand(desk: Desk) -> None:
    case = a_visit(desk)
    an_order(case)
    plan = begun(case, "plan", "sam")

    met, _ = move_shown(desk, case, plan)

    assert met is True


def test_a_record_that_came_there_opens_the_step_that_asks_for_it(desk: Desk) -> None:
    case = a_visit(desk)
    an_order(case)
    plan = begun(case, "plan", "sam")
    assert case.missing("agree") == ["record.plan"]

    case.done("dora", orders.MoveRecord, **agreed(plan, **HEARD))

    assert case.step("agree").state == "going"
