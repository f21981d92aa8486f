"""What is not for the caller is not there: every route of a case, every id below it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engine.service.data_requests import ask_data
from engine.service.orders import Agree
from engine.service.repeats import Done
from engine.service.rights_orders import AskData
from engine.store.tables.people import PARTICIPATION
from engine.store.unit_of_work import unit_of_work
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, Program, bare
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.roads import a_placement
from tests.service.stages import everything

ID = "0" * 32
BODIES: dict[str, dict[str, Any]] = {
    "/cases/{case_id}/transitions": {"transition": "substantiate"},
    "/cases/{case_id}/records": {"type": "explanatory_analysis"},
    "/cases/{case_id}/records/{record_id}": {"fields": {}},
    "/cases/{case_id}/records/{record_id}/moves": {"to": "confirmed"},
    "/cases/{case_id}/participants": {"person_id": ID, "role": "regisseur", "ground": "x"},
    "/cases/{case_id}/participants/endings": {"person_id": ID, "role": "regisseur"},
    "/cases/{case_id}/assignments": {"person_id": ID, "role": "regisseur", "ground": "x"},
    "/cases/{case_id}/consents": {
        "child_id": ID, "purpose": "placement", "answer": "given", "person_id": ID,
    },
    "/cases/{case_id}/authorities": {"child_id": ID, "parent_id": ID, "source": "x"},
    "/cases/{case_id}/deviations": {
        "rule": "legal_title", "transition": "decide_to_place", "why": "x",
    },
    "/cases/{case_id}/deviations/{deviation_id}/decisions": {"confirmed": True},
    "/cases/{case_id}/deadlines/{deadline_id}/extensions": {"by": {"weeks": 1}, "reason": "x"},
    "/cases/{case_id}/suspensions": {"until": "2026-03-20", "reason": "x"},
    "/cases/{case_id}/resumptions": {},
    "/cases/{case_id}/contacts": {"held_on": "2026-03-02", "words": "x"},
    "/cases/{case_id}/agreements": {"text": "x", "due_date": "2026-03-20"},
    "/cases/{case_id}/agreements/{agreement_id}/owners": {"owner_words": "oma"},
    "/cases/{case_id}/agreements/{agreement_id}/results": {"result": "met"},
    "/cases/{case_id}/agreements/{agreement_id}/words": {"person_id": ID, "how": "done"},
    "/cases/{case_id}/dispatches": {
        "party": "council", "to_whom": "x", "what": "package", "way": "post",
        "ground": "statutory_duty",
    },
    "/cases/{case_id}/attendances": {"words": "oma", "role": "circle_member", "how": "in_room"},
    "/cases/{case_id}/postponements": {"meeting_id": ID, "reason": "x"},
    "/cases/{case_id}/publications": {"person_id": ID, "record_id": ID, "act": "publish"},
    "/cases/{case_id}/publications/{publication_id}/decisions": {"confirmed": True},
    "/cases/{case_id}/youth-words": {"child_id": ID, "person_id": ID, "word": "objected"},
    "/cases/{case_id}/youth-words/{youth_word_id}/decisions": {"confirmed": True, "why": "x"},
    "/cases/{case_id}/data-requests": {"person_id": ID, "asker_id": ID, "identity": "x"},
    "/cases/{case_id}/data-requests/{data_request_id}/judgements": {"items": []},
    "/cases/{case_id}/data-requests/{data_request_id}/confirmations": {"digest": "0" * 64},
    "/cases/{case_id}/data-requests/{data_request_id}/copies": {"digest": "0" * 64},
    "/cases/{case_id}/data-requests/{data_request_id}/closings": {
        "outcome": "withdrawn", "words": "x",
    },
    "/cases/{case_id}/records/{record_id}/corrections": {"why": "x"},
    "/cases/{case_id}/statements": {"person_id": ID, "own_words": "x"},
}  # fmt: skip


@pytest.fixture
def operations(bram: Program) -> list[tuple[str, str]]:
    """Every operation on a case or below it, from the description itself."""
    document = bram.get("/openapi.json").json()
    found = [
        (method, path)
        for path, item in document["paths"].items()
        for method in item
        if path.startswith("/cases/{case_id}")
    ]
    assert {path for method, path in found if method != "get"} == set(BODIES)
    return found


def asked(who: Program, operations: list[tuple[str, str]], **ids: str) -> Iterator[bytes]:
    """Ask for each with these ids; what was answered, which must be 404."""
    names = {"type": "explanatory_analysis", "version": "1", "package": "council"}
    names |= dict.fromkeys(
        ("record_id", "letter_id", "deviation_id", "deadline_id", "agreement_id"), NOWHERE
    )
    names |= dict.fromkeys(
        ("publication_id", "youth_word_id", "data_request_id", "copy_id"), NOWHERE
    )
    for method, pattern in operations:
        path = pattern.format(**{**names, **ids})
        if method == "get":
            response = who.get(path)
        else:
            call = who.post if method == "post" else who.put
            response = call(path, BODIES[pattern], seen=f'"{ids["case_id"]}.1"')
        assert response.status_code == 404, (method, path, response.text)
        yield bare(response)


def test_a_case_without_a_part_in_it_answers_as_one_that_is_not_there(
    case: CaseAtDesk, program: As, operations: list[tuple[str, str]]
) -> None:
    gijs = program("gijs")
    before = everything(case.desk.office.store, "access_log", "session")

    foreign = list(asked(gijs, operations, case_id=case.id))
    log = case.desk.log()[-len(foreign) :]
    missing = list(asked(gijs, operations, case_id=NOWHERE))

    assert foreign == missing
    assert everything(case.desk.office.store, "access_log", "session") == before
    assert {(row.outcome, row.case_id, row.record) for row in log} == {("denied", None, case.id)}


def test_whoever_is_excluded_finds_nothing(
    case: CaseAtDesk, program: As, operations: list[tuple[str, str]]
) -> None:
    desk = case.desk
    anna = program("anna")
    assert anna.get(f"/cases/{case.id}").status_code == 200
    with unit_of_work(desk.office.store) as connection:
        mine = PARTICIPATION.c.person_id == desk.viewers["anna"].person
        row = connection.execute(select(PARTICIPATION).where(mine)).first()
        assert row is not None
        kept_out = {**row._mapping, "access": "excluded", "role": "excluded"}
        kept_out |= {"id": None, "public_id": "kept-out"}
        connection.execute(PARTICIPATION.insert(), kept_out)

    assert list(asked(anna, operations, case_id=case.id)) == list(
        asked(anna, operations, case_id=NOWHERE)
    )
    assert anna.get("/cases").json()["items"] == []
    assert anna.get("/deadlines").json()["items"] == []


def asks_for_data(case: CaseAtDesk) -> str:
    """Let the mother of this case ask for a copy of her data; the public id of the request."""
    mother = case.desk.els
    order = AskData(case=case.id, person=mother, asker=mother, identity="seen")
    asked = ask_data(case.desk.viewers["bram"], case.desk.office, order)
    assert isinstance(asked, Done)
    return asked.made or ""


def test_what_belongs_to_another_case_is_not_there_under_mine(
    desk: Desk, bram: Program, operations: list[tuple[str, str]]
) -> None:
    mine = a_placement(desk, "counter_checked")
    other = another_family(desk).opens()
    ids = {
        **dict.fromkeys(("data_request_id", "copy_id"), asks_for_data(other)),
        **dict.fromkeys(("publication_id", "youth_word_id"), NOWHERE),  # tests/access has real ones
        "record_id": (record := other.write("explanatory_analysis")),
        "letter_id": record,
        "deadline_id": other.owed["preparation"].public_id,
        "deviation_id": other.asks("family_group_conference", "decide_to_place"),
        "agreement_id": other.done("bram", Agree, text="Bellen.", due_on=date(2026, 3, 20)).made
        or "",
    }
    version = str(mine.head.version + 1)
    nested = [each for each in operations if each[1].count("{") > 1]
    nested = [each for each in nested if not {"{type}", "{package}"} & set(each[1].split("/"))]
    assert len(nested) == 22

    def answers(ids: dict[str, str], version: str) -> list[bytes]:
        found = []
        for method, pattern in nested:
            path = pattern.format(case_id=mine.id, version=version, **ids)
            if method == "get":
                response = bram.get(path)
            else:
                call = bram.post if method == "post" else bram.put
                response = call(path, BODIES[pattern], seen=mine)
            assert response.status_code == 404, (path, response.text)
            found.append(bare(response))
        return found

    before = everything(desk.office.store, "access_log", "session")
    assert answers(ids, version) == answers(dict.fromkeys(ids, NOWHERE), "999999")
    assert everything(desk.office.store, "access_log", "session") == before


def test_a_person_or_a_deadline_of_others_cannot_be_named_in_a_body(
    desk: Desk, bram: Program
) -> None:
    mine = a_placement(desk)
    others = another_family(desk)
    other = others.opens()
    term = {"case_id": other.id, "deadline_id": other.owed["preparation"].public_id}
    kid = {"purpose": "placement", "answer": "given"}
    talk = {"held_on": "2026-03-02", "words": "x"}
    bodies = [
        ("participants", {"role": "guardian", "ground": "x", "person_id": others.els}),
        ("consents", {**kid, "child_id": desk.sam, "person_id": others.els}),
        ("consents", {**kid, "child_id": others.sam, "person_id": others.sam}),
        ("authorities", {"child_id": others.sam, "parent_id": others.els, "source": "x"}),
        ("authorities", {"child_id": desk.sam, "parent_id": others.els, "source": "x"}),
        ("contacts", {**talk, "with_persons": [others.els]}),
        ("contacts", {**talk, "counts_for": [term]}),
        ("contacts", {**talk, "counts_for": [{**term, "case_id": mine.id}]}),
        ("records", {"type": "explanatory_analysis", "child_id": others.sam}),
    ]
    before = everything(desk.office.store, "access_log", "session")

    for path, body in bodies:
        response = bram.post(f"/cases/{mine.id}/{path}", body)
        assert response.status_code == 404, (path, body, response.text)

    assert everything(desk.office.store, "access_log", "session") == before


@pytest.mark.parametrize("odd", ["UP", "..", "%00", "a" * 65, "a.b", "%E2%82%AC"])
def test_an_id_of_another_form_is_not_there_either(bram: Program, odd: str) -> None:
    assert bram.get(f"/cases/{odd}").status_code == 404
    assert bram.get(f"/families/{odd}").status_code == 404


def test_a_part_that_ended_ends_at_once(case: CaseAtDesk, bram: Program, program: As) -> None:
    anna = program("anna")
    assert anna.get(f"/cases/{case.id}").status_code == 200

    who = {"person_id": case.desk.who("anna"), "role": "cjg_worker"}
    bram.done(f"/cases/{case.id}/participants/endings", who, seen=case)

    assert anna.get(f"/cases/{case.id}").status_code == 404
