"""The crisis desk for programs: what runs, and who is involved."""

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
from engine.store.store import Store
from tests.api.apps import an_app, the_portal
from tests.api.http.conftest import HTTP, a_demo
from tests.service.builders import Desk
from tests.service.desks import takes_part
from tests.service.nights import a_crisis, a_crisis_desk, routed

Programs: TypeAlias = Callable[[str], TestClient]


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return a_crisis_desk(store, clock)


@pytest.fixture
def calling(desk: Desk) -> Iterator[Programs]:
    """Open programs of those who work at the desk."""
    site = Site(desk.office, a_demo(), Seals([secrets.token_bytes(32)]))
    with ExitStack() as open_ones:

        def opened(name: str) -> TestClient:
            made = TestClient(an_app(site), base_url=HTTP)
            made.portal = the_portal()
            open_ones.callback(made.close)
            token, _ = sign_in(desk.office, desk.viewers[name].id, through="api")
            made.headers["Authorization"] = f"Bearer {token}"
            return made

        yield opened


def test_the_desk_is_listed_a_page_at_a_time(calling: Programs, desk: Desk) -> None:
    case = routed(a_crisis(desk))
    a_crisis(desk, occurred_at=None)

    first = calling("cas").get("/api/v1/crises?pageSize=1")

    (item,) = first.json()["items"]
    assert (item["id"], item["state"], item["call_now"]) == (case.id, "routed", True)
    assert item["reported_at"] == "2026-02-28T20:40:00Z"
    assert item["next_deadline"]["past_norm"]
    assert 'rel="next"' in first.headers["link"]


def test_who_is_involved_is_one_answer_for_nothing_found_and_not_allowed(
    calling: Programs, desk: Desk
) -> None:
    case = a_crisis(desk)
    takes_part(
        desk,
        desk.viewers["bram"],
        role="regisseur",
        access="regisseur",
        family_id=case.head.family_id,
    )
    right, wrong = {"name": "sam", "born": "2012-05-01"}, {"name": "sam", "born": "2012-05-02"}
    at = "/api/v1/involvement-checks"

    told = calling("vic").post(at, json=right).json()
    nothing = calling("vic").post(at, json=wrong)
    foreign = calling("anna").post(at, json=right)

    assert [each["name"] for each in told["involved"]] == ["bram"]
    assert nothing.content == foreign.content
    assert nothing.status_code == foreign.status_code == 200


def test_a_name_of_spaces_is_named_by_its_place(calling: Programs) -> None:
    answer = calling("cas").post(
        "/api/v1/involvement-checks", json={"name": " ", "born": "2012-05-01"}
    )

    assert answer.status_code == 400
    assert "name" in answer.text
