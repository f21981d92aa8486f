"""Who is involved already: told to the crisis service on exact identification, to nobody else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.clock import ManualClock
from engine.errors import TooMany
from engine.fields import InvalidInput
from engine.service.involvement import MOST_AN_HOUR, TEMPLATE, Involvement, check_involvement
from engine.service.orders import WriteRecord
from engine.service.repeats import Done
from engine.store import people
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.service.builders import CaseAtDesk, Desk, filled
from tests.service.desks import registered, takes_part
from tests.service.nights import BORN, a_crisis, a_crisis_desk, at_night, routed

CONDITIONS = "safety_conditions"


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return a_crisis_desk(store, clock)


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """A crisis of Sam with a safety plan, a regisseur and a provider."""
    case = routed(a_crisis(desk))
    case.step("start_intervention", "cas", occurred_at=at_night(22, 30))
    case.step("stabilise", "cas", occurred_at=at_night(23, 50), stabilised_at="2026-02-28")
    family = case.head.family_id
    takes_part(desk, desk.viewers["bram"], role="regisseur", access="regisseur", family_id=family)
    takes_part(desk, desk.viewers["pia"], role="provider", case_id=case.head.id)
    takes_part(desk, desk.viewers["anna"], role="cjg_worker", case_id=case.head.id)
    return case


def asked(desk: Desk, who: str = "vic", name: str = "sam", born: date = BORN) -> Involvement:
    """Ask as somebody who takes part in nothing."""
    return check_involvement(desk.viewers[who], desk.office, name=name, born=born)


def notices(desk: Desk) -> list[tuple[int, str]]:
    """To whom a notice of it was made, and of what kind."""
    notice = METADATA.tables["notice"]
    wanted = select(notice.c.person_id, notice.c.template).where(notice.c.template == TEMPLATE)
    with reading(desk.office.store) as connection:
        return [(person, template) for person, template in connection.execute(wanted)]


def test_who_is_involved_is_told_with_how_to_reach_them(desk: Desk, case: CaseAtDesk) -> None:
    found = asked(desk, name="  SAM ")

    assert [(row.role, row.name, row.email) for row in found.rows] == [
        ("regisseur", "bram", "bram@voorbeeldstad.test"),
        ("provider", "pia", "pia@voorbeeldstad.test"),
    ]
    assert found.safety_plan
    row = desk.log()[-1]
    assert (row.action, row.outcome) == ("check_involvement", "done")
    assert row.record == desk.sam


def test_the_regisseur_hears_of_it_once_a_day(desk: Desk, case: CaseAtDesk) -> None:
    asked(desk)
    asked(desk)

    assert notices(desk) == [(desk.viewers["bram"].person, "involvement")]


@pytest.mark.parametrize(
    ("who", "name", "born", "outcome"),
    [
        pytest.param("anna", "sam", BORN, "denied", id="another role"),
        pytest.param("vic", "sam", date(2012, 5, 2), "done", id="another day"),
        pytest.param("vic", "sam j", BORN, "done", id="not the whole name"),
        pytest.param("vic", "els", BORN, "done", id="no child"),
    ],
)
def test_nothing_found_and_not_allowed_are_one_answer_and_a_row_each(
    desk: Desk, case: CaseAtDesk, who: str, name: str, born: date, outcome: str
) -> None:
    before = len(desk.log())

    assert asked(desk, who, name, born) == Involvement()
    (row,) = desk.log()[before:]
    assert (row.action, row.outcome) == ("check_involvement", outcome)
    assert row.person_id == desk.viewers[who].person
    assert notices(desk) == []


@pytest.mark.parametrize("place", ["case_id", "family_id", "region"])
def test_who_is_kept_out_anywhere_gets_the_answer_of_nothing(
    desk: Desk, case: CaseAtDesk, place: str
) -> None:
    where = {"case_id": case.head.id, "family_id": case.head.family_id, "region": desk.region}
    takes_part(desk, desk.viewers["vic"], access="excluded", **{place: where[place]})

    assert asked(desk) == Involvement()
    assert (desk.log()[-1].outcome, desk.log()[-1].record) == ("denied", desk.sam)
    assert notices(desk) == []


def test_kept_out_of_one_file_is_kept_out_of_the_other_of_the_same_child(
    desk: Desk, case: CaseAtDesk
) -> None:
    registered(desk.office, desk.viewers["bram"], born=BORN)
    takes_part(desk, desk.viewers["vic"], access="excluded", family_id=case.head.family_id)

    assert asked(desk) == Involvement()
    assert [row.outcome for row in desk.log()[-2:]] == ["denied", "denied"]


def test_who_is_kept_out_is_not_named_and_who_left_is_not_either(
    desk: Desk, case: CaseAtDesk
) -> None:
    takes_part(desk, desk.viewers["pia"], access="excluded", case_id=case.head.id)
    desk.after(days=400)

    assert [row.name for row in asked(desk).rows] == ["bram"]


def test_a_provider_of_another_child_is_not_involved_with_this_one(
    desk: Desk, case: CaseAtDesk
) -> None:
    with reading(desk.office.store) as connection:
        els = people.person_by_public_id(connection, desk.registered.members["els"]).id
    takes_part(desk, desk.viewers["sven"], role="provider", case_id=case.head.id, child_id=els)

    assert "sven" not in {row.name for row in asked(desk).rows}


def test_a_night_has_no_more_children_than_may_be_asked_for(desk: Desk) -> None:
    for _ in range(MOST_AN_HOUR):
        assert asked(desk) == Involvement()

    with pytest.raises(TooMany):
        asked(desk)
    assert desk.log()[-1].outcome == "denied"
    desk.clock.move_to(desk.clock.now() + timedelta(hours=1))
    assert asked(desk) == Involvement()


def test_a_question_without_a_name_is_no_question(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as caught:
        asked(desk, name=" ", born=date(1899, 12, 31))

    assert [each.field for each in caught.value.problems] == ["name", "born"]


def test_conditions_that_were_agreed_are_a_safety_plan_and_a_draft_is_none(desk: Desk) -> None:
    family = a_crisis(desk).head.family_id
    takes_part(desk, desk.viewers["bram"], role="regisseur", access="regisseur", family_id=family)
    care = desk.opens(workflow="placement")
    takes_part(desk, desk.viewers["anna"], role="cjg_worker", case_id=care.head.id)
    answers = filled(care.workflow.catalogue.records[CONDITIONS].fields, {}, desk)
    done = care.done("bram", WriteRecord, type=CONDITIONS, fields=answers, child=desk.sam)
    drafted = asked(desk)

    care.names[done.made or ""] = CONDITIONS
    assert isinstance(care.move(done.made or "", "agreed", "anna"), Done)

    assert (drafted.safety_plan, asked(desk).safety_plan) == (False, True)
