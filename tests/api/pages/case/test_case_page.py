"""The page of a case: where it stands, what is missing, what can be done, all of its file."""

import re
from datetime import timedelta

import pytest

from engine.service import orders
from tests.api.pages.browsing import without_id, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.roads import a_placement, a_verder_thuis

PARTS = [
    *("missing", "steps", "deadlines", "records", "participants"),
    *("consents", "deviations", "contacts", "linked", "timeline"),
]


def part(html: str, name: str) -> str:
    """Give one section of the page."""
    return html.split(f'<section id="{name}"')[1].partition("</section>")[0]


def page(browse: Browse, case: CaseAtDesk, by: str = "bram", query: str = "") -> str:
    """Open the page of the case."""
    answer = browse(by).get(f"/cases/{case.id}{query}")
    assert answer.status_code == 200
    return answer.text


def test_the_head_says_which_case_it_is_whose_and_what_comes_first(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")

    html = page(browse, case)

    number = case.head.number
    assert f"<title>{number} – Regietafel</title>" in html
    assert f">{number} · sam (13)</h1>" in html
    said = words(html)
    for words_ in (
        "Tegenspraak gehouden",
        "Uithuisplaatsing",
        "Regisseur bram",
        "Volgende termijn",
    ):
        assert words_ in said
    assert 'aria-current="step"' in html


def test_what_is_missing_has_its_status_and_its_action_on_the_same_line(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")
    draft = case.write("alternatives_weighed")

    html = part(page(browse, case), "missing")

    assert "Wat ontbreekt nog (4 van 9)" in html
    lines = {
        line.partition('"')[0]: line for line in html.split('<li class="rt-item" id="item-')[1:]
    }
    analysis = lines["explanatory_analysis"]
    assert "Nog niet begonnen" in analysis
    assert f"/records/new?type=explanatory_analysis&amp;child={desk.sam}" in analysis
    assert "Bezig" in lines["alternatives_weighed"]
    assert f"/cases/{case.id}/records/{draft}" in lines["alternatives_weighed"]
    assert "Hangt af van de stap" in lines["legal_title"]
    assert "/steps/decide_to_place" in lines["legal_title"]
    assert any("Klaar" in line for line in lines.values())
    assert list(lines)[-1] not in {"explanatory_analysis", "legal_title"}  # what is open is first


def test_a_step_that_cannot_be_made_says_every_reason_and_where_one_may_deviate(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")

    html = part(page(browse, case), "steps")

    main = html.split('id="step-decide_to_place"')[1].partition('id="step-')[0]
    assert "Kan nog niet: 4 redenen" in main
    assert "<details open>" in main
    assert "vastgestelde verklarende analyse" in main
    for rule in ("alternatives_weighed", "family_group_conference"):
        assert f"/deviations/new?rule={rule}&amp;transition=decide_to_place" in main
    assert "rule=explanatory_analysis" not in main  # from this one nobody deviates
    assert f'href="/cases/{case.id}/steps/hold">Aanhouden</a>' in html
    ending = html.split('id="step-end_refused"')[1].partition("</li>")[0]
    assert "Kan nog niet: één reden" in ending
    assert "<details>" in ending


def test_what_happened_is_grouped_apart_and_says_what_is_owed_then(
    desk: Desk, browse: Browse
) -> None:
    html = part(page(browse, a_placement(desk, "counter_checked")), "steps")

    facts = html.partition("Vastleggen wat gebeurd is")[2]
    assert "Rechterlijke plaatsing vastleggen" in facts
    assert "daarna moeten nog 6 dingen" in facts
    assert "Besluiten tot plaatsing" not in facts


def test_a_possible_main_step_is_a_button(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "considered")

    html = page(browse, case)

    assert f'nl-button--primary" href="/cases/{case.id}/steps/substantiate"' in html
    assert "Dit kan." in part(html, "steps")
    assert "Wat openstaat, vult u in bij de stap." in part(html, "missing")


def test_when_nothing_is_missing_the_page_says_so(desk: Desk, browse: Browse) -> None:
    html = part(page(browse, a_placement(desk, "decided_to_place")), "missing")

    assert "Alles is compleet." in html or "vooraf niets nodig" in html


def test_all_of_the_file_is_on_the_page_in_its_order(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "ready")
    case.done("bram", orders.HoldContact, held_on=desk.office.today(), words="Sam wil rust")
    case.asks("alternatives_weighed", "decide_to_place")

    html = page(browse, case)

    places = [html.index(f'<section id="{name}"') for name in PARTS]
    assert places == sorted(places)
    assert html.count("<h1") == 1
    assert "Voorbereiding afronden" in part(html, "deadlines")
    assert "Waarom deze datum?" in part(html, "deadlines")
    assert "Verklarende analyse" in part(html, "records")
    assert f"/cases/{case.id}/assign/regisseur" in part(html, "participants")
    assert f"/participants/{desk.who('anna')}/cjg_worker/leave" in part(html, "participants")
    assert "Compleet" in part(html, "consents")
    assert "els → sam" in part(html, "consents")
    assert "Weeg de alternatieven" in part(html, "deviations")
    assert "Sam wil rust" in part(html, "contacts")
    assert part(html, "timeline").count("<h3") == 5


def test_a_document_that_the_step_asks_for_is_offered_first(desk: Desk, browse: Browse) -> None:
    html = part(page(browse, a_placement(desk, "counter_checked")), "records")

    asked, _, others = html.partition("Andere stukken:")
    assert "type=explanatory_analysis" in asked.partition("Gevraagd door de stappen")[2]
    assert "type=explanatory_analysis" not in others


def test_an_open_deviation_is_judged_by_who_may(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")
    deviation = case.asks("alternatives_weighed", "decide_to_place")

    assert "Beoordelen" in part(page(browse, case, "dora"), "deviations")
    mine = part(page(browse, case), "deviations")
    assert "Beoordelen" not in mine
    assert f"/deviations/{deviation}" in mine


def test_an_empty_part_says_so_and_what_to_do(desk: Desk, browse: Browse) -> None:
    html = page(browse, a_placement(desk))

    assert "Er is nog geen gesprek vastgelegd." in part(html, "contacts")
    assert "/contacts/new" in part(html, "contacts")
    assert "Er is van geen regel afgeweken." in part(html, "deviations")
    assert "Nieuw stuk" in part(html, "records")


def test_a_late_date_of_the_law_is_said_to_be_late(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")
    desk.after(weeks=12)

    html = page(browse, case)

    assert "over de norm" in part(html, "deadlines")
    assert "te laat" not in part(html, "deadlines")


def test_a_coordinator_reads_titles_and_dates_only_and_is_told_so(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "ready")
    case.done("bram", orders.HoldContact, held_on=desk.office.today(), words="CANARY")

    html = page(browse, case, "cora")

    assert "U ziet titels en data; de inhoud is van de regisseur." in html
    assert f">{case.head.number}</h1>" in html
    for hidden in ("sam", "els", "tom", "CANARY", desk.sam):
        assert not re.search(rf"\b{hidden}\b", html), hidden
    assert "U heeft in deze zaak geen rol die dit mag." in part(html, "steps")


def test_what_is_withheld_has_neutral_words_and_no_link(desk: Desk, browse: Browse) -> None:
    html = part(page(browse, a_placement(desk, "counter_checked"), "cora"), "missing")

    assert "Er ontbreekt iets dat u niet mag inzien; de regisseur kan het zien." in html
    assert "/records/new" not in html
    assert "Nog niet begonnen" not in html


def test_whoever_has_no_role_for_a_step_sees_why(desk: Desk, browse: Browse) -> None:
    html = part(page(browse, a_placement(desk, "counter_checked"), "dora"), "steps")

    assert "U heeft in deze zaak geen rol die dit mag. Dit doet: Regisseur." in html


def test_a_closed_case_misses_nothing(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")
    case.step("end_deceased")

    html = page(browse, case)

    assert "Deze zaak is gesloten" in part(html, "missing")
    assert "Vanaf hier volgt geen stap." in part(html, "steps")
    assert "Een gesloten zaak heeft geen termijnen meer." in part(html, "deadlines")
    assert "eerdere termijn" in part(html, "deadlines")


def test_without_a_regisseur_the_page_says_so_and_where_to_appoint_one(
    desk: Desk, browse: Browse
) -> None:
    case = desk.opens(by="cora", workflow="verder_thuis", role="coordinator")

    html = page(browse, case, "cora")

    assert "Nog niemand" in html
    assert f"/cases/{case.id}/assign/regisseur" in html


def test_a_family_with_two_cases_sees_the_other_one(desk: Desk, browse: Browse) -> None:
    case = a_verder_thuis(desk, "phase1_talks")

    assert "Deze zaak hangt aan geen andere zaak" in part(page(browse, case, "vera"), "linked")


def test_the_page_speaks_english_too(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")

    html = browse("bram", "en").get(f"/cases/{case.id}").text

    assert '<html lang="en"' in html
    assert "What is still missing" in html
    assert "Not possible yet: 4 reasons" in html
    assert "Counter-checked" in html


def test_a_case_of_others_is_as_one_that_is_not_there(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk)
    browser = browse("gijs")

    for rest in ("", "/timeline", "/steps/substantiate"):
        foreign = browser.get(f"/cases/{case.id}{rest}")
        missing = browser.get(f"/cases/{'0' * 32}{rest}")
        assert foreign.status_code == missing.status_code == 404
        assert without_id(foreign).replace(case.id, "") == without_id(missing).replace("0" * 32, "")


def test_whoever_is_not_signed_in_goes_to_sign_in_first(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk)
    browser = browse()
    browser.cookies.clear()

    answer = browser.get(f"/cases/{case.id}")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next=/cases/{case.id}"


def test_the_whole_page_is_one_look_in_the_log(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk)
    browser, before = browse(), len(desk.log())

    browser.get(f"/cases/{case.id}")

    rows = desk.log()[before:]
    assert [(row.action, row.outcome) for row in rows] == [("read_case", "done")]


@pytest.mark.parametrize("query", ["?made=0", "?made=x", "?made=999999999999"])
def test_an_odd_version_in_the_address_is_named(desk: Desk, browse: Browse, query: str) -> None:
    assert browse().get(f"/cases/{a_placement(desk).id}{query}").status_code == 400


@pytest.mark.parametrize("version", [1, 99])
def test_a_version_that_no_step_made_adds_nothing(desk: Desk, browse: Browse, version: int) -> None:
    case = a_placement(desk, "substantiating")

    assert "in gang zette" not in page(browse, case, query=f"?made={version}")


def test_the_timeline_tells_all_that_happened_the_newest_first(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")

    html = browse().get(f"/cases/{case.id}/timeline").text

    titles = [piece.partition("</h3>")[0] for piece in html.split('nl-heading--level-3">')[1:]]
    assert len(titles) == case.head.version
    assert titles[0].startswith("Stap gemaakt: Tegenspraak houden")
    assert titles[-1].startswith("Zaak geopend")
    assert "tekst bij" in html  # what was filled in


def test_the_timeline_says_when_it_happened_and_for_whom_it_was_recorded(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")
    yesterday = desk.clock.now() - timedelta(days=1)
    case.step("record_court_placement", occurred_at=yesterday, on_behalf_of="de kinderrechter")

    said = words(browse().get(f"/cases/{case.id}/timeline").text)

    assert "Dit gebeurde op zo 1 maart 2026, 09.00 uur." in said
    assert "namens de kinderrechter" in said


def test_a_long_timeline_comes_in_pages(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.timeline.ON_A_PAGE", 4)
    case = a_placement(desk, "counter_checked")
    browser, seen = browse(), 0
    link: str | None = f"/cases/{case.id}/timeline"

    while link:
        html = browser.get(link).text
        seen += html.count("nl-heading--level-3")
        before = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        link = before if 'rel="next"' in html else None

    assert seen == case.head.version


def test_who_reads_titles_only_reads_no_answers_in_the_timeline(desk: Desk, browse: Browse) -> None:
    case = another_family(desk).opens(why_now="CANARY")

    assert "CANARY" in browse().get(f"/cases/{case.id}/timeline").text
    html = browse("cora").get(f"/cases/{case.id}/timeline").text
    assert "CANARY" not in html
    assert "mag u niet inzien" in html


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("who", ["bram", "cora"])
def test_every_word_can_be_translated(desk: Desk, browse: Browse, who: str) -> None:

    case = a_placement(desk, "ready")
    case.done("bram", orders.HoldContact, held_on=desk.office.today(), words="Sam wil rust")
    case.asks("alternatives_weighed", "decide_to_place")
    made = case.step("record_court_placement")
    browser = browse(who)

    for rest in (f"?made={made.version}", "/timeline", "/steps/carry_out"):
        html = browser.get(f"/cases/{case.id}{rest}").text
        assert unwrapped_text(html) == [], rest
        assert list(inline_code(html)) == [], rest
