"""Who looked, and the review of the log, for programs."""

from datetime import UTC, datetime

from engine.access import Viewer
from engine.clock import ManualClock
from engine.service.account_roles import appoint
from engine.service.registering import NewProfessional, register_professional
from engine.service.tick import tick
from engine.store import people
from engine.store.people import PersonSeen
from engine.store.unit_of_work import reading
from tests.api.http.conftest import As
from tests.office import World

APRIL = datetime(2026, 4, 1, 7, tzinfo=UTC)


def an_officer(world: World) -> PersonSeen:
    """Register a privacy officer of the region."""
    new = NewProfessional(name="Petra", subject="petra", works_as=())
    petra: Viewer = register_professional(world.office, new)
    appoint(world.office, petra, "privacy_officer", "default")
    with reading(world.office.store) as connection:
        return people.persons_by_key(connection, [petra.person])[petra.person]


def test_who_looked_is_for_whoever_leads_the_case(client: As, world: World) -> None:
    case = world.open_case()
    at = f"/api/v1/cases/{case.public_id}/looks"
    client(world.carla).get(f"/api/v1/cases/{case.public_id}")

    told = client(world.bram).get(f"{at}?pageSize=1")

    assert told.json()["told"]
    (row,) = told.json()["items"]
    assert (row["name"], row["did"]["en"], row["outcome"]) == ("Carla", "Read the case", "done")
    assert [role["en"] for role in row["roles"]] == ["Coordinator"]
    assert 'rel="next"' in told.headers["Link"]
    not_told = client(world.carla).get(at).json()
    assert not_told == {"told": False, "ask": ["Bram"], "items": []}
    assert client(world.anna).get(at).status_code == 404


def test_a_review_is_judged_and_closed_by_a_program(
    client: As, world: World, clock: ManualClock
) -> None:
    case = world.open_case()
    officer = an_officer(world)
    client(world.anna).get(f"/api/v1/cases/{case.public_id}")
    clock.move_to(APRIL)
    tick(world.office, {})
    petra = client(officer)

    (row,) = petra.get("/api/v1/log-reviews").json()["items"]
    at = f"/api/v1/log-reviews/{row['id']}"
    (signal,) = petra.get(at).json()["found"]
    assert (signal["kind"], signal["name"]) == ("no_part", "Anna")
    one = petra.get(f"{at}/signals/{signal['id']}").json()
    assert [look["outcome"] for look in one["rows"]] == ["denied"]
    close = {"word": "klaar"}
    assert petra.post(f"{at}/closings", json=close, headers=key("1")).status_code == 409
    judged = {"judgement": "explained", "word": "nagevraagd"}
    path = f"{at}/signals/{signal['id']}/judgements"
    made = petra.post(path, json=judged, headers=key("2"))
    assert made.status_code == 201
    assert made.json()["state"] == "explained"
    assert petra.post(f"{at}/closings", json=close, headers=key("3")).json()["state"] == "closed"
    assert client(world.carla).get(at).status_code == 404
    assert client(world.carla).get("/api/v1/log-reviews").json() == {"items": []}


def key(name: str) -> dict[str, str]:
    """Name a request."""
    return {"Idempotency-Key": name}
