"""Of some workflows a family, or a child, has no second case beside an open one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.clock import ManualClock
from engine.decision import Refused
from engine.service.opening import open_case
from engine.service.repeats import Done
from engine.store.store import Store
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.linked_definitions import a_linked_desk, children_of, visit_with, with_siblings
from tests.service.stages import everything


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with these definitions."""
    return a_linked_desk(store, clock)


@pytest.fixture
def siblings(desk: Desk) -> Desk:
    """Lend one with a family of two children, Sam and Mia."""
    return with_siblings(desk, mia=date(2013, 1, 1))


def refused(desk: Desk, by: str = "bram", **said: Any) -> list[str]:
    """Try to open a case; the keys of the reasons that stop it."""
    outcome = open_case(desk.viewers[by], desk.office, desk.order(**said))
    assert isinstance(outcome, Refused), outcome
    return [reason.key for reason in outcome.missing]


def kids(desk: Desk, *names: str) -> tuple[str, ...]:
    """The public ids of these children."""
    return tuple(desk.registered.members[name] for name in names)


def test_a_second_case_of_the_family_is_refused_while_one_is_open(desk: Desk) -> None:
    desk.opens(workflow="table")
    before = everything(desk.office.store, "access_log")

    outcome = open_case(desk.viewers["bram"], desk.office, desk.order(workflow="table"))

    assert isinstance(outcome, Refused)
    (reason,) = outcome.missing
    assert (reason.key, reason.source) == ("open_already", "req 9")
    assert reason.says.nl == "Er loopt al een zaak 'Tafel'; ga daarin verder."
    assert everything(desk.office.store, "access_log") == before
    row = desk.log()[-1]
    assert (row.action, row.outcome, row.reason_keys) == ("OpenCase", "refused", ["open_already"])


def test_it_is_told_beside_every_other_reason(desk: Desk) -> None:
    desk.opens(workflow="table")

    assert refused(desk, workflow="table", role="worker") == ["role", "open_already"]


def test_when_it_is_over_another_may_be_opened(desk: Desk) -> None:
    first = desk.opens(workflow="help")
    assert refused(desk, workflow="help") == ["open_already"]

    first.step("stop")

    assert desk.opens(workflow="help").id != first.id


def test_another_workflow_and_another_family_are_not_in_its_way(desk: Desk) -> None:
    desk.opens(workflow="table")

    desk.opens(workflow="help")
    desk.opens(workflow="visit")
    desk.opens(workflow="visit")  # one that does not say 'one_open'
    another_family(desk).opens(workflow="table")

    assert sorted(head.workflow for head in desk.heads()) == ["help", "table", "visit", "visit"]


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        pytest.param(["mia"], [], id="another child"),
        pytest.param(["sam"], ["open_already"], id="the same child"),
        pytest.param(["mia", "sam"], ["open_already"], id="one of them has one"),
    ],
)
def test_of_a_workflow_about_a_youth_each_child_has_its_own(
    siblings: Desk, wanted: list[str], keys: list[str]
) -> None:
    siblings.opens(workflow="help", children=kids(siblings, "sam"))
    order = siblings.order(workflow="help", children=kids(siblings, *wanted))

    outcome = open_case(siblings.viewers["bram"], siblings.office, order)

    missing = [] if isinstance(outcome, Done) else [reason.key for reason in outcome.missing]
    assert missing == keys


def test_of_a_workflow_about_a_family_the_children_do_not_matter(siblings: Desk) -> None:
    siblings.opens(workflow="table", children=kids(siblings, "sam"))

    assert refused(siblings, workflow="table", children=kids(siblings, "mia")) == ["open_already"]


def test_a_repeat_under_the_same_key_gets_the_first_answer(desk: Desk) -> None:
    order = desk.order(workflow="table", key="once")

    answers = [open_case(desk.viewers["bram"], desk.office, order) for _ in range(2)]

    assert answers[0] == answers[1]
    assert [head.workflow for head in desk.heads()] == ["table"]


def test_a_step_links_the_case_that_runs_and_opens_no_second_one(desk: Desk) -> None:
    table = desk.opens(workflow="table")
    case = visit_with(desk)

    done = case.step("call_table", reason="Weer ruzie")

    assert done.opened == (table.id,)
    assert [head.workflow for head in desk.heads()] == ["table", "visit"]
    assert (table.head.state, table.head.version) == ("called", 2)
    assert [event.transition for event in table.events] == [None, "note_call"]
    (row,) = everything(desk.office.store)["case_link"]
    assert row[1:4] == (case.head.id, table.head.id, "called")


def test_a_step_of_another_case_notes_its_fact_in_the_same_one(desk: Desk) -> None:
    first, second = visit_with(desk), visit_with(desk)

    opened = {first.step("call_table").opened, second.step("call_table").opened}

    ((table,),) = opened
    linked = CaseAtDesk(desk, table)
    assert [event.transition for event in linked.events] == [None, "note_call", "note_call"]
    assert linked.is_chained
    assert len(everything(desk.office.store)["case_link"]) == 2


def test_a_step_opens_one_for_the_child_that_has_none_and_links_the_other(siblings: Desk) -> None:
    runs = siblings.opens(workflow="help", children=kids(siblings, "sam"))
    case = visit_with(siblings, "sam", "mia")

    linked, new = case.step("call_help").opened

    assert (linked, runs.head.version) == (runs.id, 1)
    assert children_of(CaseAtDesk(siblings, new)) == {"mia"}


def test_a_step_opens_another_when_the_last_one_is_over(desk: Desk) -> None:
    desk.opens(workflow="help").step("stop")

    (new,) = visit_with(desk).step("call_help").opened

    helps = [head for head in desk.heads() if head.workflow == "help"]
    assert [(head.is_final, head.public_id == new) for head in helps] == [
        (True, False),
        (False, True),
    ]


def test_a_step_takes_nobody_out_of_the_case_that_runs(desk: Desk) -> None:
    table = desk.opens(by="cora", workflow="table", role="coordinator")

    visit_with(desk).step("call_table")

    assert table.step("note_call", by="cora").state == "called"
