"""Colleagues over HTTP: looked for without a name in any address."""

from typing import Any

import pytest

from tests.api.http.v1.programs import Program, wrong
from tests.service.builders import Desk
from tests.service.stages import everything


def test_colleagues_are_found_by_role_and_by_the_beginning_of_their_name(bram: Program) -> None:
    def names(**body: str) -> list[str]:
        response = bram.post("/people/searches", body, key=None)
        assert response.status_code == 200
        return [each["name"] for each in response.json()["items"]]

    assert names() == ["anna", "bram", "cora", "dora", "gijs", "vera"]
    assert names(role="cjg_worker") == ["anna"]
    assert names(starts_with="D") == ["dora"]
    assert names(role="cjg_worker", starts_with="d") == names(role="wizard") == []


def test_no_name_of_a_family_is_found(bram: Program) -> None:
    response = bram.post("/people/searches", {"starts_with": "sam"}, key=None)

    assert response.json() == {"items": []}


def test_a_search_changes_nothing_and_is_logged_without_its_words(
    desk: Desk, bram: Program
) -> None:
    bram.get("/me")
    before = everything(desk.office.store, "access_log")

    bram.post("/people/searches", {"starts_with": "CANARY"}, key=None)

    assert everything(desk.office.store, "access_log") == before
    assert desk.log()[-1].action == "list_colleagues"
    assert "CANARY" not in str(desk.log())


@pytest.mark.parametrize(
    ("body", "place"),
    [({"name": "a"}, "/name"), ({"starts_with": 1}, "/starts_with"), ([], "body")],
)
def test_what_a_search_does_not_take_is_refused(bram: Program, body: Any, place: str) -> None:
    assert list(wrong(bram.post("/people/searches", body, key=None))) == [place]


def test_a_name_does_not_fit_in_an_address(bram: Program) -> None:
    assert bram.get("/people", startsWith="sam").status_code == 404
    assert wrong(bram.client.post("/api/v1/people/searches?startsWith=sam", json={})) == {
        "startsWith": "unknown"
    }
