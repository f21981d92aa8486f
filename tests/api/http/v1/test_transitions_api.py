"""Steps over HTTP: what may be done, what it would do, and doing it exactly once."""

from datetime import timedelta
from typing import Any

import pytest

from api.body_limit import MOST_BYTES
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, Program, bare, etag, unmet, wrong
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import GATE, a_placement
from tests.service.stages import everything

PLACE = {
    "place_kind": "foster_family",
    "legal_road": "consent",
    "within_two_weeks": True,
    "reasons": "weighed together",
}
COURT = {"transition": "record_court_placement", "inputs": {"place_kind": "not_known"}}
BEGIN = {"transition": "substantiate", "inputs": {"authority_known": True}}


def steps(case: CaseAtDesk) -> str:
    return f"/cases/{case.id}/transitions"


def changed(desk: Desk, before: Any) -> set[str]:
    after = everything(desk.office.store)
    return {name for name in after if after[name] != before[name]}


def test_a_case_is_refused_with_all_reasons_then_mended_and_moved(
    desk: Desk, bram: Program
) -> None:
    case = a_placement(desk, "counter_checked")
    step = {"transition": "decide_to_place", "inputs": PLACE}
    assert unmet(bram.post(steps(case), step, seen=case, key="step")) == GATE

    case.settled("explanatory_analysis", "shared_with_family", "confirmed", by="anna", then="dora")
    case.settled("family_group_conference", "declined")
    case.settled("alternatives_weighed", "confirmed")
    case.settled("placement_plan", "agreed")
    case.consents("placement", "sam", "els", "tom")
    before = case.head.version
    response = bram.post(steps(case), step, seen=case, key="step")

    assert response.status_code == 201
    assert response.json() == {
        "case_id": case.id,
        "version": before + 1,
        "state": "decided_to_place",
        "event": "advanced",
        "made": None,
        "opened": [],
        "found_without_gate": [],
    }
    assert response.headers["ETag"] == etag(case)
    event = bram.client.get(response.headers["Location"]).json()
    assert (event["version"], event["transition"]) == (before + 1, "decide_to_place")


def test_every_step_says_whether_it_may_be_made_and_why(desk: Desk, bram: Program) -> None:
    case = a_placement(desk, "counter_checked")

    response = bram.get(steps(case))

    assert response.headers["ETag"] == etag(case)
    place, *others = response.json()["items"]
    assert (place["allowed"], place["main"], place["target"]) == (False, True, "decided_to_place")
    reasons = {each["key"]: each["met"] for each in place["reasons"]}
    assert reasons["explanatory_analysis"] is False
    assert reasons["legal_title"] is None  # depends on what is filled in
    assert (reasons["state"], reasons["role"]) == (True, True)
    assert {each["name"] for each in place["inputs"]} == set(PLACE)
    kind = next(each for each in place["inputs"] if each["name"] == "place_kind")
    assert (kind["type"], kind["per_child"]) == ("choice", False)
    assert "foster_family" in kind["values"]
    assert place["name"] == "decide_to_place"
    assert {each["name"]: each["allowed"] for each in others}["hold"] is True


def test_a_dry_run_tells_the_plan_and_only_leaves_a_row_in_the_log(
    desk: Desk, bram: Program
) -> None:
    case = a_placement(desk, "ready")
    bram.get("/me")
    before = everything(desk.office.store)

    body = {"transition": "decide_to_place", "inputs": PLACE, "dry_run": True}
    response = bram.post(steps(case), body, key=None)

    assert response.status_code == 200
    assert changed(desk, before) == {"access_log"}
    row = desk.log()[-1]
    assert (row.action, row.outcome, row.case_id) == ("dry_run", "done", case.head.id)
    answer = response.json()
    assert (answer["allowed"], answer["target"]) == (True, "decided_to_place")
    [begun] = answer["plan"]["begins"]
    assert begun["name"] == "carry_out_in_time"
    assert set(begun["explanation"]) == {"nl", "en"}
    assert begun["due_on"] == "2026-06-02"
    assert [each["name"] for each in answer["plan"]["met"]] == ["preparation"]


def test_a_dry_run_of_what_may_not_be_done_gives_the_reasons(desk: Desk, bram: Program) -> None:
    case = a_placement(desk, "counter_checked")

    body = {"transition": "decide_to_place", "inputs": PLACE, "dry_run": True}
    answer = bram.post(steps(case), body, key=None).json()

    assert (answer["allowed"], answer["target"], answer["plan"]) == (False, None, None)
    assert [each["key"] for each in answer["reasons"] if each["met"] is False] == GATE


def test_a_repeat_gets_the_same_answer_and_has_no_effect(case: CaseAtDesk, bram: Program) -> None:
    seen = etag(case)
    step = BEGIN

    first = bram.post(steps(case), step, seen=seen, key="one")
    again = bram.post(steps(case), {**step, "late_reason": ""}, seen=seen, key="one")

    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert first.headers["ETag"] == again.headers["ETag"]
    assert first.headers["Location"] == again.headers["Location"]
    assert [event.kind for event in case.events].count("advanced") == 1


def test_a_repeat_may_write_its_answers_in_another_order(desk: Desk, bram: Program) -> None:
    case = a_placement(desk, "ready")
    step, seen = {"transition": "decide_to_place", "inputs": PLACE}, etag(case)
    turned = {**step, "inputs": dict(reversed(PLACE.items()))}

    first, again = (bram.post(steps(case), each, seen=seen, key="one") for each in (step, turned))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content


def test_a_key_belongs_to_one_request(case: CaseAtDesk, bram: Program) -> None:
    seen = etag(case)
    bram.done(steps(case), BEGIN, seen=seen, key="one")

    other = bram.post(steps(case), {**BEGIN, "late_reason": "x"}, seen=seen, key="one")

    assert (other.status_code, other.json()["type"]) == (409, "/problems/key-reused")


def test_a_stale_step_tells_what_came_in_meanwhile(
    case: CaseAtDesk, bram: Program, program: As
) -> None:
    seen = etag(case)
    note = {"child_id": case.desk.sam, "purpose": "placement", "answer": "given"}
    note["person_id"] = case.desk.els
    program("anna").done(f"/cases/{case.id}/consents", note)

    response = bram.post(steps(case), BEGIN, seen=seen)

    assert (response.status_code, response.json()["type"]) == (412, "/problems/stale-case")
    assert response.json()["current_version"] == case.head.version
    [event] = response.json()["events"]
    assert (event["kind"], event["actor"]) == ("consent_answered", "anna")
    assert event["recorded_at"].endswith("Z")
    assert case.head.state == "considered"


def test_the_version_that_was_seen_must_be_named(case: CaseAtDesk, bram: Program) -> None:
    step = BEGIN

    assert bram.post(steps(case), step).status_code == 428
    assert bram.post(steps(case), step, seen='"x.1"').status_code == 412
    assert wrong(bram.post(steps(case), step, seen="*")) == {"If-Match": "malformed"}
    assert case.head.state == "considered"


def test_a_step_needs_a_key(case: CaseAtDesk, bram: Program) -> None:
    step = BEGIN

    response = bram.post(steps(case), step, seen=case, key=None)

    assert wrong(response) == {"Idempotency-Key": "missing"}
    assert case.head.state == "considered"


def test_an_unknown_step_is_a_mistake_and_the_nearest_is_named(
    case: CaseAtDesk, bram: Program
) -> None:
    response = bram.post(steps(case), {"transition": "substantiat"}, seen=case)

    assert wrong(response) == {"transition": "unknown"}
    assert "did you mean 'substantiate'?" in response.json()["errors"][0]["reason"]


def test_everything_that_is_wrong_with_a_form_is_named_by_its_place(
    desk: Desk, bram: Program
) -> None:
    case = a_placement(desk, "ready")
    inputs = {**PLACE, "place_kind": "castle", "within_two_weeks": "yes", "more": 1}
    del inputs["legal_road"]

    response = bram.post(
        steps(case), {"transition": "decide_to_place", "inputs": inputs}, seen=case
    )

    assert wrong(response) == {
        "/inputs/place_kind": "malformed",
        "/inputs/within_two_weeks": "malformed",
        "/inputs/legal_road": "missing",
        "/inputs/more": "unknown",
    }


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/transition"),
        ({"transition": "substantiate", "state": "placed"}, "/state"),
        ({"transition": "substantiate", "version": 9}, "/version"),
        ({"transition": 4}, "/transition"),
        ({"transition": "substantiate", "inputs": []}, "/inputs"),
        ({"transition": "substantiate", "occurred_at": "2026-03-01T10:00:00"}, "/occurred_at"),
        ({"transition": "substantiate", "occurred_at": "2026-03-01"}, "/occurred_at"),
        ({"transition": "substantiate", "occurred_at": "0001-01-01T00:00:00Z"}, "/occurred_at"),
        ({"transition": "substantiate", "occurred_at": "9999-12-31T23:59:59Z"}, "/occurred_at"),
        ({"transition": "substantiate", "late_reason": "x" * 201}, "/late_reason"),
        ({"transition": "substantiate", "inputs": {"x" * 101: 1}}, "/inputs"),
    ],
)
def test_what_a_step_does_not_take_is_refused(
    case: CaseAtDesk, bram: Program, body: dict[str, object], place: str
) -> None:
    [found] = wrong(bram.post(steps(case), body, seen=case))

    assert found.startswith(place)
    assert case.head.state == "considered"


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01", "20260310", "2026-02-30", 5])
def test_a_day_that_no_term_can_hang_on_is_refused(
    desk: Desk, bram: Program, until: object
) -> None:
    case = a_placement(desk, "counter_checked")
    body = {"transition": "hold", "inputs": {"still_needed": "x", "until": until}}

    assert wrong(bram.post(steps(case), body, seen=case)) == {"/inputs/until": "malformed"}


def test_a_moment_in_any_zone_is_the_same_moment(desk: Desk, bram: Program) -> None:
    case = a_placement(desk, "considered")
    when = desk.clock.now() - timedelta(days=2)
    local = when.isoformat().replace("+00:00", "Z")
    shifted = (when + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%S+05:00")

    first = bram.post(
        steps(case),
        {**COURT, "occurred_at": shifted, "dry_run": True},
        key=None,
    )
    second = bram.post(
        steps(case),
        {**COURT, "occurred_at": local, "dry_run": True},
        key=None,
    )

    assert first.status_code == second.status_code == 200
    assert bare(first) == bare(second)


def test_a_future_moment_is_told_by_its_place(case: CaseAtDesk, bram: Program) -> None:
    body = {**BEGIN, "occurred_at": "2027-01-01T00:00:00Z"}

    assert wrong(bram.post(steps(case), body, seen=case)) == {"/occurred_at": "malformed"}


def test_too_large_a_body_is_not_read(case: CaseAtDesk, bram: Program) -> None:
    body = {"transition": "substantiate", "inputs": {"x": "a" * MOST_BYTES}}

    assert bram.post(steps(case), body, seen=case).status_code == 413


def test_a_case_of_somebody_else_answers_as_one_that_is_not_there(
    case: CaseAtDesk, program: As
) -> None:
    gijs = program("gijs")
    body = BEGIN

    def tried(case_id: str) -> list[bytes]:
        path, seen = f"/cases/{case_id}/transitions", f'"{case_id}.1"'
        answers = (
            gijs.get(path),
            gijs.post(path, body, seen=seen),
            gijs.post(path, {"transition": "nothing"}, seen=seen),
            gijs.post(path, {**body, "dry_run": True}, key=None),
        )
        assert {each.status_code for each in answers} == {404}
        return [bare(each) for each in answers]

    assert tried(case.id) == tried(NOWHERE)
    assert case.head.state == "considered"


def test_without_a_session_nobody_gets_further(case: CaseAtDesk, bram: Program) -> None:
    del bram.client.headers["Authorization"]

    assert bram.get(steps(case)).status_code == 401
    assert bram.post(steps(case), {"transition": "substantiate"}, seen=case).status_code == 401
