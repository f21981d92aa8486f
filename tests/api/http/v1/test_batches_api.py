"""One act on many deadlines, over HTTP."""

from engine.service.tick import tick
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, bare, wrong
from tests.service.builders import CaseAtDesk, Desk

BATCHES, PREVIEWS = "/batches", "/batch-previews"


def remind(*cases: CaseAtDesk) -> dict[str, object]:
    """Ask to remind of the preparation in these cases."""
    return {"act": "remind", "deadlines": [each.owed["preparation"].public_id for each in cases]}


def test_a_batch_is_asked_followed_and_done(desk: Desk, case: CaseAtDesk, program: As) -> None:
    cora = program("cora")

    answer = cora.post(BATCHES, remind(case))

    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/batches/{made['id']}"
    assert (made["state"], made["ready"], made["total"]) == ("open", 0, 1)
    tick(desk.office, {})
    found = cora.get(f"{BATCHES}/{made['id']}").json()
    assert (found["state"], found["ready"], found["total"]) == ("done", 1, 1)
    assert [(each["state"], each["case"]) for each in found["items"]] == [("done", case.id)]


def test_what_it_would_do_is_told_and_nothing_is_done(case: CaseAtDesk, program: As) -> None:
    body = {**remind(case), "act": "extend", "by": {"weeks": 2}, "reason": "zomer"}

    answer = program("cora").post(PREVIEWS, body, key=None)

    assert answer.status_code == 200, answer.text
    planned = answer.json()["items"]
    assert [(each["due_on"], each["would_be"]) for each in planned] == [
        ("2026-04-13", "2026-04-24")
    ]
    assert planned[0]["people"] == ["bram"]
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-13"


def test_everything_that_is_missing_is_named(case: CaseAtDesk, program: As) -> None:
    answer = program("cora").post(BATCHES, {**remind(case), "act": "extend"})

    assert wrong(answer) == {"/reason": "missing", "/by": "missing"}


def test_what_is_not_theirs_is_answered_as_what_is_not_there(case: CaseAtDesk, program: As) -> None:
    made = program("cora").done(BATCHES, remind(case))
    gijs, nothing = program("gijs"), {"act": "remind", "deadlines": [NOWHERE]}

    foreign = gijs.post(BATCHES, remind(case))
    absent = gijs.post(BATCHES, nothing)

    assert foreign.status_code == absent.status_code == 404
    assert bare(foreign) == bare(absent)
    read = program("bram").get(f"{BATCHES}/{made['id']}")
    assert read.status_code == 404
    assert bare(read) == bare(program("bram").get(f"{BATCHES}/{NOWHERE}"))


def test_a_batch_is_stopped(desk: Desk, case: CaseAtDesk, program: As) -> None:
    cora = program("cora")
    made = cora.done(BATCHES, remind(case))

    stopped = cora.done(f"{BATCHES}/{made['id']}/stops", None)

    assert (stopped["state"], stopped["items"][0]["state"]) == ("stopped", "skipped")
    assert tick(desk.office, {}).done == 0
