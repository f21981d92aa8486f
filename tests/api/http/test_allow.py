"""An address says which methods it takes: all of them, also those of another route."""

import asyncio

import pytest
from fastapi import FastAPI
from starlette.types import Message

from api.site import Site
from tests.api.http.conftest import As
from tests.api.http.probes import app_with

WAYS = [
    pytest.param("/api/v1/echo", "GET, HEAD, POST, OPTIONS", id="two routes"),
    pytest.param("/api/v1/sessions/current", "DELETE, OPTIONS", id="one route"),
    pytest.param("/healthz", "GET, HEAD, OPTIONS", id="no JSON"),
    pytest.param("/static/regietafel.css", "GET, HEAD, OPTIONS", id="a file"),
]


async def body_of(app: FastAPI, method: str, path: str) -> bytes:
    """Ask without a client, which would drop the body of an answer to HEAD itself."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}
    await app(scope, receive, send)
    return b"".join(message.get("body", b"") for message in sent)


@pytest.mark.parametrize(("path", "allow"), WAYS)
def test_a_wrong_method_is_told_all_right_ones(
    client: As, site: Site, path: str, allow: str
) -> None:
    response = client(app=app_with(site)).put(path)

    assert (response.status_code, response.headers["allow"]) == (405, allow)


@pytest.mark.parametrize(("path", "allow"), WAYS)
def test_options_are_answered(client: As, site: Site, path: str, allow: str) -> None:
    response = client(app=app_with(site)).options(path)

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == allow


def test_a_wrong_method_is_a_problem_for_a_program_and_a_page_for_a_person(
    client: As, site: Site
) -> None:
    app = app_with(site)

    assert client(app=app).put("/api/v1/echo").json()["type"] == "/problems/wrong-method"
    assert client(app=app).put("/healthz").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "GET", "NONSENSE"])
def test_an_address_that_fits_nothing_is_not_found(client: As, method: str) -> None:
    assert client().request(method, "/api/v1/nowhere").status_code == 404


def test_a_trailing_slash_is_another_address(client: As) -> None:
    assert client().get("/api/v1/regions/").status_code == 404


def test_head_is_get_without_the_body(client: As, app: FastAPI) -> None:
    got, head = client().get("/api/v1/openapi.json"), client().head("/api/v1/openapi.json")

    assert head.status_code == 200
    assert head.headers["content-length"] == got.headers["content-length"]
    assert asyncio.run(body_of(app, "GET", "/healthz")) == b'{"status":"ok"}'
    assert asyncio.run(body_of(app, "HEAD", "/healthz")) == b""


def test_a_method_that_nobody_knows_is_a_wrong_one(client: As) -> None:
    assert client().request("NONSENSE", "/healthz").status_code == 405
