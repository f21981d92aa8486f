"""Deadlines over HTTP: of a case, of all cases, extended and let stand still."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import Program, etag, unmet, wrong
from tests.service.builders import CaseAtDesk, Desk
from tests.service.stages import everything

BY_A_WEEK = {"by": {"weeks": 1}, "reason": "ziek"}


def term(case: CaseAtDesk) -> str:
    return f"/cases/{case.id}/deadlines/{case.owed['preparation'].public_id}"


def test_the_deadlines_of_a_case_explain_their_dates(case: CaseAtDesk, bram: Program) -> None:
    found = bram.get(f"/cases/{case.id}/deadlines").json()["items"]

    first = found[0]
    assert (first["name"], first["due_on"], first["state"]) == ("preparation", "2026-04-13", "open")
    assert "Mon 13 April 2026" in first["explanation"]["en"]
    assert first["owners"] == ["bram"]
    assert first["due_at"] == "2026-04-13T22:00:00Z"
    assert all(each["at"].endswith("Z") for each in first["reminders"])


def test_one_deadline_says_how_far_it_may_be_moved(case: CaseAtDesk, program: As) -> None:
    found = program("cora").get(term(case)).json()

    assert found["deadline"]["name"] == "preparation"
    assert (found["may_extend"]["furthest"], found["may_extend"]["mine"]) == ("2026-05-11", True)
    assert found["may_extend"]["at_most"] == {"nl": "4 weken", "en": "4 weeks"}
    assert (found["may_resume"], found["case_version"]) == (False, case.head.version)


def test_a_coordinator_extends_it(case: CaseAtDesk, bram: Program, program: As) -> None:
    path = f"{term(case)}/extensions"
    assert unmet(bram.post(path, BY_A_WEEK, seen=case)) == ["role"]

    response = program("cora").post(path, BY_A_WEEK, seen=case)

    assert response.status_code == 201
    assert (response.json()["event"], response.headers["ETag"]) == ("deadline_extended", etag(case))
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-20"
    too_far = {**BY_A_WEEK, "by": {"weeks": 9}}
    assert unmet(program("cora").post(path, too_far, seen=case)) == ["at_most"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"by": {}}, {"/by": "malformed"}),
        ({"by": {"weeks": 1, "days": 2}}, {"/by": "malformed"}),
        ({"by": {"weeks": 0}}, {"/by/weeks": "malformed"}),
        ({"by": {"years": 51}}, {"/by/years": "malformed"}),
        ({"by": {"weeks": 1.5}}, {"/by/weeks": "malformed"}),
        ({"by": {"weeks": True}}, {"/by/weeks": "malformed"}),
        ({"by": {"fortnights": 1}}, {"/by/fortnights": "unknown"}),
        ({"by": "1 week"}, {"/by": "malformed"}),
        ({"by": {"hours": 3}}, {"/by": "malformed"}),
        ({"reason": ""}, {"/reason": "malformed"}),
        ({"reason": "  "}, {"/reason": "missing"}),
        ({"due_on": "2027-01-01"}, {"/due_on": "unknown"}),
    ],
)
def test_what_is_wrong_with_extending_is_named(
    case: CaseAtDesk, program: As, changes: dict[str, Any], found: dict[str, str]
) -> None:
    response = program("cora").post(f"{term(case)}/extensions", {**BY_A_WEEK, **changes}, seen=case)

    assert wrong(response) == found
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-13"


@pytest.mark.parametrize("by", [{"months": 1000}, {"years": 50}, {"days": 1000}])
def test_far_beyond_is_refused_and_does_not_break(
    case: CaseAtDesk, program: As, by: dict[str, int]
) -> None:
    body = {"by": by, "reason": "x"}

    response = program("cora").post(f"{term(case)}/extensions", body, seen=case)

    assert "at_most" in unmet(response)


def test_it_stands_still_and_runs_on(desk: Desk, case: CaseAtDesk, program: As) -> None:
    bram = program("bram")
    body = {"until": "2026-03-20", "reason": "wachten op school"}
    assert bram.post(f"/cases/{case.id}/suspensions", body).status_code == 428
    done = bram.done(f"/cases/{case.id}/suspensions", body, seen=case)
    assert done["event"] == "suspended"
    still = bram.get(term(case)).json()
    assert (still["deadline"]["state"], still["may_resume"]) == ("suspended", True)
    assert still["suspended_until"] == "2026-03-20"

    desk.after(days=4)
    bram = program("bram")  # the session of Monday is over
    deadline = case.owed["preparation"].public_id
    done = bram.done(f"/cases/{case.id}/resumptions", {"deadline_id": deadline}, seen=case)

    assert done["event"] == "resumed"
    assert bram.get(term(case)).json()["deadline"]["due_on"] == "2026-04-17"


@pytest.mark.parametrize("until", ["2026-03-01", "2199-12-31"])
def test_a_day_that_cannot_be_is_refused(case: CaseAtDesk, bram: Program, until: str) -> None:
    body = {"until": until, "reason": "x", "deadline_id": case.owed["preparation"].public_id}

    assert unmet(bram.post(f"/cases/{case.id}/suspensions", body, seen=case))
    assert case.owed["preparation"].state == "open"


def test_a_stale_extension_tells_what_came_in(case: CaseAtDesk, bram: Program, program: As) -> None:
    seen = etag(case)
    case.joins("vera")

    response = program("cora").post(f"{term(case)}/extensions", BY_A_WEEK, seen=seen)

    assert response.status_code == 412
    assert [each["kind"] for each in response.json()["events"]] == ["joined"]


def test_the_deadlines_of_all_my_cases_come_in_order(desk: Desk, bram: Program) -> None:
    opened = [desk.opens() for _ in range(3)]

    first = bram.get("/deadlines", pageSize=2)
    found = first.json()["items"]
    while "next" in first.links:
        first = bram.client.get(first.links["next"]["url"])
        found += first.json()["items"]

    of_cases = [each["case_id"] for each in found if each["name"] == "preparation"]
    assert sorted(of_cases) == sorted(case.id for case in opened)
    assert len({each["id"] for each in found}) == len(found)
    assert [each["due_at"] for each in found] == sorted(each["due_at"] for each in found)


def test_only_what_is_past_the_norm_is_shown_when_that_is_asked(
    desk: Desk, case: CaseAtDesk, program: As
) -> None:
    assert program("cora").get("/deadlines", when="past_norm").json()["items"] == []
    desk.after(days=50)
    cora = program("cora")

    past = cora.get("/deadlines", when="past_norm").json()["items"]

    assert [(each["name"], each["late"], each["past_norm"], each["look"]) for each in past] == [
        ("preparation", False, True, "norm")
    ]
    assert past[0]["case_number"] == case.head.number
    assert cora.get("/deadlines", when="late").json()["items"] == []


def test_refusing_an_extension_changes_nothing(case: CaseAtDesk, bram: Program) -> None:
    before = everything(case.desk.office.store, "access_log")

    bram.post(f"{term(case)}/extensions", BY_A_WEEK, seen=case)

    assert everything(case.desk.office.store, "access_log") == before
