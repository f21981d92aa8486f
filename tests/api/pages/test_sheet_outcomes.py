"""The outcome of each child on the sheet: all that is wrong at once, a draft, settled."""

from __future__ import annotations

from tests.api.pages.at_sheet import at, desk, office, outcome, sends, sitting
from tests.api.pages.browsing import words
from tests.api.pages.case.conftest import Browse, browse
from tests.service.sittings import Sitting

__all__ = ["browse", "desk", "office", "sitting"]


def test_all_that_is_wrong_with_an_outcome_is_said_at_once(
    sitting: Sitting, browse: Browse
) -> None:
    sitting.sits()
    sam = sitting.who("sam")
    before = sitting.case.head.version

    answer = sends(
        browse("vera"), sitting, f"/outcomes/{sam}", status="voluntary_intensified",
        **{f"f.{sam}-reasons": "Blijft staan"},
    )  # fmt: skip

    assert answer.status_code == 400
    for field in ("decider", "decided_by", "safety", "voluntary_intensified-goals"):
        assert f'href="#f-{sam}-{field}"' in answer.text
    assert "Kies &#39;voorlopig&#39;" in answer.text
    assert "Blijft staan</textarea>" in answer.text
    assert sitting.case.head.version == before


def test_an_outcome_must_be_chosen(sitting: Sitting, browse: Browse) -> None:
    sitting.sits()
    sam = sitting.who("sam")

    answer = sends(browse("vera"), sitting, f"/outcomes/{sam}")

    assert answer.status_code == 400
    assert f'href="#f-{sam}-status"' in answer.text
    assert "Kies wat de uitkomst is." in words(answer.text)


def test_the_consequence_is_shown_before_it_is_saved(sitting: Sitting, browse: Browse) -> None:
    sitting.sits()
    sam, before = sitting.who("sam"), sitting.case.head.version
    said = outcome(sitting, "sam", "council_investigation", council_decided="yes")

    looked = sends(browse("vera"), sitting, f"/outcomes/{sam}", **said, intent="preview")

    assert looked.status_code == 200
    assert "Raadsonderzoek" in words(looked.text)
    assert 'value="council_investigation" checked' in looked.text
    assert sitting.case.head.version == before


def test_an_outcome_is_kept_as_a_draft_and_settled_later(sitting: Sitting, browse: Browse) -> None:
    sitting.sits()
    sam, vera = sitting.who("sam"), browse("vera")
    half = {f"f.{sam}-reasons": "Nog niet af"}
    assert sends(vera, sitting, f"/outcomes/{sam}", **half, intent="draft").status_code == 303
    assert "Nog niet af</textarea>" in vera.get(at(sitting)).text

    done = sends(vera, sitting, f"/outcomes/{sam}", **outcome(sitting, "sam", "done_here"))

    assert done.status_code == 303
    sam_now, daan_now = sitting.sheet().outcomes
    assert sam_now.settled
    assert sam_now.settled.text("reasons") == "Omdat het past"
    assert daan_now.settled is None
    letter = f'href="/cases/{sitting.case.id}/letters/preview?child={sam}&amp;receiver='
    assert vera.get(at(sitting)).text.count(letter) == 3  # els, karim, and sam, who is 13


def test_the_same_for_all_children_is_one_form(sitting: Sitting, browse: Browse) -> None:
    sitting.sits()
    said = outcome(sitting, "sam", "done_here")

    done = sends(browse("vera"), sitting, f"/outcomes/{sitting.who('sam')}", **said, same="1")

    assert done.status_code == 303
    settled = [each.settled and each.settled.status for each in sitting.sheet().outcomes]
    assert settled == ["done_here", "done_here"]


def test_the_decision_shows_what_it_opens_and_then_is_made(
    sitting: Sitting, browse: Browse
) -> None:
    sitting.sits()
    vera = browse("vera")
    when = {"f.decide-next_date": "2026-05-19"}
    refused = sends(vera, sitting, "/steps/decide", **when)
    assert refused.status_code == 409
    assert 'href="#block-outcomes"' in refused.text
    assert 'href="#block-agreements"' in refused.text
    sitting.settles("sam", "council_investigation", council_decided=True)
    sitting.settles("daan", "done_here")
    sends(vera, sitting, "/agreements", **{"text-1": "Bellen", "due_on-1": "2026-04-07"})

    looked = sends(vera, sitting, "/steps/decide", **when, intent="preview")
    made = sends(vera, sitting, "/steps/decide", **when)

    assert looked.status_code == 200
    assert "di 19 mei 2026" in words(looked.text)
    assert made.status_code == 303
    assert [head.workflow for head in sitting.desk.heads()] == [
        "beschermingstafel", "council_investigation",
    ]  # fmt: skip
