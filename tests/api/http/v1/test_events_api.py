"""What happened, over HTTP."""

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import Program, wrong
from tests.service.builders import CaseAtDesk


def events(case: CaseAtDesk) -> str:
    return f"/cases/{case.id}/events"


def test_what_happened_comes_in_order_and_from_a_version_on(
    case: CaseAtDesk, bram: Program
) -> None:
    case.step("substantiate", tried="CANARY")

    found = bram.get(events(case)).json()["items"]

    assert [each["version"] for each in found] == list(range(1, case.head.version + 1))
    assert (found[0]["kind"], found[-1]["kind"]) == ("opened", "advanced")
    assert (found[-1]["actor"], found[-1]["transition"]) == ("bram", "substantiate")
    assert {each["name"]: each["value"] for each in found[-1]["details"]}["tried"] == "CANARY"
    assert found[-1]["recorded_at"] == "2026-03-02T08:00:00Z"
    since = bram.get(events(case), since=case.head.version - 1).json()["items"]
    assert since == found[-1:]
    assert bram.get(events(case), since=case.head.version).json()["items"] == []


def test_a_long_history_comes_a_page_at_a_time(case: CaseAtDesk, bram: Program) -> None:
    case.joins("vera", "gijs")

    response = bram.get(events(case), pageSize=2)
    seen = [each["version"] for each in response.json()["items"]]
    while "next" in response.links:
        response = bram.client.get(response.links["next"]["url"])
        seen += [each["version"] for each in response.json()["items"]]

    assert seen == list(range(1, case.head.version + 1))


def test_one_event_has_an_address_of_its_own(case: CaseAtDesk, bram: Program) -> None:
    all_of_them = bram.get(events(case)).json()["items"]

    for event in all_of_them:
        assert bram.get(f"{events(case)}/{event['version']}").json() == event
    for odd in ("0", "00", "01", str(case.head.version + 1), "x", "-1", "9" * 30):
        assert bram.get(f"{events(case)}/{odd}").status_code == 404


@pytest.mark.parametrize("since", ["-1", "x", "1.5", "9999999999"])
def test_a_version_that_cannot_be_is_refused(case: CaseAtDesk, bram: Program, since: str) -> None:
    assert wrong(bram.get(events(case), since=since)) == {"since": "malformed"}


def test_who_reads_titles_only_reads_no_words_and_no_names(case: CaseAtDesk, program: As) -> None:
    case.step("substantiate", tried="CANARY")
    case.consents("placement", "els")

    found = program("cora").get(events(case))

    assert "CANARY" not in found.text
    assert all(name not in found.text for name in ('"els"', '"sam"', '"tom"'))
    assert "tried" in found.json()["items"][-2]["withheld"]
