"""The coming days of a table, and changing a meeting or a fixed agenda, over HTTP."""

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import wrong
from tests.api.http.v1.tables import desk, room, seen
from tests.service.rooms import Room

__all__ = ["desk", "room"]


def test_the_coming_days_of_a_table_are_listed(room: Room, program: As) -> None:
    meeting = room.plans()

    found = program("sita").get(f"/tables/{room.table}/days").json()["items"]

    assert [(each["on_date"], each["meeting_id"]) for each in found[:2]] == [
        ("2026-03-03", None),
        ("2026-03-10", meeting),
    ]
    assert {each["day_off"] for each in found} == {None}
    assert program("anna").get(f"/tables/{room.table}/days").status_code == 404


def test_the_time_and_the_place_of_a_meeting_are_written_anew(room: Room, program: As) -> None:
    meeting, sita = room.plans(), program("sita")
    path = f"/meetings/{meeting}"
    body = {"starts": "10:15", "place": "Zaal 2", "why": "room"}

    done = sita.put(path, body, seen=seen(room, meeting))

    assert (done.status_code, done.json()["version"]) == (200, 2)
    shown = sita.get(path).json()["meeting"]
    assert (shown["starts"], shown["place"]) == ("10:15:00", "Zaal 2")
    odd = sita.put(path, {**body, "why": "nonsense"}, seen=seen(room, meeting))
    assert wrong(odd) == {"/why": "malformed"}
