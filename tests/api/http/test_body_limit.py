"""A request is 2 MB at most, whatever it says of itself."""

from collections.abc import Iterator

import pytest

from api.body_limit import MOST_BYTES
from api.site import Site
from tests.api.http.conftest import FROM_HERE, As
from tests.api.http.probes import app_with
from tests.office import World

ECHO = "/api/v1/echo"
JSON = {"Content-Type": "application/json"}


def in_pieces(size: int) -> Iterator[bytes]:
    """Send so many bytes without saying how many there are."""
    for _ in range(size // 1024):
        yield b" " * 1024
    yield b'{"name": "a"}'


def test_what_is_announced_as_too_large_is_refused(client: As, site: Site) -> None:
    response = client(app=app_with(site)).post(
        ECHO, content=b" " * MOST_BYTES + b'{"name": "a"}', headers=JSON
    )

    assert response.status_code == 413
    assert response.json()["type"] == "/problems/too-large"


def test_what_nobody_would_have_read_is_refused_too(client: As) -> None:
    response = client().request(
        "DELETE", "/api/v1/sessions/current", content=b" " * (MOST_BYTES + 1)
    )

    assert response.status_code == 413


def test_what_turns_out_to_be_too_large_is_refused(client: As, site: Site) -> None:
    response = client(app=app_with(site)).post(ECHO, content=in_pieces(MOST_BYTES), headers=JSON)

    assert response.status_code == 413
    assert response.json()["type"] == "/problems/too-large"


def test_what_just_fits_is_read(client: As, site: Site) -> None:
    app, room = app_with(site), MOST_BYTES - 1024
    whole = b" " * (MOST_BYTES - 13) + b'{"name": "a"}'

    assert client(app=app).post(ECHO, content=whole, headers=JSON).status_code == 200
    assert client(app=app).post(ECHO, content=in_pieces(room), headers=JSON).status_code == 200


def test_a_form_that_is_too_large_gets_a_page(client: As, site: Site, world: World) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"f.why="
        yield from in_pieces(MOST_BYTES)

    headers = {**FROM_HERE, "Content-Type": "application/x-www-form-urlencoded"}
    open_page = client(world.bram, through="page", app=app_with(site))

    response = open_page.post("/write", content=pieces(), headers=headers)

    assert response.status_code == 413
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("length", ["9" * 5000, "٣"])
def test_a_length_that_makes_no_sense_breaks_nothing(client: As, site: Site, length: str) -> None:
    response = client(app=app_with(site)).post(
        ECHO,
        content=b"{}",
        headers=[(b"Content-Type", b"application/json"), (b"Content-Length", length.encode())],
    )

    assert response.status_code in {400, 413}
