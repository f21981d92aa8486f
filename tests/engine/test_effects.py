"""What a step does beside moving: facts, linked cases, roles, notices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.definition import Workflow
from engine.effects import Consequences, after, consequences
from engine.happened import RecordChange
from engine.snapshot import RecordSeen
from tests.engine.builders import BO, KIM, TODAY, a_case, a_happening, a_record, a_workflow

NOBODY_ASSIGNED = "{none_of: [{assigned: regisseur}]}"


def workflow(more: str) -> Workflow:
    """The small workflow in which ``check`` also does this."""
    return a_workflow(
        "transitions:\n  check:\n    title: {nl: Toetsen, en: Check}\n    from: [considered]\n"
        f"    to: checked\n    by: [regisseur]\n    {more}\n"
    )


def effects(more: str, inputs: dict[str, Any] | None = None, **changes: Any) -> Consequences:
    """What the step ``check`` does with these answers."""
    return consequences(workflow(more), a_case("considered", inputs=inputs, **changes), "check")


@pytest.mark.parametrize(
    ("sets", "inputs", "facts"),
    [
        pytest.param("safety: safe", {}, {"safety": "safe"}, id="a word"),
        pytest.param("safety: input.how", {"how": "unsafe"}, {"safety": "unsafe"}, id="an answer"),
        pytest.param("safety: input.how", {"how": True}, {"safety": "yes"}, id="yes"),
        pytest.param("safety: input.how", {"how": False}, {"safety": "no"}, id="no"),
        pytest.param("safety: input.how", {"how": TODAY}, {"safety": "2026-03-09"}, id="a date"),
        pytest.param("safety: input.how", {}, {}, id="left blank sets nothing"),
        pytest.param("safety: input.how", None, {}, id="no form sets nothing"),
        pytest.param("a: safe, b: input.how", {"how": "x"}, {"a": "safe", "b": "x"}, id="both"),
    ],
)
def test_a_step_sets_facts(sets: str, inputs: dict[str, Any] | None, facts: dict[str, str]) -> None:
    assert effects(f"sets: {{{sets}}}", inputs).facts == facts


def opened(part: str, inputs: dict[str, Any] | None = None, **changes: Any) -> list[Any]:
    """The linked cases that a step opens, with the child that each is for."""
    found = effects(f"then: [{{open: regie, link: next, {part}}}]", inputs, **changes)
    return [(part.open, part.link, child) for part, child in found.opens]


def test_a_step_opens_a_linked_case() -> None:
    assert opened("for: case") == [("regie", "next", None)]
    assert effects("then: [{open: regie, link: next}]").opens[0][1] is None


@pytest.mark.parametrize(
    ("guard", "inputs", "times"),
    [
        pytest.param(NOBODY_ASSIGNED, {}, 1, id="holds"),
        pytest.param("{assigned: regisseur}", {}, 0, id="does not hold"),
        pytest.param("{input: {how: [safe]}}", None, 0, id="is not known"),
        pytest.param("{input: {how: [safe]}}", {"how": "safe"}, 1, id="reads the form"),
    ],
)
def test_a_linked_case_is_only_opened_when_its_guard_holds(
    guard: str, inputs: dict[str, Any] | None, times: int
) -> None:
    assert len(opened(f"when: {guard}", inputs)) == times


@pytest.mark.parametrize(
    ("wanted", "inputs", "children"),
    [
        pytest.param("each_child", {}, ["kim", "bo"], id="each child"),
        pytest.param(
            "{child_where: {outcome: out}}",
            {"outcome": {"kim": "home", "bo": "out"}},
            ["bo"],
            id="the child that fits",
        ),
        pytest.param(
            "{child_where: {outcome: out, way: court}}",
            {"outcome": {"kim": "out", "bo": "out"}, "way": {"kim": "court", "bo": "own"}},
            ["kim"],
            id="that fits in all",
        ),
        pytest.param("{child_where: {outcome: out}}", {"outcome": "out"}, [], id="asked once"),
        pytest.param("{child_where: {outcome: out}}", {}, [], id="not asked"),
        pytest.param("{child_where: {outcome: out}}", None, [], id="no form"),
    ],
)
def test_a_linked_case_is_opened_for_each_child_that_fits(
    wanted: str, inputs: dict[str, Any] | None, children: list[str]
) -> None:
    found = opened(f"for: {wanted}", inputs, children=(KIM, BO))

    assert [child for *_, child in found] == children


def test_a_step_assigns_ends_and_tells() -> None:
    then = "then: [{assign: cjg_worker, person: input.who}, {end: scientist}, {tell: coordinator}]"

    found = effects(then, {"who": "eva"})

    assert found.assigns == (("cjg_worker", "eva"),)
    assert (found.ends, found.tells) == (("scientist",), ("coordinator",))
    assert effects(then).assigns == ()
    assert (found.facts, found.opens) == ({}, ())


def test_after_a_step_the_case_stands_elsewhere() -> None:
    happened = a_happening(on=date(2026, 3, 2), entered="placed", act="placement")

    case = after(
        a_case(entered={"checked": TODAY}), happened, {"safety": "unsafe", "place_kind": "x"}
    )

    assert case.state == "placed"
    assert case.entered == {"checked": TODAY, "placed": date(2026, 3, 2)}
    assert case.acted == {"placement": date(2026, 3, 2)}
    assert case.facts == {"safety": "unsafe", "place_kind": "x"}


def test_after_a_record_was_settled_the_file_holds_it() -> None:
    change = RecordChange("analysis", "superseded", "kim")

    case = after(a_case(records=a_record()), a_happening(record=change))

    seen = RecordSeen("analysis", "superseded", TODAY, "anna", "kim")
    assert case.records == {("analysis", "kim"): seen}


def test_after_nothing_in_particular_the_case_is_the_same() -> None:
    case = a_case()

    assert after(case, a_happening()) == case
