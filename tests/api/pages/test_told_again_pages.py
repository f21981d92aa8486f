"""What changed after it was told: on the list of invitations, at work, and among my messages."""

from datetime import time

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.service.meeting_lists import table
from engine.service.table_orders import ChangeMeeting, EndMember
from engine.store.store import Store
from tests.api.pages.browsing import words
from tests.api.pages.case.conftest import Browse, browse, office
from tests.service.builders import TODAY, Desk
from tests.service.guests import a_guest_room, mailed, plan
from tests.service.rooms import Room

__all__ = ["browse", "office"]


@pytest.fixture
def room(store: Store, clock: ManualClock) -> Room:
    """Lend a table where each person is invited by a plan of their own."""
    return a_guest_room(store, clock)


@pytest.fixture
def desk(room: Room) -> Desk:
    """Lend its desk, to the site as well."""
    return room.desk


def changed(room: Room, meeting: str) -> None:
    """Let the meeting be in another room."""
    seen = room.shown(meeting).row.version
    said = {"starts": time(9), "place": "Zaal 2", "seen_version": seen}
    room.done("vera", ChangeMeeting, meeting=meeting, **said)


def test_the_list_says_what_to_give_again_and_how_and_work_leads_there(
    room: Room, browse: Browse
) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    record = plan(case, room.desk.els)
    said = {"sent_on": TODAY, "by_which_contact": "in de hand"}
    case.done("sita", orders.MoveRecord, record=record, to="sent", inputs=said)
    page = words(browse("sita").get(f"/cases/{case.id}/invitations").text)
    assert "Opnieuw te geven" not in page

    changed(room, meeting)

    page = words(browse("sita", "en").get(f"/cases/{case.id}/invitations").text)
    assert "To give again 1: els" in page
    assert "To be given again: the place has changed" in page
    assert "Choose anew: then there is a new letter to give" in page
    todo = browse("sita").get("/work").text
    assert "Vertel het gezin: hun uitnodiging klopt niet meer." in words(todo)
    assert f'href="/cases/{case.id}/invitations"' in todo


def test_a_message_about_a_meeting_leads_there_and_says_what_became_of_it(
    room: Room, browse: Browse
) -> None:
    meeting = room.plans()
    room.brings(meeting, "fixed")
    mailed(room)
    changed(room, meeting)

    page = browse("carla", "en").get("/notices").text

    assert page.count(f'href="/meetings/{meeting}"') == 2
    assert "Meeting of Tue 10 March 2026" in words(page)
    assert "Your invitation to a table has changed" in words(page)
    assert "Invitation to a table" in words(page)


def test_a_message_about_a_meeting_of_a_table_that_one_left_names_no_day(
    room: Room, browse: Browse
) -> None:
    meeting = room.plans()
    room.brings(meeting, "fixed")
    sits = table(room.desk.viewers["vera"], room.desk.office, room.table).members
    carla = next(each.id for each in sits if each.name == "carla")
    room.done("sita", EndMember, member=carla)

    page = browse("carla").get("/notices").text

    assert "Uitnodiging voor een tafel" in words(page)
    assert meeting not in page
