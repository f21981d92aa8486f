"""The pages of tables: which there are, who sits there, and planning their meetings."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from engine.calendar_edition import AddedDay
from engine.clock import ManualClock
from engine.service.calendar_orders import ChangeCalendar
from engine.service.calendars import change_calendar
from engine.service.meeting_lists import TableRow, my_meetings, table
from engine.store.store import Store
from engine.text import Text
from tests.api.pages.browsing import Fields, form_to, post, send, words
from tests.api.pages.case.conftest import Browse, brackets, browse, office
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.builders import Desk
from tests.service.rooms import TUESDAY, Room, a_room

__all__ = ["brackets", "browse", "office"]

FIRST = date(2026, 3, 3)


@pytest.fixture
def room(store: Store, clock: ManualClock) -> Room:
    """Lend a table with its members, and the Jansens."""
    return a_room(store, clock)


@pytest.fixture
def desk(room: Room) -> Desk:
    """Lend its desk, to the site as well."""
    return room.desk


def at(room: Room, below: str = "") -> str:
    """Name a page of the table."""
    return f"/tables/{room.table}{below}"


def row(room: Room) -> TableRow:
    """Look at the table."""
    return table(room.desk.viewers["sita"], room.desk.office, room.table)


def planned(room: Room) -> list[date]:
    """Give the days for which the table has a meeting."""
    return [each.on_date for each in my_meetings(room.desk.viewers["sita"], room.desk.office).rows]


def a_day_off(room: Room, day: date) -> None:
    """Let the table's office be closed on a day."""
    closed = AddedDay(
        date=day, kind="closing", name=Text(nl="Studiedag", en="Training day"), source=""
    )
    order = ChangeCalendar(
        region="default", add=(closed,), remove=(), reason="Dicht.", seen_version=1
    )
    change_calendar(room.desk.viewers["cora"], room.desk.office, order)


def says(browser: TestClient, path: str) -> str:
    """Read a page."""
    return words(browser.get(path).text)


def test_the_tables_say_when_they_meet_and_for_whom(room: Room, browse: Browse) -> None:
    said = says(browse("carla", "en"), "/tables")

    assert "Tafel Default the whole region every week on Tuesday, 09:00" in said
    assert "A new table is made by the coordinator of the region." in said


def test_who_sits_at_no_table_hears_how_that_comes(room: Room, browse: Browse) -> None:
    assert "You sit at no table" in says(browse("anna", "en"), "/tables")


def test_a_coordinator_makes_a_table_with_a_rhythm_of_its_own(room: Room, browse: Browse) -> None:
    said: Fields = {
        "f.title": "Tafel Epe",
        "serves": ["Epe"],
        "f.weekday": "friday",
        "starts": "13.30",
    }

    answer = send(
        browse("cora"), "/tables/new?region=default", "/tables", {**said, "slot_minutes": "75"}
    )

    path = answer.headers["location"]
    page = browse("cora", "en").get(path).text
    assert "Serves Epe Meets every week on Friday, 13:30 Minutes for one case 75" in words(page)
    assert "Nobody sits here yet" in words(page)


def test_what_is_wrong_with_a_new_table_is_said_at_once(room: Room, browse: Browse) -> None:
    said: Fields = {"starts": "25:00", "slot_minutes": "3", "serves": ["Epe"]}

    answer = send(browse("cora"), "/tables/new?region=default", "/tables", said)

    assert answer.status_code == 400
    for name in ("title", "starts", "slot_minutes"):
        assert f'href="#f-{name}"' in answer.text
    assert 'value="25:00"' in answer.text
    assert 'value="Epe" checked' in answer.text


def test_a_table_is_made_by_a_coordinator_only(room: Room, browse: Browse) -> None:
    answer = send(
        browse("sita", "en"), "/tables/new?region=default", "/tables", {"f.title": "Tafel"}
    )

    assert answer.status_code == 409
    assert "This is done by: the coordinator of the region." in words(answer.text)
    assert 'value="Tafel"' in answer.text


def test_a_municipality_that_is_none_is_refused_at_its_boxes(room: Room, browse: Browse) -> None:
    said: Fields = {"f.title": "Tafel", "serves": ["Nergens"]}

    answer = send(browse("cora"), "/tables/new?region=default", "/tables", said)

    assert answer.status_code == 400
    assert "Kies uit Epe, Heerde." in words(answer.text)


def test_the_name_and_the_municipalities_are_changed(room: Room, browse: Browse) -> None:
    place, cora = at(room, "/change"), browse("cora")
    old = form_to(cora.get(place).text, place)
    fields: Fields = {"f.title": "Tafel Heerde", "serves": ["Heerde"]}

    assert post(cora, place, {**old, **fields}).status_code == 303

    assert (row(room).title, list(row(room).municipalities)) == ("Tafel Heerde", ["Heerde"])
    stale = post(cora, place, {**old, **fields, "nonce": "another", "f.title": "Anders"})
    assert stale.status_code == 412
    assert 'value="Anders"' in stale.text


def test_a_member_is_seated_from_a_day_and_ends(room: Room, browse: Browse) -> None:
    place, cora = at(room, "/members/new"), browse("cora", "en")
    assert "Chair Secretary Council adviser" in says(cora, place)
    fields: Fields = {"person": room.desk.who("rik"), "f.from_on": "2026-03-02"}

    done = send(cora, f"{place}?role=requester", place, fields)

    assert done.headers["location"] == at(room, "#members")
    member = next(each for each in row(room).members if each.name == "rik")
    end = at(room, f"/members/{member.id}/end")
    assert send(cora, end, end, {"f.until_on": "2026-03-09"}).status_code == 303
    assert "rik Requester Mon 2 March 2026 Mon 9 March 2026 the end is recorded" in says(
        cora, at(room)
    )
    again = send(cora, end, end, {})
    assert again.status_code == 409
    assert "The end was recorded before. It stays." in words(again.text)


def test_nobody_chosen_and_a_day_that_is_past_are_said(room: Room, browse: Browse) -> None:
    place, cora = at(room, "/members/new"), browse("cora")
    asked = f"{place}?role=requester"

    nobody = send(cora, asked, place, {"f.from_on": "geen dag"})
    past = send(cora, asked, place, {"person": room.desk.who("rik"), "f.from_on": "2026-03-01"})

    assert 'href="#f-person"' in nobody.text
    assert 'href="#f-from_on"' in nobody.text
    assert 'href="#f-from_on"' in past.text
    assert 'value="2026-03-01"' in past.text


def test_somebody_is_searched_by_the_beginning_of_a_name(room: Room, browse: Browse) -> None:
    place, cora = at(room, "/members/new"), browse("cora", "en")

    found = send(
        cora,
        f"{place}?role=requester",
        place,
        {"intent": "search", "starts_with": "zzz", "role": "requester"},
    )

    assert "Nobody found" in words(found.text)
    assert found.status_code == 200
    assert cora.get(f"{place}?role=youth").status_code == 404


def test_nobody_seats_themselves(room: Room, browse: Browse) -> None:
    place, sita = at(room, "/members/new"), browse("sita", "en")

    answer = send(sita, f"{place}?role=secretary", place, {"person": room.desk.who("sita")})

    assert answer.status_code == 409
    assert "You cannot seat yourself at a table." in words(answer.text)


def test_the_next_free_day_is_proposed_and_a_day_off_is_named(room: Room, browse: Browse) -> None:
    a_day_off(room, FIRST)
    place, sita = at(room, "/meetings/new"), browse("sita", "en")

    page = sita.get(place).text
    done = send(sita, place, place, {"f.on": "2026-03-10", "starts": "09:00", "f.place": "Zaal"})

    assert 'value="2026-03-10"' in page
    assert 'value="09:00"' in page
    assert "Skipped: Tue 3 March 2026, for Training day is a day off." in words(page)
    assert done.headers["location"].startswith("/meetings/")
    assert planned(room) == [TUESDAY]


def test_another_day_makes_an_extra_table(room: Room, browse: Browse) -> None:
    place = at(room, "/meetings/new")

    send(browse("sita"), place, place, {"f.on": "2026-03-05"})

    assert planned(room) == [date(2026, 3, 5)]


def test_a_day_that_is_past_or_none_comes_back(room: Room, browse: Browse) -> None:
    place, sita = at(room, "/meetings/new"), browse("sita")

    past = send(sita, place, place, {"f.on": "2026-03-01", "f.place": "Zaal"})
    none = send(sita, place, place, {"starts": "laat"})

    assert "Kies een dag die nog komt." in words(past.text)
    assert 'value="Zaal"' in past.text
    for name in ("on", "starts"):
        assert f'href="#f-{name}"' in none.text


def test_eight_weeks_are_planned_at_once_around_days_off(room: Room, browse: Browse) -> None:
    a_day_off(room, date(2026, 3, 17))
    room.plans(TUESDAY)
    sita = browse("sita", "en")
    form = form_to(sita.get(at(room)).text, at(room, "/meetings/series"))

    answers = [post(sita, at(room, "/meetings/series"), form) for _ in range(2)]

    assert {answer.headers["location"] for answer in answers} == {at(room, "#weeks")}
    days = planned(room)
    assert len(days) == len(set(days)) == 7
    assert date(2026, 3, 17) not in days
    said = says(sita, at(room))
    assert "Tue 17 March 2026 not planned: Training day is a day off" in said
    assert "Every day of the coming 8 weeks is planned or is a day off." in said


@pytest.mark.parametrize("path", ["/meetings/series", "/meetings/new"])
def test_who_sets_up_no_table_plans_nothing(room: Room, browse: Browse, path: str) -> None:
    sita, carla = browse("sita"), browse("carla", "en")
    page = carla.get(at(room)).text
    assert "Members and meetings are arranged by the chair or the secretary" in words(page)
    assert at(room, "/meetings/new") not in page
    shown = at(room) if path == "/meetings/series" else at(room, path)
    hidden = form_to(sita.get(shown).text, at(room, path))
    csrf = form_to(page, "/sign-out")["csrf"]

    answer = post(carla, at(room, path), {**hidden, "csrf": csrf, "f.on": "2026-03-10"})

    assert answer.status_code == 409
    assert "This is done by: the coordinator of the region" in words(answer.text)
    assert planned(room) == []


def test_a_table_of_others_is_not_found(room: Room, browse: Browse) -> None:
    anna = browse("anna")

    for below in ("", "/change", "/members/new", "/members/nowhere/end", "/meetings/new"):
        assert anna.get(at(room, below)).status_code == 404
    assert browse("sita").get(at(room, "/members/nowhere/end")).status_code == 404


@pytest.mark.usefixtures("brackets")
def test_every_word_can_be_translated(room: Room, browse: Browse) -> None:
    a_day_off(room, FIRST)
    cora, member = browse("cora"), row(room).members[0].id
    below = ("", "/change", "/members/new", f"/members/{member}/end", "/meetings/new")
    paths = ["/tables", "/tables/new", *(at(room, path) for path in below)]

    for path in (*paths, at(room, "/members/new?role=chair")):
        html = cora.get(path).text
        assert unwrapped_text(html) == []
        assert list(inline_code(html)) == []
