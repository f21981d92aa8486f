"""Cases over HTTP: opened, listed a page at a time, read."""

from itertools import count
from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, Program, bare, etag, unmet, wrong
from tests.service.builders import CaseAtDesk, Desk, filled
from tests.service.desks import another_family
from tests.service.roads import a_placement
from tests.service.stages import everything


def opening(desk: Desk, **changes: Any) -> dict[str, Any]:
    """Ask for a placement of Sam; what the form asks is filled in."""
    form = desk.office.library.of("placement", desk.region).opens.input
    body = {
        "workflow": "placement",
        "family_id": desk.family,
        "child_ids": [desk.sam],
        "role": "regisseur",
        "inputs": filled(form, {}, desk),
    }
    return {**body, **changes}


def test_a_case_is_opened_and_can_be_read_where_it_says(desk: Desk, bram: Program) -> None:
    response = bram.post("/cases", opening(desk))

    assert response.status_code == 201
    made = response.json()
    assert (made["version"], made["state"], made["event"]) == (1, "considered", "opened")
    assert response.headers["Location"] == f"/api/v1/cases/{made['case_id']}"
    assert response.headers["ETag"] == f'"{made["case_id"]}.1"'
    read = bram.client.get(response.headers["Location"])
    assert read.headers["ETag"] == response.headers["ETag"]
    assert (read.json()["id"], read.json()["my_roles"]) == (made["case_id"], ["regisseur"])
    assert [child["name"] for child in read.json()["children"]] == ["sam"]


def test_a_repeat_opens_no_second_case(desk: Desk, bram: Program) -> None:
    first, again = (bram.post("/cases", opening(desk), key="one") for _ in range(2))

    assert first.content == again.content
    assert len(desk.heads()) == 1


def test_a_role_that_the_caller_does_not_work_in_may_not_open_it(desk: Desk, bram: Program) -> None:
    assert unmet(bram.post("/cases", opening(desk, role="cjg_worker"))) == ["role"]
    assert desk.heads() == ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"workflow": "plcement"}, {"workflow": "unknown"}),
        ({"child_ids": []}, {"/child_ids": "missing"}),
        ({"inputs": {"more": "x"}}, None),
        ({"version": 7}, {"/version": "unknown"}),
        ({"child_ids": "sam"}, {"/child_ids": "malformed"}),
        ({"occurred_at": "2027-01-01T00:00:00Z"}, {"/occurred_at": "malformed"}),
    ],
)
def test_what_is_wrong_with_an_opening_is_named(
    desk: Desk, bram: Program, changes: dict[str, Any], found: dict[str, str] | None
) -> None:
    named = wrong(bram.post("/cases", opening(desk, **changes)))

    assert named == found if found else named["/inputs/more"] == "unknown"
    assert desk.heads() == ()


def test_a_family_or_a_child_that_is_not_theirs_is_not_there(desk: Desk, bram: Program) -> None:
    others = another_family(desk)

    for changes in ({"family_id": NOWHERE}, {"child_ids": [others.sam]}, {"child_ids": [NOWHERE]}):
        assert bram.post("/cases", opening(desk, **changes)).status_code == 404


def test_a_family_of_which_the_caller_knows_nothing_is_not_there(desk: Desk, program: As) -> None:
    gijs = program("gijs")
    desk.qualify("gijs", "regisseur")

    foreign = gijs.post("/cases", opening(desk))

    assert foreign.status_code == 404
    assert bare(foreign) == bare(gijs.post("/cases", opening(desk, family_id=NOWHERE)))
    assert desk.heads() == ()


def test_a_case_says_where_it_stands_and_what_is_missing(desk: Desk, bram: Program) -> None:
    case = a_placement(desk, "counter_checked")

    response = bram.get(f"/cases/{case.id}")

    found = response.json()
    assert response.headers["ETag"] == etag(case)
    assert (found["state"], found["version"]) == ("counter_checked", case.head.version)
    assert found["main"] == "decide_to_place"
    missing = {each["reason"]["key"]: each["status"] for each in found["missing"]}
    assert missing["explanatory_analysis"] == "not_begun"
    assert [phase["status"] for phase in found["phases"]].count("current") == 1
    assert found["next_deadline"]["name"] == "preparation"
    assert set(found["next_deadline"]["explanation"]) == {"nl", "en"}


def test_whoever_reads_titles_only_learns_no_name(case: CaseAtDesk, program: As) -> None:
    cora = program("cora")

    found = cora.get(f"/cases/{case.id}")

    assert found.json()["children"] == []
    assert all(name not in found.text for name in ('"sam"', '"els"', '"tom"'))
    listed = cora.get("/cases").json()["items"]
    assert [(each["id"], each["children"]) for each in listed] == [(case.id, [])]


def test_the_list_comes_a_page_at_a_time(desk: Desk, bram: Program) -> None:
    opened = {desk.opens().id for _ in range(5)}

    seen: list[str] = []
    response = bram.get("/cases", pageSize=2)
    for _ in count():
        seen += [each["id"] for each in response.json()["items"]]
        if "next" not in response.links:
            break
        response = bram.client.get(response.links["next"]["url"])

    assert len(seen) == 5
    assert set(seen) == opened
    back = bram.client.get(response.links["prev"]["url"]).json()["items"]
    assert [each["id"] for each in back] == seen[2:4]


def test_closed_cases_are_asked_for_apart(case: CaseAtDesk, bram: Program) -> None:
    assert [each["id"] for each in bram.get("/cases").json()["items"]] == [case.id]
    assert bram.get("/cases", closed="true").json()["items"] == []


@pytest.mark.parametrize(
    "query",
    [{"pageSize": 0}, {"pageSize": 51}, {"cursor": "x"}, {"closed": "maybe"}, {"name": "sam"}],
)
def test_a_wrong_query_is_refused(bram: Program, query: dict[str, Any]) -> None:
    assert list(wrong(bram.get("/cases", **query))) == list(query)


def test_a_cursor_of_somebody_else_or_another_list_is_refused(
    desk: Desk, bram: Program, program: As
) -> None:
    for _ in range(3):
        desk.opens()
    link = bram.get("/cases", pageSize=2).links["next"]["url"]

    assert program("cora").client.get(link).status_code == 400
    assert bram.client.get(link.replace("/cases", "/deadlines")).status_code == 400
    assert bram.client.get(f"{link}&closed=true").status_code == 400


def test_to_look_is_a_row_of_the_log_with_the_request(case: CaseAtDesk, bram: Program) -> None:
    response = bram.get(f"/cases/{case.id}")

    row = case.desk.log()[-1]
    assert (row.action, row.outcome, row.case_id) == ("read_case", "done", case.head.id)
    assert (row.access_point, row.request_id) == ("api", response.headers["X-Request-Id"])


def test_reading_changes_nothing_else(case: CaseAtDesk, bram: Program) -> None:
    bram.get("/me")
    before = everything(case.desk.office.store, "access_log")

    for path in ("", "/transitions", "/records", "/participants", "/consents", "/authorities",
                 "/deviations", "/deadlines", "/contacts", "/events"):  # fmt: skip
        assert bram.get(f"/cases/{case.id}{path}").status_code == 200

    assert everything(case.desk.office.store, "access_log") == before
