"""A meeting is planned, fixed, opened, ended and completed, each by whoever runs the table."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from engine.calendar import AMSTERDAM
from engine.errors import KeyReused, NotFound, StaleMeeting
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.at_table import Changed
from engine.service.meeting_lists import my_meetings
from engine.service.meetings import order_agenda, plan_meeting
from engine.service.table_orders import (
    ItemPlace,
    MakeTable,
    MoveMeeting,
    OrderAgenda,
    PlanMeeting,
)
from engine.store.tables.people import PARTICIPATION
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.builders import CaseAtDesk
from tests.service.desks import takes_part
from tests.service.rooms import TUESDAY, Room
from tests.service.stages import everything

NEXT = TUESDAY + timedelta(weeks=1)


def discussed(room: Room) -> tuple[str, CaseAtDesk]:
    """Let a case be discussed and decided at a meeting that has ended."""
    meeting = room.plans()
    case = room.scheduled(meeting)
    room.opens(meeting)
    case.done("sita", orders.MarkAtItem, person=room.desk.who("rik"), how="by_phone")
    case.step("start_meeting", by="vera")
    case.done("vera", orders.Agree, text="bellen", due_on=NEXT, owner=room.desk.who("anna"))
    room.brings(meeting, "to_complete")
    return meeting, case


def test_a_meeting_is_planned_on_the_next_day_of_the_rhythm(room: Room) -> None:
    first = room.done("sita", PlanMeeting)
    second = room.done("cora", PlanMeeting, place="Stadskantoor")

    rows = my_meetings(room.desk.viewers["vera"], room.desk.office).rows

    assert [(row.id, row.on_date, row.starts) for row in rows] == [
        (first.id, date(2026, 3, 3), time(9)),
        (second.id, date(2026, 3, 10), time(9)),
    ]
    assert [row.place for row in rows] == [None, "Stadskantoor"]


def test_the_rhythm_skips_a_day_off(room: Room) -> None:
    own = {"region": "default", "title": "Maandag", "weekday": "monday", "starts": time(13)}
    table = room.done("cora", MakeTable, **own).id
    room.done("cora", PlanMeeting, table=table, on=date(2026, 3, 30))

    planned = room.done("cora", PlanMeeting, table=table)  # 6 April is Easter Monday

    found = my_meetings(room.desk.viewers["cora"], room.desk.office, from_on=date(2026, 4, 1))
    assert [(row.id, row.on_date, row.starts) for row in found.rows] == [
        (planned.id, date(2026, 4, 13), time(13))
    ]


def test_only_whoever_runs_the_table_or_coordinates_the_region_plans(room: Room) -> None:
    with pytest.raises(NotFound):
        room.does("bram", PlanMeeting, on=TUESDAY)
    assert room.refused("carla", PlanMeeting, on=TUESDAY) == ["role"]


def test_a_meeting_is_planned_on_a_day_that_is_still_to_come(room: Room) -> None:
    with pytest.raises(InvalidInput, match="still to come"):
        room.does("sita", PlanMeeting, on=date(2026, 3, 1))


def test_a_meeting_is_brought_on_state_by_state(room: Room) -> None:
    meeting = room.plans()
    room.brings(meeting, "fixed")
    room.opens(meeting)

    changed = room.brings(meeting, "to_complete", "held")

    assert (changed.state, changed.version) == ("held", 5)
    assert room.lacks(meeting, "in_session") == ["state"]


def test_an_agenda_that_nobody_fixed_is_fixed_by_opening_on_its_day(room: Room) -> None:
    meeting = room.plans()

    assert room.lacks(meeting, "in_session") == ["day"]
    assert room.lacks(meeting, "held") == ["state"]
    room.opens(meeting)
    assert room.shown(meeting).row.state == "in_session"


@pytest.mark.parametrize("who", ["carla", "cora"])
def test_others_who_see_the_meeting_do_not_bring_it_on(room: Room, who: str) -> None:
    assert room.lacks(room.plans(), "fixed", by=who) == ["role"]


def test_a_state_that_there_is_not_is_told(room: Room) -> None:
    with pytest.raises(InvalidInput):
        room.brings(room.plans(), "nonsense")


def test_of_two_who_bring_it_on_the_second_hears_of_the_first(room: Room) -> None:
    meeting = room.plans()
    order = {"meeting": meeting, "to": "fixed", "seen_version": 1}
    room.done("vera", MoveMeeting, **order)

    with pytest.raises(StaleMeeting, match="nothing was saved"):
        room.does("sita", MoveMeeting, **order)


def test_a_meeting_is_held_once_each_case_has_an_outcome(room: Room) -> None:
    meeting, case = discussed(room)
    assert room.lacks(meeting, "held") == ["outcome"]

    case.step("decide", by="vera")

    assert room.brings(meeting, "held").state == "held"
    assert case.head.state == "following"


def test_a_case_that_was_put_off_keeps_no_meeting_open(room: Room) -> None:
    meeting, case = discussed(room)

    case.step("adjourn", by="vera")

    assert room.brings(meeting, "held").state == "held"


def test_every_reason_is_told_at_once(room: Room) -> None:
    meeting, case = discussed(room)
    case.step("decide", by="vera")
    case.done("vera", orders.Agree, text="van niemand", due_on=NEXT)
    leave_the_family(room, case)

    assert room.lacks(meeting, "held") == ["regisseur", "owner"]


def leave_the_family(room: Room, case: CaseAtDesk) -> None:
    """Let the family have no regisseur any more, which no command does."""
    gone = update(PARTICIPATION).where(PARTICIPATION.c.role == "regisseur")
    with unit_of_work(room.desk.office.store) as connection:
        connection.execute(gone.values(until_on=case.head.opened_on))


def test_a_case_that_is_not_the_viewers_is_not_named(room: Room) -> None:
    meeting, case = discussed(room)
    number = case.head.number
    takes_part(room.desk, room.desk.viewers["sita"], case_id=case.head.id, access="excluded")

    for who, told in (("vera", True), ("sita", False)):
        seen = room.shown(meeting, who).row.version
        outcome = room.does(who, MoveMeeting, meeting=meeting, to="held", seen_version=seen)
        assert not isinstance(outcome, Changed)
        (reason,) = outcome.missing
        assert (number in reason.says.nl) is told


def test_a_meeting_is_cancelled_once_no_case_waits_for_it(room: Room) -> None:
    meeting, other = room.plans(), room.plans(NEXT)
    moved, put_off = room.scheduled(meeting), room.scheduled(meeting)

    assert room.lacks(meeting, "cancelled") == ["items"]
    moved.done("sita", orders.CarryOver, meeting=other, reason="geen zaal")
    assert room.lacks(meeting, "cancelled") == ["items"]
    put_off.step("adjourn", by="vera")

    assert room.brings(meeting, "cancelled").state == "cancelled"
    assert [item.state for item in room.shown(meeting).items] == ["carried_over"] * 2
    assert [moved.head.state, put_off.head.state] == ["scheduled", "adjourned"]
    put_off.step("schedule", by="sita", meeting=other)
    assert [item.case for item in room.shown(other).items] == [moved.id, put_off.id]


def test_what_stops_cancelling_names_only_the_cases_of_the_viewer(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    takes_part(room.desk, room.desk.viewers["sita"], case_id=case.head.id, access="excluded")

    for who, told in (("vera", True), ("sita", False)):
        order = {"meeting": meeting, "to": "cancelled", "seen_version": 1}
        outcome = room.does(who, MoveMeeting, **order)
        assert not isinstance(outcome, Changed)
        assert [(case.head.number in each.says.nl) for each in outcome.missing] == [told]


def test_a_case_that_was_off_the_agenda_stops_no_cancelling(room: Room) -> None:
    meeting = room.plans()
    room.scheduled(meeting).step("withdraw", by="rik")

    assert room.brings(meeting, "cancelled").state == "cancelled"


def test_items_get_their_order_and_their_times(room: Room) -> None:
    meeting = room.plans()
    first, second = room.scheduled(meeting), room.scheduled(meeting)
    ids = [item.id for item in room.shown(meeting).items]
    places = (ItemPlace(item=ids[1], starts=time(9), minutes=75), ItemPlace(item=ids[0]))

    room.done("sita", OrderAgenda, meeting=meeting, items=places, seen_version=1)

    shown = room.shown(meeting)
    assert [(item.case, item.starts, item.minutes) for item in shown.items] == [
        (second.id, time(9), 75),
        (first.id, None, None),
    ]
    assert shown.row.version == 2


def test_an_order_names_every_item_once(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)

    with pytest.raises(InvalidInput):
        room.does("sita", OrderAgenda, meeting=meeting, items=(), seen_version=1)
    assert room.refused("carla", OrderAgenda, meeting=meeting, items=(), seen_version=1) == ["role"]
    case.step("adjourn", by="vera")
    room.brings(meeting, "cancelled")
    assert room.refused("sita", OrderAgenda, meeting=meeting, items=(), seen_version=2) == ["state"]


def test_a_repeat_under_the_same_key_plans_one_meeting(room: Room) -> None:
    order = PlanMeeting(table=room.table, on=TUESDAY, key="k")
    sita, office = room.desk.viewers["sita"], room.desk.office

    first, again = (plan_meeting(sita, office, order) for _ in range(2))

    assert first == again
    assert len(everything(office.store)["meeting"]) == 1
    with pytest.raises(KeyReused):
        plan_meeting(sita, office, replace(order, place="elders"))
    with pytest.raises(KeyReused):
        order_agenda(sita, office, OrderAgenda(meeting="x", items=(), seen_version=1, key="k"))


def test_every_try_is_a_row_of_the_log(room: Room) -> None:
    meeting = room.plans()
    room.lacks(meeting, "held")
    with pytest.raises(NotFound):
        room.shown(meeting, "anna")

    with reading(room.desk.office.store) as connection:
        rows = connection.execute(select(ACCESS_LOG).order_by(ACCESS_LOG.c.id)).all()[-4:]
    assert [(row.action, row.outcome, row.record) for row in rows] == [
        ("PlanMeeting", "done", room.table),
        ("read_meeting", "done", meeting),
        ("MoveMeeting", "refused", meeting),
        ("read_meeting", "denied", meeting),
    ]
    assert rows[2].reason_keys == ["state"]


def test_a_list_of_meetings_comes_in_pages(room: Room) -> None:
    ids = [room.plans(TUESDAY + timedelta(weeks=week)) for week in range(3)]
    vera, office = room.desk.viewers["vera"], room.desk.office

    page = my_meetings(vera, office, limit=2)
    rest = my_meetings(vera, office, limit=2, after=page.next)

    assert [row.id for row in (*page.rows, *rest.rows)] == ids
    assert rest.next is None


def test_what_has_to_be_completed_stays_in_front_until_it_is(room: Room) -> None:
    meeting = room.plans()
    room.opens(meeting)
    assert room.shown(meeting).row.complete_by is None
    room.brings(meeting, "to_complete")
    due, vera = datetime(2026, 3, 11, 12, tzinfo=AMSTERDAM), room.desk.viewers["vera"]
    assert (room.shown(meeting).row.complete_by, room.shown(meeting).row.is_late) == (due, False)
    room.desk.clock.move_to(due + timedelta(minutes=1))
    ahead = room.plans(NEXT)

    rows = my_meetings(vera, room.desk.office).rows
    from_today = my_meetings(vera, room.desk.office, from_on=room.desk.office.today()).rows

    assert [(row.id, row.is_late) for row in rows] == [(meeting, True), (ahead, False)]
    assert [row.id for row in from_today] == [ahead]
    room.brings(meeting, "held")
    assert [row.id for row in my_meetings(vera, room.desk.office).rows] == [ahead]
