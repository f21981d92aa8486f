"""Who takes part, over HTTP: joined, ended, handed over."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, Program, etag, unmet, wrong
from tests.service.builders import CaseAtDesk
from tests.service.desks import professional


def joining(case: CaseAtDesk, **changes: Any) -> dict[str, Any]:
    who = {"person_id": case.desk.who("gijs"), "role": "protection_worker", "ground": "asked"}
    return {**who, **changes}


def people(case: CaseAtDesk) -> str:
    return f"/cases/{case.id}/participants"


def test_somebody_joins_and_leaves(case: CaseAtDesk, bram: Program) -> None:
    response = bram.post(people(case), joining(case))
    assert response.status_code == 201
    assert response.headers["ETag"] == etag(case)
    listed = {each["name"]: each for each in bram.get(people(case)).json()["items"]}
    gijs = listed["gijs"]
    assert (gijs["role"], gijs["ground"], gijs["scope"]) == ("protection_worker", "asked", "case")
    assert listed["bram"]["one_holder"] is True

    ending = {"person_id": case.desk.who("gijs"), "role": "protection_worker"}
    done = bram.done(f"{people(case)}/endings", ending, seen=case)

    assert (done["event"], done["version"]) == ("left", case.head.version)
    assert "gijs" not in [each["name"] for each in bram.get(people(case)).json()["items"]]


def test_joining_needs_no_version_and_ending_does(case: CaseAtDesk, bram: Program) -> None:
    bram.done(people(case), joining(case))
    ending = {"person_id": case.desk.who("gijs"), "role": "protection_worker"}

    assert bram.post(f"{people(case)}/endings", ending).status_code == 428
    old = f'"{case.id}.1"'
    stale = bram.post(f"{people(case)}/endings", ending, seen=old)
    assert stale.status_code == 412
    assert stale.json()["current_version"] == case.head.version
    assert stale.json()["events"][-1]["kind"] == "joined"


def test_a_role_that_one_holds_is_handed_over(case: CaseAtDesk, bram: Program) -> None:
    other = professional(case.desk.office, "other", "regisseur")
    body = {"person_id": other.id, "role": "regisseur", "ground": "long ill"}
    assert unmet(bram.post(people(case), body)) == ["one_holder"]

    done = bram.done(f"/cases/{case.id}/assignments", body, seen=case)

    assert done["event"] == "assigned"
    seen = bram.get(f"/cases/{case.id}")
    assert seen.json()["seen_until"] is not None  # Bram reads on for a while, and changes nothing
    assert unmet(bram.post(people(case), joining(case))) == ["role"]


def test_who_does_not_work_in_a_role_is_not_given_it(case: CaseAtDesk, bram: Program) -> None:
    body = joining(case, person_id=case.desk.who("vera"))

    assert unmet(bram.post(people(case), body)) == ["works_as"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"role": "wizard"}, {"/role": "unknown"}),
        ({"ground": ""}, {"/ground": "malformed"}),
        ({"ground": "x" * 201}, {"/ground": "malformed"}),
        ({"until_on": "2026-03-01"}, {"/until_on": "malformed"}),
        ({"until_on": "2026-02-30"}, {"/until_on": "malformed"}),
        ({"until_on": "0001-01-01"}, {"/until_on": "malformed"}),
        ({"until_on": "9999-12-31"}, {"/until_on": "malformed"}),
        ({"from_on": "2026-03-01"}, {"/from_on": "unknown"}),
        ({"access": "regisseur"}, {"/access": "unknown"}),
        ({"person_id": "Gijs"}, {"/person_id": "malformed"}),
    ],
)
def test_what_is_wrong_with_joining_is_named(
    case: CaseAtDesk, bram: Program, changes: dict[str, Any], found: dict[str, str]
) -> None:
    before = case.head.version

    assert wrong(bram.post(people(case), joining(case, **changes))) == found
    assert case.head.version == before


def test_somebody_who_is_not_there_cannot_join(case: CaseAtDesk, bram: Program) -> None:
    assert bram.post(people(case), joining(case, person_id=NOWHERE)).status_code == 404


def test_a_family_role_names_its_child_or_the_only_one(case: CaseAtDesk, bram: Program) -> None:
    body = joining(case, person_id=case.desk.els, role="parent_with_authority")

    bram.done(people(case), body)

    els = next(each for each in bram.get(people(case)).json()["items"] if each["name"] == "els")
    assert els["child"]["name"] == "sam"


def test_who_reads_titles_only_sees_no_name_of_the_family(
    case: CaseAtDesk, bram: Program, program: As
) -> None:
    body = joining(case, person_id=case.desk.els, role="parent_with_authority", ground="CANARY")
    bram.done(people(case), body)

    found = program("cora").get(people(case))

    els = next(each for each in found.json()["items"] if each["person_id"] == case.desk.els)
    assert (els["name"], els["ground"], els["child"]) == (None, None, None)
    assert "CANARY" not in found.text
