"""The form of a step: what it needs, what it would do, and making it exactly once."""

from typing import Any

import pytest

from tests.api.pages.browsing import post, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.stepping import COURT, HOLD, PLACE, at, filled_in, sends
from tests.api.pages.pseudo import unwrapped_text
from tests.service.builders import Desk
from tests.service.roads import GATE, a_placement
from tests.service.stages import everything


def changed(desk: Desk, before: Any) -> set[str]:
    """Say which tables changed."""
    after = everything(desk.office.store)
    return {name for name in after if after[name] != before[name]}


def test_the_form_asks_what_the_definition_asks_and_lists_what_the_step_needs(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")

    html = browse().get(at(case, "decide_to_place")).text

    said = words(html)
    for asked in ("Soort plek", "Juridische titel", "Waarom deze plaatsing"):
        assert asked in said
    assert "Kan nog niet: 4 redenen" in said
    assert "hangen af van wat u invult" in said or "hangt af van wat u invult" in said
    assert "Hangt af van: Juridische titel" in said
    assert "in orde" in said
    assert 'name="occurred_at"' not in html  # a decision is taken when it is recorded


def test_what_happened_may_have_happened_earlier(desk: Desk, browse: Browse) -> None:
    html = browse().get(at(a_placement(desk), "record_court_placement")).text

    assert 'name="occurred_at"' in html
    assert 'name="late_reason"' in html
    assert 'name="on_behalf_of"' in html
    assert "niet geweigerd omdat er iets ontbrak" in html


def test_a_step_is_refused_with_every_reason_then_mended_and_made(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")
    browser = browse()

    refused = sends(browser, case, "decide_to_place", **PLACE)

    assert refused.status_code == 409
    assert "<title>Fout: " in refused.text
    assert refused.text.count("/deviations/new?rule=") == 3
    assert 'value="foster_family" checked' in refused.text
    assert "Samen gewogen</textarea>" in refused.text
    for link in ("type=explanatory_analysis", "type=placement_plan", "to=placement"):
        assert link in refused.text

    case.settled("explanatory_analysis", "shared_with_family", "confirmed", by="anna", then="dora")
    case.settled("family_group_conference", "declined")
    case.settled("alternatives_weighed", "confirmed")
    case.settled("placement_plan", "agreed")
    case.consents("placement", "sam", "els", "tom")
    made = sends(browser, case, "decide_to_place", **PLACE)

    assert made.status_code == 303
    assert made.headers["location"] == f"/cases/{case.id}?made={case.head.version}"
    assert case.head.state == "decided_to_place"
    page = words(browser.get(made.headers["location"]).text)
    assert "Klaar. De stap is gezet." in page
    assert "Wat “Besluiten tot plaatsing” in gang zette" in page
    assert "Deze termijnen lopen nu: " in page
    assert ", uiterlijk di 2 juni 2026" in page
    assert "Deze termijnen zijn gehaald: Voorbereiding afronden" in page


def test_as_many_reasons_are_told_as_the_engine_has(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")

    html = sends(browse(), case, "decide_to_place", **PLACE).text

    refusal = (
        html.split('role="alert" tabindex')[1].partition("</section>")[0].partition("<details")[0]
    )
    asked = case.workflow.rules
    for key in GATE:
        assert asked[key].says.nl in refusal.replace("&#39;", "'"), key


def test_a_look_tells_what_the_step_would_do_and_changes_nothing(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "ready")
    browser = browse()
    browser.get(at(case, "decide_to_place"))
    before = everything(desk.office.store)

    looked = sends(browser, case, "decide_to_place", **PLACE, intent="preview")

    assert looked.status_code == 200
    said = words(looked.text)
    assert "De zaak gaat naar: Besloten tot plaatsing." in said
    assert "uiterlijk di 2 juni 2026" in said
    assert "Is dan gehaald: Voorbereiding afronden" in said
    assert "er is niets bewaard" in said
    assert "Samen gewogen</textarea>" in looked.text
    assert changed(desk, before) == {"access_log"}


def test_a_look_at_what_may_not_be_done_gives_the_reasons(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")

    looked = sends(browse(), case, "decide_to_place", **PLACE, intent="preview")

    assert looked.status_code == 200
    assert "Dit kan nog niet" in words(looked.text)
    assert case.workflow.rules["legal_title"].says.nl in looked.text


def test_all_that_is_wrong_with_a_form_is_said_at_once_and_what_was_typed_stays(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")
    wrong = {
        "f.until": "morgen",
        "occurred_at": "2999-01-01T10:00",
        "on_behalf_of": "x" * 201,
        "late_reason": "Was ziek",
    }

    answer = sends(browse(), case, "hold", **wrong)

    assert answer.status_code == 400
    assert "<title>Fout: Aanhouden" in answer.text
    for field in ("f-still_needed", "f-until", "f-occurred_at", "f-on_behalf_of"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}"' in answer.text
    assert 'value="Was ziek"' in answer.text
    assert case.head.state == "counter_checked"


def test_long_ago_asks_for_a_reason(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk)
    fields = {**COURT, "occurred_at": "2026-01-02T10:00"}

    answer = sends(browse(), case, "record_court_placement", **fields)

    assert answer.status_code == 400
    assert 'href="#f-late_reason"' in answer.text


def test_a_decision_cannot_be_dated_back(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "ready")
    fields = {**PLACE, "occurred_at": "2026-03-01T10:00"}

    answer = sends(browse(), case, "decide_to_place", **fields)

    assert answer.status_code == 400
    assert "Dit besluit valt op het moment dat u het vastlegt" in words(answer.text)


def test_a_question_that_is_not_on_the_form_is_refused(desk: Desk, browse: Browse) -> None:
    answer = sends(browse(), a_placement(desk, "counter_checked"), "hold", **HOLD, **{"f.odd": "1"})

    assert answer.status_code == 400


def test_a_fact_is_recorded_whatever_was_missing_and_says_what_is_still_owed(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")
    browser = browse()
    fields = {**COURT, "occurred_at": "2026-03-01T16:00", "on_behalf_of": "de kinderrechter"}

    made = sends(browser, case, "record_court_placement", **fields)

    assert made.status_code == 303
    page = words(browser.get(made.headers["location"]).text)
    assert "Vastgelegd." in page
    assert "Dit had eerst gemoeten en moet nog gebeuren:" in page
    assert case.workflow.rules["explanatory_analysis"].asks.nl in page
    assert "uiterlijk" in page
    assert case.events[-1].details == {
        "inputs": {"place_kind": "not_known"},
        "on_behalf_of": "de kinderrechter",
    }


def test_what_is_still_owed_after_a_fact_is_not_told_to_who_may_not_read_it(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")
    made = case.step("record_court_placement")

    page = words(browse("cora").get(f"/cases/{case.id}?made={made.version}").text)

    assert case.workflow.rules["explanatory_analysis"].asks.nl not in page
    assert "Er ontbreekt iets dat u niet mag inzien" in page


def test_a_step_that_the_definition_does_not_have_is_not_found(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk)

    assert browse().get(at(case, "fly")).status_code == 404


def test_a_step_from_another_state_says_so(desk: Desk, browse: Browse) -> None:
    html = browse().get(at(a_placement(desk), "carry_out")).text

    assert "De zaak staat op &#39;Overwogen&#39;" in html


def test_whoever_has_no_role_for_it_sees_why_and_is_refused(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")
    browser = browse("dora")

    answer = sends(browser, case, "hold", **HOLD)

    assert "Dit doet: Regisseur." in words(browser.get(at(case, "hold")).text)
    assert answer.status_code == 409
    assert "U heeft in deze zaak geen rol die dit mag." in words(answer.text)


def test_a_question_for_each_child_that_comes_without_one_is_named(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")

    answer = sends(browse(), case, "hold", **{**HOLD, "f.until.x": "2026-03-16"})

    assert answer.status_code == 400


def test_a_moment_before_all_calendars_is_refused(desk: Desk, browse: Browse) -> None:
    fields = {**COURT, "occurred_at": "0300-01-01T10:00", "late_reason": "Heel lang geleden"}

    answer = sends(browse(), a_placement(desk), "record_court_placement", **fields)

    assert answer.status_code == 400


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("intent", ["do", "preview"])
def test_every_word_of_a_form_that_comes_back_can_be_translated(
    desk: Desk, browse: Browse, intent: str
) -> None:
    case = a_placement(desk, "counter_checked")
    browser, path = browse(), at(case, "hold")
    form = filled_in(browser, path, {**HOLD, "intent": intent})
    case.write("alternatives_weighed", by="anna")

    for answer in (
        sends(browser, case, "decide_to_place", **PLACE, intent=intent),
        sends(browser, case, "hold", intent=intent),
        post(browser, path, form),
        sends(browser, case, "record_court_placement", **COURT, intent="preview"),
    ):
        assert unwrapped_text(answer.text) == [], answer.status_code


def test_a_look_at_an_earlier_fact_counts_from_its_own_day(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")
    desk.after(days=3)
    fields = {**COURT, "occurred_at": "2026-03-03T10:00", "intent": "preview"}

    looked = sends(browse(), case, "place_in_emergency", **fields)

    assert looked.status_code == 200
    assert "vanaf di 3 maart 2026" in words(looked.text)
    assert 'value="2026-03-03T10:00"' in looked.text
