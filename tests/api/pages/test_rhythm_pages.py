"""A table gets another rhythm on a page: first it says what becomes of the meetings, then it is."""

from datetime import timedelta

import pytest

from tests.api.pages.at_agenda import desk, room
from tests.api.pages.browsing import Fields, form_to, post, words
from tests.api.pages.case.conftest import Browse, brackets, browse, office
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.rooms import TUESDAY, Room

__all__ = ["brackets", "browse", "desk", "office", "room"]

WEEK = timedelta(weeks=1)
THURSDAY: Fields = {"f.weekday": "thursday", "starts": "9.30", "slot_minutes": "75"}


def at(room: Room) -> str:
    """Where the rhythm is changed."""
    return f"/tables/{room.table}/rhythm"


def test_it_is_looked_at_and_then_done(room: Room, browse: Browse) -> None:
    room.scheduled(room.plans(TUESDAY))
    room.plans(TUESDAY + WEEK)
    vera = browse("vera")
    assert f'href="{at(room)}"' in vera.get(f"/tables/{room.table}").text
    form = {**form_to(vera.get(at(room)).text, at(room)), **THURSDAY}

    looked = post(vera, at(room), {**form, "intent": "preview"})

    said = words(looked.text)
    assert looked.status_code == 200
    assert "di 10 maart 2026 , 09.00 Blijft staan er staan zaken op de agenda" in said
    assert "di 17 maart 2026 , 09.00 Gaat naar een andere dag : do 19 maart 2026 , 09.30" in said
    assert "donderdag" not in words(vera.get(f"/tables/{room.table}").text)

    again = {**form_to(looked.text, at(room)), **THURSDAY, "intent": "do"}
    twice = [post(vera, at(room), again) for _ in range(2)]

    assert [each.headers["location"] for each in twice] == [f"/tables/{room.table}#meetings"] * 2
    table = words(vera.get(f"/tables/{room.table}").text)
    assert "di 17 maart 2026 , 09.00 – Gaat niet door" in table
    assert "do 19 maart 2026 , 09.30 – Concept" in table
    assert table.count("do 19 maart 2026 , 09.30") == 1


def test_what_changed_since_it_was_looked_at_is_shown_before_it_is_done(
    room: Room, browse: Browse
) -> None:
    meeting, sita = room.plans(TUESDAY), browse("sita", "en")
    form = {**form_to(sita.get(at(room)).text, at(room)), **THURSDAY}
    looked = post(sita, at(room), {**form, "intent": "preview"})
    room.scheduled(meeting)

    seen = {**form_to(looked.text, at(room)), **THURSDAY, "intent": "do"}
    answer = post(sita, at(room), seen)

    assert answer.status_code == 412
    assert "What becomes of the meetings is not what you saw." in words(answer.text)
    assert "there are cases on its agenda" in words(answer.text)
    assert room.shown(meeting).row.state == "concept"
    done = post(sita, at(room), {**form_to(answer.text, at(room)), **THURSDAY, "intent": "do"})
    assert done.status_code == 303


def test_nothing_is_done_that_was_not_looked_at(room: Room, browse: Browse) -> None:
    sita = browse("sita", "en")
    form = {**form_to(sita.get(at(room)).text, at(room)), **THURSDAY}

    assert post(sita, at(room), {**form, "intent": "do"}).status_code == 412


def test_of_two_who_change_it_the_second_is_told_and_keeps_what_was_typed(
    room: Room, browse: Browse
) -> None:
    vera, sita = browse("vera"), browse("sita", "en")
    forms = []
    for each in (vera, sita):
        form = {**form_to(each.get(at(room)).text, at(room)), **THURSDAY}
        looked = post(each, at(room), {**form, "intent": "preview"})
        forms.append({**form_to(looked.text, at(room)), **THURSDAY, "intent": "do"})
    post(vera, at(room), forms[0])

    late = post(sita, at(room), forms[1])

    assert late.status_code == 412
    assert "Somebody else changed this meanwhile." in words(late.text)
    assert 'value="thursday" checked' in late.text


def test_what_is_wrong_is_said_at_once_and_stays(room: Room, browse: Browse) -> None:
    sita = browse("sita")
    form = form_to(sita.get(at(room)).text, at(room))

    answer = post(sita, at(room), {**form, "starts": "25:00", "slot_minutes": "3"})

    assert answer.status_code == 400
    assert all(f'href="#f-{name}"' in answer.text for name in ("starts", "slot_minutes"))
    assert 'value="25:00"' in answer.text


def test_who_does_not_set_up_the_table_hears_who_does(room: Room, browse: Browse) -> None:
    carla = browse("carla", "en")
    page = carla.get(at(room)).text
    assert "are arranged by the chair or the secretary" in words(page)
    looked = post(carla, at(room), {**form_to(page, at(room)), "intent": "preview"})

    answer = post(carla, at(room), {**form_to(looked.text, at(room)), "intent": "do"})

    assert answer.status_code == 409
    assert browse("anna").get(at(room)).status_code == 404


@pytest.mark.usefixtures("brackets")
def test_every_word_can_be_translated(room: Room, browse: Browse) -> None:
    room.plans(TUESDAY)
    sita = browse("sita")
    html = sita.get(at(room)).text
    looked = post(sita, at(room), {**form_to(html, at(room)), **THURSDAY, "intent": "preview"})

    for each in (html, looked.text):
        assert unwrapped_text(each) == []
        assert list(inline_code(each)) == []
