"""Letters over HTTP: whose there are, what one says, and the same as PDF."""

import sys

import pytest

from api.letter_words import letter_words
from api.openapi import ROOT
from engine.clock import ManualClock
from engine.service.letter_orders import MakeLetter, make_letter
from engine.service.repeats import Done
from engine.store.store import Store
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import unmet
from tests.service.builders import Desk
from tests.service.letter_stories import Story, a_letter_story


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend a case of which the outcomes are recorded."""
    return a_letter_story(store, clock)


@pytest.fixture
def desk(story: Story) -> Desk:
    """Lend its desk, to the site as well."""
    return story.case.desk


def a_letter(story: Story) -> str:
    """Make a letter to Karim about Noor; where it is."""
    order = MakeLetter(case=story.case.id, child=story.who("noor"), receiver=story.who("Karim"))
    made = make_letter(story.viewer("sita"), story.office, letter_words(), order)
    assert isinstance(made, Done)
    return f"/cases/{story.case.id}/letters/{made.made}"


def test_the_list_says_whose_letters_there_are(story: Story, program: As) -> None:
    where = a_letter(story)

    rows = program("sita").get(f"/cases/{story.case.id}/letters").json()["items"]

    assert [(row["child"]["name"], row["receiver"], row["state"]) for row in rows[:3]] == [
        ("noor", "Elske", "missing"), ("noor", "Karim", "draft"), ("noor", "noor", "missing")
    ]  # fmt: skip
    assert where.endswith(rows[1]["record_id"])
    assert (rows[1]["left_out"], rows[1]["safe_contact"]["how"]) == (3, None)


def test_a_letter_is_read_as_text_and_as_pdf(
    story: Story, program: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, sita = a_letter(story), program("sita")

    found = sita.get(where).json()
    as_pdf = {"Accept": "application/pdf"}
    pdf = sita.client.get(f"{ROOT}{where}", headers=as_pdf)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    off = sita.client.get(f"{ROOT}{where}", headers=as_pdf)

    assert (found["kind"], found["language"], found["barred"]) == ("letter", "nl", [])
    assert found["blocks"][0] == {"kind": "heading", "lines": ["Afspraken over noor"]}
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert (off.status_code, off.json()["reasons"][0]["key"]) == (409, "pdf")


def test_for_whoever_reads_titles_only_there_is_none(story: Story, program: As) -> None:
    where, cora = a_letter(story), program("cora")

    assert cora.get(f"/cases/{story.case.id}/letters").json()["items"] == []
    assert cora.get(where).status_code == 404


def test_no_way_around_the_letters_gives_one_to_whom_it_is_not_for(
    story: Story, program: As
) -> None:
    sita, records = program("sita"), f"/cases/{story.case.id}/records"
    letter = a_letter(story).replace("/letters/", "/records/")
    sent = {"to": "sent", "inputs": {"by_which_contact": "post"}}
    said = {"receiver": story.who("Joost"), "content": "Wat er is afgesproken."}
    new = {"type": "table_letter", "child_id": story.who("noor"), "fields": said}

    assert unmet(sita.post(f"{letter}/moves", sent, seen=story.case)) == ["safe_contact"]
    assert unmet(sita.post(records, new)) == ["letter_receiver"]
    assert unmet(sita.put(letter, {"fields": said}, seen=story.case)) == ["letter_receiver"]


def test_what_should_not_have_gone_is_withdrawn_with_why(story: Story, program: As) -> None:
    sita, letter = program("sita"), a_letter(story)
    record = letter.replace("/letters/", "/records/")
    why = {"reason": "Verkeerde ontvanger.", "repaired": "Teruggevraagd."}
    given = sita.post(f"{record}/moves", {"to": "handed_over"}, seen=story.case)
    assert given.status_code == 201

    sita.post(f"{record}/moves", {"to": "withdrawn", "inputs": why}, seen=story.case)

    (gone,) = sita.get(f"/cases/{story.case.id}/letters").json()["withdrawn"]
    assert (gone["receiver"], gone["reason"]) == ("Karim", why["reason"])
    assert [each["key"] for each in sita.get(letter).json()["barred"]] == ["letter_withdrawn"]
    assert program("cora").get(f"/cases/{story.case.id}/letters").json()["withdrawn"] == []
