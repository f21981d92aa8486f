"""Many deadlines at once on the pages: choose, look, ask, follow; without scripts."""

import pytest
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service.tick import tick
from engine.store.store import Store
from tests.api.pages.browsing import form_to, post, words
from tests.api.pages.case.conftest import Browse, brackets, browse, office
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import a_desk, professional
from tests.service.roads import a_placement

__all__ = ["brackets", "browse", "office"]

NEW, ASK = "/deadlines/batches/new", "/deadlines/batches"


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with the definitions of Oldebroek."""
    return a_desk(store, clock)


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement in its first state."""
    return a_placement(desk)


def chosen(case: CaseAtDesk, act: str) -> str:
    """Where the board leads when its one deadline is ticked."""
    return f"{NEW}?act={act}&deadline={case.owed['preparation'].public_id}"


def asked(browser: TestClient, path: str, **said: str) -> str:
    """Fill in the form of this page; where its batch can be followed."""
    hidden = form_to(browser.get(path).text, ASK)
    answer = post(browser, ASK, {**hidden, "intent": "do", **said})
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["location"]


def test_the_board_offers_what_can_be_done_with_what_is_ticked(
    case: CaseAtDesk, browse: Browse
) -> None:
    html = browse("cora").get("/deadlines").text

    assert f'action="{NEW}"' in html
    assert f'name="deadline" value="{case.owed["preparation"].public_id}"' in html
    for act in ("remind", "assign", "extend"):
        assert f'name="act" value="{act}"' in html


def test_who_gets_the_mail_and_what_it_says_is_shown_before_it_goes(
    desk: Desk, case: CaseAtDesk, browse: Browse
) -> None:
    cora = browse("cora")
    page = words(cora.get(chosen(case, "remind")).text)
    assert "bram" in page
    assert "Er staat een bericht voor u klaar" in page

    where = asked(cora, chosen(case, "remind"))
    assert "0 van 1" in words(cora.get(where).text)
    tick(desk.office, {})

    html = cora.get(where).text
    assert "1 van 1" in words(html)
    assert "Klaar." in words(html)
    assert [row.step for row in case.ledger if row.state == "fired"] == ["now.2026-03-02"]
    assert list(inline_code(html)) == []


def test_the_new_date_is_shown_before_a_term_is_changed(case: CaseAtDesk, browse: Browse) -> None:
    cora, path = browse("cora"), chosen(case, "extend")
    hidden = form_to(cora.get(path).text, ASK)
    said = {"amount": "2", "unit": "weeks", "reason": "Zomer."}

    answer = post(cora, ASK, {**hidden, "intent": "preview", **said})

    assert answer.status_code == 200
    assert "24 april 2026" in words(answer.text)
    assert "Zomer." in words(answer.text)
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-13"


def test_what_is_missing_is_told_and_what_was_typed_stays(case: CaseAtDesk, browse: Browse) -> None:
    cora = browse("cora")
    hidden = form_to(cora.get(chosen(case, "extend")).text, ASK)

    answer = post(cora, ASK, {**hidden, "intent": "do", "amount": "two", "reason": ""})

    assert answer.status_code == 400
    assert "Vul in waarom." in words(answer.text)
    assert "Vul in hoeveel langer." in words(answer.text)
    assert 'value="two"' in answer.text


def test_what_was_refused_stands_first_with_why(
    desk: Desk, case: CaseAtDesk, browse: Browse
) -> None:
    cora = browse("cora")
    said = {"amount": "9", "unit": "weeks", "reason": "Zomer."}
    where = asked(cora, chosen(case, "extend"), **said)
    tick(desk.office, {})

    page = words(cora.get(where).text)

    assert "niet gelukt" in page
    assert "Dit gaat verder dan het langst mogelijke" in page
    assert case.head.number in page


def test_somebody_who_works_in_the_role_is_chosen_by_name(
    desk: Desk, case: CaseAtDesk, browse: Browse
) -> None:
    ines = professional(desk.office, "ines", "regisseur")
    cora, path = browse("cora"), chosen(case, "assign")
    page = cora.get(path).text
    assert f'<option value="{ines.id}"' in page
    assert "anna" not in words(page)  # who works as something else

    where = asked(cora, path, person=ines.id, reason="Verlof.")
    tick(desk.office, {})

    assert "1 van 1" in words(cora.get(where).text)
    assert case.events[-1].kind == "assigned"


def test_a_batch_is_stopped_and_says_so(desk: Desk, case: CaseAtDesk, browse: Browse) -> None:
    cora = browse("cora")
    where = asked(cora, chosen(case, "remind"))

    hidden = form_to(cora.get(where).text, f"{where}/stop")
    assert post(cora, f"{where}/stop", hidden).status_code == 303
    tick(desk.office, {})

    page = words(cora.get(where).text)
    assert "Gestopt." in page
    assert "U heeft deze reeks gestopt." in page


def test_what_is_not_theirs_is_not_there(case: CaseAtDesk, browse: Browse) -> None:
    where = asked(browse("cora"), chosen(case, "remind"))

    assert browse("bram").get(where).status_code == 404
    assert browse("gijs").get(chosen(case, "remind")).status_code == 404


def test_without_a_choice_the_page_says_what_to_do(browse: Browse) -> None:
    page = browse("cora").get(NEW)

    assert page.status_code == 200
    assert "U heeft nog geen termijn gekozen" in words(page.text)


@pytest.mark.usefixtures("brackets")
def test_every_word_of_it_can_be_translated(case: CaseAtDesk, browse: Browse) -> None:
    cora = browse("cora")
    where = asked(cora, chosen(case, "remind"))
    pages = [chosen(case, act) for act in ("remind", "assign", "extend")]

    for path in (*pages, where, NEW):
        assert list(unwrapped_text(cora.get(path).text)) == []
