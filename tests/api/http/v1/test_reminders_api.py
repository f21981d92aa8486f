"""The ledger of reminders over HTTP: of a case, and of all cases of the caller."""

import pytest

from engine.service.tick import tick
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, Program, wrong
from tests.runner.outbox import FakeChannel
from tests.service.builders import CaseAtDesk, Desk


@pytest.fixture
def gone_out(desk: Desk, case: CaseAtDesk) -> CaseAtDesk:
    """Let the case be reminded of what is due."""
    for _ in range(2):
        desk.after(days=50)
        tick(desk.office, {"email": FakeChannel()})
    return case


def test_the_ledger_of_a_case_comes_in_pages(gone_out: CaseAtDesk, bram: Program) -> None:
    path = f"/cases/{gone_out.id}/reminders"
    whole = bram.get(path, pageSize=50).json()["items"]

    first = bram.get(path, pageSize=2)

    assert [each["id"] for each in first.json()["items"]] == [each["id"] for each in whole[:2]]
    assert 'rel="next"' in first.headers["Link"]
    assert {each["case_number"] for each in whole} == {gone_out.head.number}
    assert {"planned", "fired"} <= {each["state"] for each in whole}
    fired = next(each for each in whole if each["state"] == "fired")
    assert {each["name"] for each in fired["notices"]} <= {"bram", "cora"}
    assert fired["to"]["en"]


def test_over_all_cases_it_can_be_asked_by_state_and_day(gone_out: CaseAtDesk, program: As) -> None:
    cora = program("cora")

    fired = cora.get("/reminders", which="fired", pageSize=50).json()["items"]
    planned = cora.get("/reminders", which="planned", pageSize=50).json()["items"]
    day = fired[0]["at"][:10]
    that_day = cora.get("/reminders", which="fired", day=day).json()["items"]

    assert {each["state"] for each in fired} == {"fired"}
    assert [each["at"] for each in planned] == sorted(each["at"] for each in planned)
    assert {each["at"][:10] for each in that_day} == {day}
    assert fired[0]["deadline_id"]


def test_the_pages_of_the_list_follow_each_other(gone_out: CaseAtDesk, program: As) -> None:
    cora = program("cora")
    whole = [each["id"] for each in cora.get("/reminders", pageSize=50).json()["items"]]

    first = cora.get("/reminders", pageSize=1)
    onward = first.headers["Link"].partition("cursor=")[2].partition(">")[0].partition("&")[0]
    second = cora.get("/reminders", pageSize=1, cursor=onward)

    assert [each["id"] for each in first.json()["items"] + second.json()["items"]] == whole[:2]


def test_what_is_not_for_the_caller_is_not_there(gone_out: CaseAtDesk, program: As) -> None:
    gijs = program("gijs")

    assert gijs.get(f"/cases/{gone_out.id}/reminders").status_code == 404
    assert gijs.get(f"/cases/{NOWHERE}/reminders").status_code == 404
    assert gijs.get("/reminders").json()["items"] == []


def test_what_cannot_be_asked_is_said(bram: Program) -> None:
    assert {*wrong(bram.get("/reminders", which="all", day="30 maart"))} == {"which", "day"}
