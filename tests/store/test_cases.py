"""A case is opened once, moved by whoever saw it last, and listed by what is due."""

from datetime import UTC, date, datetime

import pytest

from engine.errors import NotFound, StaleCase
from engine.store.case_lists import list_cases
from engine.store.cases import (
    NewCase,
    bump_version,
    case_for_clock,
    cases_of_family,
    get_case,
    insert_case,
    link_cases,
    linked_cases,
    record_move,
)
from engine.store.deadlines import end_deadline, start_deadline
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import NOW, TODAY, World, a_case, a_deadline, children, viewer


def test_cases_are_numbered_within_their_year(world: World) -> None:
    with unit_of_work(world.store) as connection:
        numbers = [
            insert_case(
                connection,
                NewCase(
                    family_id=world.family.id,
                    workflow_hash=world.case.workflow_hash,
                    state="considered",
                    opened_on=opened_on,
                    children=[world.sam.id],
                ),
                now=NOW,
            ).number
            for opened_on in (TODAY, date(2027, 1, 4), TODAY)
        ]

    assert [world.case.number, *numbers] == [
        "RT-2026-0001",
        "RT-2026-0002",
        "RT-2027-0001",
        "RT-2026-0003",
    ]


def test_a_number_of_a_case_that_was_not_saved_is_used_again(world: World) -> None:
    def open_and_fail() -> None:
        with unit_of_work(world.store) as connection:
            a_case(connection, world.family, children=[world.sam])
            raise ValueError("after all not")

    with pytest.raises(ValueError, match="after all not"):
        open_and_fail()

    with unit_of_work(world.store) as connection:
        assert a_case(connection, world.family, children=[]).number == "RT-2026-0002"


def test_a_case_comes_back_as_it_was_opened(world: World) -> None:
    with reading(world.store) as connection:
        found = get_case(connection, viewer(world.bram), world.case.public_id, on=TODAY)

        assert found == world.case == case_for_clock(connection, world.case.id)
        assert (found.workflow, found.region) == ("placement", "oldebroek")
        assert children(connection, found) == ["sam"]
        assert cases_of_family(connection, world.family.id) == (found,)


def test_a_case_needs_a_published_version(world: World) -> None:
    new = NewCase(
        family_id=world.family.id, workflow_hash="f" * 64, state="x", opened_on=TODAY, children=[]
    )

    with (
        pytest.raises(NotFound, match="workflow version"),
        unit_of_work(world.store) as connection,
    ):
        insert_case(connection, new, now=NOW)


def test_two_people_cannot_both_move_the_same_case(world: World) -> None:
    with unit_of_work(world.store) as first:
        moved = record_move(first, world.case, to_state="placed", is_final=True)

    with (
        pytest.raises(StaleCase, match=r"saw version 0, it is now at 1.*nothing was saved"),
        unit_of_work(world.store) as second,
    ):
        record_move(second, world.case, to_state="dropped", is_final=True)

    with reading(world.store) as connection:
        assert case_for_clock(connection, world.case.id) == moved
    assert (moved.state, moved.is_final, moved.version) == ("placed", True, 1)


def test_what_leaves_the_case_in_its_state_counts_too(world: World) -> None:
    with unit_of_work(world.store) as connection:
        raised = bump_version(connection, world.case)

    assert (raised.state, raised.is_final, raised.version) == ("considered", False, 1)


def test_a_link_counts_from_both_sides(world: World) -> None:
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])
        link_cases(connection, world.case, other=other, link="after_return", now=NOW)

        found = linked_cases(connection, [world.case.id, other.id])

    assert [(link.id, link.link) for link in found[world.case.id]] == [(other.id, "after_return")]
    assert [(link.id, link.link) for link in found[other.id]] == [(world.case.id, "after_return")]


def test_the_case_that_is_due_first_is_listed_first(world: World) -> None:
    with unit_of_work(world.store) as connection:
        later, soon, met = (
            a_case(connection, world.family, children=[world.sam]) for _ in range(3)
        )
        for case, day in ((later, 20), (soon, 10), (soon, 25), (met, 5)):
            due_at = datetime(2026, 4, day, 22, tzinfo=UTC)
            deadline = a_deadline(due_on=due_at.date(), due_at=due_at)
            started = start_deadline(connection, case.id, deadline)
            if case == met:
                end_deadline(connection, started.id, state="met", on=TODAY, seq=2)

        found = list_cases(connection, viewer(world.bram), on=TODAY, limit=50)

    assert [(each.head.id, each.next_due) for each in found] == [
        (soon.id, date(2026, 4, 10)),
        (later.id, date(2026, 4, 20)),
        (world.case.id, None),
        (met.id, None),
    ]


def test_pages_of_a_list_leave_nothing_out(world: World) -> None:
    with unit_of_work(world.store) as connection:
        for day in (20, 10, 10, None, None):
            case = a_case(connection, world.family, children=[world.sam])
            if day:
                deadline = a_deadline(due_on=date(2026, 4, day))
                start_deadline(connection, case.id, deadline)
        bram, place, paged = viewer(world.bram), None, list[int]()
        whole = list_cases(connection, bram, on=TODAY, limit=50)
        while page := list_cases(connection, bram, on=TODAY, limit=2, after=place):
            paged += [each.head.id for each in page]
            place = (page[-1].next_due, page[-1].head.id)

    assert paged == [each.head.id for each in whole]
    assert len(paged) == 6
