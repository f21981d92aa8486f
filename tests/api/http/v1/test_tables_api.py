"""Tables and their members over HTTP."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, bare, unmet, wrong
from tests.api.http.v1.tables import desk, room
from tests.service.rooms import Room

__all__ = ["desk", "room"]

NEW = {"region": "default", "title": "Tafel Epe", "municipalities": ["Epe"]}


def test_a_table_is_made_listed_and_read(program: As) -> None:
    cora = program("cora")

    response = cora.post("/tables", {**NEW, "weekday": "monday", "starts": "13:30"})

    made = response.json()["made"]
    assert (response.status_code, response.headers["Location"]) == (201, f"/api/v1/tables/{made}")
    shown = cora.get(f"/tables/{made}")
    assert shown.headers["ETag"] == f'"{made}.1"'
    assert shown.json() == {
        "id": made,
        "region": "default",
        "title": "Tafel Epe",
        "municipalities": ["Epe"],
        "weekday": "monday",
        "starts": "13:30:00",
        "slot_minutes": None,
        "next_date": "2026-03-09",
        "members": [],
        "i_may_set_up": True,
        "version": 1,
    }
    assert [each["title"] for each in cora.get("/tables").json()["items"]] == ["Tafel", "Tafel Epe"]


def test_a_table_gets_another_name_having_been_seen(room: Room, program: As) -> None:
    sita, path = program("sita"), f"/tables/{room.table}"
    body, seen = {"title": "Beschermingstafel", "municipalities": []}, f'"{room.table}.1"'

    assert sita.put(path, body).status_code == 428
    assert sita.put(path, body, seen=f'"{NOWHERE}.1"').status_code == 412
    done = sita.put(path, body, seen=seen)
    assert (done.status_code, done.headers["ETag"]) == (200, f'"{room.table}.2"')
    stale = sita.put(path, body, seen=seen)
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/stale-meeting")
    assert stale.json()["current_version"] == 2


def test_a_member_is_seated_and_leaves(room: Room, program: As) -> None:
    sita, path = program("sita"), f"/tables/{room.table}"
    anna = {"person_id": room.desk.who("anna"), "role": "worker"}

    made = sita.done(f"{path}/members", anna)["made"]
    members = sita.get(path).json()["members"]
    assert (made, "anna") in [(each["id"], each["name"]) for each in members]

    sita.done(f"{path}/members/{made}/endings", {})
    assert made not in [each["id"] for each in sita.get(path).json()["members"]]


def test_others_are_refused_and_who_does_not_sit_there_finds_nothing(
    room: Room, program: As
) -> None:
    body = {"person_id": room.desk.who("anna"), "role": "worker"}
    carla, bram = program("carla"), program("bram")

    assert unmet(carla.post(f"/tables/{room.table}/members", body)) == ["role"]
    assert unmet(carla.post("/tables", NEW)) == ["role"]
    foreign, missing = (
        bram.post(f"/tables/{each}/members", body) for each in (room.table, NOWHERE)
    )
    assert foreign.status_code == 404
    assert bare(foreign) == bare(missing)
    assert bram.get("/tables").json()["items"] == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"title": ""}, {"/title": "malformed"}),
        ({"municipalities": ["Ede"]}, {"/municipalities": "unknown"}),
        ({"weekday": "sunday"}, {"/weekday": "malformed"}),
        ({"starts": "25:00"}, {"/starts": "malformed"}),
        ({"slot_minutes": 4}, {"/slot_minutes": "malformed"}),
        ({"region": ""}, {"/region": "malformed"}),
        ({"colour": "blue"}, {"/colour": "unknown"}),
    ],
)
def test_what_is_wrong_with_a_table_is_named(
    program: As, changes: dict[str, Any], found: dict[str, str]
) -> None:
    assert wrong(program("cora").post("/tables", {**NEW, **changes})) == found
