"""Whoever changes something says what they saw, and names their request."""

import pytest

from api.requests import etag
from api.site import Site
from tests.api.http.conftest import As
from tests.api.http.probes import app_with
from tests.office import World

CASE = "4f2a"
CHANGE = f"/api/v1/cases/{CASE}/change"
SEEN = {"If-Match": etag(CASE, 3), "Idempotency-Key": "k1"}


def change(client: As, site: Site, world: World, **headers: str) -> tuple[int, dict[str, object]]:
    """Ask for the change with these headers, an underscore for a dash."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client(world.bram, app=app_with(site)).post(CHANGE, headers=sent)
    return response.status_code, response.json()


def test_the_version_that_was_seen_is_read(client: As, site: Site, world: World) -> None:
    assert change(client, site, world, **SEEN) == (200, {"seen": 3})


def test_without_a_version_nothing_that_exists_is_changed(
    client: As, site: Site, world: World
) -> None:
    status, problem = change(client, site, world, Idempotency_Key="k1")

    assert (status, problem["type"]) == (428, "/problems/version-missing")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        pytest.param(etag("other", 3), 412, id="of another case"),
        pytest.param("*", 400, id="any version"),
        pytest.param("4f2a.3", 400, id="no quotes"),
        pytest.param('W/"4f2a.3"', 400, id="weak"),
        pytest.param('"4f2a.3", "4f2a.4"', 400, id="two"),
        pytest.param('"4f2a.0"', 400, id="no version is 0"),
        pytest.param('"4f2a.99999999999"', 400, id="no version is that large"),
        pytest.param('"4f2a"', 400, id="no version"),
        pytest.param("", 400, id="empty"),
    ],
)
def test_a_version_that_cannot_be_meant_is_refused(
    client: As, site: Site, world: World, given: str, status: int
) -> None:
    answered, problem = change(client, site, world, **{**SEEN, "If-Match": given})

    assert answered == status
    assert "current_version" not in problem


@pytest.mark.parametrize(
    ("key", "code"),
    [
        pytest.param(None, "missing", id="none"),
        pytest.param("", "malformed", id="empty"),
        pytest.param("a" * 201, "malformed", id="too long"),
        pytest.param("a b", "malformed", id="with a space"),
        pytest.param("caf\xe9", "malformed", id="not ASCII"),
    ],
)
def test_every_post_has_a_key(
    client: As, site: Site, world: World, key: str | None, code: str
) -> None:
    headers = [(b"If-Match", SEEN["If-Match"].encode())]
    headers += [] if key is None else [(b"Idempotency-Key", key.encode("latin-1"))]
    asked = client(world.bram, app=app_with(site)).build_request("POST", CHANGE)
    asked.headers.update(headers)

    response = client(world.bram, app=app_with(site)).post(CHANGE, headers=asked.headers)

    assert response.status_code == 400
    assert [(each["name"], each["code"]) for each in response.json()["errors"]] == [
        ("Idempotency-Key", code)
    ]


@pytest.mark.parametrize("key", ["a" * 200, "0f8e-11!~"])
def test_a_key_is_whatever_the_client_likes(client: As, site: Site, world: World, key: str) -> None:
    assert change(client, site, world, **{**SEEN, "Idempotency-Key": key})[0] == 200


def test_an_unknown_query_key_is_a_mistake_of_a_program(client: As, site: Site) -> None:
    response = client(app=app_with(site)).get("/api/v1/echo?word=a&wrod=b&%00=1")

    assert response.status_code == 400
    assert {each["name"]: each["code"] for each in response.json()["errors"]} == {
        "wrod": "unknown",
        "\0": "malformed",
    }


def test_an_unknown_query_key_of_a_browser_is_let_be(client: As) -> None:
    assert client().get("/healthz?utm_source=mail").status_code == 200


def test_a_nul_in_a_query_is_refused_everywhere(client: As, site: Site) -> None:
    for path in ("/api/v1/echo?word=a%00", "/healthz?a=%00"):
        assert client(app=app_with(site)).get(path).status_code == 400


def test_a_wrong_key_of_a_query_is_refused_before_the_query_is_read(
    client: As, world: World
) -> None:
    response = client(world.bram).get("/api/v1/workflows?region=A!")

    assert [each["name"] for each in response.json()["errors"]] == ["region"]


def test_who_is_not_signed_in_hears_nothing_more(client: As) -> None:
    response = client().get("/api/v1/workflows?region=default")

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
