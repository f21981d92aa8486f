"""Deadlines begin once, end once, and move only while they run."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from engine.errors import NotFound
from engine.store.contacts import NewContact, add_contact, contacts_of
from engine.store.deadlines import (
    DeadlineSeen,
    DueDate,
    deadline_for_clock,
    deadlines_of,
    end_deadline,
    get_deadline,
    move_deadline,
    open_deadlines,
    resume_deadline,
    start_deadline,
    suspend_deadline,
    suspended_until_due,
)
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import DAY, NOW, TODAY, World, a_case, a_deadline

LATER = DueDate(
    due_on=date(2026, 5, 4),
    due_at=NOW + 56 * DAY,
    late_after=date(2026, 5, 4),
    window_opens=date(2026, 4, 20),
    explanation={"moved": True},
    terms={"extended": "2 weeks"},
)


@pytest.fixture
def started(world: World) -> DeadlineSeen:
    with unit_of_work(world.store) as connection:
        return start_deadline(connection, world.case.id, a_deadline())


def now_of(world: World, deadline: DeadlineSeen) -> DeadlineSeen:
    with reading(world.store) as connection:
        return deadline_for_clock(connection, deadline.id)


def test_a_deadline_is_found_through_its_case_only(world: World, started: DeadlineSeen) -> None:
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])

        assert get_deadline(connection, world.case, started.public_id) == started
        assert deadlines_of(connection, world.case) == (started,)
        assert open_deadlines(connection, [world.case.id, other.id]) == {
            world.case.id: (started,),
            other.id: (),
        }
        with pytest.raises(NotFound, match="deadline"):
            get_deadline(connection, other, started.public_id)


def test_the_next_one_of_a_key_is_another_occurrence(world: World, started: DeadlineSeen) -> None:
    with unit_of_work(world.store) as connection:
        again = start_deadline(connection, world.case.id, a_deadline())
        of_sam = start_deadline(connection, world.case.id, a_deadline(child_id=world.sam.id))

    assert (started.occurrence, again.occurrence, of_sam.occurrence) == (1, 2, 1)


@pytest.mark.parametrize("child", [False, True])
def test_one_occurrence_exists_once(world: World, child: bool) -> None:
    new = a_deadline(occurrence=1, child_id=world.sam.id if child else None)
    with unit_of_work(world.store) as connection:
        start_deadline(connection, world.case.id, new)

    with pytest.raises(IntegrityError), unit_of_work(world.store) as connection:
        start_deadline(connection, world.case.id, new)


def test_a_deadline_ends_once(world: World, started: DeadlineSeen) -> None:
    with unit_of_work(world.store) as connection:
        assert end_deadline(connection, started.id, state="met", on=TODAY, seq=4)
        assert not end_deadline(connection, started.id, state="void", on=TODAY, seq=5)
        assert not move_deadline(connection, started.id, LATER)
        assert open_deadlines(connection, [world.case.id]) == {world.case.id: ()}

    ended = now_of(world, started)
    assert (ended.state, ended.ended_on, ended.ended_by_seq) == ("met", TODAY, 4)


def test_a_moved_deadline_has_its_date_and_explanation(world: World, started: DeadlineSeen) -> None:
    with unit_of_work(world.store) as connection:
        assert move_deadline(connection, started.id, LATER)

    moved = now_of(world, started)
    assert (moved.due_on, moved.due_at, moved.window_opens, moved.explanation, moved.terms) == (
        LATER.due_on,
        LATER.due_at,
        LATER.window_opens,
        LATER.explanation,
        LATER.terms,
    )


def test_a_suspended_deadline_waits_and_then_runs_again(
    world: World, started: DeadlineSeen
) -> None:
    until = TODAY + 14 * DAY
    with unit_of_work(world.store) as connection:
        assert suspend_deadline(connection, started.id, on=TODAY, until=until)
        assert not suspend_deadline(connection, started.id, on=TODAY, until=until)
        assert not move_deadline(connection, started.id, LATER)
        assert suspended_until_due(connection, until - DAY) == ()
        (waiting,) = suspended_until_due(connection, until)
        assert resume_deadline(connection, started.id, LATER)
        assert not resume_deadline(connection, started.id, LATER)

    running = now_of(world, started)
    assert (waiting.state, waiting.suspended_on, waiting.suspended_until) == (
        "suspended",
        TODAY,
        until,
    )
    assert (running.state, running.suspended_on, running.due_on) == ("open", None, LATER.due_on)


def test_a_suspended_deadline_can_end(world: World, started: DeadlineSeen) -> None:
    with unit_of_work(world.store) as connection:
        suspend_deadline(connection, started.id, on=TODAY, until=None)

        assert suspended_until_due(connection, date.max) == ()
        assert end_deadline(connection, started.id, state="void", on=TODAY, seq=2)
        assert suspended_until_due(connection, date.max) == ()


def test_a_talk_is_recorded_with_what_it_counts_for(world: World, started: DeadlineSeen) -> None:
    talk = NewContact(held_on=TODAY, persons=[world.sam.id, world.els.id], deadlines=[started.id])
    with unit_of_work(world.store) as connection:
        made = add_contact(connection, world.family.id, talk, by=world.bram.id, now=NOW)
        empty = NewContact(held_on=TODAY - DAY, persons=[], deadlines=[])
        first = add_contact(connection, world.family.id, empty, by=world.bram.id, now=NOW)

        assert contacts_of(connection, world.family.id) == (first, made)
