"""What a step does beside moving: facts, linked cases, roles, seats, notices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.definition import Workflow
from engine.effects import Consequences, after, answers_for, consequences
from engine.happened import RecordChange
from engine.snapshot import Holder, RecordSeen
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
    """The linked cases that a step opens, with the children that each is for."""
    found = effects(f"then: [{{open: regie, link: next, {part}}}]", inputs, **changes)
    return [(part.open, part.link, children) for part, children in found.opens]


def test_a_step_opens_a_linked_case() -> None:
    assert opened("for: case", children=(KIM, BO)) == [("regie", "next", ("kim", "bo"))]
    assert effects("then: [{open: regie, link: next}]").opens[0][1] == ("kim",)


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
def test_a_linked_case_is_opened_for_the_children_that_fit(
    wanted: str, inputs: dict[str, Any] | None, children: list[str]
) -> None:
    found = opened(f"for: {wanted}", inputs, children=(KIM, BO))

    assert found == ([("regie", "next", tuple(children))] if children else [])


@pytest.mark.parametrize(
    ("statuses", "children"),
    [
        pytest.param({"kim": "confirmed", "bo": "started"}, ("kim",), id="one of them"),
        pytest.param({"kim": "superseded", "bo": "confirmed"}, ("kim", "bo"), id="either status"),
        pytest.param({"bo": "started"}, (), id="none at such a status"),
        pytest.param({}, (), id="none at all"),
    ],
)
def test_a_linked_case_is_opened_for_the_children_whose_record_stands_there(
    statuses: dict[str, str], children: tuple[str, ...]
) -> None:
    wanted = "{child_where: {record: {type: analysis, status: [confirmed, superseded]}}}"
    records = {
        key: seen
        for child, status in statuses.items()
        for key, seen in a_record("analysis", status, child=child).items()
    }

    found = opened(f"for: {wanted}", children=(KIM, BO), records=records)

    assert found == ([("regie", "next", children)] if children else [])


RECORDS_A_CALL = (
    "then: [{open: regie, link: next, "
    "records: {step: note_call, with: {why: input.reason, how: phone, since: input.day}}}]"
)


@pytest.mark.parametrize(
    ("inputs", "answers"),
    [
        pytest.param(
            {"reason": "Ruzie", "day": TODAY},
            {"why": "Ruzie", "how": "phone", "since": TODAY},
            id="an answer stays what it was, a word is itself",
        ),
        pytest.param({"reason": "Ruzie"}, {"why": "Ruzie", "how": "phone"}, id="not answered"),
        pytest.param({"reason": "", "day": TODAY}, {"how": "phone", "since": TODAY}, id="blank"),
        pytest.param({"reason": False}, {"why": False, "how": "phone"}, id="no is an answer"),
        pytest.param({}, {"how": "phone"}, id="no form"),
    ],
)
def test_the_fact_in_a_linked_case_is_filled_in_from_the_form_of_the_step(
    inputs: dict[str, Any], answers: dict[str, object]
) -> None:
    ((part, _),) = effects(RECORDS_A_CALL, inputs).opens

    assert part.records is not None
    assert part.records.step == "note_call"
    assert answers_for(part.records, inputs) == answers


HOLDERS = {"scientist": (Holder("dirk"), Holder("eva")), "regisseur": (Holder("bram"),)}


@pytest.mark.parametrize(
    ("person", "assigned"),
    [
        pytest.param("actor", ["anna"], id="whoever makes the step"),
        pytest.param("holder.regisseur", ["bram"], id="whoever holds a role now"),
        pytest.param("holder.scientist", ["dirk"], id="of several the first"),
        pytest.param("holder.cjg_worker", [], id="nobody holds it"),
        pytest.param("input.who", ["fien"], id="named in the form"),
        pytest.param("input.nobody", [], id="left blank"),
    ],
)
def test_a_role_goes_to_whom_the_step_means(person: str, assigned: list[str]) -> None:
    then = f"then: [{{assign: coordinator, person: {person}}}]"

    found = effects(then, {"who": "fien"}, holders=HOLDERS)

    assert found.assigns == tuple(("coordinator", each) for each in assigned)


def test_a_step_seats_the_members_of_the_table_in_these_roles() -> None:
    found = effects("then: [{seat: [chair, secretary]}, {tell: coordinator}, {seat: [scientist]}]")

    assert found.seats == ("chair", "secretary", "scientist")
    assert found.tells == ("coordinator",)


def test_a_step_assigns_ends_and_tells() -> None:
    then = "then: [{assign: cjg_worker, person: input.who}, {end: scientist}, {tell: coordinator}]"

    found = effects(then, {"who": "eva"})

    assert found.assigns == (("cjg_worker", "eva"),)
    assert (found.ends, found.tells) == (("scientist",), ("coordinator",))
    assert effects(then).assigns == ()
    assert (found.facts, found.opens, found.seats) == ({}, (), ())


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
