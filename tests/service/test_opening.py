"""A case is opened by a person, or as the consequence of a step."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.library import UnknownWorkflow
from engine.service import orders
from engine.service.cases import advance
from engine.service.command import Outcome
from engine.service.opening import open_case
from engine.service.records import write_record
from engine.service.registering import NewProfessional, register_professional
from engine.service.repeats import Done
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.desks import another_family, professional, registered, takes_part
from tests.service.roads import a_verder_thuis
from tests.service.stages import everything


def keys(outcome: Outcome) -> list[str]:
    """Name what stops it."""
    assert not isinstance(outcome, Done)
    return [reason.key for reason in outcome.missing]


def beside_bram(case: CaseAtDesk) -> Viewer:
    """Bring in somebody who works as a regisseur too."""
    other = professional(case.desk.office, "other", "regisseur", "buddy")
    case.done("bram", orders.Join, person=other.id, role="buddy", ground="helpt")
    return other


def not_there(viewer: Viewer, desk: Desk, **said: Any) -> str:
    """Say what somebody is told for whom the family is not there."""
    before = everything(desk.office.store, "access_log")
    with pytest.raises(NotFound) as caught:
        open_case(viewer, desk.office, desk.order(**said))
    assert everything(desk.office.store, "access_log") == before
    row = desk.log()[-1]
    assert (row.action, row.outcome, row.person_id) == ("OpenCase", "denied", viewer.person)
    return str(caught.value)


def test_an_opened_case_has_one_event_its_deadlines_and_their_reminders(desk: Desk) -> None:
    case = desk.opens(why_now="CANARY-why")

    assert (case.head.version, case.head.state) == (1, "considered")
    (event,) = case.events
    assert (event.kind, event.seq, event.entered) == ("opened", 1, "considered")
    assert event.payload["deadlines"] == {
        "met": [],
        "void": [],
        "begun": [
            {"key": "preparation", "due": "2026-04-13"},
            {"key": "turning_18", "due": "2030-02-01"},
        ],
    }
    assert "CANARY-why" in str(event.details)
    assert case.is_chained
    assert {row.key: row.due_on for row in case.duties} == {
        "preparation": date(2026, 4, 13),
        "turning_18": date(2030, 2, 1),
    }
    assert [
        (row.audience, row.on_date, row.state) for row in case.ledger if row.key == "preparation"
    ] == [
        ("owner", date(2026, 4, 2), "planned"),  # a week before is Easter Monday
        ("owner", date(2026, 4, 14), "planned"),
        ("coordinator", date(2026, 4, 14), "planned"),
    ]


def test_whoever_opens_a_case_takes_part_from_then_on(desk: Desk) -> None:
    case = another_family(desk, desk.viewers["anna"]).opens(by="anna", role="cjg_worker")

    order = orders.WriteRecord(case=case.id, type="look", fields={})
    assert isinstance(write_record(desk.viewers["anna"], desk.office, order), Done)
    with pytest.raises(NotFound):
        write_record(desk.viewers["bram"], desk.office, order)


def test_a_case_is_not_opened_in_a_role_that_one_does_not_work_in(desk: Desk) -> None:
    hers = another_family(desk, desk.viewers["anna"])
    before = everything(desk.office.store, "access_log")

    outcome = open_case(desk.viewers["anna"], desk.office, hers.order())

    assert keys(outcome) == ["role"]
    assert everything(desk.office.store, "access_log") == before
    row = desk.log()[-1]
    assert (row.action, row.outcome, row.reason_keys) == ("OpenCase", "refused", ["role"])
    assert row.person_id == desk.viewers["anna"].person


def test_a_case_is_not_opened_by_a_role_that_the_workflow_does_not_name(desk: Desk) -> None:
    dora = desk.viewers["dora"]
    hers = another_family(desk, dora)

    outcome = open_case(dora, desk.office, hers.order(role="qualified_behavioural_scientist"))

    assert keys(outcome) == ["role"]


def test_nobody_opens_a_case_as_the_second_regisseur_of_a_family(desk: Desk) -> None:
    other = beside_bram(desk.opens())

    assert keys(open_case(other, desk.office, desk.order())) == ["one_holder"]


def test_the_regisseur_opens_a_second_case_without_holding_the_role_twice(desk: Desk) -> None:
    desk.opens()
    desk.opens()

    rows = everything(desk.office.store)["participation"]
    assert sum("regisseur" in row for row in rows) == 1


def test_a_regisseur_who_leaves_next_month_still_holds_the_role(desk: Desk) -> None:
    case = desk.opens(by="cora", workflow="verder_thuis", role="coordinator")
    case.done(
        "cora",
        orders.Join,
        person=desk.who("bram"),
        role="regisseur",
        ground="tot het verlof",
        until_on=TODAY + timedelta(days=30),
    )
    other = beside_bram(case)

    assert keys(open_case(other, desk.office, desk.order())) == ["one_holder"]


def test_an_unknown_family_child_or_workflow_is_told_as_such(desk: Desk) -> None:
    bram, office = desk.viewers["bram"], desk.office

    with pytest.raises(NotFound, match="no such family"):
        open_case(bram, office, desk.order(family="nobody"))
    with pytest.raises(UnknownWorkflow, match="did you mean 'placement'"):
        open_case(bram, office, orders.OpenCase(
            workflow="placment", family=desk.family, children=(desk.sam,), role="regisseur"
        ))  # fmt: skip


def test_a_family_of_somebody_else_is_told_exactly_as_one_that_does_not_exist(desk: Desk) -> None:
    other = professional(desk.office, "other", "regisseur")

    nothing = not_there(other, desk, family="nobody")
    assert not_there(other, desk, children=(), inputs={}) == nothing  # nor is the form looked at
    assert not_there(other, desk) == nothing
    assert desk.log()[-1].record == desk.family


@pytest.mark.parametrize("where", ["case_id", "family_id", "region"])
def test_whoever_is_kept_out_opens_no_case_for_the_family_that_they_registered(
    desk: Desk, where: str
) -> None:
    head, bram = desk.opens().head, desk.viewers["bram"]
    place = {"case_id": head.id, "family_id": head.family_id, "region": head.region}[where]
    takes_part(desk, bram, **{where: place}, access="excluded")

    assert not_there(bram, desk) == not_there(bram, desk, family="nobody")


def test_whoever_takes_part_in_a_whole_region_opens_for_its_families_alone(desk: Desk) -> None:
    near, far = (
        register_professional(
            desk.office,
            NewProfessional(name=each, subject=each, works_as=("coordinator",), regions=(each,)),
        )
        for each in (desk.region, "foodvalley")
    )
    asked = {"workflow": "verder_thuis", "role": "coordinator"}

    assert not_there(far, desk, **asked) == not_there(far, desk, family="nobody", **asked)
    assert isinstance(open_case(near, desk.office, desk.order(**asked)), Done)


def test_a_child_of_another_family_is_told_exactly_as_one_that_does_not_exist(desk: Desk) -> None:
    strange = registered(desk.office, desk.viewers["bram"]).members
    told = set()
    for child in ("nobody", strange["sam"], desk.els, desk.who("anna")):
        with pytest.raises(NotFound) as caught:
            open_case(desk.viewers["bram"], desk.office, desk.order(children=(child,)))
        told.add(str(caught.value))

    assert len(told) == 1


def test_a_bad_form_lists_every_problem_at_once(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as caught:
        open_case(
            desk.viewers["bram"],
            desk.office,
            desk.order(children=(), asked_by=None, why_now="", haste="yes"),
        )

    found = {(problem.field, problem.code) for problem in caught.value.problems}
    assert found == {
        ("children", "missing"),
        ("asked_by", "missing"),
        ("why_now", "missing"),
        ("haste", "unknown"),
    }
    assert everything(desk.office.store)["cases"] == []


def test_a_case_opened_late_counts_from_its_day_and_keeps_why_it_was_late(desk: Desk) -> None:
    began = desk.office.clock.now() - timedelta(days=20)

    case = desk.opens(occurred_at=began, late_reason="CANARY-vakantie")

    assert case.owed["preparation"].due_on == date(2026, 3, 24)  # 42 days after 10 February
    (event,) = case.events
    assert event.occurred_on == date(2026, 2, 10)
    assert event.details == {**(event.details or {}), "late_reason": "CANARY-vakantie"}


def test_a_relapse_opens_a_placement_in_the_same_step(desk: Desk) -> None:
    home = a_verder_thuis(desk, "plan_agreed")

    done = home.step("relapse", by="vera", opens="placement", families_first=False)

    (opened,) = done.opened
    linked = CaseAtDesk(desk, opened)
    assert (linked.head.workflow, linked.head.version) == ("placement", 1)
    assert linked.is_chained
    assert home.is_chained
    assert linked.events[0].details == {"because_of": home.id}
    assert set(linked.owed) == {"preparation", "turning_18"}
    assert linked.missing("counter_check", by="bram") == ["state", "record.second_opinion"]


def test_a_relapse_that_opens_nothing_opens_nothing(desk: Desk) -> None:
    home = a_verder_thuis(desk, "plan_agreed")

    done = home.step("relapse", by="vera", opens="nothing", families_first=False)

    assert done.opened == ()
    assert [head.workflow for head in desk.heads()] == ["verder_thuis"]


def test_a_linked_case_is_seen_from_both_sides(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    (other,) = case.step("split").opened
    twin = CaseAtDesk(small_desk, other)

    assert isinstance(twin.tries("leave_other"), Done)
    assert case.missing("leave_other") == ["linked_case.trial"]


def test_the_opener_of_a_linked_case_keeps_the_role_of_the_family(desk: Desk) -> None:
    home = a_verder_thuis(desk, "plan_agreed")
    (opened,) = home.step("relapse", by="bram", opens="placement", families_first=False).opened

    order = CaseAtDesk(desk, opened).advance("substantiate")
    assert isinstance(advance(desk.viewers["bram"], desk.office, order), Done)
    with pytest.raises(NotFound):
        advance(desk.viewers["vera"], desk.office, order)


def test_each_family_has_cases_of_its_own(desk: Desk) -> None:
    desk.opens()
    theirs = another_family(desk)
    theirs.opens()

    assert len(desk.heads()) == len(theirs.heads()) == 1
    assert {head.number for head in (*desk.heads(), *theirs.heads())} == {
        "RT-2026-0001",
        "RT-2026-0002",
    }
