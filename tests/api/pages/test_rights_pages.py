"""Requests about own data on a screen, and the copy as it leaves: print, JSON, CSV; no script."""

import json
import re

import pytest
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service import orders
from engine.service.office import Office
from engine.store.store import Store
from tests.api.pages.browsing import send, words
from tests.api.pages.case.conftest import Browse, brackets, browse
from tests.api.pages.pseudo import unwrapped_text
from tests.service.asking_data import asks, things
from tests.service.builders import Desk
from tests.service.letter_stories import Story, a_letter_story

__all__ = ["brackets", "browse"]

OTHERS = re.compile(r"\b(Elskes?|Joosts?|Tantes?|daan|rik)\b|CANARY(agreeddaan|Elske|Joost|talk)")
NAMING = "CANARYtoldKarim. Joosts moeder en Elske belden over Daan. Rik meldde het."


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case, with a talk in which others are named."""
    story = a_letter_story(store, clock)
    talk = {"held_on": story.office.today(), "with_persons": (story.who("Karim"),)}
    story.case.done("bram", orders.HoldContact, words=f"=1+1 {NAMING}", **talk)
    return story


@pytest.fixture
def desk(story: Story) -> Desk:
    """Lend its desk."""
    return story.case.desk


@pytest.fixture
def office(desk: Desk) -> Office:
    """Lend its office, to the site as well."""
    return desk.office


def at(story: Story, rest: str = "") -> str:
    """Where the requests are, or one of them."""
    return f"/cases/{story.case.id}/rights{rest}"


def judged(
    browser: TestClient, story: Story, request: str, shared: str, **said: str
) -> tuple[int, str]:
    """Decide on the page: give everything, but what is about others too like this."""
    fields = {
        f"do.{number}": shared if each.thing.shared else "give"
        for number, each in enumerate(things(story, request))
    }
    page = at(story, f"/{request}")
    came = send(browser, page, f"{page}/judgement", {**fields, **said})
    return came.status_code, came.text


def test_a_request_is_recorded_judged_confirmed_given_and_taken_out(
    story: Story, browse: Browse
) -> None:
    bram, sita = browse("bram"), browse("sita")
    form = {"f.kind": "access", "person": story.who("Karim"), "asker": story.who("Karim")}
    wrong = send(bram, at(story), at(story), form)
    assert wrong.status_code == 400
    assert "Schrijf op hoe is vastgesteld wie dit is" in wrong.text
    assert send(bram, at(story), at(story), {**form, "f.identity": "gezien"}).status_code == 303
    listed = bram.get(at(story)).text
    request = re.findall(r"/rights/(\w{32})", listed)[0]
    page = at(story, f"/{request}")
    assert "do 2 april 2026" in words(listed)
    assert bram.get(f"{page}/print").status_code == 404  # nothing was given yet

    assert judged(bram, story, request, "rights_of_others")[0] == 303
    said = words(bram.get(page).text)
    assert "Vraag een collega van deze zaak" in said or "Ask a colleague" in said
    assert send(sita, page, f"{page}/confirmation", {}).status_code == 303
    assert send(bram, page, f"{page}/giving", {}).status_code == 303

    paper = words(bram.get(f"{page}/print").text)
    found = bram.get(f"{page}/gegevens.json")
    rows = bram.get(f"{page}/gegevens.csv")
    for each in (paper, found.text, rows.text):
        assert "CANARYnoorreasons" in each
        assert not OTHERS.search(each), OTHERS.search(each)
        assert "Rechten van een ander" in each
    copy = json.loads(found.text)
    assert [each["ground"] for each in copy["left_out"]] == ["rights_of_others"]
    assert not re.search(r"(^|;|\")=1", rows.text)  # no formula, whatever was said
    for file in (found, rows):
        name = file.headers["content-disposition"]
        assert re.fullmatch(r'attachment; filename="gegevens\.(json|csv)"', name)
    assert [row.action for row in story.case.desk.log()][-3:] == ["export_copy"] * 3


def test_everything_can_be_translated_and_who_reads_titles_sees_nothing(
    story: Story, browse: Browse, brackets: None
) -> None:
    request = asks(story, "Karim")
    bram, cora = browse("bram"), browse("cora")

    for rest in ("", f"/{request}"):
        assert unwrapped_text(bram.get(at(story, rest)).text) == [], rest
    assert "Karim" not in cora.get(at(story)).text
    assert cora.get(at(story, f"/{request}")).status_code == 404
    assert browse("gijs").get(at(story, f"/{request}")).status_code == 404  # works for Daan
    assert browse("lars").get(at(story)).status_code == 404
    for by, asked in ((bram, asks(story, "daan", "Joost")), (browse("gijs"), asks(story, "Elske"))):
        said = by.get(at(story, f"/{asked}")).text  # who gets it; that another judges it
        assert unwrapped_text(said) == []
        assert ("/giving" in said) is (by is bram)


def test_nothing_that_was_typed_is_lost(story: Story, browse: Browse) -> None:
    bram, request = browse("bram"), asks(story, "Karim")

    status, text = judged(bram, story, request, "nonsense", others="CANARYburen")

    assert status == 400
    assert "CANARYburen" in text
    assert text.count('value="give" selected') > 3


def test_own_words_and_a_correction_stand_with_the_document(story: Story, browse: Browse) -> None:
    vera, record = browse("vera"), story.records["noor"]
    page = f"/cases/{story.case.id}/records/{record}"
    said = {"speaker": story.who("Karim"), "f.own_words": "Zo was het niet.", "about": record}
    assert send(vera, at(story), f"/cases/{story.case.id}/statements", said).status_code == 303

    came = send(vera, page, f"{page}/correction", {"why": "De datum klopt niet"})

    assert came.status_code == 303
    assert "De datum klopt niet" in vera.get(came.headers["location"]).text
    old = words(vera.get(page).text)
    assert "Zo was het niet." in old
    assert "CANARYnoorreasons" in old
    assert "Dit klopte niet, en wordt verbeterd." in old


def test_a_colleague_confirms_that_the_whole_is_refused(story: Story, browse: Browse) -> None:
    bram, sita, request = browse("bram"), browse("sita"), asks(story, "Karim")
    page = at(story, f"/{request}")
    form = {"outcome": "refused"}
    assert send(bram, page, f"{page}/closing", form).status_code == 400  # no reason

    send(bram, page, f"{page}/closing", {**form, "words": "CANARYagain"})

    assert send(bram, page, f"{page}/confirmation", {}).status_code == 409
    assert "CANARYagain" in sita.get(page).text
    assert send(sita, page, f"{page}/confirmation", {}).status_code == 303
    assert "Geweigerd" in words(bram.get(page).text)
