"""A form counts only when a page of this site sent it, with the token of this session."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from api.seals import OPEN_FORM, Seals
from api.site import Site
from engine.clock import ManualClock
from engine.service.sessions import sign_in, signed_in
from tests.api.http.conftest import FROM_HERE, HTTP, As
from tests.api.http.probes import app_with
from tests.office import World

FORGED = [
    pytest.param({"Sec-Fetch-Site": "cross-site"}, id="cross-site"),
    pytest.param({"Sec-Fetch-Site": "same-site"}, id="same-site"),
    pytest.param({"Sec-Fetch-Site": "none"}, id="none"),
    pytest.param({"Sec-Fetch-Site": ""}, id="empty"),
    pytest.param({"Sec-Fetch-Site": "", "Origin": HTTP}, id="empty with our origin"),
    pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": HTTP}, id="the origin does not help"),
    pytest.param({}, id="neither"),
    pytest.param({"Origin": "null"}, id="origin null"),
    pytest.param({"Origin": "http://other.test"}, id="another origin"),
    pytest.param({"Origin": "https://127.0.0.1"}, id="another scheme"),
    pytest.param({"Origin": "http://127.0.0.1:81"}, id="another port"),
    pytest.param({"Referer": f"{HTTP}/"}, id="only a referer"),
]


@pytest.fixture
def page(client: As, site: Site, world: World) -> TestClient:
    """Lend a browser in which Bram is signed in."""
    return client(world.bram, through="page", app=app_with(site))


def token_of(page: TestClient, site: Site) -> str:
    """Give the form token of whoever is signed in."""
    me = signed_in(site.office, str(page.cookies["regietafel"]), through="page")
    assert me is not None
    return site.seals.csrf(me.session_id)


def test_a_form_of_ours_is_taken(page: TestClient, site: Site) -> None:
    form = {"csrf": token_of(page, site), "f.why": "first\r\nsecond", "x": ""}

    response = page.post("/write", data=form, headers=FROM_HERE)

    assert response.status_code == 200
    assert r"'f.why': 'first\nsecond'" in response.text


@pytest.mark.parametrize("headers", FORGED)
def test_a_form_from_elsewhere_is_refused(
    page: TestClient, site: Site, headers: Mapping[str, str]
) -> None:
    response = page.post("/write", data={"csrf": token_of(page, site)}, headers=headers)

    assert response.status_code == 403
    assert response.headers["content-type"].startswith("text/html")


def test_an_old_browser_says_its_origin(page: TestClient, site: Site) -> None:
    form = {"csrf": token_of(page, site)}

    assert page.post("/write", data=form, headers={"Origin": HTTP}).status_code == 200


def test_behind_a_proxy_the_origin_is_that_of_the_base_url(
    client: As, production: Site, world: World
) -> None:
    page = client(app=app_with(production))
    token, me = sign_in(production.office, world.bram.public_id, through="page")
    page.headers["Cookie"] = f"__Host-regietafel={token}"
    form = {"csrf": production.seals.csrf(me.session_id)}
    origin = {"Origin": "https://regie.voorbeeldstad.test"}

    assert page.post("/write", data=form, headers=origin).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "é", "a.b", "\ud800"])
def test_a_form_without_the_token_is_refused(page: TestClient, token: str) -> None:
    body = {"csrf": token.encode("utf-8", "surrogatepass")}

    assert page.post("/write", data=body, headers=FROM_HERE).status_code == 403


def test_a_token_of_another_session_is_refused(page: TestClient, site: Site, world: World) -> None:
    _, other = sign_in(site.office, world.bram.public_id, through="page")
    form = {"csrf": site.seals.csrf(other.session_id)}

    assert page.post("/write", data=form, headers=FROM_HERE).status_code == 403


def test_a_token_sealed_with_another_key_is_refused(page: TestClient, site: Site) -> None:
    elsewhere = replace(site, seals=Seals([b"k" * 32]))
    form = {"csrf": token_of(page, elsewhere)}

    assert page.post("/write", data=form, headers=FROM_HERE).status_code == 403


def test_nobody_signed_in_is_led_to_where_one_does(client: As, site: Site) -> None:
    response = client(app=app_with(site)).post("/write", data={"csrf": ""}, headers=FROM_HERE)

    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")


def test_what_no_form_sends_is_refused(page: TestClient, site: Site) -> None:
    token = token_of(page, site)
    many = {"csrf": token, **{f"f.x{number}": "1" for number in range(600)}}

    assert (
        page.post("/write", data={"csrf": token, "f.x": "\0"}, headers=FROM_HERE).status_code == 400
    )
    assert page.post("/write", data=many, headers=FROM_HERE).status_code == 400
    assert page.post("/write", json={"csrf": token}, headers=FROM_HERE).status_code == 415
    files = {"csrf": ("csrf", token)}
    assert page.post("/write", files=files, headers=FROM_HERE).status_code == 415


def test_before_signing_in_the_token_is_one_that_ages(
    client: As, site: Site, clock: ManualClock
) -> None:
    browser = client(app=app_with(site))
    form = {"csrf": site.seals.open_form(clock.now())}

    assert browser.post("/come-in", data=form, headers=FROM_HERE).status_code == 200
    clock.move_to(clock.now() + OPEN_FORM - timedelta(seconds=1))
    assert browser.post("/come-in", data=form, headers=FROM_HERE).status_code == 200
    clock.move_to(clock.now() + timedelta(seconds=1))
    assert browser.post("/come-in", data=form, headers=FROM_HERE).status_code == 403


@pytest.mark.parametrize("headers", FORGED)
def test_before_signing_in_too_a_form_is_from_here(
    client: As, site: Site, headers: Mapping[str, str]
) -> None:
    form = {"csrf": site.seals.open_form(site.office.clock.now())}

    assert (
        client(app=app_with(site)).post("/come-in", data=form, headers=headers).status_code == 403
    )


def test_what_is_for_all_takes_the_token_of_a_session_too(page: TestClient, site: Site) -> None:
    form = {"csrf": token_of(page, site)}

    assert page.post("/come-in", data=form, headers=FROM_HERE).status_code == 200


def test_a_token_of_one_purpose_is_worth_nothing_for_another(page: TestClient, site: Site) -> None:
    form = {"csrf": site.seals.open_form(site.office.clock.now())}

    assert page.post("/write", data=form, headers=FROM_HERE).status_code == 403
