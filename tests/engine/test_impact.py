"""What another version does to a case: where it stands, what it can, what it may not have done."""

from datetime import date
from typing import Any

import pytest

from engine.definition import NeverWithout, Workflow
from engine.impact import (
    BrokenPromise,
    Impact,
    as_then,
    blocked_steps,
    in_version,
    promise_kept,
    promises_on,
    state_in,
)
from engine.redating import Redating
from engine.text import Text
from tests.engine.builders import TODAY, a_case, a_record, a_workflow, filled_in

OLD = a_workflow()
TITLE = Text(nl="Toets", en="Check")


def promise(without: str) -> NeverWithout:
    """Read an invariant on placing."""
    text = f"invariants: [{{never: {{act: placement}}, without: {without}, source: x}}]"
    (found,) = promises_on(a_workflow(text).invariants, "placement")
    return found


def blocked(new: Workflow, state: str = "checked", **case: Any) -> dict[str, list[str]]:
    """List the steps that are no longer possible, and why."""
    found = blocked_steps(OLD, new, a_case(**case), state)
    return {each.step: [reason.key for reason in each.reasons] for each in found}


@pytest.mark.parametrize(
    ("state", "stands"), [("checked", "checked"), ("gone", "placed"), ("lost", None)]
)
def test_a_case_comes_to_stand_where_it_stood_or_where_somebody_said(
    state: str, stands: str | None
) -> None:
    assert state_in(OLD, state, {"gone": "placed", "checked": "placed"}) == stands


def test_a_state_with_another_name_was_entered_on_the_same_day() -> None:
    day = date(2026, 3, 3)

    assert in_version(a_case(entered={"checked": day}), "tested").entered["tested"] == day
    assert in_version(a_case(), "tested").entered["tested"] == TODAY
    assert in_version(a_case(entered={"checked": day}), "checked").entered == {"checked": day}


def test_the_same_version_blocks_nothing() -> None:
    assert blocked(OLD) == {}


def test_a_step_that_asks_more_is_told_with_its_reasons() -> None:
    rule = """\
rules:
  analysis:
    on: [placement]
    severity: block
    requires: {record: {type: analysis, status: [confirmed], no_older_than: {months: 1}}}
    asks: {nl: Stel de analyse vast, en: Confirm the analysis}
    says: {nl: Er is geen analyse., en: There is no analysis.}
    source: "004"
"""
    assert blocked(a_workflow(rule)) == {"place": ["analysis"]}
    assert blocked(a_workflow(rule), analysed=None) == {}  # it was not possible before either


def test_a_step_that_is_no_longer_there_has_no_reasons() -> None:
    steps = {key: step for key, step in OLD.transitions.items() if key != "drop"}

    assert blocked(OLD.model_copy(update={"transitions": steps})) == {"drop": []}


def test_a_case_whose_state_got_another_name_can_do_what_it_could() -> None:
    states = {("tested" if key == "checked" else key): one for key, one in OLD.states.items()}
    steps = {
        key: step.model_copy(
            update={"from_": tuple("tested" if s == "checked" else s for s in step.from_)}
        )
        for key, step in OLD.transitions.items()
    }

    new = OLD.model_copy(update={"states": states, "transitions": steps})

    assert blocked(new, "tested") == {}


def test_a_promise_is_of_one_act() -> None:
    text = """\
invariants:
  - {never: {act: placement}, without: {role: [regisseur]}, source: x}
  - {always: {open_state_has: deadline_with_owner}, source: x}
"""
    invariants = a_workflow(text).invariants

    assert [each.never for each in promises_on(invariants, "placement")] == [{"act": "placement"}]
    assert promises_on(invariants, "court_placement") == ()


@pytest.mark.parametrize(
    ("without", "kept"),
    [
        ("{role: [regisseur, cjg_worker]}", True),
        ("{role: [cjg_worker]}", False),
        ("{record: {type: analysis, status: [confirmed]}}", True),
        ("{record: {type: conference, status: [held]}}", False),
        ("{input: {place_kind: [residential]}}", False),
        ("{input: {place_kind: [family]}}", True),
    ],
)
def test_a_promise_is_held_against_what_was_there(without: str, kept: bool) -> None:
    then = as_then(a_case(records=a_record()), filled_in(), "place", OLD)

    assert promise_kept(promise(without), then, frozenset({"regisseur"}), OLD) is kept


def test_what_nobody_can_tell_any_more_counts_as_held() -> None:
    then = a_case(inputs=None)
    asked = promise("{input: {place_kind: [residential]}}")

    assert promise_kept(asked, then, frozenset(), OLD)
    assert as_then(then, {}, "no_such_step", OLD).form == {}


def test_everything_that_stands_in_the_way_is_said() -> None:
    broken = BrokenPromise(3, date(2026, 3, 3), promise("{role: [regisseur]}"), TITLE)
    impact = Impact(
        "RT-2026-0001", None, "checked", TITLE,
        redating=Redating(next_date=False), broken=(broken,), unknown=(TITLE,),
    )  # fmt: skip

    assert [text.en for text in impact.obstacles] == [
        "the new version has no state “Check”",
        "what happened on 2026-03-03 may not there: Check",
        "Check",
        "no deadline would run any more",
    ]
    assert Impact("RT-2026-0001", "checked", "checked", TITLE).obstacles == ()
