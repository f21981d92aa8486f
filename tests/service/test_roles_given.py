"""A step gives a role to nobody who could not get it by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.clock import ManualClock
from engine.decision import Refused
from engine.service.cases import preview
from engine.service.registering import NewProfessional, register_professional
from engine.store import people
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import TODAY, Desk
from tests.service.desks import takes_part
from tests.service.regie import a_plan, a_regie_desk, holders, regie_of_bram
from tests.service.stages import everything


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with a team lead."""
    return a_regie_desk(store, clock)


def test_who_reads_titles_only_does_not_come_to_regie_by_proposing_herself(desk: Desk) -> None:
    case = a_plan(desk)
    before = everything(desk.office.store, "access_log")

    said = {"person": desk.who("cora")}
    assert case.missing("propose", "cora", **said) == ["works_as", "own_role"]
    desk.qualify("cora", "regisseur")
    assert case.missing("propose", "cora", **said) == ["own_role"]

    assert (case.head.state, holders(case, "proposed_regisseur")) == ("parents_regie", [])
    after = everything(desk.office.store, "access_log")
    assert {**after, "qualification": ()} == {**before, "qualification": ()}


def test_a_worker_does_not_come_to_shielded_fields_by_proposing_herself(desk: Desk) -> None:
    case = a_plan(desk)
    desk.qualify("anna", "regisseur")

    assert case.missing("propose", "anna", person=desk.who("anna")) == ["own_role"]

    case.step("propose", "cora", person=desk.who("anna"))
    assert case.step("accept", "anna").state == "active"
    assert holders(case, "regisseur") == ["anna"]


@pytest.mark.parametrize("who", ["gijs", "mees", "tess"])
def test_only_who_works_as_regisseur_is_proposed(desk: Desk, who: str) -> None:
    case = a_plan(desk)
    order = case.advance("propose", person=desk.who(who))

    assert case.missing("propose", "anna", person=desk.who(who)) == ["works_as"]
    told = preview(desk.viewers["anna"], desk.office, order).decision
    assert isinstance(told, Refused)
    assert [reason.key for reason in told.missing] == ["works_as"]


def test_a_team_lead_appoints_who_works_as_regisseur_and_never_herself(desk: Desk) -> None:
    case = a_plan(desk)
    case.step("propose", "anna", person=desk.who("bram"))
    case.step("decline", "bram")
    desk.qualify("tess", "regisseur")

    assert case.missing("appoint", "tess", person=desk.who("gijs")) == ["works_as"]
    assert case.missing("appoint", "tess", person=desk.who("tess")) == ["own_role"]

    case.step("appoint", "tess", person=desk.who("ines"))
    assert holders(case, "regisseur") == ["ines"]


def test_who_accepts_still_works_as_regisseur_that_day(desk: Desk) -> None:
    case = a_plan(desk)
    noor = register_professional(
        desk.office,
        NewProfessional(name="noor", subject="noor", works_as=("cjg_worker",), email="n@x.test"),
    )
    with unit_of_work(desk.office.store) as connection:
        people.add_qualification(
            connection,
            noor.person,
            name="regisseur",
            from_on=TODAY,
            until_on=TODAY + timedelta(days=1),
            now=desk.clock.now(),
        )
    desk = replace(desk, viewers={**desk.viewers, "noor": noor})
    case = replace(case, desk=desk)
    case.step("propose", "anna", person=noor.id)
    desk.after(days=1)

    assert case.missing("accept", "noor") == ["works_as"]

    assert case.head.state == "proposed"


def test_the_deputy_works_as_one_or_as_regisseur(desk: Desk) -> None:
    case = regie_of_bram(desk)

    assert case.missing("set_deputy", "bram", person=desk.who("anna")) == ["works_as"]
    assert case.missing("set_deputy", "tess", person=desk.who("tess")) == ["works_as", "own_role"]

    for name in ("mees", "ines"):
        case.step("set_deputy", "bram", person=desk.who(name))
    assert holders(case, "substitute") == ["mees", "ines"]


def test_who_is_kept_out_is_given_nothing_and_stays_out(desk: Desk) -> None:
    case = regie_of_bram(desk)
    ban = {"role": "receiving_regisseur", "access": "excluded", "family_id": case.head.family_id}
    takes_part(desk, desk.viewers["ines"], **ban)
    desk.qualify("anna", "regisseur")

    assert case.missing("offer_handover", "bram", person=desk.who("ines")) == ["works_as"]
    case.step("offer_handover", "bram", person=desk.who("anna"))
    case.step("keep_regie", "bram")

    assert case.missing("offer_handover", "bram", person=desk.who("ines")) == ["works_as"]
