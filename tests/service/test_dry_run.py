"""What a step would do, without doing it; and the list of what may be done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.decision import Allowed, Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service.cases import advance, explain, possible, preview
from engine.service.repeats import Done
from tests.service.builders import Desk
from tests.service.roads import GATE, a_placement
from tests.service.stages import everything


def test_a_dry_run_writes_nothing_but_its_own_row_of_the_log(desk: Desk) -> None:
    case = a_placement(desk, "ready")
    before = everything(desk.office.store)

    preview(desk.viewers["bram"], desk.office, case.advance("decide_to_place"))

    after = everything(desk.office.store)
    assert {name for name in after if after[name] != before[name]} == {"access_log"}
    assert len(after["access_log"]) == len(before["access_log"]) + 1
    row = desk.log()[-1]
    assert (row.action, row.outcome, row.case_id) == ("dry_run", "done", case.head.id)


@pytest.mark.parametrize("days_back", [0, 10])
def test_a_dry_run_says_what_the_step_then_does(desk: Desk, days_back: int) -> None:
    case = a_placement(desk, "ready")
    at = desk.clock.now() - timedelta(days=days_back)
    order = case.advance("record_court_placement", occurred_at=at)
    seen = preview(desk.viewers["bram"], desk.office, order)
    assert isinstance(seen.decision, Allowed)
    assert seen.plan
    before = {row.public_id for row in case.duties}

    done = advance(desk.viewers["bram"], desk.office, order)

    assert isinstance(done, Done)
    assert done.state == seen.decision.target
    begun = [row for row in case.duties if row.public_id not in before]
    assert sorted((new.key, new.due.on) for new in seen.plan.begins) == sorted(
        (row.key, row.due_on) for row in begun
    )
    ended = {row.key for row in case.duties if row.ended_by_seq == done.version}
    assert {duty.key for duty in (*seen.plan.met, *seen.plan.void)} == ended
    assert (
        tuple(reason.key for reason in seen.decision.found_without_gate) == done.found_without_gate
    )


def test_a_dry_run_of_a_refused_step_gives_the_same_reasons(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")
    order = case.advance("decide_to_place")

    seen = preview(desk.viewers["anna"], desk.office, order)
    outcome = advance(desk.viewers["anna"], desk.office, order)

    assert seen.plan is None
    assert seen.decision == outcome


def test_a_dry_run_asks_no_version(desk: Desk) -> None:
    case = a_placement(desk)
    order = replace(case.advance("substantiate"), seen_version=0)

    assert isinstance(preview(desk.viewers["bram"], desk.office, order).decision, Allowed)


def test_a_dry_run_of_a_bad_form_is_told_as_when_acting(desk: Desk) -> None:
    case = a_placement(desk)

    order = case.advance("substantiate", authority_known="perhaps")

    with pytest.raises(InvalidInput):
        preview(desk.viewers["bram"], desk.office, order)


def test_every_step_out_of_the_state_is_listed_with_its_reasons(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")

    found = possible(desk.viewers["bram"], desk.office, case.id)

    assert isinstance(found["hold"], Allowed)
    gate = found["decide_to_place"]
    assert isinstance(gate, Refused)
    assert {reason.key for reason in gate.missing} == {*GATE} - {"legal_title"}
    depends = {reason.key for reason in gate.reasons if reason.met is None}
    assert depends == {"family_form_first", "legal_title"}
    assert "evaluate" not in found


def test_one_step_says_the_same(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")

    listed = possible(desk.viewers["bram"], desk.office, case.id)["decide_to_place"]

    assert explain(desk.viewers["bram"], desk.office, case.id, "decide_to_place") == listed


def test_that_somebody_looked_is_logged_and_that_somebody_was_denied(desk: Desk) -> None:
    case = a_placement(desk)
    possible(desk.viewers["bram"], desk.office, case.id)
    seen = desk.log()[-1]

    with pytest.raises(NotFound):
        possible(desk.viewers["vera"], desk.office, case.id)

    denied = desk.log()[-1]
    assert (seen.action, seen.outcome, seen.case_id) == ("possible", "done", case.head.id)
    assert (denied.action, denied.outcome, denied.record) == ("possible", "denied", case.id)
    assert denied.person_id == desk.viewers["vera"].person
