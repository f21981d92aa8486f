"""The pages about being away and about work, without a script."""

import pytest

from engine.store.unit_of_work import unit_of_work
from engine.store.work import NewWork, add_work
from tests.api.pages.browsing import form_to, post, send, words
from tests.api.pages.case.conftest import Browse, brackets, browse, desk, office
from tests.api.pages.pseudo import unwrapped_text
from tests.service.builders import Desk

__all__ = ["brackets", "browse", "desk", "office"]

AT = "/me/absence"


def reported(desk: Desk, browse: Browse, who: str = "bram") -> str:
    """Report that somebody is away, with Anna as deputy; where it is changed."""
    browser = browse(who)
    said = {"f.from_on": "2026-03-02", "f.until_on": "", "deputy": desk.who("anna")}
    answer = send(browser, AT, AT, said)
    assert answer.status_code == 303, answer.text
    page = browser.get(AT).text
    return f"{AT}/" + page.partition(f'href="{AT}/')[2].partition('"')[0]


def test_an_absence_is_reported_changed_and_ended(desk: Desk, browse: Browse) -> None:
    bram = browse()
    one = reported(desk, browse)
    assert "nog niet bekend" in words(bram.get(AT).text) or "anna" in words(bram.get(AT).text)

    changed = send(bram, one, one, {"f.until_on": "2026-03-20", "deputy": desk.who("anna")})
    assert changed.headers["location"] == AT
    assert "20 mrt" in words(bram.get(AT).text) or "20 maart" in words(bram.get(AT).text)

    page = bram.get(AT).text
    end = f"{AT}/" + page.partition(f'href="{AT}/')[2].partition('"')[0] + "/end"
    assert post(bram, end, form_to(page, end)).headers["location"] == AT
    assert f'href="{AT}/' not in bram.get(AT).text


def test_a_form_that_is_wrong_comes_back_with_what_was_typed(browse: Browse) -> None:
    said = {"f.from_on": "2026-03-02", "f.until_on": "2026-03-01"}

    answer = send(browse(), AT, AT, said)

    assert answer.status_code == 400
    assert 'value="2026-03-01"' in answer.text
    assert "De eerste dag terug ligt na de eerste dag afwezig." in words(answer.text)


def test_the_coordinator_sees_who_is_away_in_the_region(desk: Desk, browse: Browse) -> None:
    desk.opens()
    one = reported(desk, browse)

    assert "bram" in words(browse("cora").get(AT).text)
    assert browse("cora").get(one).status_code == 200
    assert browse("anna").get(one).status_code == 404


def test_a_deadline_shows_who_hears_if_its_owner_is_away(desk: Desk, browse: Browse) -> None:
    case = desk.opens()
    reported(desk, browse)
    deadline = next(iter(case.owed.values()))

    said = words(browse().get(f"/cases/{case.id}/deadlines/{deadline.public_id}").text)

    assert "anna" in said
    assert "afwezig" in said or "away" in said


def a_work(desk: Desk) -> None:
    """Let there be something to do about the case, in the region of Cora."""
    case = desk.opens()
    new = NewWork(
        kind="no_owner",
        key="x",
        why="no_owner",
        region=desk.region,
        case_id=case.head.id,
        about="regisseur",
    )
    with unit_of_work(desk.office.store) as connection:
        add_work(connection, new, now=desk.clock.now())


def test_work_stands_in_the_menu_with_its_number_and_is_done(desk: Desk, browse: Browse) -> None:
    cora = browse("cora")
    assert 'href="/work"' not in cora.get("/deadlines").text
    a_work(desk)
    assert 'href="/work"' in cora.get("/deadlines").text
    listed = cora.get("/work").text
    assert "/assign/regisseur" in listed
    one = "/work-endings/" + listed.partition('href="/work-endings/')[2].partition('"')[0]

    assert send(cora, one, one, {"f.word": ""}).status_code == 400
    assert send(cora, one, one, {"f.word": "Els aangewezen"}).headers["location"] == "/work"

    assert f'href="{one}"' not in cora.get("/work").text
    assert 'href="/work"' not in cora.get("/deadlines").text
    assert browse().get(one).status_code == 404


def test_whoever_has_no_work_reads_what_to_do_next(browse: Browse) -> None:
    assert 'href="/deadlines"' in browse().get("/work").text


@pytest.mark.usefixtures("brackets")
def test_every_word_of_these_pages_can_be_translated(desk: Desk, browse: Browse) -> None:
    a_work(desk)
    one = reported(desk, browse)
    cora = browse("cora")
    work = (
        "/work-endings/"
        + cora.get("/work").text.partition('href="/work-endings/')[2].partition('"')[0]
    )

    for page in (AT, one, "/work", work):
        assert unwrapped_text(cora.get(page).text) == [], page
