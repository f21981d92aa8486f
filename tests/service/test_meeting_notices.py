"""Whoever has a part in a meeting hears of it, of their own items only, and of every change."""

import re
from datetime import time
from typing import Any

import pytest

from engine.notice_times import DEFAULTS, NEVER_QUIET
from engine.service import orders
from engine.service.table_orders import ChangeMeeting, ItemPlace, OrderAgenda
from engine.store import notice_settings
from engine.store.unit_of_work import unit_of_work
from tests.mail import MailServer
from tests.notifications.letters import an_email_channel
from tests.service.builders import CaseAtDesk
from tests.service.desks import another_family, takes_part
from tests.service.guests import Post, mailed
from tests.service.rooms import TABLE_ROLES, Room

EVERYBODY = ["anna", "bram", "carla", "rik", "sita", "vera"]


def names(letters: list[Post]) -> list[str]:
    """Name to whom, sorted; a letter has one recipient."""
    return sorted(letter.to.partition("@")[0] for letter in letters)


def entries(letters: list[Post]) -> dict[str, dict[str, Any]]:
    """Read the file of each, by the name of its reader."""
    return {letter.to.partition("@")[0]: letter.entry for letter in letters}


def fixed(room: Room, *cases: CaseAtDesk, meeting: str) -> None:
    """Give the cases an hour each from nine o'clock, and fix the agenda."""
    ordered(room, meeting, 9, *cases)
    room.brings(meeting, "fixed")


def ordered(room: Room, meeting: str, hour: int, *cases: CaseAtDesk, by: str = "vera") -> None:
    """Let the cases come one after another, an hour each."""
    shown = room.shown(meeting, by)
    items = {item.case: item.id for item in shown.items}
    places = tuple(
        ItemPlace(item=items[case.id], starts=time(hour + at), minutes=60)
        for at, case in enumerate(cases)
    )
    room.done(by, OrderAgenda, meeting=meeting, items=places, seen_version=shown.row.version)


@pytest.fixture
def meeting(room: Room) -> str:
    """Plan a meeting."""
    return room.plans()


def test_fixing_the_agenda_invites_each_who_has_a_part_once(room: Room, meeting: str) -> None:
    fixed(room, room.scheduled(meeting), meeting=meeting)

    letters = mailed(room)

    assert names(letters) == EVERYBODY
    assert all(letter.message["To"] == letter.to for letter in letters)
    assert {letter.message["Subject"] for letter in letters} == {
        "Regietafel: uitnodiging voor de tafel"
    }
    assert mailed(room) == []


def test_the_entry_says_when_and_how_many_and_no_more(room: Room, meeting: str) -> None:
    fixed(room, room.scheduled(meeting), meeting=meeting)

    found = entries(mailed(room))["rik"]

    assert found["SUMMARY"] == "Regietafel – 1 zaak"
    assert f"{found['DTSTART'].dt:%d %H:%M} {found['DTEND'].dt:%H:%M}" == "10 09:00 10:00"
    assert found["CLASS"] == "CONFIDENTIAL"
    assert found["STATUS"] == "CONFIRMED"
    assert found["SEQUENCE"] == 0
    assert "ATTENDEE" not in found
    assert "DESCRIPTION" not in found


def test_no_header_and_no_part_names_anybody_or_the_case(
    room: Room, meeting: str, smtp: MailServer
) -> None:
    case = room.scheduled(meeting)
    fixed(room, case, meeting=meeting)
    mailed(room, an_email_channel(smtp.url, clock=room.desk.clock))
    canaries = {"jansen", "sam", "els", "tom", "tafelzaak", "gepland", case.head.number.lower()}
    canaries |= {case.id, room.desk.family, room.desk.sam}

    assert sorted(letter.to for letter in smtp.inbox) == [
        f"{name}@voorbeeldstad.test" for name in EVERYBODY
    ]
    for letter in smtp.inbox:
        said = [*letter.parts.values(), *map(str, letter.message.values())]
        assert set(letter.parts) == {"text/plain", "text/html", "text/calendar"}
        assert canaries.isdisjoint(re.findall(r"[\w-]+", " ".join(said).lower()))
        assert not [name for name in EVERYBODY for part in letter.parts.values() if name in part]
        assert letter.message["To"] == letter.to


def test_each_hears_of_the_own_items_only(room: Room, meeting: str) -> None:
    first = room.scheduled(meeting)
    other = Room(another_family(room.desk), room.table)
    second = other.desk.opens(workflow="talk")
    second.joins("rik", roles=TABLE_ROLES)
    second.step("accept")
    second.step("schedule", by="sita", meeting=meeting)
    fixed(room, first, second, meeting=meeting)

    found = entries(mailed(room))

    assert found["anna"]["SUMMARY"] == "Regietafel – 1 zaak"
    assert f"{found['anna']['DTEND'].dt:%H:%M}" == "10:00"
    assert found["rik"]["SUMMARY"] == found["vera"]["SUMMARY"] == "Regietafel – 2 zaken"
    assert f"{found['rik']['DTEND'].dt:%H:%M}" == "11:00"
    assert len({each["UID"] for each in found.values()}) == len(EVERYBODY)


def test_who_sits_there_and_takes_part_in_no_case_hears_of_the_whole_meeting(
    room: Room, meeting: str
) -> None:
    room.brings(meeting, "fixed")

    found = entries(mailed(room))

    assert sorted(found) == ["carla", "sita", "vera"]
    assert found["vera"]["SUMMARY"] == "Regietafel – tafel"
    assert f"{found['vera']['DTSTART'].dt:%H:%M}-{found['vera']['DTEND'].dt:%H:%M}" == "09:00-12:30"


def test_whoever_is_kept_out_of_a_case_does_not_hear_of_it(room: Room, meeting: str) -> None:
    case = room.scheduled(meeting)
    takes_part(room.desk, room.desk.viewers["anna"], access="excluded", case_id=case.head.id)
    fixed(room, case, meeting=meeting)

    assert "anna" not in names(mailed(room))


def test_another_time_is_told_to_those_who_heard_and_to_nobody_else(
    room: Room, meeting: str
) -> None:
    case = room.case()
    case.step("schedule", by="sita", meeting=meeting)
    fixed(room, case, meeting=meeting)
    before = entries(mailed(room))
    case.joins("cora", roles={"cora": "worker"})

    ordered(room, meeting, 11, case)
    letters = mailed(room)

    after = entries(letters)
    assert names(letters) == EVERYBODY
    for name in EVERYBODY:
        assert after[name]["UID"] == before[name]["UID"]
        assert (before[name]["SEQUENCE"], after[name]["SEQUENCE"]) == (0, 1)
        assert f"{after[name]['DTSTART'].dt:%H:%M}" == "11:00"
    assert {letter.message["Subject"] for letter in letters} == {
        "Regietafel: uw uitnodiging voor de tafel is veranderd"
    }


def test_another_room_is_told_and_the_same_times_are_not(room: Room, meeting: str) -> None:
    case = room.scheduled(meeting)
    fixed(room, case, meeting=meeting)
    mailed(room)

    ordered(room, meeting, 9, case)
    assert mailed(room) == []

    seen = room.shown(meeting).row.version
    said = {"starts": time(9), "place": "Zaal 2", "seen_version": seen}
    room.done("vera", ChangeMeeting, meeting=meeting, **said)
    found = entries(mailed(room))
    assert {each["LOCATION"] for each in found.values()} == {"Zaal 2"}


def test_what_changes_before_the_agenda_is_fixed_is_told_to_nobody(
    room: Room, meeting: str
) -> None:
    ordered(room, meeting, 10, room.scheduled(meeting))

    assert mailed(room) == []


def test_a_meeting_that_is_called_off_is_taken_out_of_each_calendar(
    room: Room, meeting: str
) -> None:
    case = room.scheduled(meeting)
    fixed(room, case, meeting=meeting)
    before = entries(mailed(room))
    case.step("adjourn", by="vera")  # what is told of that did not leave yet

    room.brings(meeting, "cancelled")
    letters = mailed(room)

    after = entries(letters)
    assert names(letters) == EVERYBODY
    assert all("METHOD:CANCEL" in letter.parts["text/calendar"] for letter in letters)
    assert {each["STATUS"] for each in after.values()} == {"CANCELLED"}
    assert all(after[name]["UID"] == before[name]["UID"] for name in after)
    assert all(after[name]["SEQUENCE"] > before[name]["SEQUENCE"] for name in after)


def test_who_heard_nothing_yet_is_invited_however_often_it_changes(
    room: Room, meeting: str
) -> None:
    case = room.scheduled(meeting)
    fixed(room, case, meeting=meeting)
    ordered(room, meeting, 11, case)

    letters = mailed(room)

    assert names(letters) == EVERYBODY
    assert {letter.message["Subject"] for letter in letters} == {
        "Regietafel: uitnodiging voor de tafel"
    }
    assert all("METHOD:CANCEL" not in letter.parts["text/calendar"] for letter in letters)
    ordered(room, meeting, 12, case)
    assert {letter.message["Subject"] for letter in mailed(room)} == {
        "Regietafel: uw uitnodiging voor de tafel is veranderd"
    }


def test_who_heard_nothing_yet_hears_nothing_of_what_is_called_off(
    room: Room, meeting: str
) -> None:
    case = room.scheduled(meeting)
    fixed(room, case, meeting=meeting)
    case.step("adjourn", by="vera")
    room.brings(meeting, "cancelled")

    assert mailed(room) == []


def test_a_case_that_leaves_before_anybody_heard_and_comes_back_invites_anew(
    room: Room, meeting: str
) -> None:
    case = room.scheduled(meeting)
    fixed(room, case, meeting=meeting)
    later = room.plans(on=room.shown(meeting).row.on_date.replace(day=17))
    case.done("sita", orders.CarryOver, meeting=later, reason="ziek")
    case.done("sita", orders.CarryOver, meeting=meeting, reason="toch")

    letters = mailed(room)

    assert names(letters) == EVERYBODY
    assert {letter.message["Subject"] for letter in letters} == {
        "Regietafel: uitnodiging voor de tafel"
    }
    assert entries(letters)["rik"]["STATUS"] == "CONFIRMED"


def test_a_case_that_goes_to_another_meeting_is_told_at_both(room: Room, meeting: str) -> None:
    later = room.plans(on=room.shown(meeting).row.on_date.replace(day=17))
    case = room.scheduled(meeting)
    fixed(room, case, meeting=meeting)
    room.brings(later, "fixed")
    mailed(room)

    case.done("sita", orders.CarryOver, meeting=later, reason="ziek")
    found: dict[str, list[str]] = {}
    for letter in mailed(room):
        each = letter.entry
        found.setdefault(letter.to.partition("@")[0], []).append(
            f"{each['STATUS']} {each['DTSTART'].dt:%d}"
        )

    assert sorted(found["rik"]) == ["CANCELLED 10", "CONFIRMED 17"]
    assert sorted(found["vera"]) == ["CONFIRMED 10", "CONFIRMED 17"]


def test_who_wants_no_mail_of_invitations_gets_none(room: Room, meeting: str) -> None:
    with unit_of_work(room.desk.office.store) as connection:
        notice_settings.choose(
            connection,
            room.desk.viewers["rik"],
            choices={**DEFAULTS, "invited": "none"},
            quiet=NEVER_QUIET,
            now=room.desk.clock.now(),
        )
    fixed(room, room.scheduled(meeting), meeting=meeting)

    assert "rik" not in names(mailed(room))
