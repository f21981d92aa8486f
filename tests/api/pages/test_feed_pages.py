"""The calendar that somebody subscribes to: made on a page or by a program, fetched by anybody."""

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.site import Site
from engine.service.feeds import make_feed
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.api.apps import an_app
from tests.api.http.conftest import As
from tests.api.pages.browsing import send, without_id, words
from tests.office import World

AT = "/me/calendar"
ADDRESS = re.compile(r"http://127\.0\.0\.1(/agenda/[0-9a-f]{64}\.ics)")


@pytest.fixture
def browser(client: As, world: World) -> TestClient:
    """Browse as Bram, who has one case."""
    world.open_case()
    return client(world.bram, through="page")


def made(browser: TestClient) -> str:
    """Make an address on the page; its path."""
    answer = send(browser, AT, AT, {})
    assert answer.status_code == 200
    found = ADDRESS.search(answer.text)
    assert found
    return found[1]


def test_the_settings_lead_to_each_of_them_from_every_page(browser: TestClient) -> None:
    assert 'href="/me"' in browser.get("/").text
    page = browser.get("/me").text
    for place in ("/me/notices", "/me/absence", AT, "/help#keys"):
        assert f'href="{place}"' in page
    assert page.count('action="/language"') == 2


def test_an_address_is_shown_once(browser: TestClient) -> None:
    assert "/revoke" not in browser.get(AT).text
    address = made(browser)
    later = browser.get(AT).text

    assert address not in later
    assert f'action="{AT}/revoke"' in later
    assert "2026" in words(later)


def test_whoever_has_the_address_gets_the_calendar_without_signing_in(
    browser: TestClient, client: As
) -> None:
    answer = client().get(made(browser))

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert answer.text.startswith("BEGIN:VCALENDAR")
    assert "SUMMARY:Regietafel" in answer.text


def test_nothing_of_a_case_stands_in_it(browser: TestClient, client: As, world: World) -> None:
    text = client().get(made(browser)).text

    with reading(world.office.store) as connection:
        found = connection.execute(METADATA.tables["cases"].select()).one()
    for canary in ("Jansen", "Sam", "Bram", "talk", "plac", found.number, found.public_id):
        assert canary not in text
    kept = {"UID", "SEQUENCE", "DTSTAMP", "SUMMARY", "CLASS", "STATUS", "DTSTART", "TRANSP"}
    events = text.split("BEGIN:VEVENT")[1:]
    assert events
    for each in events:
        names = re.findall(r"^([A-Z-]+)[:;]", each.split("END:VEVENT")[0], re.MULTILINE)
        assert set(names) == kept
        assert re.search(r"^SUMMARY:Regietafel – \d+ \w+\r?$", each, re.MULTILINE)


def test_what_did_not_change_is_not_sent_again(browser: TestClient, client: As) -> None:
    address, anybody = made(browser), client()
    first = anybody.get(address)

    again = anybody.get(address, headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "private, max-age=300"


@pytest.mark.parametrize("other", ["0" * 64, "X" * 64, "x", "%20", "x" * 5000])
def test_a_revoked_address_and_one_that_never_was_are_the_same(
    browser: TestClient, client: As, other: str
) -> None:
    address, anybody = made(browser), client()
    gone = send(browser, AT, f"{AT}/revoke", {})

    revoked, unknown = anybody.get(address), anybody.get(f"/agenda/{other}.ics")

    assert gone.headers["location"] == AT
    assert (revoked.status_code, unknown.status_code) == (404, 404)
    own = re.compile(r"/agenda/[^\"]*")  # the page of the other language leads back there
    assert own.sub("", without_id(revoked)) == own.sub("", without_id(unknown))
    assert revoked.headers["cache-control"] == "no-store"


def test_a_new_address_ends_the_old_one(browser: TestClient, client: As) -> None:
    first = made(browser)
    second = made(browser)

    assert client().get(first).status_code == 404
    assert client().get(second).status_code == 200


def test_it_speaks_the_language_of_the_person_and_not_of_the_program(
    browser: TestClient, client: As
) -> None:
    text = client().get(made(browser), headers={"Accept-Language": "en"}).text

    assert "termijn" in text


def test_a_program_makes_and_revokes_it_too(client: As, world: World) -> None:
    bram = client(world.bram)
    assert bram.get("/api/v1/me/feed").json() == {"made_at": None}

    answer = bram.post("/api/v1/me/feed", headers={"idempotency-key": "k1"})
    found = ADDRESS.search(answer.json()["address"])
    assert found
    assert (answer.status_code, answer.headers["location"]) == (201, "/api/v1/me/feed")
    assert bram.get("/api/v1/me/feed").json() == {"made_at": answer.json()["made_at"]}
    assert client().get(found[1]).status_code == 200

    assert bram.delete("/api/v1/me/feed", headers={"idempotency-key": "k2"}).status_code == 204
    assert client().get(found[1]).status_code == 404
    assert client().post("/api/v1/me/feed").status_code == 401


def test_the_calendar_says_nothing_of_the_site(client: As, world: World, production: Site) -> None:
    token = make_feed(world.as_(world.bram), world.office)
    site = replace(production, office=world.office)

    answer = client(app=an_app(site)).get(f"/agenda/{token}.ics")

    assert answer.status_code == 200
    assert "://" not in answer.text
