"""The pages of a region's rules: which bind, asking a change, and the second person."""

import pytest
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.store.store import Store
from tests.api.pages.browsing import Fields, form_to, post, send, without_id, words
from tests.api.pages.case.conftest import Browse, brackets, browse, office
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.builders import REGION, ROLES, Desk
from tests.service.desks import a_desk

__all__ = ["brackets", "browse", "office"]

RULE = "explanatory_analysis"
LIST = f"/workflows/rules?region={REGION}"
ONE = f"/workflows/rules/{RULE}"
HERE = f"{ONE}?region={REGION}"
WHY = "De regio begint met meekijken."
FILLED: Fields = {"f.enforcement": "shadow", "f.from_on": "2026-03-02", "f.reason": WHY}
AGREED: Fields = {"f.judgement": "confirm", "f.why": "Besproken."}


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with a team lead beside the coordinator."""
    return a_desk(store, clock, roles={**ROLES, "tess": "team_lead"})


def asked(browser: TestClient, **said: str) -> str:
    """Ask a change; where it is decided."""
    answer = send(browser, HERE, ONE, {**FILLED, **said})
    assert answer.status_code == 303, answer.text
    page = browser.get(LIST).text
    return "/workflows/rules/settings/" + page.rpartition("/settings/")[2].partition('"')[0]


def row_of(html: str, rule: str = RULE) -> str:
    """What the list says of a rule."""
    end = html.index(f'href="/workflows/rules/{rule}?region=')
    return words(html[html.rindex("<tr", 0, end) : end])


def test_every_rule_of_the_region_stands_in_words_with_its_source(
    desk: Desk, browse: Browse
) -> None:
    html = browse().get(LIST).text
    said = words(html)

    for (_, where), workflow in desk.office.library.workflows.items():
        for key, rule in workflow.rules.items() if where == REGION else ():
            assert rule.asks.nl in said
            assert f'href="/workflows/rules/{key}?region={REGION}"' in html
            assert key not in said.split()
    assert "selected>Oldebroek</option>" in html
    assert "Uithuisplaatsing houdt tegen" in row_of(html)
    assert "geldt" in row_of(html)
    assert "altijd" in row_of(html, "legal_title")
    assert "Wacht op een tweede persoon" not in said


@pytest.mark.parametrize("page", ["/workflows", "/workflows/crisis"])
def test_the_workflows_lead_there(browse: Browse, page: str) -> None:
    assert f'href="{LIST}"' in browse().get(f"{page}?region={REGION}").text


def test_a_change_is_asked_confirmed_and_shown_with_its_day(browse: Browse) -> None:
    cora, tess = browse("cora"), browse("tess")

    place = asked(cora)
    assert "De regio begint met meekijken." in words(tess.get(LIST).text)
    answer = send(tess, place, place, AGREED)
    assert (answer.status_code, answer.headers["location"]) == (303, LIST)
    assert "Uw besluit is vastgelegd." in words(tess.get(LIST).text)
    assert "in de schaduw" in row_of(tess.get(LIST).text)

    later = asked(cora, **{"f.enforcement": "on", "f.from_on": "2026-04-01"})
    send(tess, later, later, AGREED)
    row = row_of(browse().get(LIST).text)
    assert "nog in de schaduw" in row
    assert "geldt vanaf wo 1 april 2026" in row


def test_the_history_of_a_rule_names_who_only_to_those_of_the_region(browse: Browse) -> None:
    place = asked(browse("cora"))
    send(browse("tess"), place, place, AGREED)

    mine, other = (words(browse(name).get(HERE).text) for name in ("cora", "bram"))

    for text in ("cora", "tess", WHY, "Besproken."):
        assert text in mine
        assert text not in other
    assert "In de schaduw vanaf ma 2 maart 2026" in other
    assert "bevestigd" in other


def test_whoever_may_not_sees_why_and_the_links_stay(browse: Browse) -> None:
    asked(browse("cora"))
    bram = browse()

    page, one = bram.get(LIST).text, bram.get(HERE).text

    why = "Dit doen de coördinator en de teamleider van de regio."
    assert "Wijziging vragen" in page
    assert "Wacht op een tweede persoon" in words(page)
    assert why in words(page)
    assert WHY not in page
    assert "/settings/" not in page
    assert why in words(one)
    assert f'action="{ONE}"' not in one
    assert (
        "Deze regel geldt altijd"
        in browse("cora").get("/workflows/rules/legal_title?region=oldebroek").text
    )


def test_whoever_asked_sees_that_another_decides(browse: Browse) -> None:
    cora = browse("cora")
    place = asked(cora)

    page = cora.get(place).text

    assert "Wie dit heeft gevraagd kan het niet zelf bevestigen." in words(page)
    assert f'action="{place}"' not in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(browse: Browse) -> None:
    answer = send(browse("cora"), HERE, ONE, {"f.from_on": "2026-02-01", "f.reason": WHY})

    assert answer.status_code == 400
    assert "<title>Fout: " in answer.text
    assert 'href="#f-enforcement"' in answer.text
    assert f"{WHY}</textarea>" in answer.text
    assert 'value="2026-02-01"' in answer.text


def test_a_day_that_is_past_is_said_at_its_field(browse: Browse) -> None:
    answer = send(browse("cora"), HERE, ONE, {**FILLED, "f.from_on": "2026-02-01"})

    assert answer.status_code == 400
    assert "Deze dag is al voorbij." in words(answer.text)
    assert 'value="shadow" checked' in answer.text


def test_a_refusal_asks_why_and_keeps_the_choice(browse: Browse) -> None:
    place = asked(browse("cora"))

    answer = send(browse("tess"), place, place, {"f.judgement": "refuse"})

    assert answer.status_code == 400
    assert "Schrijf op waarom." in words(answer.text)
    assert 'value="refuse" checked' in answer.text


def test_what_was_decided_meanwhile_comes_back_with_why_and_what_was_typed(
    browse: Browse,
) -> None:
    place, tess = asked(browse("cora")), browse("tess")
    typed = {**form_to(tess.get(place).text, place), **AGREED}
    other = {"f.judgement": "refuse", "f.why": "Nog te vroeg."}
    assert send(tess, place, place, other).status_code == 303

    answer = post(tess, place, typed)

    assert answer.status_code == 409
    assert "Hierover is al besloten." in words(answer.text)
    assert "Besproken.</textarea>" in answer.text
    assert "geldt" in row_of(tess.get(LIST).text)


def test_whoever_may_not_ask_is_refused_with_why(browse: Browse) -> None:
    form = {**form_to(browse("cora").get(HERE).text, ONE), **FILLED}
    bram = browse()
    form["csrf"] = form_to(bram.get("/help").text, "/keys")["csrf"]

    answer = post(bram, ONE, form)

    assert answer.status_code == 409
    assert "Dit doen de coördinator en de teamleider" in words(answer.text)
    assert f"{WHY}</textarea>" in answer.text


def test_sent_twice_it_is_asked_once(browse: Browse) -> None:
    cora = browse("cora")
    form = {**form_to(cora.get(HERE).text, ONE), **FILLED}

    answers = [post(cora, ONE, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert cora.get(LIST).text.count("/workflows/rules/settings/") == 1


def test_a_setting_of_others_is_as_one_that_is_not_there(browse: Browse) -> None:
    place, bram = asked(browse("cora")), browse()
    nowhere = "/workflows/rules/settings/" + "0" * 32

    foreign, missing = bram.get(place), bram.get(nowhere)

    assert (foreign.status_code, missing.status_code) == (404, 404)
    made = place.rpartition("/")[2]
    assert without_id(foreign).replace(made, "") == without_id(missing).replace("0" * 32, "")


@pytest.mark.parametrize(
    "path",
    [
        "/workflows/rules?region=nowhere",
        "/workflows/rules/no_such_rule",
        f"/workflows/rules/{RULE}?region=nowhere",
    ],
)
def test_a_rule_or_region_that_is_not_there_is_not_found(browse: Browse, path: str) -> None:
    assert browse("cora").get(path).status_code == 404


def test_a_form_that_names_no_region_finds_nothing(browse: Browse) -> None:
    cora = browse("cora")
    form = {**form_to(cora.get(HERE).text, ONE), **FILLED, "region": "nowhere"}

    assert post(cora, ONE, form).status_code == 404


@pytest.mark.parametrize("name", ["cora", "tess", "bram"])
@pytest.mark.usefixtures("brackets")
def test_every_word_can_be_translated(browse: Browse, name: str) -> None:
    cora, tess = browse("cora"), browse("tess")
    place = asked(cora)
    send(tess, place, place, AGREED)
    later = asked(cora, **{"f.enforcement": "on", "f.from_on": "2026-04-01"})
    send(tess, later, later, AGREED)
    refused = asked(cora)
    send(tess, refused, refused, {"f.judgement": "refuse", "f.why": "Nog niet."})
    waits, who = asked(cora), browse(name)

    wrong = send(cora, HERE, ONE, {}).text
    pages = [
        LIST,
        HERE,
        "/workflows/rules/legal_title",
        *([] if name == "bram" else [waits, place]),
    ]

    for html in (*(who.get(page).text for page in pages), wrong):
        assert unwrapped_text(html) == []
        assert list(inline_code(html)) == []


def test_both_languages(browse: Browse) -> None:
    page = browse("cora", "en").get(LIST).text

    assert "What the rules of this region ask" in words(page)
    assert '<html lang="en"' in page
