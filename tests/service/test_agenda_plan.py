"""What waits for a place at a table, what comes on the agenda first, and what happened since."""

from datetime import date, time, timedelta

import pytest

from engine.clock import ManualClock
from engine.errors import NotFound
from engine.service.table_orders import ItemPlace, MakeTable, OrderAgenda, PlanMeeting
from engine.store.store import Store
from tests.service.builders import CaseAtDesk
from tests.service.counting import counting
from tests.service.desks import takes_part
from tests.service.queues import QueueRoom, a_queue_room
from tests.service.rooms import TUESDAY

NEXT = TUESDAY + timedelta(weeks=1)
FAR = date(2026, 5, 19)


@pytest.fixture
def room(store: Store, clock: ManualClock) -> QueueRoom:
    """Lend a table with a queue."""
    return a_queue_room(store, clock)


def numbers(*cases: CaseAtDesk) -> list[str]:
    """Name cases by their numbers."""
    return [case.head.number for case in cases]


def test_an_accepted_case_waits_since_then_until_its_term_and_says_which_step_plans_it(
    room: QueueRoom,
) -> None:
    meeting, case = room.plans(), room.accepted()
    room.desk.after(days=4)  # to Friday

    (row,) = room.queued(meeting).rows

    assert (row.number, row.why, row.waited_days, row.priority) == (
        case.head.number,
        "waits",
        4,
        "normal",
    )
    assert (row.latest, row.latest_is_law, row.step) == (date(2026, 3, 16), True, "schedule")
    assert row.latest_title
    assert row.latest_title.nl == "Binnen tien werkdagen aan tafel"
    assert [child.name for child in row.children] == ["sam"]
    assert (row.returns_on, row.at) == (None, None)


def test_an_adjourned_case_waits_again_from_the_day_on_which_it_was_put_off(
    room: QueueRoom,
) -> None:
    meeting, later = room.plans(), room.plans(NEXT)
    case = room.planned(meeting)
    room.desk.after(days=2)
    case.step("adjourn", by="vera")
    room.desk.after(days=1)

    (row,) = room.queued(later).rows

    assert (row.state, row.waited_days, row.step) == ("adjourned", 1, "schedule")


def test_a_decided_case_returns_when_its_day_comes_before_the_meeting_after_this_one(
    room: QueueRoom,
) -> None:
    first, second, third = room.plans(), room.plans(NEXT), room.plans(date(2026, 3, 24))
    case = room.decided(first, back_on=date(2026, 3, 20))

    (row,) = room.queued(second).rows

    assert room.queued(first).rows == ()
    assert room.queued(third).rows  # still so later on
    assert (row.number, row.why, row.step) == (case.head.number, "returns", "return_to_table")
    assert (row.returns_on, row.latest, row.waited_days) == (row.latest, date(2026, 3, 20), 0)


def test_without_a_planned_one_the_meeting_after_this_is_the_next_of_the_rhythm(
    room: QueueRoom,
) -> None:
    first, second = room.plans(), room.plans(NEXT)
    room.decided(first, back_on=date(2026, 3, 24))  # the Tuesday after

    assert room.queued(second).rows == ()

    room.plans(date(2026, 4, 7))

    assert len(room.queued(second).rows) == 1


def test_a_refusal_of_help_brings_a_case_back_with_high_priority(room: QueueRoom) -> None:
    first, second = room.plans(), room.plans(NEXT)
    case = room.decided(first, back_on=FAR)
    case.step("refuse_help")

    (row,) = room.queued(second).rows

    assert (row.is_high, row.why, row.returns_on) == (True, "returns", date(2026, 3, 17))


def test_a_case_that_has_a_place_waits_no_more_unless_that_place_comes_too_late(
    room: QueueRoom,
) -> None:
    meeting, later, last = room.plans(), room.plans(NEXT), room.plans(date(2026, 3, 24))
    room.planned(meeting)
    late = room.planned(later)  # a day after its term

    (row,) = room.queued(meeting).rows

    assert row.number == late.head.number
    assert (row.step, row.at and row.at.id) == (None, later)
    assert room.queued(last).rows == ()


def test_a_case_at_a_meeting_that_ended_without_it_waits_again(room: QueueRoom) -> None:
    first, second = room.plans(), room.plans(NEXT)
    case = room.planned(first)
    room.opens(first)
    assert room.queued(second).rows == ()
    room.brings(first, "to_complete")

    (row,) = room.queued(second).rows

    assert (row.number, row.at and row.at.state) == (case.head.number, "to_complete")


def test_what_the_viewer_may_not_see_is_a_number_only(room: QueueRoom) -> None:
    meeting, mine, other = room.plans(), room.accepted(), room.accepted()
    takes_part(room.desk, room.desk.viewers["carla"], case_id=other.head.id, access="excluded")

    seen, proposed = room.queued(meeting, "carla"), room.proposed(meeting, "carla")

    assert ([row.number for row in seen.rows], seen.hidden) == (numbers(mine), 1)
    assert ([each.row.number for each in proposed.rows], proposed.hidden) == (numbers(mine), 1)


def test_who_reads_titles_only_sees_no_children_in_the_queue(room: QueueRoom) -> None:
    meeting = room.plans()
    room.accepted()

    (row,) = room.queued(meeting, "cora").rows

    assert row.children == ()


def test_whoever_sees_the_meeting_for_a_case_of_their_own_sees_no_queue(room: QueueRoom) -> None:
    meeting = room.plans()
    room.planned(meeting)
    room.accepted()

    assert room.shown(meeting, "rik").capacity is None
    for look in (room.queued, room.proposed, room.since):
        with pytest.raises(NotFound):
            look(meeting, "rik")


def test_a_table_has_only_the_cases_of_what_it_serves_before_it(room: QueueRoom) -> None:
    room.accepted()  # of no municipality
    made = room.done("cora", MakeTable, region="default", title="Epe", municipalities=("Epe",))
    meeting = room.done("cora", PlanMeeting, table=made.id, on=TUESDAY).id

    found = room.queued(meeting, "cora")

    assert (found.rows, found.hidden) == ((), 0)


def test_the_proposal_takes_high_priority_first_and_as_many_as_fit(
    store: Store, clock: ManualClock
) -> None:
    room = a_queue_room(store, clock, slot=75)  # two of these fit in 210 minutes
    meeting = room.plans()
    longest = room.accepted()
    room.desk.after(days=1)
    other, urgent = room.accepted(), room.accepted("high")

    found = room.proposed(meeting)

    assert [each.row.number for each in found.rows] == numbers(urgent, longest)
    assert [each.ground for each in found.rows] == ["high", "term"]
    assert [each.row.number for each in found.left_out] == numbers(other)
    assert found.left_out[0].why
    assert found.left_out[0].why.en.startswith("Does not fit")
    assert found.minutes_free == 60
    assert [each.row.number for each in found.rows] == [
        row.number for row in room.queued(meeting).rows[:2]
    ]


def test_an_extra_table_is_offered_when_high_priority_must_come_sooner(room: QueueRoom) -> None:
    meeting = room.plans()
    assert not room.proposed(meeting).needs_extra
    urgent = room.accepted("high")  # until Thursday, and the meeting is on Tuesday

    found = room.proposed(meeting)

    assert found.needs_extra
    assert [row.number for row in found.too_late] == numbers(urgent)

    extra = room.plans(date(2026, 3, 4))
    assert not room.proposed(extra).needs_extra
    assert not room.proposed(meeting).needs_extra  # for it can be planned at the extra one
    urgent.step("schedule", by="sita", meeting=extra)
    assert room.item(extra).number == urgent.head.number


def test_capacity_counts_every_item_and_what_goes_over(store: Store, clock: ManualClock) -> None:
    room = a_queue_room(store, clock, slot=75)
    meeting = room.plans()
    hidden, leaves = room.planned(meeting), room.planned(meeting)
    takes_part(room.desk, room.desk.viewers["carla"], case_id=hidden.head.id, access="excluded")

    free = room.shown(meeting, "carla").capacity
    assert free
    assert (free.minutes, free.planned, free.free, free.over) == (210, 150, 60, 0)

    room.planned(meeting)
    over = room.shown(meeting).capacity
    assert over
    assert (over.planned, over.free, over.over) == (225, 0, 15)

    leaves.step("withdraw", by="rik")  # off the agenda it takes no time
    shown = room.shown(meeting)
    assert shown.capacity == free
    assert [each.proposed_starts for each in shown.items] == [time(9), None, time(10, 30)]


def test_an_item_without_a_time_begins_after_the_one_before_and_a_pause(room: QueueRoom) -> None:
    meeting = room.plans()
    room.planned(meeting)
    room.planned(meeting)
    first, second = (each.id for each in room.shown(meeting).items)
    places = (ItemPlace(item=first, starts=time(11), minutes=90), ItemPlace(item=second))
    room.done("sita", OrderAgenda, meeting=meeting, items=places, seen_version=1)

    found = [each.proposed_starts for each in room.shown(meeting).items]

    assert found == [None, time(12, 45)]


def test_since_the_last_meeting_cases_were_closed_and_brought_in(room: QueueRoom) -> None:
    first, second = room.plans(), room.plans(NEXT)
    none = room.since(second)
    assert (none.last, none.closed, none.opened, none.to_complete) == (None, 0, 0, ())
    room.decided(first, back_on=FAR)
    room.brings(first, "to_complete")
    room.desk.after(days=1)
    room.accepted().step("withdraw", by="rik")
    room.accepted()
    room.desk.opens(workflow="talk")  # nothing was done with it yet

    found = room.since(second)

    assert found.last
    assert found.last.id == first
    assert (found.closed, found.opened) == (1, 2)
    assert [row.id for row in found.to_complete] == [first]
    assert room.since(first).last is None


def test_a_queue_takes_as_many_statements_whatever_waits(room: QueueRoom) -> None:
    meeting = room.plans()
    room.accepted()
    with counting(room.desk.office.store) as of_one:
        room.proposed(meeting)
    for _ in range(4):
        room.accepted("high")
    with counting(room.desk.office.store) as of_five:
        found = room.proposed(meeting)

    assert len(found.rows) + len(found.left_out) == 5
    assert len(of_five) == len(of_one)
