"""The paper way: forms without data that ask what the screens ask, and the list of a morning."""

import secrets
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.pages.paper import BLANKS
from api.seals import Seals
from api.site import Site
from engine.clock import ManualClock
from engine.service.sessions import sign_in
from engine.store.store import Store
from tests.api.apps import an_app, the_portal
from tests.api.http.conftest import HTTP, a_demo
from tests.api.pages.browsing import words
from tests.service.builders import Desk
from tests.service.nights import a_crisis, a_crisis_desk, at_night, routed


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return a_crisis_desk(store, clock)


@pytest.fixture
def cas(desk: Desk) -> Iterator[TestClient]:
    """Let Cas of the crisis service look."""
    site = Site(desk.office, a_demo(), Seals([secrets.token_bytes(32)]))
    with TestClient(an_app(site), base_url=HTTP, follow_redirects=False) as browser:
        browser.portal = the_portal()
        token, _ = sign_in(desk.office, desk.viewers["cas"].id, through="page")
        browser.cookies.set("regietafel", token)
        yield browser


def test_every_form_is_there_and_none_holds_data_or_takes_any(cas: TestClient, desk: Desk) -> None:
    case = routed(a_crisis(desk))

    assert cas.get("/paper").status_code == 200
    for blank in BLANKS:
        page = cas.get(f"/paper/{blank.key}?region={desk.region}")
        main = page.text.partition("<main")[2].partition("</main>")[0]
        assert page.status_code == 200
        assert "<input" not in main
        assert case.head.number not in main
        assert "rt-writing" in main


def test_a_form_asks_every_question_of_the_definition(cas: TestClient, desk: Desk) -> None:
    library = desk.office.library
    crisis = library.of("crisis", desk.region)
    table = library.of("beschermingstafel", desk.region)

    report = words(cas.get(f"/paper/crisis?region={desk.region}").text)
    outcome = words(cas.get(f"/paper/decision?region={desk.region}").text)

    asked = [*crisis.opens.input.values(), *crisis.transitions["stabilise"].input.values()]
    assert [
        each.title.nl for each in asked if unquoted(each.title.nl) not in unquoted(report)
    ] == []
    of_child = table.catalogue.records["table_outcome"].fields.values()
    assert [
        each.title.nl for each in of_child if unquoted(each.title.nl) not in unquoted(outcome)
    ] == []


def unquoted(text: str) -> str:
    """The words as they are, however a page writes a quotation mark."""
    return text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")


@pytest.mark.parametrize("path", ["/paper/nonsense", "/paper/crisis?region=nowhere"])
def test_a_form_or_a_region_that_is_not_there_is_not_found(cas: TestClient, path: str) -> None:
    assert cas.get(path).status_code == 404


def test_the_list_of_the_morning_has_what_is_due_and_no_name(cas: TestClient, desk: Desk) -> None:
    assert "/deadlines" in cas.get("/paper/morning").text.partition("<main")[2]
    case = routed(a_crisis(desk))
    case.step("start_intervention", "cas", occurred_at=at_night(22, 30))
    case.step("stabilise", "cas", occurred_at=at_night(23, 50), stabilised_at="2026-02-28")

    page = cas.get("/paper/morning").text

    assert case.head.number in words(page)
    assert "Contact op dag 1" in words(page)
    assert f'href="/cases/{case.id}/contacts/new?deadline=' in page
    assert "sam" not in words(page)
