"""What went out to a family and is not right any more: found, told on the list, and work."""

import re
from datetime import time
from typing import Any

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.service.file.timeline import timeline
from engine.service.invitation_letter import invitation_paper
from engine.service.invitations import invitations
from engine.service.my_work import WorkShown, my_work
from engine.service.table_orders import ChangeMeeting, ItemPlace, OrderAgenda
from engine.service.work_words import mended_at, what_to_do
from engine.store.store import Store
from tests.service.builders import TODAY, CaseAtDesk
from tests.service.desks import takes_part
from tests.service.guests import a_guest_room, plan
from tests.service.rooms import TUESDAY, Room

TIME = "Opnieuw te geven: de tijd is veranderd"
PLACE = "Opnieuw te geven: de plaats is veranderd"
OFF = "Zeg af: er is nu geen gesprek gepland"


@pytest.fixture
def guests(store: Store, clock: ManualClock) -> Room:
    """Lend a table where each person is invited by a plan of their own."""
    return a_guest_room(store, clock)


@pytest.fixture
def meeting(guests: Room) -> str:
    """Plan a meeting."""
    return guests.plans()


@pytest.fixture
def case(guests: Room, meeting: str) -> CaseAtDesk:
    """Lend a case at ten o'clock, whose invitations went out; the agenda is fixed."""
    case = guests.scheduled(meeting)
    ordered(guests, meeting, case, 10)
    for person in (case.desk.els, case.desk.tom):
        given(case, plan(case, person))
    plan(case, case.desk.sam)
    guests.brings(meeting, "fixed")
    return case


def given(case: CaseAtDesk, record: str) -> None:
    """Say that the invitation of this plan was given."""
    said = {"sent_on": TODAY, "by_which_contact": "in de hand"}
    case.done("sita", orders.MoveRecord, record=record, to="sent", inputs=said)


def ordered(room: Room, meeting: str, case: CaseAtDesk, hour: int) -> None:
    """Give the case this hour."""
    shown = room.shown(meeting)
    item = next(each.id for each in shown.items if each.case == case.id)
    place = ItemPlace(item=item, starts=time(hour), minutes=60)
    room.done("vera", OrderAgenda, meeting=meeting, items=(place,), seen_version=shown.row.version)


def changed(room: Room, meeting: str, **said: Any) -> None:
    """Change where the meeting is."""
    seen = room.shown(meeting).row.version
    room.done("vera", ChangeMeeting, meeting=meeting, starts=time(9), **said, seen_version=seen)


def again(case: CaseAtDesk) -> dict[str, str]:
    """Look at whom it must be said anew, and why, by name."""
    found = invitations(case.desk.viewers["sita"], case.desk.office, case.id)
    return {row.name: row.again.nl for row in found.rows if row.again}


def work(room: Room, by: str = "sita", kind: str = "tell_family") -> list[WorkShown]:
    """Look what somebody has to do of this kind."""
    rows = my_work(room.desk.viewers[by], room.desk.office).rows
    return [row for row in rows if row.kind == kind]


def sits(case: CaseAtDesk, record: str) -> set[str]:
    """Read the words of the letter."""
    paper = invitation_paper(case.desk.viewers["sita"], case.desk.office, case.id, record)
    lines = [line for each in paper.blocks for line in each.lines]
    return set(re.findall(r"\w+", " ".join(lines)))


def both(says: str) -> dict[str, str]:
    """Say the same of Els and Tom."""
    return {"els": says, "tom": says}


def test_what_still_holds_is_not_given_again(guests: Room, meeting: str, case: CaseAtDesk) -> None:
    ordered(guests, meeting, case, 10)
    changed(guests, meeting, place="")

    assert again(case) == {}
    assert work(guests) == []


def test_another_time_is_to_be_given_again_and_is_work_for_the_secretary(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    ordered(guests, meeting, case, 14)

    assert again(case) == both(TIME)
    found = work(guests)
    assert len(found) == 2
    assert {row.owners for row in found} == {("sita",)}
    assert {row.person for row in found} == {None}  # nobody of a family is named here
    assert mended_at(found[0]) == f"/cases/{case.id}/invitations"
    assert what_to_do(found[0]).nl == "Vertel het gezin: hun uitnodiging klopt niet meer."
    assert work(guests, "anna") == work(guests, "vera") == []


def test_another_day_is_to_be_given_again_once(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    later = guests.plans(on=TUESDAY.replace(day=17))
    case.done("sita", orders.CarryOver, meeting=later, reason="ziek")
    ordered(guests, later, case, 11)

    assert again(case) == both(TIME)
    assert len(work(guests)) == 2


def test_another_place_is_to_be_given_again(guests: Room, meeting: str, case: CaseAtDesk) -> None:
    changed(guests, meeting, place="Zaal 2")

    assert again(case) == both(PLACE)
    assert len(work(guests)) == 2


def test_a_talk_that_is_put_off_is_to_be_called_off(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    case.step("adjourn", by="vera")
    guests.brings(meeting, "cancelled")

    assert again(case) == both(OFF)
    assert len(work(guests)) == 2


def test_that_it_was_sent_stays_a_fact_and_its_event_shows_no_more_than_was_filled_in(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    ordered(guests, meeting, case, 14)

    rows = invitations(case.desk.viewers["sita"], case.desk.office, case.id).rows
    assert [row.plan.status for row in rows if row.plan] == ["sent", "sent", "invited"]
    told = timeline(case.desk.viewers["sita"], case.desk.office, case.id)
    shown = [({each.name for each in event.details}, event.withheld) for event in told]
    assert shown.count(({"sent_on", "by_which_contact"}, ())) == 2


def test_the_work_is_gone_when_the_new_invitation_went_out_and_not_before(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    ordered(guests, meeting, case, 14)

    record = plan(case, case.desk.els)
    assert again(case) == {"tom": TIME}
    assert len(work(guests)) == 2

    given(case, record)
    assert again(case) == {"tom": TIME}
    assert len(work(guests)) == 1


def test_the_work_is_gone_when_the_old_time_holds_again_or_nobody_is_to_come(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    ordered(guests, meeting, case, 14)
    plan(case, case.desk.tom, "not_invited")
    assert len(work(guests)) == 1

    ordered(guests, meeting, case, 10)

    assert again(case) == {}
    assert work(guests) == []


def test_an_open_choice_does_not_hide_that_the_old_one_is_wrong(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    case.write("invitation_plan", "sita", person=case.desk.els, safe_contact="phone", how="bellen")

    ordered(guests, meeting, case, 14)

    assert again(case) == both(TIME)


def test_what_was_told_before_a_day_was_known_is_to_be_given_again_too(guests: Room) -> None:
    case = guests.case()
    given(case, plan(case, case.desk.els))
    meeting = guests.plans()

    case.step("schedule", by="sita", meeting=meeting)

    assert again(case) == {"els": TIME}
    assert len(work(guests)) == 1


def test_a_talk_that_was_held_asks_for_nothing(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    ordered(guests, meeting, case, 14)
    guests.opens(meeting)
    case.done("sita", orders.MarkAtItem, person=case.desk.who("rik"), how="by_phone")
    case.step("start_meeting", by="vera")
    agreed = {"text": "bellen", "due_on": TUESDAY, "owner": case.desk.who("anna")}
    case.done("vera", orders.Agree, **agreed)
    case.step("decide", by="vera")

    assert again(case) == {}
    assert work(guests) == []


def test_the_letter_names_no_professional_who_is_kept_out_of_the_case(guests: Room) -> None:
    case, desk = guests.case(), guests.desk
    case.step("schedule", by="sita", meeting=guests.plans())
    record = plan(case, desk.els)
    assert {"carla", "rik", "vera"} <= sits(case, record)

    for name in ("carla", "rik"):  # of the table, and for the case
        takes_part(desk, desk.viewers[name], access="excluded", case_id=case.head.id)

    assert "vera" in sits(case, record)
    assert {"carla", "rik"}.isdisjoint(sits(case, record))


def test_no_way_that_is_chosen_after_the_agenda_was_fixed_is_work_at_once(
    guests: Room, case: CaseAtDesk
) -> None:
    assert work(guests, kind="no_safe_contact") == []

    plan(case, case.desk.els, safe_contact="none")

    (row,) = work(guests, kind="no_safe_contact")
    assert row.why == "no_way"
    plan(case, case.desk.els, safe_contact="phone")
    assert work(guests, kind="no_safe_contact") == []


def test_a_choice_that_waits_for_the_chair_after_the_agenda_was_fixed_is_work_too(
    guests: Room, case: CaseAtDesk
) -> None:
    case.write("invitation_plan", "sita", person=case.desk.tom, safe_contact="none", how="-")

    assert [row.why for row in work(guests, kind="no_safe_contact")] == ["no_way"]


def test_before_the_agenda_stands_no_way_is_no_work_yet(guests: Room, meeting: str) -> None:
    case = guests.scheduled(meeting)

    plan(case, case.desk.els, safe_contact="none")

    assert work(guests, kind="no_safe_contact") == []
