"""Who takes part in a case, as one viewer may know it."""

import pytest

from engine.service import orders
from engine.service.file.participants import ParticipantRow, participants
from engine.service.registering import NewProfessional, register_professional
from engine.store import participation
from engine.store.participation import NewTaking
from engine.store.people import person_by_public_id
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.roads import a_placement


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """A placement in which the mother takes part too."""
    case = a_placement(desk)
    order = {"person": desk.els, "role": "parent_with_authority", "ground": "zij is de moeder"}
    case.done("bram", orders.Join, child=desk.sam, **order)
    return case


def rows(case: CaseAtDesk, by: str = "bram") -> dict[str, ParticipantRow]:
    """Everybody who takes part, by role."""
    found = participants(case.desk.viewers[by], case.desk.office, case.id)
    return {row.role: row for row in found}


def test_everybody_is_there_with_name_role_and_scope(case: CaseAtDesk) -> None:
    found = rows(case)

    assert {role: (row.name, row.scope) for role, row in found.items()} == {
        "regisseur": ("bram", "family"),
        "cjg_worker": ("anna", "case"),
        "qualified_behavioural_scientist": ("dora", "case"),
        "coordinator": ("cora", "region"),
        "parent_with_authority": ("els", "case"),
    }
    assert found["regisseur"].one
    assert not found["cjg_worker"].one
    assert found["regisseur"].role_title.nl == "Regisseur"


def test_a_family_role_names_the_child_and_the_ground(case: CaseAtDesk) -> None:
    mother = rows(case)["parent_with_authority"]

    assert mother.child
    assert (mother.child.name, mother.child.age) == ("sam", 13)
    assert (mother.person, mother.ground) == (case.desk.els, "zij is de moeder")
    assert (mother.from_on, mother.until_on) == (TODAY, None)


def test_whoever_reads_titles_only_sees_no_name_of_the_family_and_no_ground(
    case: CaseAtDesk,
) -> None:
    found = rows(case, by="cora")

    mother = found["parent_with_authority"]
    assert (mother.name, mother.child, mother.ground) == (None, None, None)
    assert found["regisseur"].name == "bram"
    assert not {"sam", "els", "moeder"} & set(str(found).replace("'", " ").split())


def test_whoever_is_kept_out_is_not_named(case: CaseAtDesk) -> None:
    with unit_of_work(case.desk.office.store) as connection:
        gijs = person_by_public_id(connection, case.desk.who("gijs"))
        out = NewTaking(
            role="protection_worker", access="excluded", ground="x", from_on=TODAY,
            case_id=case.head.id,
        )  # fmt: skip
        participation.join(connection, gijs.id, out, now=case.desk.clock.now())

    assert "protection_worker" not in rows(case)


def test_whoever_left_is_not_there_any_more(case: CaseAtDesk) -> None:
    case.done("bram", orders.Leave, person=case.desk.who("anna"), role="cjg_worker")

    assert "cjg_worker" not in rows(case)


def test_the_organisation_is_that_of_the_login(case: CaseAtDesk) -> None:
    new = NewProfessional(
        name="Kim", subject="kim", works_as=("crisis_worker",), organisation="Crisisdienst"
    )
    kim = register_professional(case.desk.office, new)
    case.done("bram", orders.Join, person=kim.id, role="crisis_worker", ground="nacht")

    found = rows(case)
    assert found["crisis_worker"].organisation == "Crisisdienst"
    assert found["regisseur"].organisation is None
