"""Keeping and destroying files, for programs."""

from datetime import UTC, datetime
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from engine.clock import ManualClock
from tests.api.http.conftest import As
from tests.api.http.test_emergency_api import confirms
from tests.api.pages.test_retention_pages import archivist, carried_out
from tests.office import World
from tests.service.archives import closed

IN_2047 = datetime(2047, 1, 7, 8, tzinfo=UTC)
AT = "/api/v1/retention"


def key(name: str) -> dict[str, str]:
    """Name a request."""
    return {"Idempotency-Key": name}


def with_factor(
    program: TestClient, at: str, body: dict[str, Any], headers: dict[str, str]
) -> Response:
    """Ask for what is not done before the second factor is shown."""
    needed = program.post(at, json=body, headers=headers)
    assert (needed.status_code, needed.json()["type"].rpartition("/")[2]) == (403, "step-up-needed")
    confirms(program)
    made = program.post(at, json=body, headers=headers)
    assert made.status_code == 201
    return made


def test_a_program_proposes_and_another_persons_program_confirms(
    client: As, world: World, clock: ManualClock
) -> None:
    case = world.open_case()
    noor, ben = archivist(world, "noor"), archivist(world, "ben")
    closed(world.office, case.public_id)
    clock.move_to(IN_2047)
    first = client(noor)

    (file,) = first.get(f"{AT}/files").json()["ready"]
    assert (file["number"], file["may_go"], file["from_on"]) == (case.number, True, "2046-03-03")
    body = {"files": [file["id"]]}
    made = with_factor(first, f"{AT}/destructions", body, key("1"))
    again = first.post(f"{AT}/destructions", json=body, headers=key("1"))
    assert again.json() == made.json()
    at = f"{AT}/destructions/{made.json()['id']}"
    one = first.get(at).json()
    assert one["state"] == "proposed"
    assert [item["number"] for item in one["items"]] == [case.number, None]
    confirmed = {"digest": one["digest"]}
    mine = first.post(f"{at}/confirmations", json=confirmed, headers=key("2"))
    unmet = [reason["key"] for reason in mine.json()["reasons"] if not reason["met"]]
    assert (mine.status_code, unmet) == (409, ["four_eyes"])
    second = client(ben)
    with_factor(second, f"{at}/confirmations", confirmed, key("3"))
    carried_out(world)

    done = second.get(at).json()
    assert (done["state"], done["proposed_by"], done["decided_by"]) == ("done", "Noor", "Ben")
    assert (done["backups_kept"], done["backups_until"]) == (30, "2047-02-06")
    assert "Jansen" not in repr(done)
    read = second.get(f"{AT}/files/{case.public_id}").json()
    assert read["certificate"] == done["id"]
    assert len(second.get(f"{AT}/destructions").json()["items"]) == 1
    assert second.post(f"{at}/withdrawals", headers=key("4")).status_code == 409
    carla = client(world.carla)
    assert carla.get(at).status_code == 404
    assert carla.get(f"{AT}/destructions").json() == {"items": []}


def test_a_program_sets_and_lifts_a_hold(client: As, world: World) -> None:
    case = world.open_case()
    bram, noor = client(world.bram), client(archivist(world, "noor"))
    at = f"{AT}/files/{case.public_id}"

    made = bram.post(f"{at}/holds", json={"reason": "een klacht"}, headers=key("1"))
    assert (made.status_code, made.json()["state"]) == (201, "held")
    (hold,) = bram.get(at).json()["holds"]
    one = f"{at}/holds/{hold['id']}"
    asked = bram.post(f"{one}/lift-requests", json={"reason": "klaar"}, headers=key("2"))
    assert asked.json()["state"] == "lift_asked"
    assert bram.post(f"{one}/lifts", headers=key("3")).status_code == 409
    assert noor.post(f"{one}/lifts", headers=key("4")).json()["state"] == "lifted"
    assert client(world.carla).get(at).json()["holds"] == []
    assert client(world.anna).get(at).status_code == 404
