"""Who gives whom which role, hands it over, and ends it; and what nobody may."""

from datetime import timedelta

import pytest

from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.cases import possible
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.desks import another_family, holders
from tests.service.roads import a_placement
from tests.service.stages import everything


@pytest.mark.parametrize("by", ["bram", "cora"])
def test_a_role_that_one_person_holds_is_not_left_empty(desk: Desk, by: str) -> None:
    case = a_placement(desk)
    bram = {"person": desk.who("bram"), "role": "regisseur"}

    for until_on in (None, TODAY + timedelta(days=30)):
        assert case.refused(by, orders.Leave, until_on=until_on, **bram) == ["one_holder"]

    assert holders(case, "regisseur") == ["bram"]


def an_informant(case: CaseAtDesk) -> None:
    """Let Gijs write what he knows, and no more."""
    case.desk.qualify("gijs", "informant")
    gijs = {"person": case.desk.who("gijs"), "role": "informant"}
    case.done("bram", orders.Join, ground="weet iets", **gijs)


def test_an_informant_gives_and_ends_no_part_but_their_own(desk: Desk) -> None:
    case = a_placement(desk)
    an_informant(case)
    vera = {"person": desk.who("vera"), "role": "verder_thuis_coach", "ground": "x"}
    self = {"person": desk.who("gijs"), "role": "protection_worker", "ground": "x"}
    before = everything(desk.office.store, "access_log")

    for order in (vera, self):
        assert case.refused("gijs", orders.Join, **order) == ["role"]
    assert case.refused("gijs", orders.Assign, **vera) == ["role"]
    for name, role in (("bram", "regisseur"), ("anna", "cjg_worker"), ("vera", "cjg_worker")):
        told = case.refused("gijs", orders.Leave, person=desk.who(name), role=role)
        assert told == ["role"]
    assert everything(desk.office.store, "access_log") == before

    case.done("gijs", orders.Leave, person=desk.who("gijs"), role="informant")
    assert holders(case, "informant") == []


def test_a_coordinator_gives_roles_of_one_holder_only_and_never_to_themselves(desk: Desk) -> None:
    case = a_placement(desk)
    desk.qualify("cora", "regisseur")
    desk.qualify("cora", "verder_thuis_coach")
    anna = {"person": desk.who("anna"), "role": "cjg_worker"}
    cora, vera = desk.who("cora"), desk.who("vera")

    assert case.refused("cora", orders.Join, ground="x", **anna) == ["role"]
    assert case.refused("cora", orders.Leave, **anna) == ["role"]
    said = {"person": cora, "ground": "x"}
    assert case.refused("cora", orders.Assign, role="regisseur", **said) == ["own_role"]
    assert case.refused("cora", orders.Join, role="verder_thuis_coach", **said) == ["own_role"]
    assert holders(case, "regisseur") == ["bram"]

    case.done("cora", orders.Join, person=vera, role="verder_thuis_coach", ground="gevraagd")
    assert holders(case, "verder_thuis_coach") == ["vera"]


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        pytest.param("regisseur", orders.Assign, id="a higher class"),
        pytest.param("substitute", orders.Join, id="a higher class, beside the holder"),
        pytest.param("fixed_contact", orders.Join, id="the other cases of the family"),
    ],
)
def test_nobody_gives_themselves_a_role_that_shows_more(
    desk: Desk, role: str, kind: type[orders.Order]
) -> None:
    case = a_placement(desk)
    desk.qualify("anna", role)
    anna = {"person": desk.who("anna"), "role": role, "ground": "x"}

    assert case.refused("anna", kind, **anna) == ["own_role"]
    case.done("bram", kind, **anna)

    assert holders(case, role) == ["anna"]


def test_a_worker_takes_a_second_role_that_shows_no_more(desk: Desk) -> None:
    case = a_placement(desk)
    desk.qualify("anna", "buddy")

    case.done("anna", orders.Join, person=desk.who("anna"), role="buddy", ground="vertrouwd")

    assert holders(case, "buddy") == ["anna"]


def test_an_unknown_role_lists_the_known_ones(desk: Desk) -> None:
    case = desk.opens()

    with pytest.raises(InvalidInput, match="regisseur"):
        case.does("bram", orders.Join, person=desk.who("anna"), role="boss", ground="x")


def test_family_roles_are_for_the_family_and_the_others_for_professionals(desk: Desk) -> None:
    case = desk.opens()
    strange = another_family(desk)
    told = set()

    for person, role in [
        (desk.els, "cjg_worker"),
        (desk.who("anna"), "parent_with_authority"),
        (strange.els, "parent_with_authority"),
        ("nobody", "cjg_worker"),
    ]:
        with pytest.raises(NotFound) as caught:
            case.does("bram", orders.Join, person=person, role=role, ground="x")
        told.add(str(caught.value))
    case.done("bram", orders.Join, person=desk.els, role="parent_with_authority", ground="moeder")

    assert len(told) == 1
    assert holders(case, "parent_with_authority") == [desk.els]


@pytest.mark.parametrize(
    ("person", "role"),
    [
        pytest.param("gijs", "coordinator", id="a role of the whole region"),
        pytest.param("cora", "coordinator", id="even of whoever has it"),
        pytest.param("gijs", "qualified_behavioural_scientist", id="one they do not work in"),
        pytest.param("anna", "regisseur", id="regie without being one"),
    ],
)
def test_nobody_is_given_a_role_that_they_do_not_work_in(
    desk: Desk, person: str, role: str
) -> None:
    case = desk.opens()

    keys = case.refused("bram", orders.Join, person=desk.who(person), role=role, ground="x")

    assert "works_as" in keys


def test_a_case_cannot_end_a_part_in_the_whole_region(desk: Desk) -> None:
    case = desk.opens()

    with pytest.raises(NotFound):
        case.does("bram", orders.Leave, person=desk.who("cora"), role="coordinator")


def test_a_role_that_may_see_nothing_sees_nothing(desk: Desk) -> None:
    case = desk.opens()
    case.done("bram", orders.Join, person=desk.who("gijs"), role="lawyer", ground="x")

    with pytest.raises(NotFound):
        possible(desk.viewers["gijs"], desk.office, case.id)
