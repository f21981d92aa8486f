"""Packages and dispatches over HTTP, and the family's word on an agreement."""

import sys

import pytest

from api.openapi import ROOT
from engine.clock import ManualClock
from engine.store.store import Store
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import unmet, wrong
from tests.service.builders import Desk
from tests.service.letter_stories import Story, a_letter_story

SENT = {"party": "lawyer", "to_whom": "CANARY mr. P.", "what": "letter", "way": "post"}
SENT |= {"ground": "own_request"}


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend a case of which the outcomes are recorded."""
    return a_letter_story(store, clock)


@pytest.fixture
def desk(story: Story) -> Desk:
    """Lend its desk, to the site as well."""
    return story.case.desk


def test_a_package_is_read_and_no_pdf_says_why(
    story: Story, program: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    sita, where = program("sita"), f"/cases/{story.case.id}/packages"
    as_pdf = {"Accept": "application/pdf"}

    rows = sita.get(where).json()["items"]
    found = sita.get(f"{where}/council").json()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    off = sita.client.get(f"{ROOT}{where}/council", headers=as_pdf)
    nothing = sita.client.get(f"{ROOT}{where}/lawyer?clientId={story.who('Joost')}", headers=as_pdf)

    assert [row["party"] for row in rows[:3]] == ["council", "gi", "veilig_thuis"]
    assert found["blocks"][0]["lines"] == ["Pakket: Raad voor de Kinderbescherming"]
    assert found["lacking"][0]["record_id"]
    assert (off.status_code, unmet(off)) == (409, ["pdf"])
    assert (nothing.status_code, unmet(nothing)) == (409, ["package"])


def test_for_whoever_reads_titles_only_there_is_none(story: Story, program: As) -> None:
    cora, where = program("cora"), f"/cases/{story.case.id}"

    assert cora.get(f"{where}/packages").json()["items"] == []
    assert cora.get(f"{where}/dispatches").json()["items"] == []
    refused = cora.get(f"{where}/packages/council").json()
    assert (refused["blocks"], refused["refused"][0]["key"]) == ([], "role")


def test_a_dispatch_is_recorded_and_listed(story: Story, program: As) -> None:
    sita, where = program("sita"), f"/cases/{story.case.id}/dispatches"

    bad = sita.post(where, SENT)
    made = sita.done(where, {**SENT, "client_id": story.who("Elske")})

    (row,) = sita.get(where).json()["items"]
    assert wrong(bad) == {"/client_id": "missing"}
    assert (row["version"], row["to_whom"]) == (made["version"], "CANARY mr. P.")
    assert (row["client_id"], row["corrected_by"]) == (story.who("Elske"), None)


def test_the_familys_word_is_kept_with_its_agreement(story: Story, program: As) -> None:
    sita, where = program("sita"), f"/cases/{story.case.id}/agreements"
    agreement = sita.get(where).json()["items"][0]["id"]
    body = {"person_id": story.who("Elske"), "how": "hard"}

    bad = sita.post(f"{where}/{agreement}/words", body, seen=story.case)
    sita.post(f"{where}/{agreement}/words", {**body, "words": "te ver"}, seen=story.case)

    (word,) = sita.get(f"{where}/{agreement}").json()["family"]
    assert wrong(bad) == {"/words": "missing"}
    assert (word["person"], word["how"], word["words"]) == ("Elske", "hard", "te ver")
