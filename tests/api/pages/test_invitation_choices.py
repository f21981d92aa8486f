"""Choosing how somebody is asked to come, while others choose too, or the form comes twice."""

import pytest
from starlette.testclient import TestClient

from tests.api.pages.browsing import post, words
from tests.api.pages.case.conftest import Browse, browse, desk, office
from tests.api.pages.case.sending import at, filled_in, hidden_of, sends
from tests.service.builders import CaseAtDesk, Desk

__all__ = ["browse", "desk", "office"]

PLAN = {"f.choice": "invited", "f.safe_contact": "address", "f.how": "Kanarieweg 7"}
NO_WAY = {"f.safe_contact": "none", "f.how": "GEVAAR: nooit post"}
WAIT = {"f.choice": "for_chair", **NO_WAY}


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a case of the table that Bram brought in."""
    desk.qualify("bram", "requester")
    return desk.opens(workflow="beschermingstafel", role="requester")


def els(case: CaseAtDesk) -> str:
    """Say where it is chosen for Els."""
    return at(case, f"invitations/{case.desk.els}")


def listed(case: CaseAtDesk, browser: TestClient) -> str:
    """Give the page on which everybody stands."""
    return browser.get(at(case, "invitations")).text


def written(case: CaseAtDesk) -> int:
    """Count the choices that were begun."""
    return sum(event.kind == "record_written" for event in case.events)


def test_an_old_form_does_not_take_the_place_of_no_safe_way(
    browse: Browse, case: CaseAtDesk
) -> None:
    mine, theirs = browse("bram"), browse("bram")
    old = filled_in(mine, els(case), PLAN)
    assert sends(theirs, els(case), {**PLAN, **NO_WAY}).status_code == 303

    answer = post(mine, els(case), old)

    assert answer.status_code == 412
    assert "Gezien, toch doen" in words(answer.text)
    assert "GEVAAR: nooit post" in words(answer.text)
    assert 'value="Kanarieweg 7"' in answer.text
    assert "Geen veilige weg: er gaat niets uit" in listed(case, mine)
    assert written(case) == 1

    seen = {**PLAN, **hidden_of(answer.text, els(case))}
    assert post(mine, els(case), seen).status_code == 303
    assert "Kanarieweg 7" in listed(case, mine)


def test_an_old_form_does_not_write_on_a_draft_that_it_never_showed(
    browse: Browse, case: CaseAtDesk
) -> None:
    mine = browse("bram")
    old = filled_in(mine, els(case), PLAN)
    sends(browse("bram"), els(case), WAIT)

    assert post(mine, els(case), old).status_code == 412
    assert "Wacht op de voorzitter" in words(listed(case, mine))


@pytest.mark.parametrize("own_time", ["25.99", "10u", "kwart voor 11", "10.00 uur"])
def test_an_own_time_is_a_time_of_the_clock(
    browse: Browse, case: CaseAtDesk, own_time: str
) -> None:
    answer = sends(browse("bram"), els(case), {**PLAN, "f.own_time": own_time})

    assert answer.status_code == 400
    assert "Schrijf de eigen tijd als uu.mm" in words(answer.text)
    assert f'value="{own_time}"' in answer.text
    assert written(case) == 0


def test_what_waits_for_the_chair_takes_the_invitation_back(
    browse: Browse, case: CaseAtDesk
) -> None:
    mine = browse("bram")
    sends(mine, els(case), PLAN)
    letter = listed(case, mine).partition('/letter">')[0].rpartition('href="')[2] + "/letter"
    record = letter.split("/")[-2]

    assert sends(mine, els(case), WAIT).status_code == 303
    assert sends(mine, els(case), WAIT).status_code == 303

    page = listed(case, mine)
    assert written(case) == 2
    assert "Wacht op de voorzitter" in words(page)
    assert "Kanarieweg 7" not in page
    assert "/letter" not in page
    assert f"{record}/moves/sent" not in page
    for part in ("", "/print"):
        paper = words(mine.get(letter + part).text)
        assert "Tot die is gemaakt, gaat er niets uit." in paper
        assert "Beste els" not in paper
    moving = words(mine.get(at(case, f"records/{record}/moves/sent")).text)
    assert "die wacht op de voorzitter" in moving


@pytest.mark.parametrize("begun", [False, True], ids=["a new choice", "on a draft"])
@pytest.mark.parametrize("choice", ["invited", "for_chair"])
def test_a_choice_that_is_sent_twice_is_made_once(
    browse: Browse, case: CaseAtDesk, choice: str, *, begun: bool
) -> None:
    browser = browse("bram")
    if begun:
        sends(browser, els(case), WAIT)
    form = filled_in(browser, els(case), {**PLAN, "f.choice": choice})

    first = post(browser, els(case), form)
    version = case.head.version
    again = post(browser, els(case), form)

    assert (first.status_code, again.status_code) == (303, 303)
    assert case.head.version == version
    assert written(case) == 1


def test_one_form_never_says_saved_of_what_another_answer_would_change(
    browse: Browse, case: CaseAtDesk
) -> None:
    browser = browse("bram")
    form = filled_in(browser, els(case), PLAN)
    assert post(browser, els(case), form).status_code == 303

    assert post(browser, els(case), {**form, **NO_WAY}).status_code == 409
    assert post(browser, els(case), {**form, "f.choice": "for_chair"}).status_code == 412


def test_the_letter_says_why_no_time_stands_in_it(browse: Browse, case: CaseAtDesk) -> None:
    mine = browse("bram")
    tom = at(case, f"invitations/{case.desk.tom}")
    sends(mine, tom, {**PLAN, "f.own_time": "10.45"})
    apart = {"f.own_time": "10.30", "f.not_together_with": case.desk.tom}
    sends(mine, els(case), {**PLAN, **apart})

    page = listed(case, mine)
    letter = page.partition('/letter">')[0].rpartition('href="')[2] + "/letter"
    shown = browse("bram", "en").get(letter).text

    assert "No time stands in this letter: tom would come at the same time" in words(shown)
    paper = mine.get(f"{letter}/print").text
    assert "De tijd hoort u nog van ons." in paper
    assert "10.30" not in paper
    assert "tom" not in words(paper.partition("<main")[2]).replace(".", " ").split()
