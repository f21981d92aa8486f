"""The pages on which it is chosen who is asked to come, and the letter to each."""

import io
import sys

import pytest
from pypdf import PdfReader

from tests.api.pages.browsing import words
from tests.api.pages.case.conftest import Browse, browse, desk, office
from tests.api.pages.case.sending import at, sends
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import takes_part

__all__ = ["browse", "desk", "office"]

PLAN = {"f.choice": "invited", "f.safe_contact": "address", "f.how": "Kanarieweg 7"}


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a case of the table that Bram brought in."""
    desk.qualify("bram", "requester")
    return desk.opens(workflow="beschermingstafel", role="requester")


def choice(case: CaseAtDesk, person: str) -> str:
    """Say where it is chosen for somebody."""
    return at(case, f"invitations/{person}")


def invited(case: CaseAtDesk, browse: Browse, **said: str) -> str:
    """Let Els be invited; the address of her letter."""
    answer = sends(browse("bram"), choice(case, case.desk.els), {**PLAN, **said})
    assert answer.status_code == 303, words(answer.text)
    with_plan = browse("bram").get(at(case, "invitations")).text
    return with_plan.partition('/letter">')[0].rpartition('href="')[2] + "/letter"


def test_everybody_who_should_be_asked_stands_there_with_what_is_to_be_done(
    browse: Browse, case: CaseAtDesk
) -> None:
    page = browse("bram", "en").get(at(case, "invitations")).text

    assert page.count("Nothing chosen yet") == 3
    assert f'href="{choice(case, case.desk.els)}"' in page
    assert "Still to choose" in words(page)
    assert "els, tom, sam" in words(page)


def test_inviting_is_settled_at_once_and_stands_on_the_list(
    browse: Browse, case: CaseAtDesk
) -> None:
    letter = invited(case, browse, **{"f.own_time": "10.45"})

    page = words(browse("bram").get(at(case, "invitations")).text)
    assert "Wordt uitgenodigd" in page
    assert "Kanarieweg 7" in page
    assert "10.45" in page
    assert letter in browse("bram").get(at(case, "invitations")).text


def test_everything_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(
    browse: Browse, case: CaseAtDesk
) -> None:
    where = choice(case, case.desk.els)

    answer = sends(browse("bram"), where, {"f.own_time": "10.45", "f.not_together_with": "niemand"})

    assert answer.status_code == 400
    for field in ("choice", "safe_contact", "how"):
        assert f'href="#f-{field}"' in answer.text
    assert 'value="10.45"' in answer.text
    assert "Nog niets gekozen" in browse("bram").get(at(case, "invitations")).text


def test_what_the_chair_decides_waits_as_a_draft_that_is_written_on(
    browse: Browse, case: CaseAtDesk
) -> None:
    browser, where = browse("bram"), choice(case, case.desk.tom)
    wait = {"f.choice": "for_chair", "f.safe_contact": "none"}
    assert sends(browser, where, wait).status_code == 303

    page = browse("bram", "en").get(at(case, "invitations")).text
    assert "Waits for the chair" in words(page)
    record = page.partition("#moves")[0].rpartition("/")[2]
    assert sends(browser, where, {**PLAN, "f.how": "Bellen"}).status_code == 303
    assert case.status(record) == "invited"


def test_to_whom_no_way_is_safe_there_is_no_letter_and_it_says_why(
    browse: Browse, case: CaseAtDesk
) -> None:
    sends(browse("bram"), choice(case, case.desk.els), {**PLAN, "f.safe_contact": "none"})

    page = browse("bram").get(at(case, "invitations")).text
    assert "Geen veilige weg: er gaat niets uit" in page
    assert "/letter" not in page
    record = next(event.payload["record"] for event in case.events if event.kind == "record_moved")
    for part in ("", "/print"):
        answer = browse("bram").get(at(case, f"invitations/{record}/letter{part}"))
        assert "Er is geen veilige weg naar deze persoon gekozen" in words(answer.text)
        assert "Beste els" not in answer.text
    moved = browse("bram").get(at(case, f"records/{record}/moves/sent"))
    assert "Er is geen veilige weg naar deze persoon gekozen" in words(moved.text)


@pytest.mark.parametrize("part", ["", "/print", "/brief.pdf"])
def test_the_letter_is_there_as_page_as_print_and_as_pdf(
    browse: Browse, case: CaseAtDesk, part: str
) -> None:
    letter = invited(case, browse, **{"f.not_together_with": case.desk.tom, "f.own_time": "10.45"})

    answer = browse("bram").get(letter + part)

    if part == "/brief.pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        assert len(pages) == 1
        said = " ".join(pages[0].extract_text().split())
        assert "brief.pdf" in answer.headers["content-disposition"]
    else:
        said = words(answer.text.partition("<main")[2])
    assert "Beste els," in said
    assert "om 10.45 uur" in said
    assert "Kanarieweg" not in said
    assert "tom" not in said.replace(".", " ").split()
    assert answer.headers["cache-control"] == "no-store"


def test_where_no_pdf_can_be_made_the_page_says_how_to_print(
    browse: Browse, case: CaseAtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = invited(case, browse)
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    answer = browse("bram").get(f"{letter}/brief.pdf")

    assert answer.status_code == 409
    assert "gebruik Afdrukken" in words(answer.text)


def test_who_reads_titles_only_sees_nobody_and_others_no_case(
    browse: Browse, case: CaseAtDesk
) -> None:
    letter = invited(case, browse)

    page = browse("cora").get(at(case, "invitations"))
    assert page.status_code == 200
    assert "els" not in words(page.text).split()
    assert browse("cora").get(choice(case, case.desk.els)).status_code == 404
    assert browse("cora").get(letter).status_code == 404
    assert browse("dora").get(at(case, "invitations")).status_code == 404


def test_who_does_not_choose_reads_who_does(browse: Browse, case: CaseAtDesk) -> None:
    takes_part(case.desk, case.desk.viewers["anna"], role="cjg_worker", case_id=case.head.id)

    page = browse("anna").get(at(case, "invitations"))

    assert page.status_code == 200
    assert "Regisseur" in words(page.text)
    assert choice(case, case.desk.els) not in page.text
