"""Packages on a screen: read, made, recorded as sent, put right; without a script."""

import io
import sys
from typing import Any

import pypdf
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service.file.dispatches import dispatches
from engine.service.office import Office
from engine.store.store import Store
from tests.api.pages.browsing import send, words
from tests.api.pages.case.conftest import Browse, brackets, browse
from tests.api.pages.pseudo import unwrapped_text
from tests.service.builders import Desk
from tests.service.letter_stories import Story, a_letter_story

__all__ = ["brackets", "browse"]

SENT = {"f.party": "gi", "f.to_whom": "Gijs van de GI", "f.what": "package"} | {
    "f.way": "secure_mail",
    "f.ground": "statutory_duty",
}


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend a case of which the outcomes are recorded."""
    return a_letter_story(store, clock)


@pytest.fixture
def desk(story: Story) -> Desk:
    """Lend its desk."""
    return story.case.desk


@pytest.fixture
def office(desk: Desk) -> Office:
    """Lend its office, to the site as well."""
    return desk.office


def at(story: Story, rest: str = "") -> str:
    """Where the packages are, or one of them."""
    return f"/cases/{story.case.id}/packages{rest}"


def records(browser: TestClient, story: Story, page: str = "", **said: Any) -> Response:
    """Fill in the form of a dispatch and send it."""
    fields = {**SENT, **{f"f.{name}": value for name, value in said.items()}}
    return send(browser, at(story, page), f"/cases/{story.case.id}/dispatches", fields)


def test_each_party_has_its_package_and_all_words_can_be_translated(
    story: Story, browse: Browse, brackets: None
) -> None:
    sita, cora = browse("sita"), browse("cora")
    lawyer = f"/lawyer?client={story.who('Elske')}"
    records(sita, story)
    wrong = str(dispatches(story.viewer("sita"), story.office, story.case.id)[0].version)

    for rest in ("", f"?corrects={wrong}", "/council", "/veilig_thuis", lawyer):
        assert unwrapped_text(sita.get(at(story, rest)).text) == [], rest
    for rest in ("", "/council"):
        said = cora.get(at(story, rest)).text
        assert unwrapped_text(said) == []
        assert "CANARY" not in said


def test_a_package_is_read_printed_and_made_without_a_name_in_its_file(
    story: Story, browse: Browse
) -> None:
    sita = browse("sita")

    shown = sita.get(at(story, "/council"))
    paper = sita.get(at(story, "/council/print"))
    pdf = sita.get(at(story, "/council/pakket.pdf"))

    assert "CANARYdaanreasons" in words(shown.text)
    assert "CANARYdaanreasons" in words(paper.text)
    assert pdf.headers["content-disposition"] == 'inline; filename="pakket.pdf"'
    assert "no-store" in pdf.headers["cache-control"]
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert "CANARYdaanreasons" in text
    for hidden in ("CANARYElskehow", "CANARYplace", "CANARYfamily", "CANARYtalk"):
        assert hidden not in text + shown.text + paper.text


def test_what_cannot_be_made_says_why(
    story: Story, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    sita, empty = browse("sita"), f"?client={story.who('Joost')}"
    nothing = sita.get(at(story, f"/lawyer/pakket.pdf{empty}"))
    refused = browse("cora").get(at(story, "/council/pakket.pdf"))
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    off = sita.get(at(story, "/council/pakket.pdf"))

    assert [each.status_code for each in (nothing, refused, off)] == [409, 409, 409]
    assert f"/cases/{story.case.id}/letters" in nothing.text  # where the next step is
    assert "gebruik Afdrukken" in off.text
    assert sita.get(at(story, "/press")).status_code == 404
    assert sita.get(at(story, "/lawyer")).status_code == 404


def test_that_it_left_is_recorded_and_a_wrong_one_put_right(story: Story, browse: Browse) -> None:
    sita = browse("sita")
    assert records(sita, story).status_code == 303
    (wrong,) = dispatches(story.viewer("sita"), story.office, story.case.id)
    page = f"?corrects={wrong.version}"
    fixed = {"corrects": str(wrong.version), "f.words": "Ging met de post"}

    send(sita, at(story, page), f"/cases/{story.case.id}/dispatches", {**SENT, **fixed})

    newer, older = dispatches(story.viewer("sita"), story.office, story.case.id)
    assert (older.corrected_by, newer.words) == (newer.version, "Ging met de post")
    assert "Gijs van de GI" in words(sita.get(at(story)).text)


def test_nothing_typed_is_lost_and_all_that_is_wrong_is_named(story: Story, browse: Browse) -> None:
    sent = {"way": "", "words": "BEWAARD", "to_whom": ""}

    answer = send(
        browse("sita"),
        at(story),
        f"/cases/{story.case.id}/dispatches",
        {**SENT, **{f"f.{k}": v for k, v in sent.items()}, "occurred_at": "2026-03-09T10:00"},
    )

    assert answer.status_code == 400
    for field in ("to_whom", "way", "occurred_at"):
        assert f'href="#f-{field}"' in answer.text, field
    assert "BEWAARD" in answer.text
