"""The pages of meetings: my agendas, one agenda with its order, and what waits for a place."""

import pytest

from tests.api.pages.at_agenda import NEXT, at, desk, items, moved, ordered, room
from tests.api.pages.browsing import form_to, post, words
from tests.api.pages.case.conftest import Browse, brackets, browse, office
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.rooms import Room

__all__ = ["brackets", "browse", "desk", "office", "room"]


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
