"""Records that name persons: of the family, or of those who take part, and each their own."""

from datetime import timedelta

import pytest

from engine.fields import InvalidInput
from engine.service import orders
from engine.service.file.record_page import record_page_of
from engine.service.file.records import record, record_form
from engine.service.file.timeline import timeline
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.desks import another_family, takes_part
from tests.service.file.hands import in_hand

PLAN, LETTER = "invitation_plan", "table_letter"
SAID = {"safe_contact": "phone", "how": "Na 16 uur"}


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a case of the table that Bram brought in; Anna is its secretary."""
    desk.qualify("bram", "requester")
    case = desk.opens(workflow="beschermingstafel", role="requester")
    here(case, "anna", role="secretary", access="secretary")
    return case


def here(case: CaseAtDesk, name: str, **how: object) -> None:
    """Let a professional take part in the case."""
    takes_part(case.desk, case.desk.viewers[name], case_id=case.head.id, **how)


def begins(case: CaseAtDesk, person: str, **more: str) -> str:
    """Let Bram begin an invitation of somebody."""
    fields = {"person": person, **SAID, **more}
    made = case.done("bram", orders.WriteRecord, type=PLAN, fields=fields).made
    assert made
    case.names[made] = PLAN
    return made


def wrong(case: CaseAtDesk, **fields: str) -> list[tuple[str, str]]:
    """Begin one that is refused; the fields that are wrong, and how."""
    with pytest.raises(InvalidInput) as caught:
        case.does("bram", orders.WriteRecord, type=PLAN, fields={**SAID, **fields})
    return [(problem.field, problem.code) for problem in caught.value.problems]


def offered(case: CaseAtDesk, by: str, kind: str = PLAN) -> list[tuple[str, str]]:
    """Whom somebody may choose from: names, and what they are."""
    form = record_form(case.desk.viewers[by], case.desk.office, case.id, kind)
    return [(each.name, each.kind) for each in form.people]


def test_the_family_and_whoever_takes_part_are_offered_each_once(case: CaseAtDesk) -> None:
    here(case, "anna", role="chair", access="chair")

    family = [("sam", "youth"), ("els", "parent"), ("tom", "parent")]
    assert offered(case, "anna")[:3] == family
    assert sorted(offered(case, "anna")[3:]) == [
        (name, "professional") for name in ("anna", "bram", "cora")
    ]


def test_a_form_that_names_nobody_of_the_case_offers_nobody(case: CaseAtDesk) -> None:
    assert offered(case, "anna", "chair_talk") == []


def test_a_professional_who_is_kept_out_is_not_offered_and_not_named(case: CaseAtDesk) -> None:
    here(case, "dora", role="provider")
    assert ("dora", "professional") in offered(case, "anna")

    here(case, "dora", access="excluded")

    assert ("dora", "professional") not in offered(case, "anna")
    assert wrong(case, person=case.desk.who("dora")) == [("person", "malformed")]


def test_whoever_reads_titles_only_is_offered_no_name_of_the_family(case: CaseAtDesk) -> None:
    assert {kind for _, kind in offered(case, "cora")} == {"professional"}


def test_nobody_from_outside_the_case_is_named(case: CaseAtDesk) -> None:
    desk = case.desk

    stranger = another_family(desk).els
    assert wrong(case, person=stranger) == [("person", "malformed")]
    assert wrong(case, person="Els, moeder") == [("person", "malformed")]
    assert wrong(case, person=desk.els, not_together_with=desk.who("dora")) == [
        ("not_together_with", "malformed")
    ]
    plan = begins(case, desk.els)
    with pytest.raises(InvalidInput) as caught:
        case.does("bram", orders.EditRecord, record=plan, fields={"person": stranger})
    assert "kies iemand van het gezin, of iemand die meedoet" in caught.value.problems[0].says.nl


def test_each_person_has_an_invitation_of_their_own(case: CaseAtDesk) -> None:
    desk = case.desk
    els, tom = (begins(case, person) for person in (desk.els, desk.tom))
    case.move(els, "invited")
    case.move(tom, "invited")
    assert (case.status(els), case.status(tom)) == ("invited", "invited")

    again = begins(case, desk.els)
    case.move(again, "invited")

    assert (case.status(els), case.status(tom)) == ("superseded", "invited")
    case.move(again, "sent", by_which_contact="Gebeld")
    assert (case.status(again), case.status(tom)) == ("sent", "invited")


def test_a_letter_takes_the_place_of_the_draft_for_the_same_receiver(case: CaseAtDesk) -> None:
    desk = case.desk
    of_tom, draft, given = (
        case.write(LETTER, "anna", receiver=receiver) for receiver in (desk.tom, desk.els, desk.els)
    )

    case.move(given, "handed_over", "anna")

    assert [case.status(each) for each in (of_tom, draft, given)] == [
        "draft",
        "superseded",
        "handed_over",
    ]


def test_the_name_is_told_where_it_is_read(case: CaseAtDesk) -> None:
    desk = case.desk
    plan = begins(case, desk.els, not_together_with=desk.tom)

    shown = record(desk.viewers["anna"], desk.office, case.id, plan)
    assert shown.names == {desk.els: "els", desk.tom: "tom"}
    written = timeline(desk.viewers["anna"], desk.office, case.id)[-1]
    assert [each.words.nl for each in written.details if each.words][::2] == ["els", "tom"]
    for_cora = timeline(desk.viewers["cora"], desk.office, case.id)[-1]
    assert (for_cora.details, "person" in for_cora.withheld) == ((), True)


def test_a_draft_about_somebody_who_left_is_not_settled(case: CaseAtDesk) -> None:
    desk = case.desk
    here(case, "dora", role="provider", until_on=TODAY + timedelta(days=1))
    plan = begins(case, desk.who("dora"))
    desk.after(days=1)

    with pytest.raises(InvalidInput) as caught:
        case.move(plan, "invited")

    assert [problem.field for problem in caught.value.problems] == ["person"]
    with in_hand(case, "bram") as work:
        assert [problem.field for problem in record_page_of(work, plan).lacking] == ["person"]
