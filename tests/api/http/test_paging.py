"""Lists come a page at a time, and a cursor opens the list that it was made for."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import Response

from api.app import create_app
from api.auth.who import Caller
from api.openapi import ROOT
from api.paging import Paged, Position, links, window
from api.policy import policy
from api.site import Site
from tests.api.apps import an_app
from tests.api.http.conftest import As
from tests.office import World

ROWS = [(date(2026, 3, 2) if number % 2 else None, number) for number in range(60)]


@pytest.fixture
def app(site: Site) -> FastAPI:
    """Lend an application with two lists of the same sixty rows."""
    return an_app(site, with_lists)


def with_lists(site: Site) -> FastAPI:
    """Make it."""
    app, router = create_app(site), APIRouter()

    def page_of(
        name: str, request: Request, response: Response, me: Caller, asked: Paged
    ) -> list[int]:
        page = window(request, me, asked, name)
        first = 0 if page.after is None else ROWS.index(page.after) + 1  # type: ignore[arg-type] # a row
        rows = ROWS[first : first + page.limit]
        more: Position | None = rows[-1] if first + page.limit < len(ROWS) else None
        response.headers.update(links(request, me, page, more, of=name))
        return [number for _, number in rows]

    @router.get(f"{ROOT}/rows")
    @policy("list_rows", finds="viewer")
    def rows(
        request: Request, response: Response, me: Caller, asked: Paged, sort: str = ""
    ) -> list[int]:
        return page_of("rows", request, response, me, asked)

    @router.get(f"{ROOT}/others")
    @policy("list_others", finds="viewer")
    def others(request: Request, response: Response, me: Caller, asked: Paged) -> list[int]:
        return page_of("others", request, response, me, asked)

    app.include_router(router)
    return app


def ways(link: str) -> dict[str, str]:
    """Read a Link header."""
    return {name: url for url, name in re.findall(r'<([^>]+)>; rel="(\w+)"', link)}


def test_every_row_comes_once_there_and_back(client: As, app: FastAPI, world: World) -> None:
    program = client(world.bram, app=app)

    def walk(way: str, url: str | None) -> Iterator[tuple[str, list[int]]]:
        for _ in range(20):
            if url is None:
                return
            response = program.get(url)
            assert response.status_code == 200
            yield url, response.json()
            url = ways(response.headers["link"]).get(way)

    there = list(walk("next", f"{ROOT}/rows?pageSize=7"))
    back = list(walk("prev", there[-1][0]))

    assert [row for _, rows in there for row in rows] == list(range(60))
    assert [rows for _, rows in reversed(back)] == [rows for _, rows in there]


def test_the_first_page_has_no_previous_and_the_last_no_next(
    client: As, app: FastAPI, world: World
) -> None:
    program = client(world.bram, app=app)
    first = ways(program.get(f"{ROOT}/rows?pageSize=50&sort=x").headers["link"])
    last = ways(program.get(first["next"]).headers["link"])

    assert (set(first), set(last)) == ({"next"}, {"prev"})
    assert "sort=x" in first["next"]
    assert last["prev"] == f"{ROOT}/rows?pageSize=50&sort=x"


def test_one_can_go_back_twenty_pages(client: As, app: FastAPI, world: World) -> None:
    program, url = client(world.bram, app=app), f"{ROOT}/rows?pageSize=1"
    for _ in range(30):
        url = ways(program.get(url).headers["link"])["next"]
    assert len(url) < 2000
    for _ in range(19):
        url = ways(program.get(url).headers["link"])["prev"]

    assert "prev" not in ways(program.get(url).headers["link"])
    assert program.get(url).json() == [11]


@pytest.mark.parametrize("size", ["0", "51", "x", "-1", "1.5"])
def test_a_page_has_one_to_fifty_rows(client: As, world: World, app: FastAPI, size: str) -> None:
    response = client(world.bram, app=app).get(f"{ROOT}/rows?pageSize={size}")

    assert response.status_code == 400
    assert [each["name"] for each in response.json()["errors"]] == ["pageSize"]


def test_without_a_size_there_are_twenty(client: As, world: World, app: FastAPI) -> None:
    assert client(world.bram, app=app).get(f"{ROOT}/rows").json() == list(range(20))


def test_a_cursor_is_of_one_list_and_one_person(client: As, world: World, app: FastAPI) -> None:
    program = client(world.bram, app=app)
    url = ways(program.get(f"{ROOT}/rows").headers["link"])["next"]

    assert program.get(url).status_code == 200
    assert program.get(url.replace("/rows", "/others")).status_code == 400
    assert client(world.anna, app=app).get(url).status_code == 400


@pytest.mark.parametrize("cursor", ["", "x", "WzFd.xyz", "a" * 4000, "é", "%F0%9F%98%80", "%00"])
def test_a_cursor_that_is_not_ours_is_refused(
    client: As, world: World, app: FastAPI, cursor: str
) -> None:
    response = client(world.bram, app=app).get(f"{ROOT}/rows?cursor={cursor}")

    assert response.status_code == 400
    assert [each["name"] for each in response.json()["errors"]] == ["cursor"]


def test_a_cursor_that_was_changed_is_refused(client: As, world: World, app: FastAPI) -> None:
    program = client(world.bram, app=app)
    url = ways(program.get(f"{ROOT}/rows").headers["link"])["next"]
    before, _, seal = url.rpartition(".")

    assert program.get(f"{before}.{seal[:-2]}AA").status_code == 400
    assert program.get(f"{before}A.{seal}").status_code == 400
