"""Open a case for a family: what is asked, what stops it, and one case however often it is sent."""

import secrets

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.pages.again import Again, tried
from api.seals import Seals
from api.site import Site
from api.wiring import publish_all
from engine.clock import ManualClock
from engine.errors import Busy
from engine.service.my_cases import my_cases
from engine.service.office import Office
from engine.service.registering import (
    Member,
    NewFamily,
    NewProfessional,
    register_family,
    register_professional,
)
from engine.service.sessions import sign_in
from engine.store.store import Store
from tests.api.http.conftest import HTTP, As, a_demo
from tests.api.pages.browsing import form_to, post, send, without_id, words
from tests.office import World
from tests.shipped import the_library


def form_of(world: World) -> str:
    """Where the form is that opens a case for the Jansens."""
    return f"/cases/new?family={world.family.public_id}&workflow=placement"


def opened(world: World) -> int:
    """Count the cases of Bram."""
    return len(my_cases(world.as_(world.bram), world.office).rows)


def test_the_only_child_and_the_only_role_are_chosen_already(client: As, world: World) -> None:
    browser = client(world.bram, through="page")

    page = browser.get(form_of(world)).text

    assert f'value="{world.sam.public_id}" checked' in page
    assert "In welke rol" not in page


def test_a_case_is_opened_and_shown(client: As, world: World) -> None:
    browser = client(world.bram, through="page")

    answer = send(browser, form_of(world), "/cases", {"children": world.sam.public_id})

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/cases/")
    assert opened(world) == 1
    assert "De zaak is geopend." in words(browser.get("/cases").text)


def test_sent_twice_it_is_opened_once(client: As, world: World) -> None:
    browser = client(world.bram, through="page")
    form = {
        **form_to(browser.get(form_of(world)).text, "/cases"),
        "children": world.sam.public_id,
    }

    answers = [post(browser, "/cases", form), post(browser, "/cases", form)]

    assert len({answer.headers["location"] for answer in answers}) == 1
    assert opened(world) == 1


def test_everything_that_is_wrong_is_said_at_once_and_stays(client: As, world: World) -> None:
    browser = client(world.bram, through="page")
    typed = {"occurred_at": "2999-01-01T10:00", "late_reason": "Was ziek"}

    answer = send(browser, form_of(world), "/cases", typed)

    assert answer.status_code == 400
    assert "Kies een jeugdige." in words(answer.text)
    assert "Dit moment ligt in de toekomst." in words(answer.text)
    assert 'value="2999-01-01T10:00"' in answer.text
    assert 'value="Was ziek"' in answer.text
    assert opened(world) == 0


def test_what_happened_earlier_is_opened_with_its_own_moment(client: As, world: World) -> None:
    browser = client(world.bram, through="page")
    typed = {"children": world.sam.public_id, "occurred_at": "2026-02-27T16:00"}

    assert send(browser, form_of(world), "/cases", typed).status_code == 303


def test_whoever_may_not_open_it_reads_why(client: As, world: World) -> None:
    world.takes_part(world.anna, "scientist")
    browser = client(world.anna, through="page")
    family = register_family(
        world.as_(world.anna),
        world.office,
        NewFamily(name="Visser", region="default", members=(Member(name="Bo", is_child=True),)),
    )
    path = f"/cases/new?family={family.family}&workflow=placement"

    page = browser.get(path).text
    answer = post(
        browser,
        "/cases",
        {
            "csrf": form_to(page, "/sign-out")["csrf"],
            "nonce": "n1",
            "family": family.family,
            "workflow": "placement",
            "children": family.members["Bo"],
        },
    )

    assert "Deze zaak wordt geopend door: Regisseur of Coördinator." in words(page)
    assert 'action="/cases"' not in page
    assert answer.status_code == 409
    assert "Deze zaak wordt geopend door: Regisseur of Coördinator." in words(answer.text)
    assert f'value="{family.members["Bo"]}" checked' in answer.text


@pytest.mark.parametrize(
    ("family", "workflow"),
    [
        pytest.param("", "", id="nothing named"),
        pytest.param("0" * 32, "placement", id="a family that is not there"),
        pytest.param(None, "marsh", id="a workflow that is not there"),
    ],
)
def test_a_form_for_nothing_is_not_found(
    client: As, world: World, family: str | None, workflow: str
) -> None:
    browser = client(world.bram, through="page")
    asked = {"family": family or world.family.public_id, "workflow": workflow}
    asked["family"] = world.family.public_id if family is None else family

    assert browser.get("/cases/new", params=asked).status_code == 404


def test_a_family_of_others_is_as_one_that_is_not_there(client: As, world: World) -> None:
    browser = client(world.anna, through="page")

    foreign = browser.get(form_of(world))
    missing = browser.get(form_of(world).replace(world.family.public_id, "0" * 32))

    assert foreign.status_code == missing.status_code == 404
    assert without_id(foreign) == without_id(missing)


def test_a_child_of_another_family_is_not_found(client: As, world: World) -> None:
    browser = client(world.bram, through="page")

    answer = send(browser, form_of(world), "/cases", {"children": world.anna.public_id})

    assert answer.status_code == 404
    assert opened(world) == 0


def test_without_the_token_of_the_session_nothing_is_opened(client: As, world: World) -> None:
    form = {"family": world.family.public_id, "workflow": "placement", "nonce": "n1"}

    assert post(client(world.bram, through="page"), "/cases", form).status_code == 403
    assert opened(world) == 0


def test_when_nobody_can_write_the_form_comes_back() -> None:
    def never() -> None:
        raise Busy(5)

    again = tried(never)

    assert isinstance(again, Again)
    assert again.status == 503
    assert again.says is not None


@pytest.fixture
def els(store: Store, clock: ManualClock) -> TestClient:
    """Sign in a regisseur who is a CJG worker too, and registered a family with two children."""
    office = Office(store, clock, the_library())
    publish_all(office)
    viewer = register_professional(
        office, NewProfessional(name="Els", subject="els", works_as=("cjg_worker", "regisseur"))
    )
    children = (Member(name="Noor", is_child=True), Member(name="Bas", is_child=True))
    register_family(viewer, office, NewFamily(name="Visser", region="default", members=children))
    site = Site(office, a_demo(), Seals([secrets.token_bytes(32)]))
    app: FastAPI = create_app(site)
    browser = TestClient(app, base_url=HTTP, follow_redirects=False)
    browser.cookies.set("regietafel", sign_in(office, viewer.id, through="page")[0])
    return browser


def link_to_open(browser: TestClient) -> str:
    """Follow the pages to the form of a placement."""
    family = browser.get("/families").text.split('data-key-row href="')[1].partition('"')[0]
    links = browser.get(family).text.split('href="/cases/new')[1:]
    link = next(each for each in links if "placement" in each.partition('"')[0])
    query = link.partition('"')[0].replace("&amp;", "&")
    return f"/cases/new{query}"


def test_the_questions_of_the_definition_are_asked_and_answered(els: TestClient) -> None:
    path = link_to_open(els)
    child = els.get(path).text.split('name="children" value="')[1].partition('"')[0]

    missing = send(els, path, "/cases", {"f.asked_by": "School"})
    answer = send(
        els,
        path,
        "/cases",
        {"children": child, "role": "cjg_worker", "f.asked_by": "School", "f.why_now": "Nu."},
    )

    assert missing.status_code == 400
    for says in ("Kies een jeugdige.", "Kies in welke rol u opent.", "Waarom nu"):
        assert says in words(missing.text)
    assert 'value="School"' in missing.text
    assert answer.status_code == 303
