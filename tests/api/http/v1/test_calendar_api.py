"""The calendar of a region over HTTP: which days are off, and changing it."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import bare, unmet, wrong
from tests.service.builders import REGION, Desk
from tests.service.roads import a_placement

CALENDAR = f"/regions/{REGION}/calendar"
CHANGES = f"{CALENDAR}/changes"
FILE = f'"{REGION}.1"'
CLOSED = {
    "date": "2026-04-13",
    "kind": "closing",
    "name": {"nl": "Studiedag", "en": "Training day"},
}
CHANGE: dict[str, Any] = {"add": [CLOSED], "reason": "Het kantoor is dicht."}


def test_it_names_each_day_off_of_two_years_with_where_it_comes_from(program: As) -> None:
    response = program("bram").get(CALENDAR)

    found = response.json()
    assert response.headers["ETag"] == FILE
    assert (found["region"], found["version"], found["may_change"]) == (REGION, 1, False)
    days = {each["date"]: each for each in found["days"]}
    assert min(days) == "2026-04-03"
    assert max(days) < "2028-03-02"
    assert days["2026-05-15"]["source"].startswith("https://wetten.overheid.nl/")
    assert days["2026-04-06"] == {
        "date": "2026-04-06",
        "name": {"nl": "Tweede paasdag", "en": "Easter Monday"},
        "origin": "holiday",
        "source": "",
        "law": True,
        "own": True,
    }
    assert found["editions"] == []


def test_a_dry_run_shows_what_moves_and_changes_nothing(desk: Desk, program: As) -> None:
    case = a_placement(desk)

    response = program("cora").post(CHANGES, {**CHANGE, "dry_run": True}, key=None)

    assert response.status_code == 200
    (move,) = response.json()["moves"]
    assert (move["case_number"], move["due_on"], move["to"]) == (
        case.head.number,
        "2026-04-13",
        "2026-04-10",
    )
    assert response.json()["unseen"] == 0
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-13"
    assert program("cora").get(CALENDAR).headers["ETag"] == FILE


def test_a_change_makes_the_next_edition_and_moves_the_dates(desk: Desk, program: As) -> None:
    case, cora = a_placement(desk), program("cora")

    response = cora.post(CHANGES, CHANGE, seen=FILE)

    assert (response.status_code, response.json()) == (201, {"region": REGION, "version": 2})
    assert response.headers["ETag"] == f'"{REGION}.2"'
    assert response.headers["Location"] == f"/api/v1{CALENDAR}"
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-10"
    (edition,) = cora.get(CALENDAR).json()["editions"]
    assert edition["off"] == [{"date": "2026-04-13", "kind": "closing"}]
    assert (edition["number"], edition["made_by"], edition["of_country"]) == (2, "cora", False)
    assert edition["reason"] == CHANGE["reason"]


def test_who_has_no_part_in_the_region_reads_neither_the_name_nor_the_reason(program: As) -> None:
    program("cora").done(CHANGES, CHANGE, seen=FILE)

    (edition,) = program("bram").get(CALENDAR).json()["editions"]

    assert (edition["made_by"], edition["reason"], edition["on"]) == (None, None, [])


def test_a_day_is_taken_back(program: As) -> None:
    cora = program("cora")
    cora.done(CHANGES, CHANGE, seen=FILE)
    back = {"remove": [{"date": "2026-04-13", "kind": "closing"}], "reason": "Toch open."}

    cora.done(CHANGES, back, seen=f'"{REGION}.2"')

    newest = cora.get(CALENDAR).json()["editions"][0]
    assert (newest["number"], newest["off"], newest["on"]) == (
        3,
        [],
        [{"date": "2026-04-13", "kind": "closing"}],
    )


def test_who_saw_an_older_edition_is_turned_back(program: As) -> None:
    cora = program("cora")
    cora.done(CHANGES, CHANGE, seen=FILE)

    stale = cora.post(CHANGES, {**CHANGE, "add": [{**CLOSED, "date": "2026-04-14"}]}, seen=FILE)

    assert (stale.status_code, stale.json()["current_version"]) == (412, 2)
    assert cora.post(CHANGES, CHANGE).status_code == 428
    assert cora.post(CHANGES, CHANGE, seen='"foodvalley.1"').status_code == 412


def test_a_repeat_under_its_key_gets_the_first_answer(program: As) -> None:
    cora = program("cora")

    first, again = (cora.post(CHANGES, CHANGE, seen=FILE, key="mine") for _ in range(2))

    assert (again.status_code, again.content) == (201, first.content)
    assert len(cora.get(CALENDAR).json()["editions"]) == 1
    assert wrong(cora.post(CHANGES, CHANGE, seen=FILE, key=None)) == {"Idempotency-Key": "missing"}


@pytest.mark.parametrize("dry", [True, False])
def test_others_are_refused_with_the_reason(desk: Desk, program: As, dry: bool) -> None:
    assert unmet(program("bram").post(CHANGES, {**CHANGE, "dry_run": dry}, seen=FILE)) == ["role"]
    logged = [(row.action, row.outcome) for row in desk.log() if row.record == REGION]
    assert logged == [("preview_calendar", "done") if dry else ("ChangeCalendar", "refused")]


@pytest.mark.parametrize("dry", [True, False])
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"add": []}, {"/add": "missing"}),
        ({"reason": " "}, {"/reason": "missing"}),
        ({"add": [{**CLOSED, "date": "2026-03-02"}]}, {"/add/0/date": "malformed"}),
        ({"add": [{**CLOSED, "kind": "equated"}]}, {"/add/0/source": "malformed"}),
        ({"remove": [{"date": "2026-04-27", "kind": "closing"}]}, {"/remove/0/date": "malformed"}),
        ({"add": [{**CLOSED, "colour": "blue"}]}, {"/add/0/colour": "unknown"}),
    ],
)
def test_what_is_wrong_with_a_change_is_named(
    program: As, dry: bool, changes: dict[str, Any], found: dict[str, str]
) -> None:
    body = {**CHANGE, **changes, "dry_run": dry}

    assert wrong(program("cora").post(CHANGES, body, seen=FILE)) == found


@pytest.mark.parametrize("region", ["nowhere", "national", "Nowhere!"])
def test_a_region_that_is_not_there_is_not_found(program: As, region: str) -> None:
    cora, path = program("cora"), f"/regions/{region}/calendar"

    read = cora.get(path)

    assert read.status_code == 404
    for dry in (True, False):
        tried = cora.post(f"{path}/changes", {**CHANGE, "dry_run": dry}, seen=f'"{region}.1"')
        assert tried.status_code in {400, 404}
    assert bare(read) == bare(cora.get("/regions/elsewhere/calendar"))
