"""Every page around the cases: each word can be translated, and each has what a page needs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import templating
from api.site import Site
from engine.clock import ManualClock
from notifications.mailbox import Mailbox
from tests.api.apps import an_app
from tests.api.http.conftest import As
from tests.api.pages.browsing import form_to, post
from tests.api.pages.pseudo import Pseudo, inline_code, unwrapped_text
from tests.notifications.letters import a_mailbox_channel, a_message
from tests.office import World

PSEUDO = Pseudo()

PATHS = [
    "/",
    "/cases",
    "/cases?closed=1",
    "/cases?pageSize=1",
    "/deadlines",
    "/deadlines?when=late",
    "/deadlines?when=today",
    "/families",
    "/families/new",
    "/families/{family}",
    "/cases/new?family={family}&workflow=placement",
    "/mailbox",
    "/mailbox?all=1",
    "/mailbox/{letter}",
    "/help",
    "/changes",
    "/privacy",
    "/accessibility",
    "/sign-in",
]


@dataclass(frozen=True)
class Place:
    """A demo with a late case, a new one and a letter; and whoever looks at it."""

    world: World
    browsers: Mapping[str, TestClient]
    letter: str

    def pages(self, who: str) -> Iterator[tuple[str, str]]:
        """Open every page as this person; whoever has to sign in first sees nothing of it."""
        for path in PATHS:
            there = path.format(family=self.world.family.public_id, letter=self.letter)
            if html := self.browsers[who].get(there).text:
                yield path, html


@pytest.fixture
def place(client: As, site: Site, world: World, clock: ManualClock, tmp_path: Path) -> Place:
    """Let Bram work there, Carla coordinate, and Anna have nothing to do."""
    world.open_case()
    clock.move_to(clock.now() + timedelta(weeks=7))
    world.open_case()
    box = Mailbox(tmp_path / "mailbox")
    a_mailbox_channel(box).send(a_message(to="els@voorbeeldstad.test", values={"count": 1}))
    app = an_app(replace(site, mailbox=box))
    browsers = {
        person.name.lower(): client(person, through="page", app=app)
        for person in (world.bram, world.carla, world.anna)
    }
    return Place(world, {**browsers, "nobody": client(app=app)}, box.letters()[0].id)


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages mark every word that was said by the speech."""
    monkeypatch.setattr(templating, "speech_in", lambda _: PSEUDO)


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("who", ["bram", "carla", "anna", "nobody"])
def test_every_word_can_be_translated(place: Place, who: str) -> None:
    for path, html in place.pages(who):
        assert unwrapped_text(html) == [], path
        assert list(inline_code(html)) == [], path


@pytest.mark.parametrize("who", ["bram", "carla"])
def test_a_page_has_one_heading_and_a_label_for_every_field(place: Place, who: str) -> None:
    for path, html in place.pages(who):
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), path
        assert html.count("<h1") == 1, path
        assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids), path


@pytest.mark.usefixtures("brackets")
def test_every_word_of_a_form_that_comes_back_can_be_translated(place: Place) -> None:
    browser = place.browsers["bram"]
    hidden = form_to(browser.get("/families/new").text, "/families/new")

    html = post(browser, "/families/new", {**hidden, "child.1.born": "?"}).text

    assert unwrapped_text(html) == []
