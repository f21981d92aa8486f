"""Families: for whoever takes part in one, or registered it."""

from datetime import timedelta

import pytest

from engine.access import Viewer
from engine.errors import NotFound
from engine.service import orders
from engine.service.file.families import FamilyShown, families, family
from engine.service.file.openable import openable
from engine.service.registering import NewFamily, register_family
from engine.store import people
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import TODAY, Desk
from tests.service.desks import another_family, professional, takes_part
from tests.service.roads import a_placement


def seen_by(desk: Desk, viewer: Viewer) -> list[str]:
    """The families in the list; the look at one must agree with it."""
    listed = [row.id for row in families(viewer, desk.office)]
    try:
        assert family(viewer, desk.office, desk.family).row.id in listed
    except NotFound:
        assert desk.family not in listed
    return listed


@pytest.fixture
def other(desk: Desk) -> Viewer:
    """Somebody who has nothing to do with the family yet."""
    return professional(desk.office, "other", "regisseur")


def test_whoever_registered_a_family_sees_it_before_there_is_a_case(desk: Desk) -> None:
    assert seen_by(desk, desk.viewers["bram"]) == [desk.family]
    assert seen_by(desk, desk.viewers["anna"]) == []
    row = desk.log()[-1]
    assert (row.action, row.outcome, row.record) == ("read_family", "denied", desk.family)


@pytest.mark.parametrize("where", ["case_id", "family_id"])
def test_whoever_takes_part_in_the_family_or_a_case_sees_it(
    desk: Desk, other: Viewer, where: str
) -> None:
    head = a_placement(desk).head
    assert seen_by(desk, other) == []

    key = {"case_id": head.id, "family_id": head.family_id}[where]
    takes_part(desk, other, **{where: key}, until_on=TODAY + timedelta(days=2))

    assert seen_by(desk, other) == [desk.family]
    desk.after(days=2)
    assert seen_by(desk, other) == []


def test_a_role_that_sees_nothing_of_a_case_sees_no_family(desk: Desk, other: Viewer) -> None:
    takes_part(desk, other, case_id=a_placement(desk).head.id, access="none")

    assert seen_by(desk, other) == []


@pytest.mark.parametrize("access", ["informant", "confidential_advocate", "coordinator"])
@pytest.mark.parametrize("where", ["case_id", "family_id"])
def test_whoever_reads_titles_only_sees_no_family_and_nobody_of_it(
    desk: Desk, other: Viewer, where: str, access: str
) -> None:
    head = a_placement(desk).head
    place = {"case_id": head.id, "family_id": head.family_id}[where]
    takes_part(desk, other, **{where: place}, access=access)

    assert seen_by(desk, other) == []
    with pytest.raises(NotFound):
        openable(other, desk.office, desk.family)

    takes_part(desk, other, **{where: place}, access="professional")

    assert seen_by(desk, other) == [desk.family]


def test_titles_only_elsewhere_take_nothing_from_whoever_registered_a_family(
    desk: Desk, other: Viewer
) -> None:
    head = a_placement(desk).head
    new = NewFamily(name="De Wit", region=head.region)
    mine = register_family(other, desk.office, new).family
    takes_part(desk, other, case_id=head.id, access="informant")

    assert [row.id for row in families(other, desk.office)] == [mine]


def test_a_coordinator_of_the_region_may_open_for_a_family_that_they_do_not_see(
    desk: Desk,
) -> None:
    assert seen_by(desk, desk.viewers["cora"]) == []

    assert openable(desk.viewers["cora"], desk.office, desk.family)


def test_a_whole_region_is_not_listed(desk: Desk) -> None:
    a_placement(desk)

    assert seen_by(desk, desk.viewers["cora"]) == []


@pytest.mark.parametrize("where", ["case_id", "family_id", "region"])
def test_whoever_is_kept_out_does_not_see_the_family_that_they_registered(
    desk: Desk, where: str
) -> None:
    head = a_placement(desk).head
    place = {"case_id": head.id, "family_id": head.family_id, "region": head.region}[where]
    takes_part(desk, desk.viewers["bram"], **{where: place}, access="excluded")

    assert seen_by(desk, desk.viewers["bram"]) == []


def test_a_family_is_shown_with_its_members_and_their_authority(desk: Desk) -> None:
    shown = look(desk)

    assert (shown.row.id, shown.row.name, shown.row.region) == (desk.family, "Jansen", desk.region)
    members = {member.name: member for member in shown.row.members}
    assert (members["sam"].kind, members["sam"].age, members["sam"].authority_over) == (
        "youth", 13, (),
    )  # fmt: skip
    assert (members["els"].kind, members["els"].age, members["els"].authority_over) == (
        "parent", None, (desk.sam,),
    )  # fmt: skip
    assert families(desk.viewers["bram"], desk.office) == (shown.row,)


def test_authority_that_ended_is_told_no_more(desk: Desk) -> None:
    case = desk.opens()
    case.done("bram", orders.SetAuthority, child=desk.sam, parent=desk.tom, source="rechter",
              until_on=TODAY)  # fmt: skip

    over = {member.name: member.authority_over for member in look(desk).row.members}
    assert over == {"sam": (), "els": (desk.sam,), "tom": ()}


def test_of_its_cases_only_those_are_shown_that_the_viewer_may_see(desk: Desk) -> None:
    mine = desk.opens()
    mine.joins("anna")
    desk.opens()

    (seen,) = look(desk, "anna").cases

    assert (seen.id, seen.number) == (mine.id, mine.head.number)
    assert (seen.workflow_title.nl, seen.is_final) == ("Uithuisplaatsing", False)
    assert seen.state_title == mine.workflow.states[mine.head.state].title
    assert len(look(desk, "bram").cases) == 2


def test_families_come_by_name(desk: Desk) -> None:
    second = another_family(desk)
    with unit_of_work(desk.office.store) as connection:
        assert people.person_by_public_id(connection, second.sam).family_id

    found = families(desk.viewers["bram"], desk.office)

    assert [row.id for row in found] == [desk.family, second.family]
    assert {len(row.members) for row in found} == {3}
    assert desk.log()[-1].action == "list_families"


def look(desk: Desk, by: str = "bram") -> FamilyShown:
    return family(desk.viewers[by], desk.office, desk.family)
