"""A step: made, refused with every reason, or only looked at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.decision import Refused, UnknownTransition
from engine.errors import NotFound, StaleCase
from engine.fields import InvalidInput
from engine.service.absence_orders import ReportAbsence
from engine.service.absences import report_absence
from engine.service.cases import advance
from engine.service.office import Office
from engine.service.repeats import Done
from engine.store import participation
from engine.store.unit_of_work import reading
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.roads import GATE, a_placement
from tests.service.stages import everything


def test_a_refusal_says_all_that_is_missing_and_changes_nothing(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")
    before = everything(desk.office.store)

    outcome = case.tries("decide_to_place", by="anna")

    assert isinstance(outcome, Refused)
    assert [reason.key for reason in outcome.missing] == ["role", *GATE]
    assert outcome.reasons[0].key == "state"
    after = everything(desk.office.store)
    assert {name for name in after if after[name] != before[name]} == {"access_log"}
    assert len(after["access_log"]) == len(before["access_log"]) + 1
    row = desk.log()[-1]
    assert (row.action, row.outcome) == ("Advance", "refused")
    assert row.reason_keys == ["role", *GATE]
    assert (row.case_id, row.record) == (case.head.id, case.id)
    assert row.person_id == desk.viewers["anna"].person


def test_what_was_repaired_after_a_refusal_is_decided_anew(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")
    assert case.missing("decide_to_place", key="k") == GATE

    case.settled("explanatory_analysis", "shared_with_family", "confirmed", by="anna", then="dora")

    assert case.missing("decide_to_place", key="k") == [
        key for key in GATE if key != "explanatory_analysis"
    ]


def test_a_step_is_one_event_and_one_version(desk: Desk) -> None:
    case = a_placement(desk, "ready")
    before = case.head.version

    done = case.step("decide_to_place", place_kind="foster_family", reasons="CANARY-reden")

    assert (done.version, done.state) == (before + 1, "decided_to_place")
    assert case.head.version == len(case.events) == before + 1
    event = case.events[-1]
    assert (event.transition, event.act) == ("decide_to_place", "out_of_home_placement")
    assert (event.entered, event.actor) == ("decided_to_place", desk.who("bram"))
    assert event.payload["warned"] == []
    assert "CANARY" not in str(event.payload)
    assert event.details == {
        "inputs": {
            "place_kind": "foster_family",
            "legal_road": "consent",
            "within_two_weeks": True,
            "reasons": "CANARY-reden",
        }
    }
    assert case.is_chained
    assert case.owed.keys() == {"carry_out_in_time", "turning_18"}
    row = desk.log()[-1]
    assert (row.action, row.outcome, row.case_id) == ("advanced", "done", case.head.id)


def test_a_fact_of_the_form_is_there_for_the_next_guard(desk: Desk) -> None:
    case = a_placement(desk, "decided_to_place")

    rows = everything(desk.office.store)["fact"]

    assert [("place_kind" in row, "foster_family" in row) for row in rows] == [(True, True)]
    assert case.owed["carry_out_in_time"].due_on == date(2026, 6, 2)


def test_a_warning_is_written_down_and_stops_nothing(desk: Desk) -> None:
    case = a_placement(desk)

    case.step("substantiate", authority_known=False)

    assert case.events[-1].payload["warned"] == ["authority_recorded"]


def test_a_step_on_what_somebody_else_changed_is_stale_and_saves_nothing(desk: Desk) -> None:
    case = a_placement(desk)
    order = case.advance("substantiate")
    case.write("look", by="anna")
    before = everything(desk.office.store)

    with pytest.raises(StaleCase) as caught:
        advance(desk.viewers["bram"], desk.office, order)

    assert (caught.value.seen, caught.value.current) == (order.seen_version, case.head.version)
    assert everything(desk.office.store) == before


def test_a_version_that_is_still_to_come_is_stale_too(desk: Desk) -> None:
    case = a_placement(desk)

    with pytest.raises(StaleCase):
        case.tries("substantiate", seen_version=case.head.version + 1)


def test_an_unknown_step_is_told_with_the_nearest(desk: Desk) -> None:
    case = a_placement(desk)
    order = replace(case.advance("substantiate"), transition="substantate")

    with pytest.raises(UnknownTransition, match="did you mean 'substantiate'"):
        advance(desk.viewers["bram"], desk.office, order)


def test_a_form_with_mistakes_lists_them_all_and_saves_nothing(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")
    before = everything(desk.office.store)

    with pytest.raises(InvalidInput) as caught:
        case.tries(
            "decide_to_place",
            place_kind="castle",
            reasons=None,
            within_two_weeks="perhaps",
            because="x",
        )

    assert {(problem.field, problem.code) for problem in caught.value.problems} == {
        ("place_kind", "malformed"),
        ("reasons", "missing"),
        ("within_two_weeks", "malformed"),
        ("because", "unknown"),
    }
    assert everything(desk.office.store) == before


def test_a_step_of_another_state_is_refused_with_the_reason_state(desk: Desk) -> None:
    case = a_placement(desk)

    assert case.missing("continue_placement") == ["state"]


def test_a_closed_case_goes_nowhere(desk: Desk) -> None:
    case = a_placement(desk)
    case.step("decide_not_to_place")

    assert case.missing("substantiate") == ["state"]
    assert case.owed == {}
    assert {row.state for row in case.ledger} == {"superseded"}


def test_a_case_goes_on_under_the_version_that_it_began_with(desk: Desk) -> None:
    """The program may start with other definitions: the published one is read from the store."""
    case = a_placement(desk)
    newer = Office(desk.office.store, desk.clock, desk.office.library)

    done = advance(desk.viewers["bram"], newer, case.advance("substantiate"))

    assert isinstance(done, Done)
    assert list(newer.known) == [case.head.workflow_hash]


def test_everybody_in_a_role_is_told_in_fixed_words(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    case.joins("anna", roles={"anna": "worker"})
    heard: list[int] = []
    office = small_desk.office.announcing(lambda _, notices: heard.extend(notices))
    small_desk.office = office

    case.step("hand_over", coach=small_desk.who("vera"))

    (notice,) = everything(office.store)["notice"]
    assert all(each in notice for each in ("told", "email", "anna@voorbeeldstad.test"))
    assert heard == [notice[0]]


def test_whoever_has_two_roles_is_told_once(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    case.joins("dora", roles={"dora": "worker"})
    case.joins("dora", roles={"dora": "scientist"})

    case.step("hand_over", coach=small_desk.who("vera"))

    assert len(everything(small_desk.office.store)["notice"]) == 1


def test_whoever_makes_a_step_is_not_told_of_it(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    case.joins("bram", "anna", roles={"bram": "worker", "anna": "worker"})

    case.step("hand_over", coach=small_desk.who("vera"))

    (notice,) = everything(small_desk.office.store)["notice"]
    assert "anna@voorbeeldstad.test" in notice


def test_for_whoever_is_away_the_deputy_is_told(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    case.joins("anna", roles={"anna": "worker"})
    report_absence(
        small_desk.viewers["anna"],
        small_desk.office,
        ReportAbsence(from_on=TODAY - timedelta(days=7), deputy=small_desk.who("dora")),
    )

    case.step("hand_over", coach=small_desk.who("vera"))

    (notice,) = everything(small_desk.office.store)["notice"]
    assert "dora@voorbeeldstad.test" in notice


def test_a_step_hands_a_role_over_and_nobody_holds_it_twice(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    small_desk.qualify("dora", "coach")

    for name in ("vera", "dora", "dora"):
        case.step("hand_over", coach=small_desk.who(name))
        assert _coaches(case) == [small_desk.who(name)]
    case.step("dismiss")

    assert _coaches(case) == []


@pytest.mark.parametrize("who", ["nobody", "els", "sam"])
def test_a_step_hands_no_professional_role_to_anybody_else(small_desk: Desk, who: str) -> None:
    case = small_desk.opens(workflow="trial")
    members = {"els": small_desk.els, "sam": small_desk.sam}

    with pytest.raises(NotFound, match="no such person"):
        case.tries("hand_over", coach=members.get(who, who))

    assert case.head.version == 1


def _coaches(case: CaseAtDesk) -> list[str]:
    with reading(case.desk.office.store) as connection:
        found = participation.holders(
            connection, case.head, now=case.desk.clock.now(), on=case.desk.office.today()
        )
    return [holder.public_id for holder in found.get("coach", ())]
