"""Families: my own, a new one with everything that is wrong at once, and one with its cases."""

from typing import Any

import pytest

from engine.service.file.families import families
from tests.api.http.conftest import As
from tests.api.pages.browsing import form_to, post, send, without_id, words
from tests.office import World

NEW = "/families/new"
FILLED: dict[str, str | list[str]] = {
    "name": "Visser",
    "region": "default",
    "municipality": "Ergens",
    "child.1.name": "Noor",
    "child.1.born": "2013-04-05",
    "child.2.name": "Bas",
    "adult.1.name": "Ria Visser",
    "adult.1.over": ["child.1", "child.2"],
    "adult.2.name": "Oom Jan",
    "intent": "register",
}


def registered(world: World) -> list[str]:
    """Name the families that Bram sees."""
    return [row.name for row in families(world.as_(world.bram), world.office)]


def test_the_families_i_take_part_in_are_there(client: As, world: World) -> None:
    page = client(world.bram, through="page").get("/families").text

    assert "Jansen" in words(page)
    assert "Sam (11)" in words(page)


def test_whoever_has_none_may_register_one(client: As, world: World) -> None:
    page = client(world.anna, through="page").get("/families").text

    assert "Nog geen gezinnen" in words(page)
    assert 'href="/families/new"' in page


def test_a_family_is_registered_with_authority_over_its_children(client: As, world: World) -> None:
    browser = client(world.bram, through="page")

    answer = send(browser, NEW, NEW, FILLED)
    page = words(browser.get(answer.headers["location"]).text)

    assert answer.status_code == 303
    assert "Het gezin is geregistreerd." in page
    assert "Gezin Visser" in page
    assert "Noor kind vr 5 april 2013 12 jaar" in page
    assert "Ria Visser Niet bekend Noor, Bas" in page
    assert "Oom Jan Niet bekend Niets vastgelegd" in page


def test_sent_twice_it_is_registered_once(client: As, world: World) -> None:
    browser = client(world.bram, through="page")
    form = {**form_to(browser.get(NEW).text, NEW), **FILLED}

    answers = [post(browser, NEW, form), post(browser, NEW, form)]

    assert len({answer.headers["location"] for answer in answers}) == 1
    assert registered(world).count("Visser") == 1


def test_the_same_form_with_something_else_asks_to_look_first(client: As, world: World) -> None:
    browser = client(world.bram, through="page")
    form = {**form_to(browser.get(NEW).text, NEW), **FILLED}
    post(browser, NEW, form)

    answer = post(browser, NEW, {**form, "name": "De Visser"})

    assert answer.status_code == 409
    assert "Dit formulier is al eens verstuurd" in words(answer.text)
    assert 'value="De Visser"' in answer.text
    assert form_to(answer.text, NEW)["nonce"] != form["nonce"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"name": " "}, "Vul een naam in.", id="no name"),
        pytest.param({"region": "mars"}, "Kies de regio.", id="no such region"),
        pytest.param({"child.2.name": "Noor"}, "Deze naam staat er twee keer", id="twice"),
        pytest.param({"child.1.born": "gisteren"}, "Geef een datum.", id="no date"),
        pytest.param({"child.1.born": "20130405"}, "Geef een datum.", id="written otherwise"),
        pytest.param({"child.1.born": "2013-W14-5"}, "Geef een datum.", id="by its week"),
        pytest.param(
            {"child.1.born": "1899-12-31"}, "Geef een dag vanaf ma 1 januari 1900.", id="long ago"
        ),
        pytest.param({"name": "x" * 201}, "Geef ten hoogste 200 tekens.", id="a long name"),
        pytest.param(
            {"municipality": "x" * 201}, "Geef ten hoogste 200 tekens.", id="a long place"
        ),
        pytest.param(
            {"child.2.name": "x" * 201}, "Geef ten hoogste 200 tekens.", id="a long child"
        ),
        pytest.param({"child.1.born": "2999-01-01"}, "in de toekomst", id="not born yet"),
        pytest.param(
            {"adult.1.over": ["child.3"]}, "gezag over een kind dat geen naam", id="nobody's child"
        ),
        pytest.param(
            {"child.1.name": "", "child.1.born": "", "child.2.name": "", "adult.1.over": []},
            "Vul ten minste één kind in.",
            id="no child",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: As, world: World, changes: dict[str, Any], says: str
) -> None:
    browser = client(world.bram, through="page")

    answer = send(browser, NEW, NEW, {**FILLED, **changes})

    assert answer.status_code == 400
    assert "<title>Fout: " in answer.text
    assert says in words(answer.text)
    assert 'value="Ria Visser"' in answer.text
    assert registered(world) == ["Jansen"]


def test_everything_that_is_wrong_is_said_at_once(client: As, world: World) -> None:
    wrong = {"child.1.born": "?", "adult.1.born": "2026-05-01", "intent": "register"}

    page = send(client(world.bram, through="page"), NEW, NEW, wrong).text
    summary = page.partition('role="alert"')[2].partition("</ul>")[0]

    assert summary.count("<li>") == 6
    assert summary.count('href="#f-') == 6
    places = [piece.partition('"')[0] for piece in summary.split('href="#')[1:]]
    assert not [place for place in places if f'id="{place}"' not in page]


def test_more_rows_come_without_losing_what_was_typed(client: As, world: World) -> None:
    browser = client(world.bram, through="page")

    answer = send(browser, NEW, NEW, {**FILLED, "intent": "child"})

    assert answer.status_code == 200
    assert 'id="f-child-4-name"' in answer.text
    assert 'value="Noor"' in answer.text
    assert answer.text.count(" checked>") == 2
    assert registered(world) == ["Jansen"]


def test_there_is_an_end_to_the_rows(client: As, world: World) -> None:
    browser = client(world.bram, through="page")

    answer = send(browser, NEW, NEW, {**FILLED, "children": "999", "intent": "child"})

    assert 'id="f-child-12-name"' in answer.text
    assert 'id="f-child-13-name"' not in answer.text


def test_a_family_shows_its_cases_and_which_may_be_opened(client: As, world: World) -> None:
    case = world.open_case()
    browser = client(world.bram, through="page")

    page = browser.get(f"/families/{world.family.public_id}").text

    assert case.number in words(page)
    assert f"/cases/new?family={world.family.public_id}&amp;workflow=placement" in page


def test_whoever_may_not_open_a_case_reads_why(client: As, world: World) -> None:
    world.takes_part(world.anna, "scientist")
    browser = client(world.anna, through="page")
    send(browser, NEW, NEW, FILLED)
    mine = browser.get("/families").text.split('data-key-row href="')[1].partition('"')[0]

    page = words(browser.get(mine).text)

    assert (
        "Deze kunt u niet openen: Deze zaak wordt geopend door: Regisseur of Coördinator." in page
    )


def test_a_family_of_others_is_as_one_that_is_not_there(client: As, world: World) -> None:
    browser = client(world.anna, through="page")

    foreign = browser.get(f"/families/{world.family.public_id}")
    missing = browser.get(f"/families/{'0' * 32}")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    foreign_page = without_id(foreign).replace(world.family.public_id, "")
    assert foreign_page == without_id(missing).replace("0" * 32, "")


def test_without_the_token_of_the_session_nothing_is_registered(client: As, world: World) -> None:
    answer = post(client(world.bram, through="page"), NEW, {**FILLED, "nonce": "n1"})

    assert answer.status_code == 403
    assert registered(world) == ["Jansen"]
