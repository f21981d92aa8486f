"""Pages know somebody by a cookie, programs by a bearer token, and never the other way."""

from datetime import timedelta

import pytest
from starlette.responses import Response

from api.auth.cookies import forget_session, keep_session
from api.auth.who import path_of_ours
from api.site import Site
from engine.clock import ManualClock
from engine.service.sessions import IDLE, sign_in
from tests.api.http.conftest import As
from tests.api.http.probes import app_with
from tests.office import World

ME = "/api/v1/me"


def test_a_page_knows_who_reads_it_and_under_which_request(
    client: As, site: Site, world: World
) -> None:
    response = client(world.bram, through="page", app=app_with(site)).get("/home/x")

    assert response.text == f"Bram {response.headers['x-request-id']}"


def test_a_cookie_opens_nothing_for_a_program(client: As, world: World) -> None:
    browser = client(world.bram, through="page")

    assert browser.get(ME).status_code == 401
    browser.headers["Authorization"] = f"Bearer {browser.cookies['regietafel']}"
    assert browser.get(ME).status_code == 401


def test_a_bearer_token_opens_no_page(client: As, site: Site, world: World) -> None:
    program = client(world.bram, app=app_with(site))
    token = program.headers["Authorization"].removeprefix("Bearer ")

    assert program.get("/home/x").status_code == 303
    program.cookies.set("regietafel", token)
    assert program.get("/home/x").status_code == 303


def test_the_token_of_a_page_is_looked_for_in_the_cookie_only(
    client: As, site: Site, world: World
) -> None:
    token, _ = sign_in(site.office, world.bram.public_id, through="page")
    program = client(app=app_with(site))
    program.headers["Authorization"] = f"Bearer {token}"

    assert program.get("/home/x").status_code == 303


@pytest.mark.parametrize("given", ["Bearer", "Bearer x", "Basic eDp5", "", "Bearer \xe9", "x"])
def test_what_is_no_token_opens_nothing(client: As, given: str) -> None:
    headers = [(b"Authorization", given.encode("latin-1"))]

    assert client().get(ME, headers=headers).status_code == 401


def test_a_session_that_is_over_leads_back_to_the_page_afterwards(
    client: As, site: Site, world: World, clock: ManualClock
) -> None:
    page = client(world.bram, through="page", app=app_with(site))
    clock.move_to(clock.now() + IDLE + timedelta(seconds=1))

    response = page.get("/home/x?after=1&to=/")

    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?next=/home/x%3Fafter%3D1%26to%3D/"


def test_after_signing_in_one_is_back_at_the_page() -> None:
    assert path_of_ours("/cases/4f?after=x") == "/cases/4f?after=x"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test",
        "/\\evil.test",
        "\\/evil.test",
        "https://evil.test",
        "javascript:alert(1)",
        "/\t/evil.test",
        "/a\r\nSet-Cookie: x",
        "/é",
        "",
    ],
)
def test_after_signing_in_nobody_is_led_elsewhere(path: str) -> None:
    assert path_of_ours(path) == "/"


def test_the_cookie_is_kept_from_scripts_and_other_sites(site: Site, production: Site) -> None:
    demo, real = Response(), Response()
    keep_session(demo, site, "t")
    keep_session(real, production, "t")

    terms = "HttpOnly; Path=/; SameSite=lax"
    assert demo.headers["set-cookie"] == f"regietafel=t; {terms}"
    assert real.headers["set-cookie"] == f"__Host-regietafel=t; {terms}; Secure"


def test_signing_out_clears_what_the_browser_kept(site: Site) -> None:
    response = Response()
    forget_session(response, site)

    assert "Max-Age=0" in response.headers["set-cookie"]
    assert '"cache"' in response.headers["clear-site-data"]


def test_outside_the_demo_the_cookie_of_the_demo_is_nothing(
    client: As, production: Site, world: World
) -> None:
    token, _ = sign_in(production.office, world.bram.public_id, through="page")
    page = client(app=app_with(production))

    page.headers["Cookie"] = f"regietafel={token}"
    assert page.get("/home/x").status_code == 303
    page.headers["Cookie"] = f"__Host-regietafel={token}"
    assert page.get("/home/x").status_code == 200
