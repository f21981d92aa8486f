"""Consent and authority over HTTP."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import Program, etag, wrong
from tests.service.builders import CaseAtDesk


def answering(case: CaseAtDesk, **changes: Any) -> dict[str, Any]:
    desk = case.desk
    body = {"child_id": desk.sam, "purpose": "placement", "answer": "given", "person_id": desk.els}
    return {**body, **changes}


def consents(case: CaseAtDesk) -> str:
    return f"/cases/{case.id}/consents"


def test_an_answer_is_recorded_and_says_who_is_still_wanted(
    case: CaseAtDesk, bram: Program
) -> None:
    response = bram.post(consents(case), answering(case))

    assert response.status_code == 201
    assert response.headers["ETag"] == etag(case)
    found = bram.get(consents(case)).json()
    [row] = found["items"]
    assert (row["id"], row["person"]["name"]) == (response.json()["made"], "els")
    assert (row["answer"], row["stands"], row["from_on"]) == ("given", True, "2026-03-02")
    wanted = next(each for each in found["wanted"] if each["purpose"] == "placement")
    assert {each["name"] for each in wanted["asked"]} == {"sam", "els", "tom"}
    assert ({each["name"] for each in wanted["missing"]}, wanted["complete"]) == (
        {"sam", "tom"},
        False,
    )


def test_an_answer_of_last_week_counts_from_its_day(case: CaseAtDesk, bram: Program) -> None:
    bram.done(consents(case), answering(case, occurred_at="2026-02-25T23:30:00+00:00"))

    [row] = bram.get(consents(case)).json()["items"]

    assert row["from_on"] == "2026-02-26"  # half past midnight in Amsterdam
    assert row["recorded_at"] == "2026-03-02T08:00:00Z"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"purpose": "holiday"}, {"/purpose": "malformed"}),
        ({"answer": "perhaps"}, {"/answer": "malformed"}),
        ({"ground": "because"}, {"/ground": "malformed"}),
        ({"person_id": None}, {"/ground": "malformed", "/answer": "malformed"}),
        ({"recorded_at": "2026-03-02"}, {"/recorded_at": "unknown"}),
        ({"occurred_at": "2026-01-02T08:00:00Z"}, {"/late_reason": "missing"}),
        ({"until_on": "soon"}, {"/until_on": "malformed"}),
    ],
)
def test_what_is_wrong_with_an_answer_is_named(
    case: CaseAtDesk, bram: Program, changes: dict[str, Any], found: dict[str, str]
) -> None:
    assert wrong(bram.post(consents(case), answering(case, **changes))) == found
    assert bram.get(consents(case)).json()["items"] == []


def test_authority_is_recorded_from_a_day(case: CaseAtDesk, bram: Program) -> None:
    path, desk = f"/cases/{case.id}/authorities", case.desk
    before = bram.get(path).json()["items"]
    assert {each["parent"]["name"] for each in before} == {"els", "tom"}

    body = {"child_id": desk.sam, "parent_id": desk.tom, "source": "vonnis"}
    done = bram.done(path, {**body, "until_on": "2026-03-09"})

    assert done["event"] == "authority_set"
    ended = [each["until_on"] for each in bram.get(path).json()["items"]]
    assert "2026-03-09" in ended


def test_authority_knows_no_field_of_the_server(case: CaseAtDesk, bram: Program) -> None:
    body = {"child_id": case.desk.sam, "parent_id": case.desk.tom, "source": "", "by": "me"}

    response = bram.post(f"/cases/{case.id}/authorities", body)

    assert wrong(response) == {"/source": "malformed", "/by": "unknown"}


def test_who_reads_titles_only_learns_nothing_of_it(
    case: CaseAtDesk, bram: Program, program: As
) -> None:
    bram.done(consents(case), answering(case))
    cora = program("cora")

    assert cora.get(consents(case)).json() == {"items": [], "wanted": []}
    assert cora.get(f"/cases/{case.id}/authorities").json() == {"items": []}
