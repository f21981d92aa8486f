"""In the demo a program signs in as anybody; elsewhere there is no such address."""

from datetime import timedelta

import pytest

from api.site import Site
from engine.clock import ManualClock
from engine.service.sessions import IDLE, LONGEST
from tests.api.apps import an_app
from tests.api.http.conftest import As
from tests.office import World

SESSIONS = "/api/v1/sessions"
ME = "/api/v1/me"


def test_a_program_signs_in_and_out(client: As, world: World, clock: ManualClock) -> None:
    program = client()

    begun = program.post(SESSIONS, json={"person_id": world.bram.public_id})

    assert begun.status_code == 201
    assert begun.headers["location"] == f"{SESSIONS}/current"
    session = begun.json()
    assert session["expires_at"] == (clock.now() + LONGEST).isoformat().replace("+00:00", "Z")
    assert (session["person_id"], session["idle_seconds"]) == (world.bram.public_id, 900)
    program.headers["Authorization"] = f"Bearer {session['token']}"
    assert program.get(ME).json() == {
        "person_id": world.bram.public_id,
        "name": "Bram",
        "language": "nl",
    }
    ended = program.delete(f"{SESSIONS}/current")
    assert (ended.status_code, ended.content) == (204, b"")
    assert program.get(ME).status_code == 401
    assert program.delete(f"{SESSIONS}/current").status_code == 401


def test_a_session_that_was_not_used_is_over(client: As, world: World, clock: ManualClock) -> None:
    program = client(world.bram)
    clock.move_to(clock.now() + IDLE + timedelta(seconds=1))

    assert program.get(ME).status_code == 401


def test_a_program_may_give_the_name_of_a_login(client: As, world: World) -> None:
    begun = client().post(SESSIONS, json={"login": "bram"})

    assert (begun.status_code, begun.json()["person_id"]) == (201, world.bram.public_id)


@pytest.mark.parametrize("person", ["0" * 32, "nobody"])
def test_nobody_is_not_found(client: As, person: str) -> None:
    assert client().post(SESSIONS, json={"person_id": person}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"person_id": 1},
        {"person_id": ""},
        {"person": "x"},
        {"person_id": "0" * 32, "login": "bram"},
    ],
)
def test_a_body_that_says_nobody_is_refused(client: As, body: dict[str, object]) -> None:
    response = client().post(SESSIONS, json=body)

    assert response.status_code == 400
    assert {each["name"] for each in response.json()["errors"]} <= {"/person_id", "/person"}


def test_the_seventh_time_within_a_minute_is_too_often(client: As, world: World) -> None:
    answers = [client().post(SESSIONS, json={"person_id": world.bram.public_id}) for _ in range(7)]

    assert [answer.status_code for answer in answers] == [201] * 6 + [429]
    assert answers[-1].headers["retry-after"] == "60"


def test_outside_the_demo_nobody_signs_in_like_this(
    client: As, production: Site, world: World
) -> None:
    program = client(app=an_app(production))

    response = program.post(SESSIONS, json={"person_id": world.bram.public_id})

    assert response.status_code == 404
    assert "token" not in response.text
