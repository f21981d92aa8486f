"""Emergency access for programs: the second factor, the grant, the core, the review."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from starlette.testclient import TestClient

from api.seals import Seals
from api.site import Site
from engine.clock import ManualClock
from engine.service.sessions import sign_in
from engine.settings import Settings
from engine.store.store import Store
from tests.api.apps import an_app, the_portal
from tests.api.http.conftest import HTTP, a_demo
from tests.service.builders import Desk
from tests.service.emergencies import CALLER, PLACE, PLAN, REASON, a_night

Programs: TypeAlias = Callable[[str], TestClient]

BODY = {"name": "sam", "born": "2012-05-01", "category": "acute_danger", "reason": REASON}
GRANTS, REVIEWS = "/api/v1/emergency-grants", "/api/v1/emergency-reviews"


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend the desk of that night."""
    return a_night(store, clock)


@pytest.fixture
def programs(desk: Desk) -> Iterator[Programs]:
    """Let programs call for those who work at the desk."""
    site = Site(desk.office, a_demo(), Seals([secrets.token_bytes(32)]))
    with ExitStack() as open_ones:

        def opened(name: str, at: Site = site) -> TestClient:
            made = TestClient(an_app(at), base_url=HTTP, follow_redirects=False)
            made.portal = the_portal()
            open_ones.callback(made.close)
            token, _ = sign_in(desk.office, desk.who(name), through="api")
            made.headers["Authorization"] = f"Bearer {token}"
            return made

        yield opened


def confirms(program: TestClient) -> None:
    """Show the second factor, and go on with the new token."""
    code = program.get("/api/v1/step-ups/current").json()["demo_code"]
    made = program.post("/api/v1/step-ups", json={"code": code})
    assert made.status_code == 201
    old = dict(program.headers)["authorization"]
    assert program.get(GRANTS, headers={"Authorization": old}).status_code == 401
    program.headers["Authorization"] = f"Bearer {made.json()['token']}"


def key(name: str) -> dict[str, str]:
    """Name a request."""
    return {"Idempotency-Key": name}


def test_a_program_is_let_in_reads_and_is_reviewed(programs: Programs, desk: Desk) -> None:
    wim, petra = programs("wim"), programs("petra")
    assert wim.post(GRANTS, json=BODY, headers=key("1")).status_code == 403
    wrong = wim.post("/api/v1/step-ups", json={"code": "000000"})
    assert wrong.status_code in (201, 400)  # one in a million is right
    confirms(wim)

    (grant,) = wim.post(GRANTS, json=BODY, headers=key("2")).json()["items"]
    at = f"{GRANTS}/{grant['id']}"
    core = wim.get(at)

    assert [each["id"] for each in wim.get(GRANTS).json()["items"]] == [grant["id"]]
    assert core.json()["safety_plans"][0]["answers"][0]["value"] == PLAN
    assert core.json()["last_crisis"]["number"]
    assert core.json()["measures"]
    assert (core.json()["has_shielded"], core.json()["shielded"]) == (True, None)
    assert PLACE not in core.text
    unsure = wim.post(f"{at}/shielded-openings", json={"sure": False}, headers=key("3"))
    assert unsure.status_code == 400
    shut = wim.post(f"{at}/shielded-openings", json={"sure": True}, headers=key("4"))
    assert (shut.status_code, shut.json()["type"].rpartition("/")[2]) == (403, "step-up-needed")
    assert wim.get(at).json()["shielded"] is None
    confirms(wim)
    opened = wim.post(f"{at}/shielded-openings", json={"sure": True}, headers=key("5"))
    assert opened.status_code == 201
    assert wim.get(at).json()["shielded"][0]["answers"][0]["value"] == PLACE
    assert CALLER not in wim.get(at).text

    (row,) = petra.get(REVIEWS).json()["items"]
    one = petra.get(f"{REVIEWS}/{row['id']}")
    assert (one.json()["reason"], len(one.json()["looks"])) == (REASON, 7)
    assert PLAN not in one.text
    judged = {"judgement": "explained", "word": "terecht"}
    made = petra.post(f"{REVIEWS}/{row['id']}/judgements", json=judged, headers=key("6"))
    assert (made.status_code, made.json()["state"]) == (201, "explained")
    again = petra.post(f"{REVIEWS}/{row['id']}/judgements", json=judged, headers=key("7"))
    assert again.status_code == 409


def test_foreign_missing_and_over_are_one_answer(programs: Programs, desk: Desk) -> None:
    wim, vic = programs("wim"), programs("vic")
    confirms(wim)
    grant = wim.post(GRANTS, json=BODY, headers=key("1")).json()["items"][0]["id"]
    foreign, missing = vic.get(f"{GRANTS}/{grant}"), vic.get(f"{GRANTS}/{'0' * 32}")
    desk.after(minutes=14)
    for _ in range(4):
        wim.get(GRANTS)
        desk.after(minutes=14)
    over = wim.get(f"{GRANTS}/{grant}")

    def plain(answer: object, name: str) -> str:
        text = str(getattr(answer, "text", "")).replace(name, "·")
        return text.replace(getattr(answer, "headers", {})["x-request-id"], "·")

    assert {each.status_code for each in (foreign, missing, over)} == {404}
    assert plain(foreign, grant) == plain(missing, "0" * 32) == plain(over, grant)


def test_not_allowed_and_nothing_found_are_one_answer(programs: Programs, desk: Desk) -> None:
    answers = set()
    for who, name in (("bram", "sam"), ("wim", "noor"), ("vic", "sam")):
        program = programs(who)
        confirms(program)
        came = program.post(GRANTS, json={**BODY, "name": name}, headers=key("1"))
        answers.add((came.status_code, came.text))

    assert answers == {(200, '{"items":[]}')}


def test_without_a_second_factor_set_up_it_is_refused_in_words(
    programs: Callable[..., TestClient], desk: Desk
) -> None:
    settings = Settings.model_validate({"base_url": "https://regie.voorbeeldstad.test"})
    wim = programs("wim", Site(desk.office, settings, Seals([secrets.token_bytes(32)])))

    assert wim.get("/api/v1/step-ups/current").json() == {
        "is_set_up": False,
        "fresh_until": None,
        "demo_code": None,
    }
    for came in (
        wim.post(GRANTS, json=BODY, headers=key("1")),
        wim.post("/api/v1/step-ups", json={"code": "123456"}),
    ):
        assert came.status_code == 409
        assert "tweede factor" in came.text
