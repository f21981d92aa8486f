"""The board of deadlines over HTTP: the same filters as the page, and views that are kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response

from engine.service import orders
from engine.store import saved_views
from engine.store.unit_of_work import unit_of_work
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, Program, bare, wrong
from tests.service.builders import REGION, CaseAtDesk, Desk

VIEWS = "/saved-views"
VIEW = {"name": "Opgeschort", "filter": {"when": "suspended", "region": REGION}}


def found(by: Program, **asked: str) -> list[str]:
    """The deadlines of a filter, by name."""
    return [each["name"] for each in by.get("/deadlines", **asked).json()["items"]]


@pytest.fixture
def suspended(case: CaseAtDesk) -> CaseAtDesk:
    """Lend a case of which one deadline stands still."""
    case.done(
        "bram",
        orders.Suspend,
        deadline=case.owed["preparation"].public_id,
        until=case.desk.office.today() + timedelta(days=9),
        reason="de ouders zijn er niet",
    )
    return case


def test_a_deadline_says_all_that_the_board_shows(case: CaseAtDesk, program: As) -> None:
    items = program("cora").get("/deadlines", look="norm").json()["items"]

    one = next(each for each in items if each["name"] == "preparation")
    assert (one["look"], one["late"], one["past_norm"], one["suspended"]) == (
        "norm",
        False,
        False,
        False,
    )
    assert one["working_days_left"] == 28  # Good Friday and Easter Monday are none
    assert (one["owners"], one["interim"], one["vacant_role"]) == (["bram"], False, None)
    assert one["last_reminder"] is None
    assert (one["region"], one["workflow"]["en"], one["phase"]["en"]) == (
        REGION,
        "Out-of-home placement",
        "Prepare",
    )


def test_what_is_suspended_stands_in_its_own_list(suspended: CaseAtDesk, program: As) -> None:
    cora = program("cora")

    assert found(cora, when="suspended") == ["preparation"]
    assert "preparation" not in found(cora)
    assert found(cora, when="suspended", look="law") == []


@pytest.mark.parametrize(
    ("asked", "some"),
    [
        ({"region": REGION}, True),
        ({"region": "foodvalley"}, False),
        ({"workflow": "placement", "phase": "prepare"}, True),
        ({"workflow": "crisis"}, False),
        ({"owner": "bram"}, True),
        ({"owner": "anna"}, False),
        ({"special": "failed"}, False),
    ],
)
def test_a_filter_shows_what_fits_it(
    desk: Desk, case: CaseAtDesk, program: As, asked: dict[str, str], some: bool
) -> None:
    said = {key: desk.who(value) if key == "owner" else value for key, value in asked.items()}

    assert bool(found(program("cora"), **said)) is some


def test_everything_that_is_unknown_is_named_at_once(bram: Program) -> None:
    response = bram.get("/deadlines", when="soon", special="x", look="red", region="x", owner="?")

    assert wrong(response) == {
        "when": "unknown",
        "special": "unknown",
        "look": "unknown",
        "region": "unknown",
        "owner": "malformed",
    }
    says = {each["name"]: each["reason"] for each in response.json()["errors"]}
    assert says["look"] == "Choose one of: law, agreement, norm."
    assert wrong(bram.get("/deadlines", lateOnly="true")) == {"lateOnly": "unknown"}


def test_the_cursor_of_one_filter_is_not_one_of_another(desk: Desk, bram: Program) -> None:
    for _ in range(3):
        desk.opens()
    link = bram.get("/deadlines", pageSize=2, look="norm").links["next"]["url"]

    assert bram.client.get(link).status_code == 200
    assert bram.client.get(link.replace("look=norm", "look=law")).status_code == 400


def test_a_view_is_kept_read_changed_and_taken_away(program: As) -> None:
    cora = program("cora")
    response = cora.post(VIEWS, VIEW, key="k1")
    place = response.headers["Location"]
    assert response.status_code == 201
    assert cora.client.get(place).json() == response.json()
    assert response.json()["query"] == f"when=suspended&region={REGION}"
    assert cora.post(VIEWS, VIEW, key="k1").json() == response.json()

    path = place.removeprefix("/api/v1")
    changed = cora.put(path, {"name": "Wet", "filter": {"look": "law"}})

    assert (changed.status_code, changed.json()["query"]) == (200, "look=law")
    assert [each["name"] for each in cora.get(VIEWS).json()["items"]] == ["Wet"]
    assert changed.json()["filter"] == {
        "when": "all",
        "special": None,
        "region": None,
        "workflow": None,
        "phase": None,
        "owner": None,
        "look": "law",
    }
    for _ in range(2):  # the second is a repeat
        assert cora.client.delete(place, headers={"Idempotency-Key": "gone"}).status_code == 204
    assert cora.get(VIEWS).json() == {"items": []}


def test_the_view_of_somebody_else_is_the_same_as_none(program: As) -> None:
    cora, bram = program("cora"), program("bram")
    made = cora.post(VIEWS, VIEW).json()["id"]

    asks: tuple[Callable[[Program, str], Response], ...] = (
        lambda by, path: by.get(path),
        lambda by, path: by.put(path, VIEW),
        lambda by, path: by.client.delete(f"/api/v1{path}", headers={"Idempotency-Key": path}),
    )
    for ask in asks:
        theirs, none = (ask(bram, f"{VIEWS}/{each}") for each in (made, NOWHERE))
        assert theirs.status_code == 404
        assert bare(theirs).replace(made.encode(), NOWHERE.encode()) == bare(none)
    assert bram.get(VIEWS).json() == {"items": []}
    assert len(cora.get(VIEWS).json()["items"]) == 1


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"name": ""}, {"/name": "missing"}),
        ({"name": "x" * 61}, {"/name": "malformed"}),
        ({"filter": {"when": "soon"}}, {"/filter/when": "malformed"}),
        ({"filter": {"q": "x"}}, {"/filter/q": "unknown"}),
        (
            {"filter": {"region": "x", "phase": "x"}},
            {"/filter/region": "unknown", "/filter/phase": "unknown"},
        ),
        ({"name": 1}, {"/name": "malformed"}),
    ],
)
def test_what_is_wrong_with_a_view_is_named(
    program: As, changes: dict[str, Any], places: dict[str, str]
) -> None:
    cora = program("cora")

    assert wrong(cora.post(VIEWS, {**VIEW, **changes})) == places
    assert cora.post(VIEWS, VIEW, key=None).status_code == 400
    assert cora.get(VIEWS).json() == {"items": []}


def test_a_view_of_what_is_not_known_any_more_says_so(desk: Desk, program: As) -> None:
    with unit_of_work(desk.office.store) as connection:
        saved_views.add_view(
            connection,
            desk.viewers["cora"],
            name="Oud",
            query="region=of_old",
            now=desk.office.clock.now(),
        )

    only = program("cora").get(VIEWS).json()["items"][0]

    assert (only["name"], only["query"], only["filter"]) == ("Oud", "region=of_old", None)
