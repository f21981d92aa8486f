"""An agenda is changed: its order, its times, the meeting itself; nothing typed is lost."""

from tests.api.pages.at_agenda import NEXT, at, desk, items, moved, ordered, room
from tests.api.pages.browsing import Fields, form_to, post, send, words
from tests.api.pages.case.conftest import Browse, brackets, browse, office
from tests.service.rooms import Room

__all__ = ["brackets", "browse", "desk", "office", "room"]


def test_a_case_moves_up_and_down_by_a_button(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    for _ in range(3):
        room.scheduled(meeting)
    (one, two, three), sita = items(room, meeting), browse("sita")

    answer = ordered(sita, room, meeting, up=three)

    assert answer.headers["location"] == at(meeting, f"#item-{three}")
    assert items(room, meeting) == [one, three, two]
    ordered(sita, room, meeting, down=one)
    assert items(room, meeting) == [three, one, two]
    ordered(sita, room, meeting, up=three)
    assert items(room, meeting) == [three, one, two]


def test_a_move_keeps_the_times_that_were_typed(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    room.scheduled(meeting), room.scheduled(meeting)
    (one, two), sita = items(room, meeting), browse("sita", "en")
    crossed = "The times are not in the order of the agenda."

    ordered(sita, room, meeting, up=two, **{f"starts.{two}": "9.30", f"minutes.{two}": "75"})

    first = room.shown(meeting).items[0]
    assert (first.id, str(first.starts), first.minutes) == (two, "09:30:00", 75)
    assert crossed not in words(sita.get(at(meeting)).text)
    ordered(sita, room, meeting, **{f"starts.{one}": "09:00", f"starts.{two}": "10:00"})
    assert crossed in words(sita.get(at(meeting)).text)


def test_the_proposed_times_are_filled_in_where_none_was_said(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    room.scheduled(meeting), room.scheduled(meeting)
    one = items(room, meeting)[0]

    ordered(browse("sita"), room, meeting, fill="1", **{f"starts.{one}": "10:00"})

    assert [str(each.starts) for each in room.shown(meeting).items] == ["10:00:00", "10:15:00"]


def test_a_time_that_is_none_is_said_at_its_field_and_stays(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    room.scheduled(meeting)
    (item,) = items(room, meeting)

    answer = ordered(
        browse("sita"), room, meeting, **{f"starts.{item}": "half tien", f"minutes.{item}": "999"}
    )

    assert answer.status_code == 400
    assert f'href="#f-starts-{item}"' in answer.text
    assert f'href="#f-minutes-{item}"' in answer.text
    assert 'value="half tien"' in answer.text
    assert 'value="999"' in answer.text


def test_who_saw_an_older_agenda_is_told_and_nothing_typed_is_lost(
    room: Room, browse: Browse
) -> None:
    meeting = room.plans()
    room.scheduled(meeting)
    (item,), sita = items(room, meeting), browse("sita", "en")
    hidden = form_to(sita.get(at(meeting)).text, at(meeting, "/order"))
    room.brings(meeting, "fixed")

    fields: Fields = {**hidden, "item": [item], f"minutes.{item}": "75", "why": "room"}
    answer = post(sita, at(meeting, "/order"), fields)

    assert answer.status_code == 412
    assert "Somebody else changed this meanwhile." in words(answer.text)
    assert 'value="75"' in answer.text
    fresh = form_to(answer.text, at(meeting, "/order"))
    assert post(sita, at(meeting, "/order"), {**fields, **fresh}).status_code == 303


def test_changing_a_fixed_agenda_asks_why_and_the_log_keeps_it(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    room.scheduled(meeting), room.scheduled(meeting)
    room.brings(meeting, "fixed")
    (one, two), sita = items(room, meeting), browse("sita", "en")

    without = ordered(sita, room, meeting, up=two)
    done = ordered(sita, room, meeting, up=two, why="absent")

    assert without.status_code == 400
    assert 'href="#f-why"' in without.text
    assert "The agenda is fixed. Choose why it changes." in words(without.text)
    assert (done.status_code, items(room, meeting)) == (303, [two, one])
    place = at(meeting, "/change")
    assert 'href="#f-why"' in send(sita, place, place, {}).text
    assert send(sita, place, place, {"why": "room"}).status_code == 303
    changes = ("OrderAgenda", "ChangeMeeting")
    logged = [row.reason_keys for row in room.desk.log() if row.action in changes]
    assert logged == [["absent"], ["room"]]


def test_a_meeting_is_brought_on_by_its_buttons(room: Room, browse: Browse) -> None:
    meeting, vera = room.plans(), browse("vera", "en")
    assert "It opens from Tue 10 March 2026 on." in words(vera.get(at(meeting)).text)
    assert moved(vera, meeting, "fixed").headers["location"] == at(meeting)
    early = moved(vera, meeting, "in_session")

    assert early.status_code == 409
    assert "This meeting is on Tue 10 March 2026." in words(early.text)
    assert room.shown(meeting).row.state == "fixed"


def test_cancelling_names_every_case_that_still_waits(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    one, two = room.scheduled(meeting), room.scheduled(meeting)

    answer = moved(browse("vera", "en"), meeting, "cancelled")

    assert answer.status_code == 409
    assert f"Still on the agenda: {one.head.number}, {two.head.number}." in words(answer.text)
    assert f'href="{at(meeting, f"/items/{items(room, meeting)[0]}/postponement")}"' in answer.text


def test_a_planned_case_goes_to_another_meeting_with_a_reason(room: Room, browse: Browse) -> None:
    meeting, other = room.plans(), room.plans(NEXT)
    case = room.scheduled(meeting)
    (item,), sita = items(room, meeting), browse("sita", "en")
    place = at(meeting, f"/items/{item}/postponement")

    wrong = send(sita, place, place, {})
    done = send(sita, place, place, {"meeting": other, "f.reason": "De tolk kan dan pas."})

    assert wrong.status_code == 400
    assert 'href="#f-meeting"' in wrong.text
    assert 'href="#f-reason"' in wrong.text
    assert done.headers["location"] == at(meeting)
    assert [each.number for each in room.shown(other).items] == [case.head.number]
    said = words(sita.get(at(meeting)).text)
    assert "The case is on the other agenda." in said
    assert f"1 case stood here and does no more {case.head.number} : Moved to another" in said


def test_without_another_meeting_the_page_says_how_to_get_one(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    room.scheduled(meeting)
    place = at(meeting, f"/items/{items(room, meeting)[0]}/postponement")

    page = browse("sita", "en").get(place).text

    assert "There is no other meeting" in words(page)
    assert f"/tables/{room.table}/meetings/new" in page


def test_the_time_and_the_place_of_a_meeting_are_changed(room: Room, browse: Browse) -> None:
    meeting, sita = room.plans(), browse("sita", "en")
    place = at(meeting, "/change")

    wrong = send(sita, place, place, {"starts": "kwart", "f.place": "Zaal 2"})
    done = send(sita, place, place, {"starts": "10:15", "f.place": "Zaal 2"})

    assert wrong.status_code == 400
    assert 'value="kwart"' in wrong.text
    assert 'value="Zaal 2"' in wrong.text
    assert done.status_code == 303
    row = room.shown(meeting).row
    assert (str(row.starts), row.place) == ("10:15:00", "Zaal 2")
