"""Agreements of a case over HTTP."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, Program, bare, etag, unmet, wrong
from tests.api.http.v1.tables import desk, room
from tests.service.builders import CaseAtDesk
from tests.service.rooms import Room

__all__ = ["desk", "room"]

NEW = {"text": "CANARY elke week bellen", "due_date": "2026-03-20"}


@pytest.fixture
def case(room: Room) -> CaseAtDesk:
    """Lend a case that the table accepted."""
    return room.case()


def agreements(case: CaseAtDesk) -> str:
    return f"/cases/{case.id}/agreements"


def test_an_agreement_is_made_without_hindering_anybody_and_read(
    room: Room, case: CaseAtDesk, bram: Program, program: As
) -> None:
    anna = program("anna")
    body = {**NEW, "owner_id": room.desk.who("anna"), "child_id": room.desk.sam}

    made = bram.done(agreements(case), {**body, "visible_to": [room.desk.els]})["made"]
    anna.done(agreements(case), {**NEW, "owner_words": "oma"})

    first, second = anna.get(agreements(case)).json()["items"]
    assert (first["id"], first["text"], first["owner"]) == (made, NEW["text"], "anna")
    assert (first["child"]["name"], first["visible_to"]) == ("sam", ["els"])
    assert (second["owner"], second["owner_id"], second["due_date"]) == ("oma", None, "2026-03-20")
    assert anna.get(f"{agreements(case)}/{made}").json() == first


def test_an_agreement_gets_its_owner_and_its_result(
    room: Room, case: CaseAtDesk, bram: Program
) -> None:
    made = bram.done(agreements(case), NEW)["made"]
    path = f"{agreements(case)}/{made}"

    assert bram.post(f"{path}/owners", {"owner_words": "oma"}).status_code == 428
    bram.done(f"{path}/owners", {"owner_id": room.desk.who("anna")}, seen=case)
    stale = bram.post(f"{path}/results", {"result": "met"}, seen=f'"{case.id}.1"')
    assert stale.status_code == 412
    done = bram.post(f"{path}/results", {"result": "met", "words": "gelukt"}, seen=case)

    assert (done.status_code, done.headers["ETag"]) == (201, etag(case))
    row = bram.get(path).json()
    assert (row["owner"], row["state"], row["result"], row["settled_on"]) == (
        "anna", "met", "gelukt", "2026-03-02"
    )  # fmt: skip
    again = bram.post(f"{path}/results", {"result": "ended"}, seen=case)
    assert unmet(again) == ["settled"]


def test_it_stands_among_the_deadlines_of_the_case(case: CaseAtDesk, bram: Program) -> None:
    made = bram.done(agreements(case), NEW)["made"]

    found = bram.get(f"/cases/{case.id}/deadlines").json()["items"]

    (mine,) = [each for each in found if each["name"] == f"agreement.{made}"]
    assert (mine["due_on"], mine["title"]["nl"]) == ("2026-03-20", "Afspraak nakomen")


def test_who_reads_titles_only_reads_no_words_and_makes_none(
    case: CaseAtDesk, bram: Program, program: As
) -> None:
    bram.done(agreements(case), {**NEW, "owner_words": "CANARY oma"})
    cora = program("cora")

    found = cora.get(agreements(case))

    assert [each["due_date"] for each in found.json()["items"]] == ["2026-03-20"]
    assert "CANARY" not in found.text
    assert unmet(cora.post(agreements(case), NEW)) == ["role"]


def test_a_foreign_agreement_is_as_one_that_is_not_there(
    room: Room, case: CaseAtDesk, bram: Program
) -> None:
    other, made = room.case(), bram.done(agreements(case), NEW)["made"]

    foreign, missing = (bram.get(f"{agreements(other)}/{each}") for each in (made, NOWHERE))

    assert foreign.status_code == 404
    assert bare(foreign) == bare(missing)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"text": ""}, {"/text": "malformed"}),
        ({"text": " "}, {"/text": "missing"}),
        ({"due_date": "2026-03-01"}, {"/due_date": "malformed"}),
        ({"due_date": "nooit"}, {"/due_date": "malformed"}),
        ({"owner_id": "x", "owner_words": "oma"}, {"/owner_id": "malformed"}),
        ({"state": "met"}, {"/state": "unknown"}),
    ],
)
def test_what_is_wrong_with_an_agreement_is_named(
    case: CaseAtDesk, bram: Program, changes: dict[str, Any], found: dict[str, str]
) -> None:
    assert wrong(bram.post(agreements(case), {**NEW, **changes})) == found
    assert bram.get(agreements(case)).json()["items"] == []
