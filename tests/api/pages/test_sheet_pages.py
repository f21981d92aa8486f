"""The sheet of one item and its blocks, without a script: each saved by itself, none in vain."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service.office import Office
from engine.service.sessions import IDLE
from engine.store.store import Store
from tests.api.http.conftest import FROM_HERE
from tests.api.pages.browsing import form_to, post, words
from tests.api.pages.case.conftest import Browse, brackets, browse
from tests.api.pages.pseudo import unwrapped_text
from tests.service.builders import Desk
from tests.service.sittings import Sitting, a_sitting

__all__ = ["brackets", "browse"]

PARENTS = {"f.start_meeting-parents_there": "held_without"}


@pytest.fixture
def sitting(store: Store, clock: ManualClock) -> Sitting:
    """Lend a meeting in session, with the case on its agenda."""
    return a_sitting(store, clock)


@pytest.fixture
def desk(sitting: Sitting) -> Desk:
    """Lend its desk."""
    return sitting.desk


@pytest.fixture
def office(desk: Desk) -> Office:
    """Lend its office, to the site as well."""
    return desk.office


def at(sitting: Sitting, rest: str = "") -> str:
    """Where the sheet is, or a block of it."""
    return f"/meetings/{sitting.meeting}/items/{sitting.item}{rest}"


def opened(browser: TestClient, sitting: Sitting, block: str) -> dict[str, Any]:
    """Open the sheet and give the hidden fields of a block."""
    return {**form_to(browser.get(at(sitting)).text, at(sitting, block))}


def sends(browser: TestClient, sitting: Sitting, block: str, **said: str | list[str]) -> Response:
    """Open the sheet, fill in a block and send it; ``f__x`` is the field ``f.x``."""
    return post(browser, at(sitting, block), {**opened(browser, sitting, block), **said})


def outcome(sitting: Sitting, child: str, status: str, **said: str) -> dict[str, str]:
    """Fill in the outcome of a child."""
    who = sitting.who(child)
    usual = {
        "decider": "table",
        "decided_by": "De tafel",
        "reasons": "Omdat het past",
        "safety": "Veilig genoeg",
    }
    named = {f"f.{who}-{name}": text for name, text in usual.items()}
    asked = {f"f.{who}-{status}-{name}": text for name, text in said.items()}
    return {"status": status, **named, **asked}


def test_the_sheet_tells_what_the_table_needs(sitting: Sitting, browse: Browse) -> None:
    said = words(browse("vera").get(at(sitting)).text)

    for told in ("Ruzie thuis", "De Brug", "karim", "School gemist", "sam wil naar oma"):
        assert told in said


def test_all_its_words_can_be_translated(sitting: Sitting, browse: Browse, brackets: None) -> None:
    vera = browse("vera")
    before = vera.get(at(sitting)).text
    sitting.sits()
    sitting.settles("sam", "done_here")

    for html in (before, vera.get(at(sitting)).text, browse("cora").get(at(sitting)).text):
        assert unwrapped_text(html) == []


def test_others_read_and_have_no_form_and_strangers_find_nothing(
    sitting: Sitting, browse: Browse
) -> None:
    carla, cora = browse("carla").get(at(sitting)).text, browse("cora").get(at(sitting)).text

    assert "Ruzie thuis" in carla
    assert '<select class="utrecht-select' not in carla.partition('id="block-who"')[2]
    assert "Ruzie thuis" not in cora
    assert not {"sam", "daan", "els", "karim"} & {*words(cora).split()}
    assert browse("anna").get(at(sitting)).status_code == 404


def test_several_people_are_marked_at_once_and_who_failed_is_named(
    sitting: Sitting, browse: Browse
) -> None:
    els, vera, joost = (sitting.who(name) for name in ("els", "vera", "joost"))
    marks = {f"how.{els}": "by_phone", f"how.{vera}": "in_room", f"how.{joost}": "not_invited"}

    answer = sends(browse("sita"), sitting, "/who", **marks)

    assert answer.status_code == 400
    assert f'href="#f-reason-{joost}"' in answer.text
    assert 'value="not_invited" selected' in answer.text
    marked = {each.name: each.how for each in sitting.sheet().expected if each.how}
    assert marked == {"els": "by_phone", "vera": "in_room"}

    mended = sends(browse("sita"), sitting, "/who", **{**marks, f"reason.{joost}": "veiligheid"})
    assert mended.headers["location"] == at(sitting, "#block-who")
    assert {each.how for each in sitting.sheet().expected if each.name == "joost"} == {
        "not_invited"
    }


def test_somebody_else_is_there_in_words_and_a_role(sitting: Sitting, browse: Browse) -> None:
    wrong = sends(browse("sita"), sitting, "/who", words="Oma", words_how="in_room")
    assert wrong.status_code == 400
    assert 'href="#f-words_role"' in wrong.text
    assert 'value="Oma"' in wrong.text

    said = {"words": "Oma", "words_how": "in_room", "words_role": "supporter"}
    assert sends(browse("sita"), sitting, "/who", **said).status_code == 303

    assert "Oma" in [each.name for each in sitting.sheet().expected]


def test_the_talk_begins_once_the_table_is_complete_and_the_chair_stays_signed_in(
    sitting: Sitting, browse: Browse
) -> None:
    vera = browse("vera")
    refused = sends(vera, sitting, "/steps/start_meeting", **PARENTS)
    assert refused.status_code == 409
    assert 'href="#block-who"' in refused.text
    assert 'value="held_without" checked' in refused.text
    present = {f"how.{sitting.who(name)}": "in_room" for name in ("vera", "sita", "carla", "rik")}
    sends(vera, sitting, "/who", **present)

    begun = sends(vera, sitting, "/steps/start_meeting", **PARENTS)

    assert begun.status_code == 303
    assert sitting.case.head.state == "in_meeting"
    sitting.desk.clock.move_to(sitting.desk.clock.now() + IDLE)
    assert vera.get(at(sitting)).status_code == 200


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


def test_several_agreements_come_in_one_form_and_what_is_wrong_stays(
    sitting: Sitting, browse: Browse
) -> None:
    bram, els = sitting.who("bram"), sitting.who("els")
    said: dict[str, str | list[str]] = {
        "text-1": "Wekelijks bellen", "owner-1": bram, "due_on-1": "2026-04-07",
        "text-2": "Zonder dag", "owner_words-2": "Oma", "readers": [els],
    }  # fmt: skip

    answer = sends(browse("sita"), sitting, "/agreements", **said)

    assert answer.status_code == 400
    assert 'href="#f-due_on-2"' in answer.text
    assert "Zonder dag</textarea>" in answer.text
    (made,) = sitting.sheet().agreed
    assert (made.text, made.owner, made.visible_to) == ("Wekelijks bellen", "bram", ("els",))
    assert sends(browse("sita"), sitting, "/agreements").status_code == 400


def test_whose_an_agreement_is_may_follow(sitting: Sitting, browse: Browse) -> None:
    sita = browse("sita")
    sends(sita, sitting, "/agreements", **{"text-1": "Bellen", "due_on-1": "2026-04-07"})
    (made,) = sitting.sheet().agreed
    wrong = sends(sita, sitting, f"/agreements/{made.id}/owner")
    assert wrong.status_code == 400

    named = {f"owner-{made.id}": sitting.who("bram")}
    assert sends(sita, sitting, f"/agreements/{made.id}/owner", **named).status_code == 303

    assert sitting.sheet().agreed[0].owner == "bram"


def test_an_advice_is_given_when_it_is_whole(sitting: Sitting, browse: Browse) -> None:
    half = {"f.advice-signal": "Wachten duurt lang"}
    assert sends(browse("sita"), sitting, "/advice", **half).status_code == 400

    done = sends(browse("sita"), sitting, "/advice", **half, **{"f.advice-advice": "Meer plaatsen"})

    assert done.status_code == 303
    assert [each.status for each in sitting.sheet().records][-1] == "given"


def test_chair_and_secretary_save_different_blocks_at_one_time(
    sitting: Sitting, browse: Browse
) -> None:
    sitting.sits()
    vera, sita, sam = browse("vera"), browse("sita"), sitting.who("sam")
    chairs = opened(vera, sitting, f"/outcomes/{sam}")
    secretarys = opened(sita, sitting, "/who")

    marked = post(sita, at(sitting, "/who"), {**secretarys, f"how.{sitting.who('els')}": "in_room"})
    settled = post(
        vera,
        at(sitting, f"/outcomes/{sam}"),
        {**chairs, **outcome(sitting, "sam", "done_here")},
    )

    assert (marked.status_code, settled.status_code) == (303, 303)


def test_of_two_people_on_one_block_the_second_sees_what_came_in(
    sitting: Sitting, browse: Browse
) -> None:
    vera, sita, els = browse("vera"), browse("sita"), sitting.who("els")
    first, second = (opened(each, sitting, "/who") for each in (sita, vera))
    post(sita, at(sitting, "/who"), {**first, f"how.{els}": "in_room"})

    clash = post(vera, at(sitting, "/who"), {**second, f"how.{els}": "absent"})

    assert clash.status_code == 412
    assert "<title>Fout: " in clash.text
    assert "sita" in words(clash.text.partition("data-focus")[2])
    assert 'value="absent" selected' in clash.text
    assert [each.how for each in sitting.sheet().expected if each.name == "els"] == ["in_room"]
    again = post(vera, at(sitting, "/who"), {
        **form_to(clash.text, at(sitting, "/who")), f"how.{els}": "absent",
    })  # fmt: skip
    assert again.status_code == 303


def test_a_form_that_is_sent_twice_is_carried_out_once(sitting: Sitting, browse: Browse) -> None:
    sita = browse("sita")
    form = opened(sita, sitting, "/agreements") | {"text-1": "Bellen", "due_on-1": "2026-04-07"}

    answers = [post(sita, at(sitting, "/agreements"), form) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert len(sitting.sheet().agreed) == 1


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


def test_a_case_is_put_off_from_the_sheet(sitting: Sitting, browse: Browse) -> None:
    said = {
        "f.adjourn-reason": "Geen tolk", "f.adjourn-new_date": "2026-03-24",
        "f.adjourn-who_watches": "Bram",
    }  # fmt: skip
    assert sends(browse("vera"), sitting, "/steps/adjourn").status_code == 400

    assert sends(browse("vera"), sitting, "/steps/adjourn", **said).status_code == 303

    assert sitting.case.head.state == "adjourned"


def test_what_is_no_block_of_this_sheet_is_not_found(sitting: Sitting, browse: Browse) -> None:
    vera = browse("vera")
    form = opened(vera, sitting, "/steps/adjourn")
    nobody = opened(vera, sitting, "/who")

    assert post(vera, at(sitting, "/steps/submit"), form).status_code == 404
    assert post(vera, at(sitting, "/outcomes/none"), nobody).status_code == 404


def test_for_htmx_a_saved_block_comes_back_alone_and_says_so(
    sitting: Sitting, browse: Browse
) -> None:
    sita = browse("sita")
    form = opened(sita, sitting, "/who") | {f"how.{sitting.who('els')}": "in_room"}

    answer = sita.post(at(sitting, "/who"), data=form, headers={**FROM_HERE, "HX-Request": "true"})

    assert answer.status_code == 200
    assert "HX-Redirect" not in answer.headers
    block = answer.text.partition('id="block-who"')[2]
    assert "data-focus" in block.partition("<form")[0]


def test_the_lock_ends_the_session_and_leads_back_here(sitting: Sitting, browse: Browse) -> None:
    vera = browse("vera")
    on = sends(vera, sitting, "/mode")
    assert on.headers["location"] == at(sitting)
    assert sends(browse("sita"), sitting, "/mode").status_code == 303

    form = opened(vera, sitting, "/lock")
    locked, again = (post(vera, at(sitting, "/lock"), form) for _ in range(2))

    assert locked.headers["location"] == f"/sign-in?next={at(sitting)}"
    assert again.headers["location"] == locked.headers["location"]
    assert vera.get(at(sitting)).headers["location"].startswith("/sign-in")


def test_meeting_mode_is_refused_once_the_meeting_is_over(sitting: Sitting, browse: Browse) -> None:
    vera = browse("vera")
    form = opened(vera, sitting, "/mode")
    sitting.room.brings(sitting.meeting, "to_complete")

    assert post(vera, at(sitting, "/mode"), form).status_code == 409
