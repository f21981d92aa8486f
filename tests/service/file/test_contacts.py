"""The talks of a case; those of the family's other cases stay there."""

from datetime import timedelta

import pytest

from engine.service import orders
from engine.service.file.contacts import ContactRow, contacts
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.roads import a_placement


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """A placement in which a talk was held that counts for its first evaluation."""
    case = a_placement(desk, "placed")
    desk.after(days=38)
    case.done(
        "bram",
        orders.HoldContact,
        held_on=desk.office.today(),
        words="Sam wil naar huis",
        with_persons=(desk.sam, desk.els),
        counts_for=((case.id, case.owed["first_evaluation"].public_id),),
    )
    return case


def read(case: CaseAtDesk, by: str = "bram") -> list[ContactRow]:
    return list(contacts(case.desk.viewers[by], case.desk.office, case.id))


def test_a_talk_says_when_with_whom_about_what_and_for_what_it_counts(case: CaseAtDesk) -> None:
    (row,) = read(case)

    assert (row.held_on, row.by) == (TODAY + timedelta(days=38), "bram")
    assert (row.words, row.with_persons) == ("Sam wil naar huis", ("sam", "els"))
    assert row.counts_for == (case.workflow.deadlines["first_evaluation"].title,)


def test_whoever_reads_titles_only_sees_neither_words_nor_names(case: CaseAtDesk) -> None:
    (row,) = read(case, "cora")

    assert (row.words, row.with_persons) == (None, ())
    assert row.counts_for


def test_a_talk_that_touched_another_case_only_is_not_here(case: CaseAtDesk) -> None:
    other = case.desk.opens()
    other.done("bram", orders.HoldContact, held_on=case.desk.office.today(), words="iets anders")

    assert [row.words for row in read(case)] == ["Sam wil naar huis"]
    assert [row.words for row in read(other)] == ["iets anders"]
