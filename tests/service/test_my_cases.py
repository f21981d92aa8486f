"""My cases: only those, whichever is due first in front, in pages, in a fixed number of reads."""

from datetime import date

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.service.listing import MOST, page_size
from engine.service.my_cases import CaseRow, my_cases
from engine.store.store import Store
from tests.service.builders import Desk
from tests.service.counting import counting
from tests.service.sheets import (
    SHEET_ROLES,
    a_sheet,
    a_sheet_desk,
    excluded,
    unreadable,
    without,
)


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return a_sheet_desk(store, clock)


def listed(desk: Desk, name: str, *, closed: bool = False) -> list[str]:
    """The ids of the cases that somebody sees in their list."""
    rows = my_cases(desk.viewers[name], desk.office, closed=closed).rows
    return [row.id for row in rows]


def test_a_row_says_where_the_case_stands_and_what_is_due(desk: Desk) -> None:
    case = a_sheet(desk)

    row = my_cases(desk.viewers["bram"], desk.office).rows[0]

    assert (row.id, row.number, row.version) == (case.id, case.head.number, 1)
    assert (row.workflow, row.workflow_title.en) == ("sheet", "Sheet")
    assert (row.state, row.state_title.en, row.phase_title.en) == ("begun", "Begun", "Prepare")
    assert (row.is_final, row.region, row.opened_on) == (False, "default", date(2026, 3, 2))
    assert row.next_title is not None
    assert (row.next_due, row.next_title.en) == (date(2026, 3, 4), "Call")
    assert (row.next_late, row.next_look) == (False, "norm")
    assert row.my_roles == ("regisseur",)
    assert [(child.name, child.age) for child in row.children] == [("sam", 13), ("kim", None)]
    assert row.children[0].id == desk.sam


def next_due(desk: Desk) -> CaseRow:
    """The first case in Bram's list."""
    return my_cases(desk.viewers["bram"], desk.office).rows[0]


def test_a_term_in_hours_is_late_from_its_moment_on(desk: Desk) -> None:
    a_sheet(desk)

    desk.after(hours=47, minutes=59)
    assert not next_due(desk).next_late
    desk.after(minutes=1)
    assert next_due(desk).next_late


def test_another_term_is_late_after_its_window(desk: Desk) -> None:
    without(a_sheet(desk), "call")

    desk.after(days=49)  # Monday 20 April: the last day of the window
    row = next_due(desk)
    assert (row.next_due, row.next_late) == (date(2026, 4, 13), False)
    desk.after(days=1)
    assert next_due(desk).next_late


def test_the_next_term_may_be_one_of_the_law(desk: Desk) -> None:
    without(a_sheet(desk), "call", "talk")

    row = next_due(desk)

    assert row.next_title is not None
    assert (row.next_title.en, row.next_look) == ("Answer", "law")


def test_a_term_that_is_suspended_is_not_the_next_one(desk: Desk) -> None:
    case = a_sheet(desk)
    without(case, "call")
    case.done("bram", orders.Suspend, until=date(2026, 4, 1), reason="de ouders zijn er niet")

    row = next_due(desk)

    assert row.next_title is not None
    assert row.next_title.en == "Answer"
    assert row.next_due == case.owed["answer"].due_on


def test_nobody_sees_a_case_in_which_they_take_no_part(desk: Desk) -> None:
    case = a_sheet(desk)
    other = a_sheet(desk)
    assert listed(desk, "anna") == []

    case.joins("anna", roles=SHEET_ROLES)

    assert listed(desk, "anna") == [case.id]
    assert listed(desk, "bram") == [case.id, other.id]


def test_whoever_is_excluded_does_not_see_the_case(desk: Desk) -> None:
    case, other = a_sheet(desk), a_sheet(desk)

    excluded(case, "bram")

    assert listed(desk, "bram") == [other.id]


def test_a_coordinator_sees_titles_only(desk: Desk) -> None:
    a_sheet(desk)

    row = my_cases(desk.viewers["cora"], desk.office).rows[0]

    assert row.children == ()
    assert row.my_roles == ("coordinator",)
    assert "sam" not in str(row)


def test_a_name_is_shown_only_in_the_case_in_which_it_may_be_read(desk: Desk) -> None:
    case, other = a_sheet(desk), a_sheet(desk)
    case.joins("cora", roles={**SHEET_ROLES, "cora": "worker"})

    rows = my_cases(desk.viewers["cora"], desk.office).rows

    assert {row.id: len(row.children) for row in rows} == {case.id: 2, other.id: 0}
    assert rows[0].my_roles == ("coordinator", "worker")


def test_closed_cases_are_a_list_of_their_own(desk: Desk) -> None:
    open_case, closed = a_sheet(desk), a_sheet(desk)
    closed.step("give_up")

    assert listed(desk, "bram") == [open_case.id]
    assert listed(desk, "bram", closed=True) == [closed.id]
    row = my_cases(desk.viewers["bram"], desk.office, closed=True).rows[0]
    assert (row.is_final, row.next_due, row.next_title) == (True, None, None)


def test_pages_leave_nothing_out_and_repeat_nothing_when_due_dates_tie(desk: Desk) -> None:
    cases = [a_sheet(desk) for _ in range(5)]
    for case in cases[:2]:  # two without any date: they come last
        without(case, "call", "talk", "answer")
    whole = listed(desk, "bram")
    assert whole == [each.id for each in (*cases[2:], *cases[:2])]

    paged, page = list[str](), my_cases(desk.viewers["bram"], desk.office, limit=2)
    paged += [row.id for row in page.rows]
    while page.next:
        page = my_cases(desk.viewers["bram"], desk.office, after=page.next, limit=2)
        paged += [row.id for row in page.rows]

    assert paged == whole


def test_the_last_page_says_that_nothing_comes_after_it(desk: Desk) -> None:
    a_sheet(desk), a_sheet(desk)

    assert my_cases(desk.viewers["bram"], desk.office, limit=2).next is None
    assert my_cases(desk.viewers["bram"], desk.office, limit=1).next is not None


def test_a_page_holds_one_to_fifty_rows() -> None:
    assert [page_size(asked) for asked in (-1, 0, 20, 51, 9999)] == [1, 1, 20, MOST, MOST]


def test_a_version_that_this_program_cannot_read_does_not_break_the_list(desk: Desk) -> None:
    a_sheet(desk)
    unreadable(desk)

    row = my_cases(desk.viewers["bram"], desk.office).rows[0]

    assert (row.workflow_title.nl, row.state_title.nl, row.phase_title.nl) == (
        "sheet",
        "begun",
        "begun",
    )
    assert row.next_title is not None
    assert row.next_title.nl == "call"


def test_twelve_cases_take_as_many_statements_as_two(desk: Desk) -> None:
    sent = []
    for many in (2, 12):
        while len(desk.heads()) < many:
            a_sheet(desk)
        desk.office.known.clear()
        with counting(desk.office.store) as said:
            assert len(my_cases(desk.viewers["bram"], desk.office).rows) == many
        sent.append(len(said))

    assert sent[0] == sent[1] <= 12


def test_a_list_is_one_row_of_the_log(desk: Desk) -> None:
    a_sheet(desk), a_sheet(desk)
    before = len(desk.log())

    my_cases(desk.viewers["cora"], desk.office)

    rows = desk.log()[before:]
    assert [(row.action, row.outcome, row.person_id, row.case_id) for row in rows] == [
        ("list_cases", "done", desk.viewers["cora"].person, None)
    ]
