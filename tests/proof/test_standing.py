"""An end can be reached from every state, and something is owed in every state."""

import pytest

from engine.proof.prove import How
from engine.proof.report import Broken, Proved
from tests.proof.small import a_definition, asking, moves, verdict
from tests.proof.test_never import WENT, Replays

REACH = "invariants: [{always: {from_every: open_state, can_reach: final_state}, source: test}]\n"
DATES = "invariants: [{always: {open_state_has: deadline_with_owner}, source: test}]\n"
STAY = """\
deadlines:
  stay:
    title: {nl: Blijven, en: Stay}
    kind: hard
    starts: {entering: [begun, decided]}
    within: {weeks: 2}
    during: [begun, weighed, decided]
    met_by: MET
    owner: leader
    source: DEFAULT
"""


def test_an_end_can_be_reached() -> None:
    assert isinstance(verdict(a_definition(REACH)), Proved)


def test_a_trap_is_found_with_the_way_into_it() -> None:
    found = verdict(asking("{fact: {safety: [safe]}}", step="finish", more=REACH))

    assert isinstance(found, Broken)
    assert moves(found.failing.path) == ["weigh"]
    assert found.failing.path.steps[0].values["input.safety"] == "unsafe"
    assert found.failing.says.nl == "Vanaf 'Gewogen' is zo geen einde meer te bereiken."


def test_from_one_state_to_another_can_be_promised_too() -> None:
    there = "invariants: [{always: {from_every: begun, can_reach: decided}, source: test}]\n"
    back = "invariants: [{always: {from_every: decided, can_reach: begun}, source: test}]\n"

    assert isinstance(verdict(a_definition(there)), Proved)
    assert isinstance(verdict(a_definition(back)), Broken)


def test_a_deadline_for_idle_cases_is_enough() -> None:
    assert isinstance(verdict(a_definition(DATES)), Proved)


@pytest.mark.parametrize(
    ("met_by", "change", "holds"),
    [
        pytest.param("{entering: [done]}", "", True, id="carried along"),
        pytest.param("{entering: [weighed]}", "", False, id="met on the way"),
        pytest.param("{act: [decision]}", "", True, id="begins anew"),
        pytest.param("{record: {type: report, status: [agreed]}}", "", False, id="met in place"),
        pytest.param(
            "{any_of: [{entering: [done]}, {record: {type: report, status: [agreed]}}]}",
            "    repeats: {every: {weeks: 4}}\n",
            True,
            id="met in place, and begins again",
        ),
        pytest.param(
            "{any_of: [{any_of: [{record: {type: report, status: [agreed]}}]}]}",
            "",
            False,
            id="met in place by one of several things",
        ),
        pytest.param("{entering: [done]}", "    review: true\n", False, id="met by a talk"),
        pytest.param(
            "{entering: [done]}",
            "    review: true\n    repeats: {every: {weeks: 4}}\n",
            True,
            id="met by a talk, and begins again",
        ),
        pytest.param("{entering: [done]}", "    when: {assigned: leader}\n", False, id="only when"),
    ],
)
def test_without_it_every_way_into_a_state_brings_one(
    met_by: str, change: str, holds: bool
) -> None:
    text = STAY.replace("MET", met_by) + change + DATES
    found = verdict(a_definition(text, drop=("deadlines.next_look",)))

    assert isinstance(found, Proved if holds else Broken)


def test_a_state_without_any_is_found() -> None:
    found = verdict(a_definition(DATES, drop=("deadlines.next_look",)))

    assert isinstance(found, Broken)
    assert moves(found.failing.path) == []
    assert "Begonnen" in found.failing.says.nl


def test_a_deadline_that_begins_too_late_covers_nothing_before() -> None:
    late = STAY.replace("[begun, decided]", "[decided]").replace("MET", "{entering: [done]}")
    found = verdict(a_definition(late + DATES, drop=("deadlines.next_look",)))

    assert isinstance(found, Broken)


def test_an_entry_leaves_the_deadline_as_it_is() -> None:
    entry = """\
transitions:
  note:
    title: {nl: Notitie, en: Note}
    from: [begun, weighed, decided]
    to: same
    by: [worker]
"""
    text = entry + STAY.replace("MET", "{entering: [done]}") + DATES

    assert isinstance(verdict(a_definition(text, drop=("deadlines.next_look",))), Proved)


def test_nobody_owns_what_an_unknown_role_owns() -> None:
    nobody = "deadlines: {next_look: {owner: stranger}}\n"

    assert isinstance(verdict(a_definition(nobody + DATES)), Broken)


def test_the_way_there_is_replayed() -> None:
    workflow = asking("{fact: {safety: [safe]}}", step="finish", more=REACH)
    found = verdict(workflow, How(replay=Replays(WENT)))

    assert isinstance(found, Broken)
    assert found.replayed is True


def test_a_way_that_no_values_fit_is_told_and_not_replayed() -> None:
    settled_first = "  weigh: {sets: {safety: safe}, requires: [{record: {type: report}}]}\n"
    trap = "  finish: {requires: [{none_of: [{fact: {safety: [unsafe]}}]}]}\n"
    draft = asking("{record: {type: report, status: [draft]}}", more=settled_first + trap + REACH)
    decide = draft.transitions["decide"].model_copy(update={"sets": {"safety": "unsafe"}})
    workflow = draft.model_copy(update={"transitions": {**draft.transitions, "decide": decide}})
    found = verdict(workflow, How(replay=Replays()))

    assert isinstance(found, Broken)
    assert moves(found.failing.path) == ["weigh", "decide"]
    assert found.replayed is False
