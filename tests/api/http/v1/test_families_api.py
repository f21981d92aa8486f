"""Families over HTTP: registered, read, and what may be opened for one."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, Program, bare, wrong
from tests.service.builders import Desk
from tests.service.stages import everything

FAMILY = {
    "name": "De Vries",
    "region": "oldebroek",
    "members": [
        {"name": "Noor", "born": "2015-06-01", "is_child": True},
        {"name": "Hans", "authority_over": ["Noor"]},
    ],
}


def test_a_family_is_registered_and_can_be_read_where_it_says(desk: Desk, program: As) -> None:
    anna = program("anna")

    response = anna.post("/families", FAMILY)

    assert response.status_code == 201
    made = response.json()
    assert response.headers["Location"] == f"/api/v1/families/{made['family_id']}"
    assert "Noor" not in response.headers["Location"]
    found = anna.client.get(response.headers["Location"]).json()
    assert (found["family"]["name"], found["cases"]) == ("De Vries", [])
    noor, hans = found["family"]["members"]
    assert (noor["id"], noor["age"]) == (made["members"]["Noor"], 10)
    assert hans["authority_over"] == [noor["id"]]
    assert [each["name"] for each in anna.get("/families").json()["items"]] == ["De Vries"]


def test_a_repeat_registers_no_second_family(desk: Desk, bram: Program) -> None:
    first, again = (bram.post("/families", FAMILY, key="one") for _ in range(2))
    other = bram.post("/families", {**FAMILY, "name": "Smit"}, key="one")

    assert first.json() == again.json()
    assert (other.status_code, other.json()["type"]) == (409, "/problems/key-reused")
    names = [each["name"] for each in bram.get("/families").json()["items"]]
    assert sorted(names) == ["De Vries", "Jansen"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"region": "atlantis"}, {"region": "unknown"}),
        ({"name": ""}, {"/name": "malformed"}),
        ({"name": " "}, {"/name": "missing"}),
        ({"members": [{"name": "a"}, {"name": "a"}]},
         {"/members/0/name": "malformed", "/members/1/name": "malformed"}),
        ({"members": [{"name": "a", "authority_over": ["b"]}]},
         {"/members/0/authority_over/0": "unknown"}),
        ({"members": [{"name": "a", "born": "2027-01-01"}]}, {"/members/0/born": "malformed"}),
        ({"members": [{"name": "a", "born": "1899-12-31"}]}, {"/members/0/born": "malformed"}),
        ({"members": [{"name": "a", "born": "20150601"}]}, {"/members/0/born": "malformed"}),
        ({"members": [{"name": "a" * 201}]}, {"/members/0/name": "malformed"}),
        ({"name": "a" * 201}, {"/name": "malformed"}),
        ({"municipality": "a" * 201}, {"/municipality": "malformed"}),
        ({"members": [{"name": "a", "kind": "youth"}]}, {"/members/0/kind": "unknown"}),
        ({"members": [{"name": "a"}] * 51}, {"/members": "malformed"}),
        ({"id": "mine"}, {"/id": "unknown"}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_family_is_named(
    desk: Desk, bram: Program, changes: dict[str, Any], found: dict[str, str]
) -> None:
    before = everything(desk.office.store, "access_log", "session")

    assert wrong(bram.post("/families", {**FAMILY, **changes})) == found
    assert everything(desk.office.store, "access_log", "session") == before


def test_registering_needs_a_key(bram: Program) -> None:
    assert wrong(bram.post("/families", FAMILY, key=None)) == {"Idempotency-Key": "missing"}


def test_a_family_of_others_answers_as_one_that_is_not_there(desk: Desk, program: As) -> None:
    gijs = program("gijs")

    for path in ("/families/{}", "/families/{}/openable"):
        foreign, missing = (gijs.get(path.format(each)) for each in (desk.family, NOWHERE))
        assert foreign.status_code == missing.status_code == 404
        assert bare(foreign) == bare(missing)
    assert gijs.get("/families").json()["items"] == []


def test_what_may_be_opened_is_told_with_its_form(desk: Desk, bram: Program) -> None:
    found = bram.get(f"/families/{desk.family}/openable").json()["items"]

    placement = next(each for each in found if each["workflow"] == "placement")
    assert [role["name"] for role in placement["roles"]] == ["regisseur"]
    assert {each["name"] for each in placement["inputs"]} >= {"asked_by", "why_now"}
    assert placement["blocked"] is None
    others = [each for each in found if each["workflow"] != "placement"]
    assert all(each["blocked"]["key"] == "role" for each in others if not each["roles"])


def test_a_family_shows_the_cases_that_the_caller_may_see(desk: Desk, bram: Program) -> None:
    case = desk.opens()

    found = bram.get(f"/families/{desk.family}").json()

    assert [each["case_id"] for each in found["cases"]] == [case.id]
