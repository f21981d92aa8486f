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


def test_another_rhythm_is_looked_at_and_written(room: Room, program: As) -> None:
    room.scheduled(room.plans())
    sita, path = program("sita"), f"/tables/{room.table}"
    body = {"weekday": "thursday", "starts": None, "slot_minutes": 75}

    looked = sita.post(f"{path}/rhythm-previews", body)

    assert looked.status_code == 200
    (item,) = looked.json()["items"]
    assert (item["fate"], item["to_date"], item["why"]["en"]) == (
        "stays", None, "there are cases on its agenda",
    )  # fmt: skip
    seal, version = looked.json()["seal"], f'"{room.table}.1"'
    unseen = sita.put(f"{path}/rhythm", {**body, "seal": "other"}, seen=version)
    assert (unseen.status_code, unseen.json()["type"]) == (412, "/problems/stale-meeting")
    assert sita.put(f"{path}/rhythm", body).status_code == 428
    done = sita.put(f"{path}/rhythm", {**body, "seal": seal}, seen=version)
    assert (done.status_code, done.headers["ETag"]) == (200, f'"{room.table}.2"')
    assert sita.get(path).json()["weekday"] == "thursday"


def test_a_rhythm_is_of_a_working_day_and_of_who_sets_up_the_table(room: Room, program: As) -> None:
    path, seen_first = f"/tables/{room.table}/rhythm", f'"{room.table}.1"'
    body = {"weekday": "sunday", "starts": None, "slot_minutes": 3}

    assert wrong(program("sita").put(path, body, seen=seen_first)) == {
        "/weekday": "malformed", "/slot_minutes": "malformed",
    }  # fmt: skip
    fine = {"weekday": "friday", "starts": None, "slot_minutes": None}
    assert program("carla").put(path, fine, seen=seen_first).status_code == 409
    assert program("anna").put(path, fine, seen=seen_first).status_code == 404
    assert program("anna").post(f"{path}-previews", fine).status_code == 404
