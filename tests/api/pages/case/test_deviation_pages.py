"""A deviation: asked with the rule in view, judged by a second person, never one's own."""

import pytest

from tests.api.pages.browsing import post, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import at, csrf_of, filled_in, hidden_of, sends
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import a_placement

RULE = "alternatives_weighed"
NEW = f"deviations/new?rule={RULE}&transition=decide_to_place"
WHY = {"f.why": "Er is vannacht een plek nodig."}


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement of which the alternatives were not weighed yet."""
    return a_placement(desk, "counter_checked")


def test_the_page_shows_the_rule_and_what_follows_from_setting_it_aside(
    browse: Browse, case: CaseAtDesk
) -> None:
    said = words(browse().get(at(case, NEW)).text)

    assert "Weeg de alternatieven van de regio en schrijf dat op" in said
    assert "Bron: Transformatieplan Noord-Veluwe" in said
    assert "Gekwalificeerde gedragswetenschapper" in said
    assert "binnen 14 dagen" in said
    assert "binnen 2 weken" in said
    assert "uiterlijk ma 16 maart 2026" in said


def test_it_is_asked_once_however_often_it_is_sent(browse: Browse, case: CaseAtDesk) -> None:
    browser, path = browse(), at(case, NEW)
    form = filled_in(browser, path, WHY)

    answers = [post(browser, at(case, "deviations/new"), form) for _ in range(2)]

    assert {answer.headers["location"] for answer in answers} == {f"/cases/{case.id}#deviations"}
    assert [event.kind for event in case.events].count("deviation_asked") == 1
    html = browser.get(path).text
    assert "Er is al een afwijking" in words(html)
    assert "<textarea" not in html


def test_without_a_reason_it_comes_back(browse: Browse, case: CaseAtDesk) -> None:
    answer = sends(browse(), at(case, NEW), {"f.why": " "})

    assert answer.status_code == 400
    assert 'href="#f-why"' in answer.text
    assert "De regel" in words(answer.text)


def test_a_rule_that_always_holds_says_so_and_is_refused(browse: Browse, case: CaseAtDesk) -> None:
    asked = {"rule": "explanatory_analysis", "transition": "decide_to_place"}
    bram = browse()
    html = bram.get(at(case, "deviations/new"), params=asked).text

    form = {"csrf": csrf_of(html), "nonce": "n1", **asked, **WHY}
    answer = post(bram, at(case, "deviations/new"), form)

    assert "Van deze regel kan niemand afwijken" in words(html)
    assert "<textarea" not in html
    assert answer.status_code == 409
    assert "Van deze regel kan niet worden afgeweken." in words(answer.text)


def test_who_may_not_make_the_step_reads_who_asks(browse: Browse, case: CaseAtDesk) -> None:
    html = browse("dora").get(at(case, NEW)).text

    assert "U kunt dit niet vragen" in words(html)
    assert "<textarea" not in html


def test_a_rule_or_a_step_that_does_not_exist_is_not_there(
    browse: Browse, case: CaseAtDesk
) -> None:
    for query in (
        "",
        "?rule=nothing&transition=decide_to_place",
        f"?rule={RULE}&transition=nothing",
        f"?rule={RULE}&transition=counter_check",
    ):
        assert browse().get(at(case, f"deviations/new{query}")).status_code == 404


def test_a_second_person_judges_it_once(browse: Browse, case: CaseAtDesk) -> None:
    path = at(case, f"deviations/{case.asks(RULE, 'decide_to_place')}")
    dora = browse("dora")
    page = dora.get(path).text
    form = filled_in(dora, path, {"f.judgement": "confirm", "f.why": "Kan zo"})

    answers = [post(dora, path, form), post(dora, path, form)]

    assert "het moet snel" in words(page)
    assert {answer.headers["location"] for answer in answers} == {f"/cases/{case.id}#deviations"}
    after = words(browse().get(path).text)
    assert "Bevestigd" in after
    assert "Beoordeeld door dora" in after
    assert "Kan zo" in after


def test_whoever_asked_reads_why_another_must_judge(browse: Browse, case: CaseAtDesk) -> None:
    path = at(case, f"deviations/{case.asks(RULE, 'decide_to_place')}")
    bram = browse()
    html = bram.get(path).text
    form = {"csrf": csrf_of(html), "nonce": "n1", "version": str(case.head.version)}

    answer = post(bram, path, {**form, "f.judgement": "confirm"})

    assert "een tweede professional" in words(html)
    assert "<textarea" not in html
    assert answer.status_code == 409
    assert "een ander dan de opsteller" in words(answer.text)


def test_a_refusal_needs_a_reason(browse: Browse, case: CaseAtDesk) -> None:
    path = at(case, f"deviations/{case.asks(RULE, 'decide_to_place')}")

    silent = sends(browse("dora"), path, {"f.judgement": "refuse"})
    unsaid = sends(browse("dora"), path, {"f.why": "Wacht"})
    told = sends(browse("dora"), path, {"f.judgement": "refuse", "f.why": "Oma kan morgen"})

    assert silent.status_code == unsaid.status_code == 400
    assert 'href="#f-why"' in silent.text
    assert 'value="refuse" checked' in silent.text
    assert 'href="#f-judgement"' in unsaid.text
    assert told.status_code == 303


def test_a_judgement_that_was_overtaken_is_offered_again(browse: Browse, case: CaseAtDesk) -> None:
    path, dora = at(case, f"deviations/{case.asks(RULE, 'decide_to_place')}"), browse("dora")
    form = filled_in(dora, path, {"f.judgement": "confirm", "f.why": "Kan zo"})
    case.write("look")

    stale = post(dora, path, form)

    assert stale.status_code == 412
    assert "Kan zo</textarea>" in stale.text
    assert 'value="confirm" checked' in stale.text
    assert post(dora, path, {**form, **hidden_of(stale.text, path)}).status_code == 303


def test_who_reads_titles_only_sees_that_it_is_there_not_why(
    browse: Browse, case: CaseAtDesk
) -> None:
    path = at(case, f"deviations/{case.asks(RULE, 'decide_to_place')}")

    html = browse("cora").get(path).text

    assert "het moet snel" not in html
    assert "Mag u niet inzien" in words(html)
