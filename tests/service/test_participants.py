"""Who takes part, and who does not see that there is a case at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.decision import Allowed, Refused
from engine.errors import NotFound, StaleCase
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.cases import explain, possible, preview
from engine.service.opening import open_case
from engine.service.repeats import Done
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.desks import another_family, holders, professional
from tests.service.roads import a_placement, a_verder_thuis


def test_whoever_joins_takes_part_from_today(desk: Desk) -> None:
    case = desk.opens()
    with pytest.raises(NotFound):
        possible(desk.viewers["anna"], desk.office, case.id)

    done = case.done(
        "bram", orders.Join, person=desk.who("anna"), role="cjg_worker", ground="CANARY wens gezin"
    )

    assert possible(desk.viewers["anna"], desk.office, case.id)
    event = case.events[-1]
    assert (event.kind, event.seq) == ("joined", done.version)
    assert event.payload["person"] == desk.who("anna")
    assert event.payload["role"] == "cjg_worker"
    assert event.details == {"ground": "CANARY wens gezin"}


def test_whoever_joins_twice_takes_part_once(desk: Desk) -> None:
    case = desk.opens()

    case.joins("anna")
    case.joins("anna")

    assert holders(case, "cjg_worker") == ["anna"]


def test_whoever_left_today_sees_nothing_any_more(desk: Desk) -> None:
    case = a_placement(desk)

    case.done("bram", orders.Leave, person=desk.who("anna"), role="cjg_worker")

    assert case.events[-1].kind == "left"
    with pytest.raises(NotFound):
        possible(desk.viewers["anna"], desk.office, case.id)
    with pytest.raises(NotFound):
        case.does("anna", orders.WriteRecord, type="look")


def test_whoever_leaves_later_takes_part_until_the_day_itself(desk: Desk) -> None:
    case = a_placement(desk)
    day = TODAY + timedelta(days=2)
    case.done("bram", orders.Leave, person=desk.who("anna"), role="cjg_worker", until_on=day)

    desk.after(days=1)
    assert possible(desk.viewers["anna"], desk.office, case.id)

    desk.after(days=1)
    with pytest.raises(NotFound):
        possible(desk.viewers["anna"], desk.office, case.id)


def test_nobody_leaves_in_the_past(desk: Desk) -> None:
    case = a_placement(desk)
    day = TODAY - timedelta(days=1)
    anna = {"person": desk.who("anna"), "role": "cjg_worker", "until_on": day}

    with pytest.raises(InvalidInput):
        case.does("bram", orders.Leave, **anna)
    with pytest.raises(InvalidInput):
        case.does("bram", orders.Join, ground="test", **anna)

    assert holders(case, "cjg_worker") == ["anna"]


def test_an_end_that_was_recorded_stays(desk: Desk) -> None:
    case = a_placement(desk)
    anna = {"person": desk.who("anna"), "role": "cjg_worker"}
    case.done("bram", orders.Leave, until_on=TODAY + timedelta(days=30), **anna)

    assert case.refused("bram", orders.Leave, **anna) == ["ended"]
    assert holders(case, "cjg_worker") == ["anna"]


def test_the_end_that_stays_is_told_in_words(desk: Desk) -> None:
    case, day = desk.opens(), TODAY + timedelta(days=30)
    case.joins("anna")
    leaving = {"person": desk.who("anna"), "role": "cjg_worker", "until_on": day}
    case.done("bram", orders.Leave, **leaving)

    outcome = case.does("bram", orders.Leave, **leaving)

    assert not isinstance(outcome, Done)
    (reason,) = outcome.missing
    assert "vastgelegd: wo 1 april 2026. Dat" in reason.says.nl
    assert "before: Wed 1 April 2026. It" in reason.says.en


def test_regie_that_was_given_for_a_time_is_handed_over_before_its_end(desk: Desk) -> None:
    case = desk.opens(by="cora", workflow="verder_thuis", role="coordinator")
    bram = {"person": desk.who("bram"), "role": "regisseur", "ground": "tot het verlof"}
    case.done("cora", orders.Join, until_on=TODAY + timedelta(days=30), **bram)
    other = professional(desk.office, "other", "regisseur")

    case.done("cora", orders.Assign, person=other.id, role="regisseur", ground="eerder")

    assert holders(case, "regisseur") == [other.id]


def test_whoever_takes_no_part_cannot_leave(desk: Desk) -> None:
    case = desk.opens()
    told = set()

    for person in (desk.who("anna"), "nobody"):
        with pytest.raises(NotFound) as caught:
            case.does("bram", orders.Leave, person=person, role="cjg_worker")
        told.add(str(caught.value))

    assert len(told) == 1


def test_a_second_regisseur_is_refused(desk: Desk) -> None:
    case = desk.opens()
    other = professional(desk.office, "other", "regisseur")

    keys = case.refused("bram", orders.Join, person=other.id, role="regisseur", ground="test")

    assert keys == ["one_holder"]
    assert holders(case, "regisseur") == ["bram"]


def test_a_new_regisseur_takes_over_in_every_case_of_the_family(desk: Desk) -> None:
    case, second = desk.opens(), desk.opens()
    other = professional(desk.office, "other", "regisseur")

    done = case.done("bram", orders.Assign, person=other.id, role="regisseur", ground="verhuisd")

    assert done.kind == "assigned"
    for each in (case, second):
        assert holders(each, "regisseur") == [other.id]
        assert possible(other, desk.office, each.id)


def test_whoever_gave_the_regie_away_reads_on_for_four_weeks_and_does_nothing(desk: Desk) -> None:
    case, second = desk.opens(), desk.opens()
    other = professional(desk.office, "other", "regisseur")
    case.done("bram", orders.Assign, person=other.id, role="regisseur", ground="verhuisd")

    refused = case.does(
        "bram", orders.Join, person=desk.who("anna"), role="cjg_worker", ground="wens"
    )
    assert isinstance(refused, Refused)
    assert "role" in [reason.key for reason in refused.missing]
    desk.after(days=27)
    for each in (case, second):
        assert not any(
            isinstance(step, Allowed)
            for step in possible(desk.viewers["bram"], desk.office, each.id).values()
        )
    desk.after(days=1)
    for each in (case, second):
        with pytest.raises(NotFound):
            possible(desk.viewers["bram"], desk.office, each.id)


def test_the_regisseur_of_one_family_is_nobody_in_another(desk: Desk) -> None:
    desk.opens()
    other = professional(desk.office, "other", "regisseur")
    theirs = another_family(desk, other)
    made = open_case(other, desk.office, theirs.order())
    assert isinstance(made, Done)

    with pytest.raises(NotFound):
        possible(desk.viewers["bram"], desk.office, made.case)


def test_a_role_that_more_people_may_hold_is_not_handed_over(desk: Desk) -> None:
    case = desk.opens()

    with pytest.raises(InvalidInput):
        case.does("bram", orders.Assign, person=desk.who("anna"), role="cjg_worker", ground="x")


def test_a_change_of_what_is_there_must_have_been_seen_last(desk: Desk) -> None:
    case = a_placement(desk)

    for kind, more in ((orders.Leave, {}), (orders.Assign, {"ground": "x"})):
        with pytest.raises(StaleCase):
            case.does(
                "bram", kind, person=desk.who("bram"), role="regisseur", seen_version=1, **more
            )


def test_a_coordinator_sees_every_case_of_the_region(desk: Desk) -> None:
    case = desk.opens()

    assert possible(desk.viewers["cora"], desk.office, case.id)


def test_a_case_that_is_not_yours_answers_as_one_that_does_not_exist(desk: Desk) -> None:
    case = a_placement(desk)
    gijs, told = desk.viewers["gijs"], set()
    step = orders.Advance(case="", transition="substantiate", seen_version=1)
    looks: list[Callable[[str], object]] = [
        lambda name: possible(gijs, desk.office, name),
        lambda name: explain(gijs, desk.office, name, "substantiate"),
        lambda name: explain(gijs, desk.office, name, "fly"),
        lambda name: preview(gijs, desk.office, replace(step, case=name)),
    ]
    acts: list[tuple[type[orders.Order], dict[str, object]]] = [
        (orders.Advance, {"transition": "substantiate", "seen_version": 1}),
        (orders.Advance, {"transition": "fly", "seen_version": 99}),
        (orders.WriteRecord, {"type": "nonsense"}),
        (orders.Join, {"person": "x", "role": "x", "ground": "x"}),
        (orders.HoldContact, {"held_on": TODAY, "words": ""}),
        (orders.Resume, {"seen_version": 1}),
    ]

    for name in (case.id, "0" * 32):
        for look in looks:
            with pytest.raises(NotFound) as caught:
                look(name)
            told.add(str(caught.value))
        for kind, more in acts:
            with pytest.raises(NotFound) as caught:
                CaseAtDesk(desk, name).does("gijs", kind, **more)
            told.add(str(caught.value))

    assert told == {"There is no such case, or it is not yours to see."}
    denied = [row for row in desk.log() if row.outcome == "denied"]
    assert len(denied) == 2 * (len(looks) + len(acts))
    assert {row.record for row in denied} == {case.id, "0" * 32}
    assert {row.case_id for row in denied} == {None}


def test_who_owns_a_deadline_follows_who_holds_the_role(desk: Desk) -> None:
    case = a_verder_thuis(desk, "accepted")
    other = professional(desk.office, "other", "verder_thuis_coach")
    coach = {"role": "verder_thuis_coach", "ground": "nieuwe baan"}
    case.done("vera", orders.Assign, person=other.id, **coach)

    assert case.owed["programme"].owner_role == "verder_thuis_coach"
    assert holders(case, "verder_thuis_coach") == [other.id]
