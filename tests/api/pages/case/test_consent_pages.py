"""Consent and authority: who must answer, what they said, and on which ground nobody need."""

from datetime import date

import pytest

from tests.api.pages.browsing import post, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import a_case_of_two, at, filled_in, sends
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import a_placement

NEW = "consents/new"


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement; it asks for consent of Sam, Els and Tom."""
    return a_placement(desk)


def test_what_is_the_only_one_need_not_be_chosen(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    html = browse().get(at(case, NEW)).text

    said = words(html)
    assert "Toestemming voor: Uithuisplaatsing" in said
    assert said.count("Nog geen antwoord") == 3
    for person in (desk.sam, desk.els, desk.tom):
        assert f'value="{person}"' in html


def test_of_two_children_one_is_chosen_first(desk: Desk, browse: Browse) -> None:
    case, sam, fien = a_case_of_two(desk)

    html = browse().get(at(case, NEW)).text
    of_fien = browse().get(at(case, f"{NEW}?to=placement&child={fien}")).text

    assert f'<option value="{sam}"' in html
    assert "Wat is het antwoord?" not in words(html)
    assert "Wie moet antwoorden voor fien" in words(of_fien)
    assert f'value="{sam}"' not in of_fien  # one child does not answer for the other


def test_an_answer_is_recorded_and_the_next_person_stands_ready(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    browser, path = browse(), at(case, NEW)
    sam = {"person": desk.sam, "f.answer": "given", "intent": "next"}

    onward = sends(browser, path, sam)
    html = browser.get(onward.headers["location"]).text
    tom = sends(browser, path, {"person": desk.tom, "f.answer": "refused", "intent": "record"})

    assert onward.headers["location"] == f"{path}?to=placement&child={desk.sam}"
    assert "De toestemming is vastgelegd." in words(html)
    assert f'value="{desk.sam}" checked' not in html
    assert words(html).count("Nog geen antwoord") == 2
    assert tom.headers["location"] == f"/cases/{case.id}#consents"
    assert "Geweigerd" in words(browser.get(path).text)


def test_a_parent_without_authority_may_answer_too_but_is_not_asked(
    browse: Browse, desk: Desk
) -> None:
    case, _, fien = a_case_of_two(desk)

    html = browse().get(at(case, f"{NEW}?to=placement&child={fien}")).text

    assert words(html).count("Nog geen antwoord") == 1  # under twelve: the parent alone
    assert f'value="{fien}"' in html


def test_everything_that_is_missing_is_named_at_once(browse: Browse, case: CaseAtDesk) -> None:
    answer = sends(
        browse(), at(case, NEW), {"f.until_on": "ooit", "occurred_at": "2999-01-01T10:00"}
    )

    assert answer.status_code == 400
    for name in ("person", "answer", "until_on", "occurred_at"):
        assert f'href="#f-{name}"' in answer.text
    assert 'id="f-person"' in answer.text
    assert 'value="ooit"' in answer.text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"person": "nobody", "f.answer": "given"}, "is het antwoord ‘Niet nodig’"),
        ({"person": "nobody", "f.answer": "not_needed"}, "maatregel van de rechter"),
        ({"person": "{els}", "f.answer": "not_needed"}, "op welke grond"),
        (
            {"person": "{els}", "f.answer": "given", "f.ground": "well_considered_wish"},
            "antwoord van de jeugdige zelf",
        ),
    ],
    ids=["nobody gives", "nobody without a ground", "not needed, why", "another's ground"],
)
def test_what_the_law_does_not_know_is_said_in_words(
    desk: Desk, browse: Browse, case: CaseAtDesk, form: dict[str, str], says: str
) -> None:
    filled = {name: value.format(els=desk.els) for name, value in form.items()}

    answer = sends(browse(), at(case, NEW), filled)

    assert answer.status_code == 400
    assert says in words(answer.text)
    assert "well_considered_wish," not in words(answer.text)  # no list of keys


def test_on_a_ground_of_the_law_nobody_is_asked(browse: Browse, case: CaseAtDesk) -> None:
    form = {"person": "nobody", "f.answer": "not_needed", "f.ground": "court_measure"}

    answer = sends(browse(), at(case, NEW), form)

    assert answer.status_code == 303
    html = browse().get(at(case, NEW)).text
    assert "Niemand hoeft te worden gevraagd: Maatregel van de rechter." in words(html)


def test_an_answer_of_last_week_counts_from_that_day(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    form = {"person": desk.els, "f.answer": "given", "occurred_at": "2026-02-27T10:00"}

    assert sends(browse(), at(case, NEW), form).status_code == 303

    assert "vr 27 februari 2026" in words(browse().get(at(case, NEW)).text)


def test_sent_twice_it_is_recorded_once(desk: Desk, browse: Browse, case: CaseAtDesk) -> None:
    browser, path = browse(), at(case, NEW)
    form = filled_in(browser, path, {"person": desk.els, "f.answer": "given"})

    answers = [post(browser, path, form), post(browser, path, form)]

    assert len({answer.headers["location"] for answer in answers}) == 1
    assert [event.kind for event in case.events].count("consent_answered") == 1


def test_authority_is_recorded_with_its_source(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    browser, path = browse(), at(case, "authority/new")
    page = browser.get(path).text
    form = {"parent": desk.tom, "f.source": "Gezagsregister", "f.until_on": "2026-12-01"}

    answer = sends(browser, path, form)

    assert "els → sam" in words(page)
    assert answer.headers["location"] == f"/cases/{case.id}#consents"
    assert "di 1 december 2026" in words(browser.get(path).text)


def test_authority_that_ends_before_it_begins_comes_back(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    days = {"f.from_on": "2026-03-01", "f.until_on": "2026-02-01"}

    backwards = sends(
        browse(), at(case, "authority/new"), {"parent": desk.els, "f.source": "x", **days}
    )
    far = sends(browse(), at(case, "authority/new"), {"f.from_on": str(date.max)})

    assert backwards.status_code == far.status_code == 400
    assert "vóór het begin van het gezag" in words(backwards.text)
    for name in ("parent", "source", "from_on"):
        assert f'href="#f-{name}"' in far.text


def test_who_reads_titles_only_sees_no_name_and_reads_why(browse: Browse, case: CaseAtDesk) -> None:
    for rest in (NEW, "authority/new"):
        html = browse("cora").get(at(case, rest)).text
        assert "U ziet alleen titels en data" in words(html)
        assert not {"sam", "els", "tom"} & set(words(html).lower().split())


def test_a_person_of_another_family_is_not_there(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    answer = sends(browse(), at(case, NEW), {"person": desk.who("anna"), "f.answer": "given"})

    assert answer.status_code == 404
