"""Absences and work over HTTP, and the ladder of each reminder."""

from engine.store.unit_of_work import unit_of_work
from engine.store.work import NewWork, add_work
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, wrong
from tests.service.builders import Desk

AWAY = {"from_on": "2026-03-02", "until_on": "2026-03-30"}


def test_somebody_reports_changes_and_ends_an_absence(desk: Desk, program: As) -> None:
    bram = program("bram")
    first = bram.done("/absences", {**AWAY, "deputy_id": desk.who("anna")})["id"]
    (seen,) = bram.get("/absences").json()["items"]
    assert seen == {
        "id": first,
        "person": {"id": desk.who("bram"), "name": "bram"},
        "from_on": "2026-03-02",
        "until_on": "2026-03-30",
        "deputy": {"id": desk.who("anna"), "name": "anna"},
        "recorded_at": seen["recorded_at"],
    }

    second = bram.done(f"/absences/{first}/changes", {})["id"]
    (seen,) = bram.get("/absences").json()["items"]
    assert (seen["id"], seen["until_on"], seen["deputy"]) == (second, None, None)

    bram.done(f"/absences/{second}/endings", None)
    assert bram.get("/absences").json()["items"] == []


def test_what_is_wrong_is_named_by_its_place(desk: Desk, program: As) -> None:
    body = {**AWAY, "until_on": "2026-03-01", "deputy_id": desk.who("bram")}

    assert wrong(program("bram").post("/absences", body)) == {
        "/until_on": "malformed",
        "/deputy_id": "unknown",
    }


def test_the_absence_of_a_stranger_is_not_there(desk: Desk, program: As) -> None:
    absence = program("bram").done("/absences", AWAY)["id"]

    anna = program("anna")
    for there in (absence, NOWHERE):
        assert anna.post(f"/absences/{there}/endings", None).status_code == 404
        assert anna.post(f"/absences/{there}/changes", {}).status_code == 404
    for person in (desk.who("bram"), NOWHERE):
        assert anna.post("/absences", {**AWAY, "person_id": person}).status_code == 404


def test_the_ladder_of_each_reminder_is_told_beforehand(desk: Desk, program: As) -> None:
    case = desk.opens(workflow="placement")
    program("bram").done("/absences", {"from_on": "2026-03-02", "deputy_id": desk.who("anna")})

    deadlines = program("bram").get(f"/cases/{case.id}/deadlines").json()["items"]

    planned = [each for row in deadlines for each in row["reminders"] if each["state"] == "planned"]
    (to_owner, *_) = [each for each in planned if each["audience"] == "owner"]
    assert [(rung["role"]["en"], rung["is_told"]) for rung in to_owner["rungs"]] == [
        ("Regisseur", False),
        ("Deputy", True),
        ("Team lead", False),
        ("Coordinator", False),
    ]
    holder, deputy, lead, _ = to_owner["rungs"]
    assert holder["people"] == [
        {"name": "bram", "away_from": "2026-03-02", "away_until": None, "hindrance": "away"}
    ]
    assert [each["name"] for each in deputy["people"]] == ["anna"]
    assert lead["people"] == []


def test_work_is_listed_for_the_coordinator_who_says_it_is_done(desk: Desk, program: As) -> None:
    new = NewWork(kind="given_up", key="x", why="tries_used_up", region=desk.region)
    with unit_of_work(desk.office.store) as connection:
        add_work(connection, new, now=desk.clock.now())
    cora = program("cora")

    (row,) = cora.get("/work").json()["items"]

    assert (row["kind"], row["owners"], row["case_id"]) == ("given_up", ["cora"], None)
    assert program("bram").get("/work").json()["items"] == []
    assert wrong(cora.post("/work-endings", {"work_id": row["id"], "word": " "})) == {
        "/word": "missing"
    }
    cora.done("/work-endings", {"work_id": row["id"], "word": "Gebeld."})
    assert cora.get("/work").json()["items"] == []
    assert cora.post("/work-endings", {"work_id": row["id"], "word": "Gebeld."}).status_code == 409
