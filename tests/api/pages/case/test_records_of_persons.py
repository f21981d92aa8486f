"""Whom a record is about is chosen by name, and told by name."""

import pytest

from tests.api.pages.browsing import words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import at, sends
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family

NEW = "records/new?type=invitation_plan"
SAID = {"f.safe_contact": "phone", "f.how": "Na 16 uur"}


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a case of the table that Bram brought in."""
    desk.qualify("bram", "requester")
    return desk.opens(workflow="beschermingstafel", role="requester")


def test_somebody_of_the_family_is_chosen_by_name_and_told_by_name(
    browse: Browse, case: CaseAtDesk
) -> None:
    browser, els = browse("bram"), case.desk.els

    form = browser.get(at(case, NEW)).text
    assert f'<option value="{els}" translate="no">els – ouder</option>' in form
    assert "sam – jeugdige" in form
    assert f'value="{case.desk.who("bram")}"' in form
    assert f'value="{case.desk.who("dora")}"' not in form

    answer = sends(browser, at(case, NEW), {**SAID, "f.person": els})
    assert answer.status_code == 303
    assert f'<option value="{els}" selected' in browser.get(answer.headers["location"]).text
    told = browser.get(at(case, "timeline")).text
    assert "els" in words(told)
    assert els not in told


def test_a_stranger_is_refused_and_what_was_typed_stays(browse: Browse, case: CaseAtDesk) -> None:
    stranger = another_family(case.desk).els

    answer = sends(browse("bram"), at(case, NEW), {**SAID, "f.person": stranger})

    assert answer.status_code == 400
    assert "kies iemand van het gezin, of iemand die meedoet in deze zaak" in answer.text
    assert 'href="#f-person"' in answer.text
    assert 'value="Na 16 uur"' in answer.text
