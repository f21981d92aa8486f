"""Consent and authority: what was answered and whose answer is still wanted."""

from datetime import date, timedelta

import pytest

from engine.service import orders
from engine.service.consents import GROUNDS as KNOWN_GROUNDS
from engine.service.file.consents import (
    ANSWERS,
    GROUNDS,
    Consents,
    ConsentWanted,
    authorities,
    consents,
)
from engine.store.consents import authorities_of
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.file.hands import in_hand
from tests.service.roads import a_placement


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """A placement of Sam, who is 13; Els and Tom have authority."""
    return a_placement(desk)


def read(case: CaseAtDesk, by: str = "bram") -> Consents:
    return consents(case.desk.viewers[by], case.desk.office, case.id)


def wanted(case: CaseAtDesk) -> ConsentWanted:
    """The only purpose and the only child."""
    (found,) = read(case).wanted
    return found


def test_before_anybody_answered_it_says_who_is_asked(case: CaseAtDesk) -> None:
    found = wanted(case)

    assert read(case).rows == ()
    assert (found.purpose, found.purpose_title.nl) == ("placement", "Uithuisplaatsing")
    assert found.child.name == "sam"
    assert {name for _, name in found.asked} == {"sam", "els", "tom"}
    assert found.missing == found.asked
    assert not found.complete


def test_an_answer_leaves_the_others_missing(case: CaseAtDesk) -> None:
    case.consents("placement", "sam", "els")

    assert [name for _, name in wanted(case).missing] == ["tom"]
    rows = read(case).rows
    assert [(row.name, row.answer, row.answer_title.nl, row.stands) for row in rows] == [
        ("sam", "given", "Gegeven", True),
        ("els", "given", "Gegeven", True),
    ]
    assert {row.purpose_title.nl for row in rows} == {"Uithuisplaatsing"}


def test_a_later_answer_of_the_same_person_takes_the_place_of_the_first(case: CaseAtDesk) -> None:
    case.consents("placement", "sam", "els", "tom")
    assert wanted(case).complete

    case.consents("placement", "tom", answer="withdrawn")

    assert [(row.name, row.answer, row.stands) for row in read(case).rows][2:] == [
        ("tom", "given", False),
        ("tom", "withdrawn", True),
    ]
    assert [name for _, name in wanted(case).missing] == ["tom"]


def test_an_answer_that_ran_out_stands_no_more(case: CaseAtDesk) -> None:
    case.done("bram", orders.Answer, child=case.desk.sam, to="placement", answer="given",
              person=case.desk.els, until_on=TODAY + timedelta(days=3))  # fmt: skip
    assert read(case).rows[0].stands
    case.desk.after(days=3)

    assert not read(case).rows[0].stands


def test_a_ground_for_all_names_nobody(case: CaseAtDesk) -> None:
    case.done("bram", orders.Answer, child=case.desk.sam, to="placement", answer="not_needed",
              ground="court_measure")  # fmt: skip

    (row,) = read(case).rows
    assert (row.person, row.name) == (None, None)
    assert row.ground_title
    assert row.ground_title.nl == "Maatregel van de rechter"
    assert wanted(case).complete


def test_an_answer_in_another_case_is_none_in_this_one(case: CaseAtDesk) -> None:
    other = case.desk.opens()
    other.consents("placement", "sam")

    assert read(case).rows == ()
    assert len(read(other).rows) == 1


def test_whoever_reads_titles_only_sees_nothing_of_consent_and_authority(
    case: CaseAtDesk,
) -> None:
    case.consents("placement", "sam")
    cora, office = case.desk.viewers["cora"], case.desk.office

    assert read(case, "cora") == Consents()
    assert authorities(cora, office, case.id) == ()


def test_authority_is_told_with_its_days_and_source(case: CaseAtDesk) -> None:
    tomorrow = TODAY + timedelta(days=1)
    case.done("bram", orders.SetAuthority, child=case.desk.sam, parent=case.desk.tom,
              source="beschikking", from_on=TODAY, until_on=tomorrow)  # fmt: skip
    case.desk.after(days=1)

    rows = authorities(case.desk.viewers["anna"], case.desk.office, case.id)

    assert {(row.child.name, row.name, row.source, row.until_on, row.holds) for row in rows} == {
        ("sam", "els", "gezagsregister", None, True),
        ("sam", "tom", "gezagsregister", tomorrow, False),
        ("sam", "tom", "beschikking", tomorrow, False),
    }
    assert rows[0].from_on == date(2012, 5, 1)
    assert [name for _, name in wanted(case).asked] == ["sam", "els"]


def test_every_answer_and_ground_has_words(case: CaseAtDesk) -> None:
    assert set(GROUNDS) == set(KNOWN_GROUNDS)
    assert set(ANSWERS) == {"given", "refused", "withdrawn", "not_needed"}
    with in_hand(case) as work:
        assert authorities_of(work.connection, []) == ()
