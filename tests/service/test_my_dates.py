"""The open deadlines of all my cases: in order, in pages, late when one of them says so."""

from datetime import date, timedelta

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.service.date_filter import EVERYTHING, DeadlineFilter
from engine.service.date_rows import DateRow
from engine.service.dates import dates_of
from engine.service.my_dates import my_dates
from engine.store.store import Store
from tests.service.builders import MORNING, Desk
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


def rows(desk: Desk, name: str = "bram", asked: DeadlineFilter = EVERYTHING) -> tuple[DateRow, ...]:
    """What somebody sees on the first page."""
    return my_dates(desk.viewers[name], desk.office, asked, limit=50).rows


def test_a_row_names_the_case_the_term_and_its_owner(desk: Desk) -> None:
    case = a_sheet(desk)

    call, talk, answer = rows(desk)

    assert {(row.case, row.number) for row in (call, talk, answer)} == {(case.id, case.head.number)}
    assert talk.id == case.owed["talk"].public_id
    assert (talk.key, talk.title.en, talk.due_on) == ("talk", "Talk", date(2026, 4, 13))
    assert (talk.owner.en, talk.owners) == ("Regisseur", ("bram",))
    assert [row.is_law for row in (call, talk, answer)] == [False, False, True]


def test_where_nobody_holds_the_role_the_deputy_owns_it(desk: Desk) -> None:
    case = a_sheet(desk)
    assert (rows(desk)[0].owner.en, rows(desk)[0].owners) == ("Coordinator", ("cora",))

    case.joins("anna", roles=SHEET_ROLES)

    assert (rows(desk)[0].owner.en, rows(desk)[0].owners) == ("Worker", ("anna",))


def test_the_list_says_the_same_of_a_term_as_its_case_does(desk: Desk) -> None:
    case = a_sheet(desk)
    desk.after(days=50)

    of_case = dates_of(desk.viewers["bram"], desk.office, case.id)

    assert [(row.id, row.late or row.past_norm, row.owners) for row in rows(desk)] == [
        (seen.id, seen.late, seen.owners) for seen in of_case
    ]


def test_a_norm_is_past_the_norm_where_the_law_is_late(desk: Desk) -> None:
    a_sheet(desk)
    late, past = DeadlineFilter(when="late"), DeadlineFilter(when="past_norm")
    told = []
    for hours in (47.99, 48, 49 * 24 + 13.99, 49 * 24 + 14, 58 * 24):  # a day ends at 22 UTC
        desk.clock.move_to(MORNING + timedelta(hours=hours))
        told.append([[row.key for row in rows(desk, asked=each)] for each in (late, past)])
        assert told[-1] == [
            [row.key for row in rows(desk) if row.late],
            [row.key for row in rows(desk) if row.past_norm],
        ]

    norms = [[], ["call"], ["call"], ["call", "talk"], ["call", "talk"]]
    assert [past for _, past in told] == norms
    assert [late for late, _ in told] == [[], [], [], [], ["answer"]]


def test_a_term_that_is_suspended_or_met_is_not_listed(desk: Desk) -> None:
    case = a_sheet(desk)
    case.done(
        "bram",
        orders.Suspend,
        deadline=case.owed["talk"].public_id,
        until=date(2026, 4, 1),
        reason="de ouders zijn er niet",
    )
    without(case, "call")

    assert [row.key for row in rows(desk)] == ["answer"]


def test_nobody_sees_the_terms_of_a_case_in_which_they_take_no_part(desk: Desk) -> None:
    case = a_sheet(desk)
    a_sheet(desk)
    assert rows(desk, "anna") == ()

    case.joins("anna", roles=SHEET_ROLES)

    assert {row.case for row in rows(desk, "anna")} == {case.id}
    assert len(rows(desk, "cora")) == 6


def test_whoever_is_excluded_does_not_see_the_terms(desk: Desk) -> None:
    case, other = a_sheet(desk), a_sheet(desk)

    excluded(case, "cora")

    assert {row.case for row in rows(desk, "cora")} == {other.id}


def test_pages_leave_nothing_out_and_repeat_nothing_when_moments_tie(desk: Desk) -> None:
    for _ in range(4):
        a_sheet(desk)
    whole = [row.id for row in rows(desk)]
    assert len(whole) == 12

    bram, paged = desk.viewers["bram"], list[str]()
    page = my_dates(bram, desk.office, limit=5)
    paged += [row.id for row in page.rows]
    while page.next:
        page = my_dates(bram, desk.office, limit=5, after=page.next)
        paged += [row.id for row in page.rows]

    assert paged == whole


def test_a_version_that_this_program_cannot_read_does_not_break_the_list(desk: Desk) -> None:
    a_sheet(desk)
    unreadable(desk)

    assert [row.title.en for row in rows(desk)] == ["call", "talk", "answer"]


def test_the_terms_of_twelve_cases_take_as_many_statements_as_of_two(desk: Desk) -> None:
    sent = []
    for many in (2, 12):
        while len(desk.heads()) < many:
            a_sheet(desk)
        desk.office.known.clear()
        with counting(desk.office.store) as said:
            assert len(rows(desk)) == 3 * many
        sent.append(len(said))

    assert sent[0] == sent[1] <= 12


def test_a_list_is_one_row_of_the_log(desk: Desk) -> None:
    a_sheet(desk)
    before = len(desk.log())

    rows(desk, "cora")

    assert [(row.action, row.outcome, row.case_id) for row in desk.log()[before:]] == [
        ("list_dates", "done", None)
    ]
