"""Records over HTTP: begun, written, brought along, read without what is not for the caller."""

from typing import Any

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import Program, bare, etag, unmet, wrong
from tests.service.builders import CaseAtDesk, Desk
from tests.service.stages import everything

KIND = "explanatory_analysis"


def records(case: CaseAtDesk) -> str:
    return f"/cases/{case.id}/records"


def begun(case: CaseAtDesk, who: Program, **fields: Any) -> str:
    """Begin an analysis; the path of it."""
    made = who.done(records(case), {"type": KIND, "fields": fields})["made"]
    return f"{records(case)}/{made}"


def test_a_record_is_begun_written_and_brought_to_its_end(case: CaseAtDesk, program: As) -> None:
    anna, dora = program("anna"), program("dora")
    response = anna.post(records(case), {"type": KIND, "fields": {"question": "why"}})
    assert response.status_code == 201
    assert response.headers["ETag"] == etag(case)
    path = response.headers["Location"].removeprefix("/api/v1")
    assert path == f"{records(case)}/{response.json()['made']}"
    asked = {each["name"]: each for each in anna.get(path).json()["form"]}
    texts = {
        name: next(iter(each["values"]), None) or "words"
        for name, each in asked.items()
        if each["type"] in ("text", "long_text", "choice")
    }
    texts |= {name: True for name, each in asked.items() if each["type"] == "yes_no"}
    texts |= {name: "2026-03-02" for name, each in asked.items() if each["type"] == "date"}

    edited = anna.put(path, {"fields": texts}, seen=case)
    assert (edited.status_code, edited.headers["ETag"]) == (200, etag(case))
    anna.done(f"{path}/moves", {"to": "shared_with_family"}, seen=case)
    read = dora.get(path).json()
    move = next(each for each in read["moves"] if each["to"] == "confirmed")
    said = {each["name"]: "sound" for each in move["inputs"]}
    done = dora.done(f"{path}/moves", {"to": "confirmed", "inputs": said}, seen=case)

    assert (done["event"], done["version"]) == ("record_moved", case.head.version)
    found = anna.get(path).json()
    assert (found["status"], found["settled"], found["may_edit"]) == ("confirmed", True, False)
    assert found["fields"]["question"] == texts["question"]
    assert found["changed_at"].endswith("Z")
    assert found["case_version"] == case.head.version
    [row] = anna.get(records(case)).json()["items"]
    assert (row["id"], row["author"], row["child"]["name"]) == (found["id"], "anna", "sam")


def test_what_a_new_one_asks_can_be_read(case: CaseAtDesk, program: As) -> None:
    path = f"/cases/{case.id}/record-types/{KIND}"

    mine, of_cora = program("anna").get(path).json(), program("cora").get(path).json()

    assert (mine["type"], mine["refused"]) == (KIND, None)
    assert {each["name"] for each in mine["fields"]} >= {"question", "own_words"}
    assert [child["name"] for child in mine["children"]] == ["sam"]
    assert (of_cora["refused"]["key"], of_cora["children"]) == ("role", [])


def test_a_type_that_no_definition_has_is_not_there(case: CaseAtDesk, bram: Program) -> None:
    assert bram.get(f"/cases/{case.id}/record-types/nothing").status_code == 404
    assert wrong(bram.post(records(case), {"type": "nothing"})) == {"/type": "unknown"}


def test_who_does_not_write_it_is_refused(case: CaseAtDesk, program: As) -> None:
    assert unmet(program("cora").post(records(case), {"type": KIND})) == ["role"]


def test_a_status_is_refused_to_its_author_and_out_of_turn(case: CaseAtDesk, program: As) -> None:
    anna = program("anna")
    path = begun(case, anna)

    assert "status" in unmet(anna.post(f"{path}/moves", {"to": "confirmed"}, seen=case))
    anna.done(f"{path}/moves", {"to": "shared_with_family"}, seen=case)
    assert unmet(anna.post(f"{path}/moves", {"to": "confirmed"}, seen=case)) == ["four_eyes"]


def test_what_is_still_open_is_named_when_it_is_settled(case: CaseAtDesk, program: As) -> None:
    anna, dora = program("anna"), program("dora")
    path = begun(case, anna)
    anna.done(f"{path}/moves", {"to": "shared_with_family"}, seen=case)

    found = wrong(dora.post(f"{path}/moves", {"to": "confirmed", "inputs": {"x": 1}}, seen=case))

    assert found["/inputs/x"] == "unknown"


def test_an_edit_names_the_version_and_has_a_key(case: CaseAtDesk, program: As) -> None:
    anna = program("anna")
    path, body = begun(case, anna), {"fields": {"question": "other"}}
    old = f'"{case.id}.{case.head.version - 1}"'

    assert anna.put(path, body).status_code == 428
    assert anna.put(path, body, seen=case, key=None).status_code == 400
    stale = anna.put(path, body, seen=old)
    assert (stale.status_code, len(stale.json()["events"])) == (412, 1)
    first, other = (anna.put(path, body, seen=etag(case), key="one") for _ in range(2))
    assert first.status_code == 200
    assert other.status_code == 409  # another version was seen, so it is another request


def test_a_repeated_edit_is_one_edit(case: CaseAtDesk, program: As) -> None:
    anna = program("anna")
    path, seen = begun(case, anna), etag(case)

    first, again = (
        anna.put(path, {"fields": {"question": "other"}}, seen=seen, key="one") for _ in range(2)
    )

    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert [event.kind for event in case.events].count("record_edited") == 1


def test_a_settled_record_is_not_edited_any_more(case: CaseAtDesk, bram: Program) -> None:
    record = case.settled(KIND, "shared_with_family", "confirmed", by="anna", then="dora")

    response = bram.put(f"{records(case)}/{record}", {"fields": {}}, seen=case)

    assert "settled" in unmet(response)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"type": KIND, "status": "confirmed"}, "/status"),
        ({"type": KIND, "author": "bram"}, "/author"),
        ({"type": KIND, "fields": {"unheard_of": "x"}}, "/fields/unheard_of"),
        ({"type": KIND, "fields": {"question": 3}}, "/fields/question"),
        ({"type": KIND, "fields": {"question": {"deep": ["er"]}}}, "/fields/question"),
        ({"type": KIND, "child_id": 7}, "/child_id"),
        ({"type": KIND, "occurred_at": "yesterday"}, "/occurred_at"),
    ],
)
def test_what_a_record_does_not_take_is_refused(
    case: CaseAtDesk, program: As, body: dict[str, Any], place: str
) -> None:
    assert list(wrong(program("anna").post(records(case), body))) == [place]
    assert program("anna").get(records(case)).json()["items"] == []


def test_a_record_above_the_class_of_the_caller_is_not_there(case: CaseAtDesk, program: As) -> None:
    anna, cora = program("anna"), program("cora")
    path = begun(case, anna, question="CANARY")
    nothing = f"{records(case)}/{'0' * 32}"

    assert cora.get(records(case)).json()["items"] == []
    assert cora.get(path).status_code == 404
    assert bare(cora.get(path)) == bare(cora.get(nothing))
    assert "CANARY" not in cora.get(f"/cases/{case.id}/events").text


def test_the_list_comes_a_page_at_a_time(case: CaseAtDesk, program: As) -> None:
    anna = program("anna")
    made = [begun(case, anna) for _ in range(3)]

    first = anna.get(records(case), pageSize=2)
    second = anna.client.get(first.links["next"]["url"])

    ids = [each["id"] for each in (*first.json()["items"], *second.json()["items"])]
    assert [f"{records(case)}/{each}" for each in ids] == made
    assert "next" not in second.links


def test_a_refused_record_leaves_nothing_but_a_row_in_the_log(
    case: CaseAtDesk, program: As
) -> None:
    cora = program("cora")
    before = everything(case.desk.office.store, "access_log", "session")

    cora.post(records(case), {"type": KIND})

    assert everything(case.desk.office.store, "access_log", "session") == before


def test_a_record_about_somebody_says_of_whom_one_may_choose(desk: Desk, program: As) -> None:
    desk.qualify("bram", "requester")
    case = desk.opens(workflow="beschermingstafel", role="requester")
    bram = program("bram")
    asked = bram.get(f"/cases/{case.id}/record-types/invitation_plan").json()
    ids = {each["name"]: each["id"] for each in asked["people"]}
    fields = {"person": ids["els"], "safe_contact": "phone", "how": "after four"}

    made = bram.done(records(case), {"type": "invitation_plan", "fields": fields})["made"]

    assert bram.get(f"{records(case)}/{made}").json()["names"] == {ids["els"]: "els"}
    fields |= {"not_together_with": desk.who("dora")}
    answer = bram.post(records(case), {"type": "invitation_plan", "fields": fields})
    assert wrong(answer) == {"/fields/not_together_with": "malformed"}
