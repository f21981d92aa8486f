"""The sheet shows first what is next, and folds the rest; an outcome that broke off goes on."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.pages import sheet_outcomes
from engine.errors import Busy
from engine.service.records import move_record
from tests.api.http.conftest import FROM_HERE
from tests.api.pages.at_sheet import at, desk, office, opened, outcome, sends, sitting
from tests.api.pages.browsing import form_to, post, words
from tests.api.pages.case.conftest import Browse, brackets, browse
from tests.service.sittings import Sitting

__all__ = ["brackets", "browse", "desk", "office", "sitting"]


def folds(html: str, block: str) -> list[bool]:
    """Of each part of a block that folds: whether it stands open."""
    within = html.partition(f'id="block-{block}"')[2].partition("</section>")[0]
    return [" open" in each for each in re.findall(r"<details[^>]*>", within)]


def breaks_off(monkeypatch: pytest.MonkeyPatch, after: int = 0) -> None:
    """Let the program be too busy to settle an outcome, once it settled so many."""
    done = list[object]()

    def busy(*order: Any) -> Any:
        if len(done) >= after:
            raise Busy(5)
        done.append(order)
        return move_record(*order)

    monkeypatch.setattr(sheet_outcomes, "move_record", busy)


def test_what_the_talk_lacks_stands_on_top_until_it_begins(
    sitting: Sitting, browse: Browse
) -> None:
    vera = browse("vera")
    before = vera.get(at(sitting)).text.partition('id="ready"')[2].partition("</section>")[0]
    assert 'href="#block-who"' in before
    assert f'href="/cases/{sitting.case.id}/' in before

    sitting.sits()

    assert 'id="ready"' not in vera.get(at(sitting)).text
    assert 'id="ready"' not in browse("cora").get(at(sitting)).text


def test_one_outcome_is_asked_at_a_time(sitting: Sitting, browse: Browse) -> None:
    sitting.sits()
    sam, daan = (f"outcome-{sitting.who(name)}" for name in ("sam", "daan"))
    first = browse("vera").get(at(sitting)).text
    sitting.settles("sam", "done_here")
    then = browse("vera").get(at(sitting)).text

    assert (folds(first, sam)[0], folds(first, daan)[0]) == (True, False)
    assert (folds(then, sam)[0], folds(then, daan)[0]) == (False, True)


def test_what_was_wrong_stands_open_and_no_other(sitting: Sitting, browse: Browse) -> None:
    sitting.sits()
    sam, daan = (sitting.who(name) for name in ("sam", "daan"))
    vera = browse("vera")

    wrong = sends(vera, sitting, f"/outcomes/{daan}", **{f"f.{daan}-reasons": "Half"}).text
    assert folds(wrong, f"outcome-{daan}")[0]
    assert not folds(wrong, f"outcome-{sam}")[0]

    for step in ("adjourn", "adjourn_for_parents"):
        assert folds(vera.get(at(sitting)).text, f"step-{step}") == [False]
    sent: dict[str, str | list[str]] = {"text-1": "Bellen", "due_on-1": "2026-04-07"}
    half = sends(vera, sitting, "/agreements", **sent, **{"text-2": "Zonder dag"}).text
    assert folds(half, "agreements")[-2:] == [True, False]


def test_who_is_there_folds_once_everybody_is_marked(sitting: Sitting, browse: Browse) -> None:
    vera = browse("vera")
    assert not sitting.sheet().is_done("who")
    everybody = {f"how.{each.person}": "in_room" for each in sitting.sheet().expected}

    sends(vera, sitting, "/who", **everybody)

    page = vera.get(at(sitting)).text
    assert folds(page, "who")[0] is False
    assert f"{len(everybody)} aanwezig" in words(page)
    assert f'name="how.{sitting.who("els")}"' in page


def test_an_outcome_that_broke_off_is_a_draft_and_goes_on_from_there(
    sitting: Sitting, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.sits()
    sam, vera = sitting.who("sam"), browse("vera")
    place = at(sitting, f"/outcomes/{sam}")
    form = {**opened(vera, sitting, f"/outcomes/{sam}"), **outcome(sitting, "sam", "done_here")}
    with monkeypatch.context() as broken:
        breaks_off(broken)
        answer = post(vera, place, form)

    assert answer.status_code == 503
    assert "draft" in words(browse("vera", "en").get(at(sitting)).text)
    alert = answer.text.partition("data-focus")[2].partition("</div>")[0]
    assert "sam" in words(alert)
    assert "Er is niets bewaard" not in alert
    assert "Omdat het past</textarea>" in answer.text
    assert 'value="done_here" checked' in answer.text

    done = post(vera, place, {**form, **form_to(answer.text, place)})

    assert done.status_code == 303
    found = sitting.sheet().outcomes[0]
    assert found.settled
    assert (found.draft, found.earlier) == (None, ())


@pytest.mark.parametrize("same", [False, True])
def test_the_very_form_that_broke_off_may_be_sent_again(
    sitting: Sitting, browse: Browse, monkeypatch: pytest.MonkeyPatch, same: bool
) -> None:
    sitting.sits()
    sam, vera = sitting.who("sam"), browse("vera")
    place = at(sitting, f"/outcomes/{sam}")
    form = {**opened(vera, sitting, f"/outcomes/{sam}"), **outcome(sitting, "sam", "done_here")}
    form |= {"same": "1"} if same else {}
    with monkeypatch.context() as broken:
        breaks_off(broken, after=int(same))
        assert post(vera, place, form).status_code == 503

    done = post(vera, place, form)

    assert done.status_code == 303
    settled = [bool(each.settled) for each in sitting.sheet().outcomes]
    assert settled == [True, same]
    assert [each.earlier for each in sitting.sheet().outcomes] == [(), ()]


def test_of_a_draft_that_somebody_else_changed_the_form_comes_back(
    sitting: Sitting, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.sits()
    sam, vera, sita = sitting.who("sam"), browse("vera"), browse("sita")
    place = at(sitting, f"/outcomes/{sam}")
    form = {**opened(vera, sitting, f"/outcomes/{sam}"), **outcome(sitting, "sam", "done_here")}
    with monkeypatch.context() as broken:
        breaks_off(broken)
        post(vera, place, form)
    changed = {**outcome(sitting, "sam", "done_here"), f"f.{sam}-reasons": "Anders"}
    assert sends(sita, sitting, f"/outcomes/{sam}", **changed, intent="draft").status_code == 303

    assert post(vera, place, form).status_code == 412


def test_for_htmx_the_same_for_all_is_shown_of_all(sitting: Sitting, browse: Browse) -> None:
    sitting.sits()
    sam, vera = sitting.who("sam"), browse("vera")
    place = at(sitting, f"/outcomes/{sam}")
    form = {**opened(vera, sitting, f"/outcomes/{sam}"), **outcome(sitting, "sam", "done_here")}

    answer = vera.post(
        place, data={**form, "same": "1"}, headers={**FROM_HERE, "HX-Request": "true"}
    )

    assert answer.headers["HX-Retarget"] == answer.headers["HX-Reselect"] == "#outcomes"


def test_the_agenda_says_who_must_not_meet_and_when_each_comes(
    sitting: Sitting, browse: Browse
) -> None:
    plan = {"person": sitting.who("joost"), "safe_contact": "phone", "own_time": "10.45"}
    sitting.case.settled("invitation_plan", "invited", by="sita", **plan)
    agenda = f"/meetings/{sitting.meeting}"

    said = words(browse("vera", "en").get(agenda).text)

    assert "Not together: karim (no time yet), joost at 10.45" in said
    assert "First talk" in said
    assert "Not together" not in browse("cora", "en").get(agenda).text
