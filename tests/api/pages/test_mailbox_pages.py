"""The demo's letters: mine, everybody's, one of them; and none outside the demo."""

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.pages.mailbox import text_of
from api.site import Site
from notifications.mailbox import Mailbox
from tests.api.apps import an_app
from tests.api.http.conftest import As
from tests.api.pages.browsing import words
from tests.notifications.letters import a_mailbox_channel, a_message
from tests.office import World

MINE, OTHERS = "bram@voorbeeldstad.test", "els@voorbeeldstad.test"


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    """Lend an empty mailbox."""
    return Mailbox(tmp_path / "mailbox")


@pytest.fixture
def demo(site: Site, box: Mailbox) -> FastAPI:
    """Lend the application with that mailbox."""
    return an_app(replace(site, mailbox=box), beside_the_other)


def beside_the_other(site: Site) -> FastAPI:
    """Make it: a test may ask the one without a mailbox too."""
    return create_app(site)


def filled(box: Mailbox, *to: str) -> None:
    """File a letter to each of these."""
    channel = a_mailbox_channel(box)
    for number, address in enumerate(to):
        channel.send(a_message(key=f"notice-{number}", to=address, values={"count": 1}))


def test_an_empty_mailbox_says_where_to_look(client: As, world: World, demo: FastAPI) -> None:
    browser = client(world.bram, through="page", app=demo)

    assert "Geen brieven aan u" in words(browser.get("/mailbox").text)
    assert "Nog geen brieven" in words(browser.get("/mailbox?all=1").text)


def test_mine_come_first_and_everybodys_on_request(
    client: As, world: World, demo: FastAPI, box: Mailbox
) -> None:
    filled(box, MINE, OTHERS)
    browser = client(world.bram, through="page", app=demo)

    assert OTHERS not in browser.get("/mailbox").text
    assert MINE in browser.get("/mailbox").text
    assert OTHERS in browser.get("/mailbox?all=1").text


def test_the_letters_come_a_page_at_a_time(
    client: As, world: World, demo: FastAPI, box: Mailbox
) -> None:
    filled(box, *[MINE] * 21)
    browser = client(world.bram, through="page", app=demo)

    first = browser.get("/mailbox").text
    link = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = browser.get(link).text

    assert first.count("<tr") - 1 == 20
    assert second.count("<tr") - 1 == 1
    assert 'rel="next"' not in second


def test_a_letter_shows_its_headers_and_both_its_parts(
    client: As, world: World, demo: FastAPI, box: Mailbox
) -> None:
    filled(box, OTHERS)
    letter = box.letters()[0]
    browser = client(world.bram, through="page", app=demo)

    page = browser.get(f"/mailbox/{letter.id}").text

    assert f"Aan {OTHERS}" in words(page)
    assert words(page).count("In deze mail staan geen namen en geen gegevens.") == 2
    assert letter.html not in page


def test_a_letter_that_is_not_there_is_not_found(
    client: As, world: World, demo: FastAPI, site: Site
) -> None:
    browser = client(world.bram, through="page", app=demo)
    without = client(world.bram, through="page")

    missing, nowhere = browser.get("/mailbox/0123"), without.get("/mailbox/0123")

    assert (missing.status_code, nowhere.status_code) == (404, 404)


def test_outside_the_demo_there_is_no_mailbox(client: As, production: Site) -> None:
    browser = client(app=an_app(production))

    assert browser.get("/mailbox").status_code == 404
    assert browser.get("/mailbox/0123").status_code == 404


def test_of_a_layout_only_the_words_are_read() -> None:
    html = "<head><title>No</title><style>p {}</style></head><p>One &amp;\ntwo</p><p>Three</p>"

    assert text_of(html) == "One & two\nThree"
