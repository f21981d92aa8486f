"""Held talks over HTTP."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import Program, etag, unmet, wrong
from tests.service.builders import CaseAtDesk

TALK = {"held_on": "2026-03-01", "words": "het gaat beter"}


def contacts(case: CaseAtDesk) -> str:
    return f"/cases/{case.id}/contacts"


def test_a_talk_is_recorded_with_who_was_there(case: CaseAtDesk, program: As) -> None:
    anna = program("anna")

    response = anna.post(contacts(case), {**TALK, "with_persons": [case.desk.sam, case.desk.els]})

    assert response.status_code == 201
    assert response.headers["ETag"] == etag(case)
    [row] = anna.get(contacts(case)).json()["items"]
    assert (row["id"], row["held_on"]) == (response.json()["made"], "2026-03-01")
    assert (row["words"], row["by"], row["with_persons"]) == (
        "het gaat beter",
        "anna",
        ["sam", "els"],
    )


def test_a_term_that_is_no_talk_is_not_met_by_one(case: CaseAtDesk, bram: Program) -> None:
    term = {"case_id": case.id, "deadline_id": case.owed["preparation"].public_id}

    response = bram.post(contacts(case), {**TALK, "counts_for": [term]})

    assert unmet(response) == ["counts_for.preparation"]
    assert case.owed["preparation"].state == "open"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"held_on": "2026-03-03"}, {"/held_on": "malformed"}),
        ({"held_on": "2026-01-03"}, {"/late_reason": "missing"}),
        ({"held_on": "0001-01-01"}, {"/held_on": "malformed"}),
        ({"held_on": "2026-03-01T10:00:00Z"}, {"/held_on": "malformed"}),
        ({"words": ""}, {"/words": "malformed"}),
        ({"words": " "}, {"/words": "missing"}),
        ({"words": "x" * 20_001}, {"/words": "malformed"}),
        ({"with_persons": ["0"] * 51}, {"/with_persons": "malformed"}),
        ({"counts_for": [{}]}, {
            "/counts_for/0/case_id": "missing", "/counts_for/0/deadline_id": "missing",
        }),
        ({"by": "bram"}, {"/by": "unknown"}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_talk_is_named(
    case: CaseAtDesk, bram: Program, changes: dict[str, Any], found: dict[str, str]
) -> None:
    assert wrong(bram.post(contacts(case), {**TALK, **changes})) == found
    assert bram.get(contacts(case)).json()["items"] == []


def test_a_repeat_is_one_talk(case: CaseAtDesk, bram: Program) -> None:
    first, again = (bram.post(contacts(case), TALK, key="one") for _ in range(2))

    assert first.content == again.content
    assert len(bram.get(contacts(case)).json()["items"]) == 1


def test_two_add_a_talk_without_hindering_each_other(
    case: CaseAtDesk, bram: Program, program: As
) -> None:
    bram.done(contacts(case), TALK)
    program("anna").done(contacts(case), {**TALK, "words": "ook gesproken"})

    assert len(bram.get(contacts(case)).json()["items"]) == 2


def test_who_reads_titles_only_reads_no_words(case: CaseAtDesk, bram: Program, program: As) -> None:
    bram.done(contacts(case), {**TALK, "words": "CANARY", "with_persons": [case.desk.els]})

    found = program("cora").get(contacts(case))

    assert (found.json()["items"][0]["words"], found.json()["items"][0]["with_persons"]) == (
        None,
        [],
    )
    assert "CANARY" not in found.text
