"""What stands over every form about a case, and who is around it to be chosen."""

from engine.service import orders
from engine.service.file.heading import case_with, still_sees
from engine.service.file.joining import roles_offered
from engine.service.file.members import members_of
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.file.hands import in_hand
from tests.service.roads import a_placement


def test_heading_and_more_are_one_look(desk: Desk) -> None:
    case = a_placement(desk)
    before = len(desk.log())

    heading, more = case_with(
        desk.viewers["anna"], desk.office, case.id, "contact_form", lambda work: work.case.number
    )

    assert (heading.id, heading.number, heading.version) == (case.id, more, case.head.version)
    assert [child.name for child in heading.children] == ["sam"]
    (row,) = desk.log()[before:]
    assert (row.action, row.outcome) == ("contact_form", "done")


def test_who_reads_titles_only_gets_nobody_of_the_family(desk: Desk) -> None:
    case = a_placement(desk)

    heading, members = case_with(
        desk.viewers["cora"], desk.office, case.id, "contact_form", members_of
    )

    assert heading.titles_only
    assert heading.children == ()
    assert members == ()


def test_the_members_are_those_of_the_family(desk: Desk) -> None:
    another_family(desk)

    with in_hand(a_placement(desk)) as work:
        found = members_of(work)

    assert [(each.id, each.name, each.is_child) for each in found] == [
        (desk.sam, "sam", True),
        (desk.els, "els", False),
        (desk.tom, "tom", False),
    ]
    assert found[0].age == 13


def test_whoever_left_does_not_see_the_case_and_that_is_not_logged(desk: Desk) -> None:
    case, anna = a_placement(desk), desk.viewers["anna"]
    assert still_sees(anna, desk.office, case.id)
    case.done("bram", orders.Leave, person=desk.who("anna"), role="cjg_worker")
    before = len(desk.log())

    assert not still_sees(anna, desk.office, case.id)
    assert not still_sees(anna, desk.office, "nothing")
    assert len(desk.log()) == before


def roles(case: CaseAtDesk) -> dict[str, object]:
    """Give the roles that are offered, by key."""
    with in_hand(case) as work:
        return {role.key: role for role in roles_offered(work)}


def test_no_role_of_a_region_is_offered(desk: Desk) -> None:
    offered = roles(a_placement(desk))

    assert not {"coordinator", "team_lead"} & offered.keys()
    assert {"regisseur", "protection_worker", "youth", "lawyer"} <= offered.keys()


def test_a_role_says_who_may_have_it_and_who_has_it(desk: Desk) -> None:
    case = a_placement(desk)
    with in_hand(case) as work:
        offered = {role.key: role for role in roles_offered(work)}

    regisseur, lawyer, youth = (offered[key] for key in ("regisseur", "lawyer", "youth"))
    assert regisseur.one
    assert regisseur.holders == ((desk.who("bram"), "bram"),)
    assert regisseur.works_as == "regisseur"
    assert (lawyer.works_as, lawyer.sees, lawyer.is_family) == (None, False, False)
    assert (youth.is_family, youth.sees) == (True, False)
    assert offered["cjg_worker"].holders == ()  # more people have it: the list is elsewhere
