"""Every answer tells the browser to trust nothing but this site, and names its request."""

import re

import pytest

from api.headers import ALWAYS, API_VERSION, CSP, HSTS
from api.site import Site
from api.static_files import static_url
from tests.api.apps import an_app
from tests.api.http.conftest import As
from tests.api.http.probes import app_with

EVERYWHERE = [
    pytest.param("GET", "/healthz", 200, id="an answer"),
    pytest.param("GET", "/nowhere", 404, id="nothing there"),
    pytest.param("GET", "/api/v1/nowhere", 404, id="nothing there for a program"),
    pytest.param("GET", "/static/nowhere.css", 404, id="no such file"),
    pytest.param("GET", "/static/regietafel.css", 200, id="a file"),
    pytest.param("GET", "/raise/0", 500, id="an error"),
    pytest.param("GET", "/api/v1/raise/0", 500, id="an error for a program"),
    pytest.param("GET", "/api/v1/openapi.json", 200, id="the description"),
    pytest.param("GET", "/home/x", 303, id="a redirect"),
    pytest.param("OPTIONS", "/healthz", 204, id="options"),
    pytest.param("PUT", "/api/v1/echo", 405, id="a wrong method"),
    pytest.param("HEAD", "/healthz", 200, id="head"),
]


@pytest.mark.parametrize(("method", "path", "status"), EVERYWHERE)
def test_every_answer_has_them(client: As, site: Site, method: str, path: str, status: int) -> None:
    response = client(app=app_with(site, ValueError())).request(method, path)

    assert response.status_code == status
    assert {name: response.headers.get(name) for name in ALWAYS} == dict(ALWAYS)
    assert re.fullmatch(r"[0-9a-f-]{36}", response.headers["x-request-id"])
    assert response.headers.get("api-version") == (
        API_VERSION if path.startswith("/api/") else None
    )
    assert "server" not in response.headers


@pytest.mark.parametrize(("method", "path", "status"), EVERYWHERE)
def test_nothing_is_kept_but_files(
    client: As, site: Site, method: str, path: str, status: int
) -> None:
    response = client(app=app_with(site, ValueError())).request(method, path)
    is_file = path.startswith("/static/") and status == 200

    assert response.headers["cache-control"] == ("public, no-cache" if is_file else "no-store")


def test_a_file_with_its_print_may_be_kept_for_good(client: As) -> None:
    response = client().get(static_url("regietafel.css"))

    assert "immutable" in response.headers["cache-control"]


def test_the_policy_for_content_is_one_that_passes_the_dutch_test() -> None:
    rules = dict(rule.split(" ", 1) for rule in CSP.split("; "))

    needed = ("default-src", "frame-src", "frame-ancestors", "base-uri", "form-action")
    assert all(rules[name] in {"'none'", "'self'"} for name in needed)
    assert not re.search(r"unsafe|http:|https:|\*", CSP)
    assert "data:" not in rules["script-src"] + rules["object-src"]


def test_browsers_are_bound_to_https_only_where_there_is_https(
    client: As, production: Site
) -> None:
    name = "strict-transport-security"

    assert client(app=an_app(production)).get("/healthz").headers[name] == HSTS
    assert name not in client().get("/healthz").headers


def test_a_client_does_not_choose_the_name_of_its_request(client: As) -> None:
    response = client().get("/healthz", headers={"X-Request-Id": "mine"})

    assert response.headers["x-request-id"] != "mine"


def test_only_the_description_is_for_pages_of_other_sites(client: As) -> None:
    name, origin = "access-control-allow-origin", {"Origin": "https://other.test"}

    assert client().get("/api/v1/openapi.json", headers=origin).headers[name] == "*"
    assert name not in client().get("/api/v1/regions", headers=origin).headers
