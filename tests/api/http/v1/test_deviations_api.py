"""Deviations over HTTP: asked by one, decided by another."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import Program, etag, unmet, wrong
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import a_placement

ASKING = {"rule": "family_group_conference", "transition": "decide_to_place", "why": "no time"}


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement that waits for the decision."""
    return a_placement(desk, "counter_checked")


def deviations(case: CaseAtDesk) -> str:
    return f"/cases/{case.id}/deviations"


def test_a_second_person_confirms_what_the_first_asked(
    case: CaseAtDesk, bram: Program, program: As
) -> None:
    response = bram.post(deviations(case), ASKING)
    assert response.status_code == 201
    path = response.headers["Location"].removeprefix("/api/v1")
    assert path == f"{deviations(case)}/{response.json()['made']}"
    dora = program("dora")
    assert dora.get(path).json()["i_may_decide"] is True

    done = dora.done(f"{path}/decisions", {"confirmed": True, "why": "weighed"}, seen=case)

    assert (done["event"], done["version"]) == ("deviation_confirmed", case.head.version)
    [row] = bram.get(deviations(case)).json()["items"]
    assert (row["state"], row["asked_by"], row["decided_by"]) == ("confirmed", "bram", "dora")
    assert (row["why"], row["decided_why"], row["i_may_decide"]) == ("no time", "weighed", False)
    steps = bram.get(f"/cases/{case.id}/transitions").json()["items"]
    reasons = {each["key"]: each for each in steps[0]["reasons"]}
    assert reasons[ASKING["rule"]]["set_aside"] == row["id"]


def test_nobody_decides_on_their_own(case: CaseAtDesk, bram: Program) -> None:
    path = f"{deviations(case)}/{bram.done(deviations(case), ASKING)['made']}/decisions"

    assert "four_eyes" in unmet(bram.post(path, {"confirmed": True}, seen=case))
    assert case.deviation(path.split("/")[-2]) == "asked"


def test_a_decision_names_the_version_that_was_seen(
    case: CaseAtDesk, bram: Program, program: As
) -> None:
    seen = etag(case)
    path = f"{deviations(case)}/{bram.done(deviations(case), ASKING)['made']}/decisions"
    dora = program("dora")

    assert dora.post(path, {"confirmed": True}).status_code == 428
    stale = dora.post(path, {"confirmed": True}, seen=seen)
    assert (stale.status_code, stale.json()["events"][0]["kind"]) == (412, "deviation_asked")
    assert wrong(dora.post(path, {"confirmed": False}, seen=case)) == {"/why": "missing"}


def test_a_rule_that_always_binds_is_not_set_aside(case: CaseAtDesk, bram: Program) -> None:
    assert unmet(bram.post(deviations(case), {**ASKING, "rule": "legal_title"})) == ["no_deviation"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"rule": "nothing"}, {"/rule": "unknown"}),
        ({"why": ""}, {"/why": "malformed"}),
        ({"why": "   "}, {"/why": "missing"}),
        ({"transition": "decide_to_plce"}, {"transition": "unknown"}),
        ({"state": "confirmed"}, {"/state": "unknown"}),
        ({"lapses_on": "2027-01-01"}, {"/lapses_on": "unknown"}),
    ],
)
def test_what_is_wrong_with_asking_is_named(
    case: CaseAtDesk, bram: Program, changes: dict[str, Any], found: dict[str, str]
) -> None:
    assert wrong(bram.post(deviations(case), {**ASKING, **changes})) == found
    assert bram.get(deviations(case)).json()["items"] == []


def test_who_reads_titles_only_does_not_read_why(
    case: CaseAtDesk, bram: Program, program: As
) -> None:
    bram.done(deviations(case), {**ASKING, "why": "CANARY"})

    found = program("cora").get(deviations(case))

    assert found.json()["items"][0]["why"] is None
    assert "CANARY" not in found.text
