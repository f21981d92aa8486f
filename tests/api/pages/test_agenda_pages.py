"""The pages of meetings: my agendas, one agenda with its order, and what waits for a place."""

from datetime import timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.store.store import Store
from tests.api.pages.browsing import Fields, form_to, forms, post, send, words
from tests.api.pages.case.conftest import Browse, brackets, browse, office
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.builders import Desk
from tests.service.rooms import TUESDAY, Room, a_room

__all__ = ["brackets", "browse", "office"]

NEXT = TUESDAY + timedelta(weeks=1)


@pytest.fixture
def room(store: Store, clock: ManualClock) -> Room:
    """Lend a table with its members, and the Jansens."""
    return a_room(store, clock)


@pytest.fixture
def desk(room: Room) -> Desk:
    """Lend its desk, to the site as well."""
    return room.desk


def at(meeting: str, below: str = "") -> str:
    """Name a page of a meeting."""
    return f"/meetings/{meeting}{below}"


def items(room: Room, meeting: str) -> list[str]:
    """Give the items of a meeting in their order."""
    return [each.id for each in room.shown(meeting).items if each.state == "planned"]


def ordered(browser: TestClient, room: Room, meeting: str, **said: str) -> Response:
    """Send the form of the agenda as it stands, with something changed."""
    hidden = form_to(browser.get(at(meeting)).text, at(meeting, "/order"))
    fields: Fields = {**hidden, "item": items(room, meeting), **said}
    return post(browser, at(meeting, "/order"), fields)


def moved(browser: TestClient, meeting: str, to: str) -> Response:
    """Press the button that brings the meeting there."""
    page = browser.get(at(meeting)).text
    there = (form.hidden for form in forms(page) if form.action == at(meeting, "/moves"))
    return post(browser, at(meeting, "/moves"), next(f for f in there if f["to"] == to))


def test_the_next_agenda_is_opened_for_who_sits_at_one_table(room: Room, browse: Browse) -> None:
    room.plans(NEXT)
    first, vera = room.plans(), browse("vera", "en")

    answer = vera.get("/agenda")

    assert (answer.status_code, answer.headers["location"]) == (302, at(first))
    said = words(vera.get("/agenda?all=1").text)
    assert said.index("Tue 10 March 2026") < said.index("Tue 17 March 2026")


def test_what_is_to_be_completed_stands_in_front(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    room.opens(meeting)
    room.brings(meeting, "to_complete")
    room.plans(NEXT)

    said = words(browse("vera", "en").get("/agenda?all=1").text)

    assert said.index("To be completed") < said.index("Meetings ahead")
    assert "to be completed until Wed 11 March 2026, 12:00" in said


@pytest.mark.parametrize(
    ("who", "says", "href"),
    [
        ("sita", "Plan a meeting", "/meetings/new"),
        ("carla", "The secretary of the table plans one.", "/tables"),
        ("anna", "Meetings stand here when you sit at a table", "/"),
    ],
)
def test_without_meetings_the_page_says_what_is_next(
    room: Room, browse: Browse, who: str, says: str, href: str
) -> None:
    page = browse(who, "en").get("/agenda").text

    assert says in words(page)
    assert f'{href}">' in page


def test_the_way_to_the_agenda_is_there_for_who_has_one(room: Room, browse: Browse) -> None:
    assert 'href="/agenda"' in browse("carla").get("/help").text
    assert 'href="/agenda"' in browse("cora").get("/help").text
    assert 'href="/agenda"' not in browse("anna").get("/help").text


def test_the_first_page_of_a_chair_leads_with_the_next_table(room: Room, browse: Browse) -> None:
    vera = browse("vera", "en")
    assert "No meeting of your table is planned." in words(vera.get("/").text)
    meeting = room.plans()

    page = vera.get("/").text

    assert "Next table Tue 10 March 2026 · 09:00 · Tafel · Concept" in words(page)
    assert f'href="{at(meeting)}"' in page
    assert "Next table" not in words(browse("anna", "en").get("/").text)


def test_an_agenda_says_who_leads_and_how_full_it_is(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)

    said = words(browse("vera", "en").get(at(meeting)).text)

    assert "Tafel · week 11 Tue 10 March 2026 · 09:00 · Concept" in said
    assert "Chair: vera · Secretary: sita · Council adviser: carla" in said
    assert "1 case · 1 ready for the talk · 60 of 210 minutes planned" in said
    assert f"{case.head.number} sam (13) Table case First talk ✓ 1 of 1" in said


def test_an_agenda_that_is_too_long_says_by_how_much(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    room.scheduled(meeting)
    (item,), vera = items(room, meeting), browse("vera", "en")

    ordered(vera, room, meeting, **{f"minutes.{item}": "240"})

    said = words(vera.get(at(meeting)).text)

    assert "240 of 210 minutes planned" in said
    assert "The agenda is 30 minutes too long." in said


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


def test_what_a_meeting_lacks_to_be_completed_is_said_at_once(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    room.opens(meeting)
    room.brings(meeting, "to_complete")
    vera = browse("vera", "en")
    assert "Its file is to be whole by Wed 11 March 2026, 12:00" in words(
        vera.get(at(meeting)).text
    )

    answer = moved(vera, meeting, "held")

    assert f"Without an outcome yet: {case.head.number}." in words(answer.text)


def test_a_member_who_does_not_run_it_sees_and_changes_nothing_of_the_order(
    room: Room, browse: Browse
) -> None:
    meeting = room.plans()
    room.scheduled(meeting)
    carla = browse("carla", "en")

    page = carla.get(at(meeting)).text

    assert "The agenda is run by the chair and the secretary" in words(page)
    assert at(meeting, "/order") not in page
    hidden = form_to(browse("sita").get(at(meeting)).text, at(meeting, "/order"))
    csrf = form_to(page, "/sign-out")["csrf"]
    answer = post(
        carla, at(meeting, "/order"), {**hidden, "csrf": csrf, "item": items(room, meeting)}
    )
    assert answer.status_code == 409
    assert "This is done by: the chair or the secretary of this table." in words(answer.text)


def test_who_comes_for_one_case_sees_that_one_and_no_queue(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    mine = room.scheduled(meeting)
    for path in (at(meeting), at(meeting, "/print")):
        said = words(browse("bram", "en").get(path).text)
        assert mine.head.number in said
        assert "Waiting for a place" not in said
        assert "Chair: vera" not in said


def test_a_waiting_case_leads_to_its_step_with_the_meeting_chosen(
    room: Room, browse: Browse
) -> None:
    room.plans(NEXT)
    meeting, case, sita = room.plans(), room.case(), browse("sita", "en")

    page = sita.get(at(meeting)).text

    assert "Waiting for a place (1)" in words(page)
    assert "1 case waits for a place." in words(page)
    step = f"/cases/{case.id}/steps/schedule?meeting={meeting}"
    assert f'href="{step}"' in page
    assert f'<option value="{meeting}" selected' in sita.get(step).text
    assert " selected" not in sita.get(step.partition("=")[0] + "=nowhere").text


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


def test_one_item_is_printed_apart(room: Room, browse: Browse) -> None:
    meeting = room.plans()
    one, two = room.scheduled(meeting), room.scheduled(meeting)
    vera, first = browse("vera", "en"), items(room, meeting)[0]

    whole, part = (words(vera.get(at(meeting, f"/print{q}")).text) for q in ("", f"?item={first}"))

    assert one.head.number in whole
    assert two.head.number in whole
    assert one.head.number in part
    assert two.head.number not in part
    assert vera.get(at(meeting, "/print?item=nowhere")).status_code == 404


def test_what_is_not_there_is_not_found(room: Room, browse: Browse) -> None:
    meeting, anna = room.plans(), browse("anna")

    for path in (at(meeting), at("nowhere"), at(meeting, "/print"), at(meeting, "/change")):
        assert anna.get(path).status_code == 404
    assert browse("vera").get(at(meeting, "/items/nowhere/postponement")).status_code == 404


@pytest.mark.usefixtures("brackets")
def test_every_word_can_be_translated(room: Room, browse: Browse) -> None:
    meeting, vera = room.plans(), browse("vera")
    room.scheduled(meeting), room.case()
    (item,) = items(room, meeting)
    shown = [moved(vera, meeting, "cancelled").text, ordered(vera, room, meeting, item="x").text]
    below = ("", "/print", "/change", f"/items/{item}/postponement")
    paths = ("/agenda?all=1", "/", *(at(meeting, path) for path in below))

    for html in (*shown, *(vera.get(path).text for path in paths)):
        assert unwrapped_text(html) == []
        assert list(inline_code(html)) == []
