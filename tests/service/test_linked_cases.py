"""A step opens linked cases, and notes there at once what has happened already."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.clock import ManualClock
from engine.errors import NotFound
from engine.service import orders
from engine.service.repeats import Done
from engine.store.store import Store
from tests.service.builders import SMALL_ROLES, CaseAtDesk, Desk
from tests.service.linked_definitions import a_linked_desk, children_of, visit_with, with_siblings
from tests.service.stages import everything

YOUNGER = date(2013, 1, 1)


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with these definitions."""
    return a_linked_desk(store, clock)


@pytest.fixture
def siblings(desk: Desk) -> Desk:
    """Lend one with a family of two children, Sam and Mia."""
    return with_siblings(desk, mia=YOUNGER)


def opened(case: CaseAtDesk, transition: str, by: str = "bram", **said: object) -> list[CaseAtDesk]:
    """Make a step, and list the cases that it opened."""
    done = case.step(transition, by, **said)
    return [CaseAtDesk(case.desk, linked) for linked in done.opened]


def an_order(case: CaseAtDesk, child: str) -> None:
    """Settle a court order about this child."""
    fields = {"began_on": "2026-01-01", "ends_on": "2026-12-31"}
    named = case.desk.registered.members[child]
    done = case.done("bram", orders.WriteRecord, type="order", child=named, fields=fields)
    case.done("bram", orders.MoveRecord, record=done.made, to="valid")


def test_for_a_family_one_case_is_opened_that_names_its_children(siblings: Desk) -> None:
    case = visit_with(siblings, "sam", "mia")

    (table,) = opened(case, "call_table")

    assert table.head.workflow == "table"
    assert children_of(table) == {"sam", "mia"}


def test_for_youths_one_case_is_opened_for_each_child(siblings: Desk) -> None:
    case = visit_with(siblings, "sam", "mia")

    found = opened(case, "call_help")

    assert [each.head.workflow for each in found] == ["help", "help"]
    assert [children_of(each) for each in found] == [{"sam"}, {"mia"}]


@pytest.mark.parametrize(
    ("ordered", "about"),
    [
        (["mia"], [{"mia"}, {"mia"}]),
        (["sam", "mia"], [{"sam", "mia"}, {"sam"}, {"mia"}]),
        ([], []),
    ],
)
def test_only_the_children_whose_record_stands_there_come_along(
    siblings: Desk, ordered: list[str], about: list[set[str]]
) -> None:
    case = visit_with(siblings, "sam", "mia")
    for child in ordered:
        an_order(case, child)

    found = opened(case, "call_some")

    assert [children_of(each) for each in found] == about


def test_a_case_that_is_about_one_child_opens_one_for_that_child(siblings: Desk) -> None:
    case = visit_with(siblings, "mia")

    found = [*opened(case, "call_table"), *opened(case, "call_help")]

    assert [children_of(each) for each in found] == [{"mia"}, {"mia"}]


def test_a_fact_is_noted_in_the_linked_case_as_it_opens(desk: Desk) -> None:
    case = visit_with(desk)

    (table,) = opened(case, "call_table", reason="CANARY-ruzie")

    assert (table.head.state, table.head.version) == ("called", 2)
    first, second = table.events
    assert (first.kind, first.entered, first.details) == (
        "opened",
        "begun",
        {"because_of": case.id},
    )
    assert (second.kind, second.transition, second.act) == ("advanced", "note_call", "call")
    assert (second.details or {})["inputs"] == {"why": "CANARY-ruzie", "way": "phone"}
    assert second.actor == desk.who("bram")
    assert table.is_chained
    assert case.is_chained


def test_what_hangs_on_the_fact_begins_in_the_linked_case(desk: Desk) -> None:
    (table,) = opened(visit_with(desk), "call_table", day="2026-02-20")

    assert {row.key: row.state for row in table.duties} == {
        "next_look": "void",
        "answer_call": "open",
    }
    assert (table.events[-1].details or {})["inputs"]["since"] == "2026-02-20"
    assert table.step("close", by="bram").state == "over"  # it asks the fact that was set


def test_a_step_of_an_earlier_day_notes_the_fact_on_that_day(desk: Desk) -> None:
    case = desk.opens(
        workflow="visit",
        occurred_at=desk.clock.now() - timedelta(days=10),
        late_reason="later gehoord",
    )

    (table,) = opened(
        case,
        "call_table",
        occurred_at=desk.clock.now() - timedelta(days=4),
        late_reason="later genoteerd",
    )

    assert [event.occurred_on for event in table.events] == [date(2026, 2, 26)] * 2
    assert table.owed["answer_call"].due_on == date(2026, 3, 12)


def test_whoever_makes_the_step_notes_the_fact_though_it_is_the_work_of_another(
    desk: Desk,
) -> None:
    case = visit_with(desk)
    case.joins("anna", roles=SMALL_ROLES)

    (table,) = opened(case, "call_table", by="anna")

    assert (table.head.state, table.events[-1].actor) == ("called", desk.who("anna"))
    assert table.missing("note_call", by="bram") == ["role"]  # by hand it is not theirs


def test_whoever_may_not_open_such_a_case_takes_part_in_it_no_further(desk: Desk) -> None:
    case = visit_with(desk)
    case.joins("anna", roles=SMALL_ROLES)

    (table,) = opened(case, "call_table", by="anna")

    with pytest.raises(NotFound):
        table.tries("rest", by="anna")
    assert isinstance(table.tries("rest", by="bram"), Done)  # the regisseur of the family


def test_what_cannot_be_noted_in_the_linked_case_stops_the_whole_step(desk: Desk) -> None:
    (table,) = opened(visit_with(desk), "call_table")
    table.step("rest")
    other = visit_with(desk)
    before = everything(desk.office.store, "access_log")

    assert other.missing("call_table") == ["state"]

    assert everything(desk.office.store, "access_log") == before
    assert (desk.log()[-1].outcome, desk.log()[-1].reason_keys) == ("refused", ["state"])


def test_a_linked_case_knows_its_cause_and_is_known_by_it(desk: Desk) -> None:
    case = visit_with(desk)
    (table,) = opened(case, "call_table")

    (row,) = everything(desk.office.store)["case_link"]

    assert row[1:4] == (case.head.id, table.head.id, "called")
