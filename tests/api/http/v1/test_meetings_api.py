"""Meetings, their agenda and who is there over HTTP."""

from typing import Any

import pytest

from engine.service.orders import Leave
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, bare, etag, unmet, wrong
from tests.api.http.v1.tables import desk, room, seen
from tests.service.rooms import Room

__all__ = ["desk", "room"]


def test_a_meeting_is_planned_and_listed_for_whoever_sits_there(room: Room, program: As) -> None:
    sita = program("sita")

    made = sita.done("/meetings", {"table_id": room.table, "place": "kamer 2"})["id"]
    sita.done("/meetings", {"table_id": room.table, "on_date": "2026-03-24", "starts": "10:00"})

    found = sita.get("/meetings").json()["items"]
    assert [(each["on_date"], each["starts"], each["place"]) for each in found] == [
        ("2026-03-03", "09:00:00", "kamer 2"),
        ("2026-03-24", "10:00:00", None),
    ]
    later = sita.get("/meetings", fromDate="2026-03-04").json()["items"]
    assert [each["on_date"] for each in later] == ["2026-03-24"]
    assert sita.get(f"/meetings/{made}").json()["meeting"]["state"] == "concept"
    assert program("anna").get("/meetings").json()["items"] == []


def test_the_list_comes_in_pages(room: Room, program: As) -> None:
    ids = [room.plans(), room.plans(), room.plans()]
    vera = program("vera")

    first = vera.get("/meetings", pageSize=2)
    rest = vera.client.get(first.headers["Link"].split(">")[0].removeprefix("<"))

    assert [each["id"] for each in first.json()["items"] + rest.json()["items"]] == ids
    assert 'rel="prev"' in rest.headers["Link"]


def test_a_case_is_put_on_the_agenda_and_discussed(room: Room, program: As) -> None:
    meeting, case, vera = room.plans(), room.case(), program("vera")
    path = f"/meetings/{meeting}"
    item = {"case_id": case.id, "case_version": case.head.version, "transition": "schedule"}

    done = vera.post(f"{path}/items", item)

    assert (done.status_code, done.headers["ETag"]) == (201, etag(case))
    (row,) = vera.get(f"{path}/items").json()["items"]
    assert (row["case_id"], row["state"], row["case_state"]) == (case.id, "planned", "scheduled")
    room.desk.after(days=8)
    vera = program("vera")  # signed in anew on that day
    opened = vera.post(f"{path}/transitions", {"to": "in_session"}, seen=seen(room, meeting))
    assert (opened.status_code, opened.json()["state"]) == (201, "in_session")
    mark = {"person_id": room.desk.who("vera"), "how": "in_room"}
    vera.done(f"{path}/attendances", mark)
    vera.done(f"/cases/{case.id}/attendances", {**mark, "person_id": room.desk.els})
    shown = vera.get(path).json()
    assert [each["role"] for each in shown["attendance"]] == ["chair"]
    assert [each["role"] for each in shown["items"][0]["attendance"]] == ["parent_with_authority"]
    assert shown["i_may_run"]
    vera.post(f"{path}/transitions", {"to": "to_complete"}, seen=seen(room, meeting))
    listed = vera.get("/meetings").json()["items"]
    assert [(each["complete_by"], each["is_late"]) for each in listed] == [
        ("2026-03-11T11:00:00Z", False)
    ]
    refused = vera.post(f"{path}/transitions", {"to": "held"}, seen=seen(room, meeting))
    assert unmet(refused) == ["outcome"]
    assert case.head.number in str(refused.json()["reasons"])


def test_a_planned_case_is_moved_to_another_meeting(room: Room, program: As) -> None:
    first, second, sita = room.plans(), room.plans(), program("sita")
    case = room.scheduled(first)
    ahead = sita.get(f"/cases/{case.id}/meetings").json()["items"]
    assert [each["id"] for each in ahead] == [first, second]

    body = {"meeting_id": second, "reason": "geen tolk"}
    sita.done(f"/cases/{case.id}/postponements", body, seen=case)

    assert sita.get(f"/meetings/{second}").json()["items"][0]["carried_over"]
    assert sita.post(f"/cases/{case.id}/postponements", body).status_code == 428


def test_the_agenda_is_put_in_order(room: Room, program: As) -> None:
    meeting, sita = room.plans(), program("sita")
    cases = [room.scheduled(meeting).id, room.scheduled(meeting).id]
    path = f"/meetings/{meeting}/items"
    ids = [each["id"] for each in sita.get(path).json()["items"]]
    body = {"items": [{"item_id": ids[1], "starts": "09:00", "minutes": 75}, {"item_id": ids[0]}]}

    assert sita.put(path, body).status_code == 428
    assert sita.put(path, body, seen=f'"{meeting}.1"').status_code == 200

    rows = sita.get(path).json()["items"]
    assert [(each["case_id"], each["minutes"]) for each in rows] == [
        (cases[1], 75),
        (cases[0], None),
    ]
    assert wrong(sita.put(path, {"items": []}, seen=f'"{meeting}.2"')) == {"/items": "malformed"}


def test_whoever_takes_part_in_an_item_sees_that_item_alone(room: Room, program: As) -> None:
    meeting = room.plans()
    case, other = room.scheduled(meeting), room.scheduled(meeting)
    other.done("bram", Leave, person=room.desk.who("anna"), role="worker")
    anna = program("anna")

    assert [each["id"] for each in anna.get("/meetings").json()["items"]] == [meeting]
    shown = anna.get(f"/meetings/{meeting}")
    assert [each["case_id"] for each in shown.json()["items"]] == [case.id]
    assert other.head.number not in shown.text
    assert not shown.json()["i_may_run"]
    assert unmet(anna.post(f"/meetings/{meeting}/transitions", {"to": "fixed"},
                           seen=f'"{meeting}.1"')) == ["role"]  # fmt: skip


@pytest.mark.parametrize("below", ["", "/items"])
def test_a_foreign_meeting_is_as_one_that_is_not_there(room: Room, program: As, below: str) -> None:
    meeting, anna = room.plans(), program("anna")

    foreign, missing = (anna.get(f"/meetings/{each}{below}") for each in (meeting, NOWHERE))

    assert foreign.status_code == 404
    assert bare(foreign) == bare(missing)


@pytest.mark.parametrize(
    ("path", "body", "found"),
    [
        ("/meetings", {}, {"/table_id": "missing"}),
        ("/meetings", {"table_id": "TABLE", "on_date": "2026-03-01"}, {"/on_date": "malformed"}),
        ("/meetings/MEETING/attendances", {"how": "in_room"}, {"/person_id": "missing"}),
        ("/meetings/MEETING/attendances", {"how": "asleep"}, {"/how": "malformed"}),
        (
            "/meetings/MEETING/items",
            {"case_id": "CASE", "case_version": 0, "transition": "schedule"},
            {"/case_version": "malformed"},
        ),
        (
            "/meetings/MEETING/items",
            {"case_id": "CASE", "case_version": 5, "transition": "withdraw"},
            {"/transition": "malformed"},
        ),
    ],
)
def test_what_is_wrong_is_named(
    room: Room, program: As, path: str, body: dict[str, Any], found: dict[str, str]
) -> None:
    case = room.case()
    names = {"MEETING": room.plans(), "TABLE": room.table, "CASE": case.id}
    path = path.replace("MEETING", names["MEETING"])
    said = {key: names.get(str(value), value) for key, value in body.items()}
    if said.get("case_version"):
        said["case_version"] = case.head.version

    assert wrong(program("sita").post(path, said)) == found


def test_a_repeat_under_the_same_key_has_one_effect(room: Room, program: As) -> None:
    sita, body = program("sita"), {"table_id": room.table, "on_date": "2026-03-10"}

    first, again = (sita.post("/meetings", body, key="one") for _ in range(2))

    assert first.content == again.content
    assert len(sita.get("/meetings").json()["items"]) == 1
    other = sita.post("/meetings", {**body, "place": "elders"}, key="one")
    assert (other.status_code, other.json()["type"]) == (409, "/problems/key-reused")
