"""A family: what one child speaks for, and what is asked of the children together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from engine.decision import Allowed, decide
from engine.definition import NeverWithout, Workflow
from engine.guards import Guard
from engine.proof.children import TOGETHER, parts_of
from engine.proof.dimension import BLANK, Value
from engine.proof.reading import dimension_key
from engine.proof.report import Broken, Proved
from engine.proof.space import Space
from engine.proof.words import dimension_in_words
from engine.snapshot import Child, RecordSeen, Snapshot
from tests.proof.abstraction import value_in
from tests.proof.small import a_definition, never, verdict
from tests.proof.test_dimensions import Draw, a_case
from tests.proof.test_never import with_rule

FAMILY = """\
about: family
transitions:
  decide:
    input:
      kid: {type: person, title: {nl: Kind, en: Child}}
      spot:
        per_child: choice
        title: {nl: Plek, en: Spot}
        values: {home: {nl: Thuis, en: Home}, away: {nl: Elders, en: Away}}
    requires: [GUARDS]
"""
AGREED = "{record: {type: report, status: [agreed]}}"
ANY = "{record: {type: report, status: [agreed], for: any_child}}"
NAMED = "{record: {type: report, status: [agreed], for: {child: input.kid}}}"
GIVEN = "{record: {type: order, status: [given]}}"
YOUNG = "{age: {under: {years: 12}}}"
ANY_YOUNG = "{age: {under: {years: 12}, for: any_child}}"
CONSENT = "{consent: {to: help}}"
AWAY = "{input: {spot: [away]}}"
HOME = "{input: {spot: [home]}}"
URGENT = '{input: {urgent: ["yes"]}}'
RECENT = "{elapsed: {since: {record: report}, at_most: {weeks: 2}}}"
ORDERED = "{elapsed: {since: {record: order}, at_most: {weeks: 2}}}"


def some(kind: str, *guards: str) -> str:
    """Guards taken together."""
    return (
        f"{{{kind}: [{', '.join(guards)}], key: k, asks: {{nl: a, en: a}}, says: {{nl: a, en: a}}}}"
    )


def a_family(*guards: str, more: str = "") -> Workflow:
    """The small definition for a family, in which the decision requires these guards."""
    return a_definition(FAMILY.replace("GUARDS", ", ".join(guards)) + more)


EITHER = some("any_of", AWAY, HOME)
MIXED = some("any_of", AGREED, ANY_YOUNG)
SPLIT = some("all_of", AGREED, ANY_YOUNG, EITHER)
EACH = some("any_of", some("none_of", AWAY), AGREED, RECENT)
GUARDS = [
    *(AGREED, ANY, NAMED, GIVEN, YOUNG, ANY_YOUNG, CONSENT, AWAY, URGENT, RECENT, ORDERED),
    *(EITHER, MIXED, SPLIT, EACH),
    some("none_of", some("all_of", YOUNG, AWAY)),
    some("none_of", some("all_of", ANY_YOUNG, AWAY)),
    some("none_of", ANY, GIVEN),
    some("any_of", GIVEN, URGENT),
]
SPACE = Space.of(a_family(*GUARDS))


def two_children(seed: int) -> Snapshot:
    """Make a case of two children, with anything in it."""
    draw, other, case = Draw(seed), a_case(seed + 1), a_case(seed)
    luck = Random(seed)
    child = "kim"
    kim = replace(other.children[0], id=child)
    records: dict[tuple[str, str | None], RecordSeen] = {
        (kind, child): replace(seen, child=child)
        for (kind, _), seen in other.records.items()
        if kind == "report"
    }
    consents = {(to, child): replace(one, child=child) for (to, _), one in other.consents.items()}
    spot = {one: luck.choice(["home", "away"]) for one in ("sam", child)}
    given: dict[str, Any] = {"spot": spot, "kid": luck.choice(["sam", child])}
    return replace(
        case,
        on=draw.on,
        children=(*case.children, kim),
        records={**case.records, **records},
        consents={**case.consents, **consents},
        inputs={**(case.inputs or {}), **given},
    )


def seen_of(guard: Guard, case: Snapshot, child: Child) -> bool | None:
    """What the proof makes of a guard that follows this child."""
    alone = replace(case, children=(child,))
    values: dict[str, Value] = {}
    for part, own in parts_of(guard, SPACE.workflow):
        if own:
            values[own] = part.check(case, SPACE.workflow.catalogue).met
        else:
            key = dimension_key(part)
            values[key] = value_in(SPACE.dimensions[key], alone)
    return SPACE.met(guard, values)


@pytest.mark.parametrize("guard", SPACE.workflow.transitions["decide"].requires, ids=GUARDS)
def test_what_the_family_is_told_holds_of_each_child(guard: Guard) -> None:
    answers = set()
    for seed in range(0, 400, 2):
        case = two_children(seed)
        met = guard.check(case, SPACE.workflow.catalogue).met is True
        each = [seen_of(guard, case, child) is True for child in case.children]
        answers.add(met)

        assert met == all(each), seed

    assert answers == {True, False}


@pytest.mark.parametrize(
    ("guard", "without"),
    [
        pytest.param(ANY, AGREED, id="any child"),
        pytest.param(NAMED, AGREED, id="a named child"),
        pytest.param(some("any_of", ANY, ANY), AGREED, id="any child, composed"),
        pytest.param(AGREED, NAMED, id="it asks for a child that the form need not name"),
        pytest.param(MIXED, some("any_of", AGREED, YOUNG), id="each or any"),
        pytest.param(RECENT, AGREED.replace("]", "], no_older_than: {weeks: 2}"), id="the newest"),
        pytest.param(some("none_of", HOME), AWAY, id="one of the answers"),
        pytest.param(GIVEN, EITHER, id="one the one, another the other"),
    ],
)
def test_one_child_may_be_left_out(guard: str, without: str) -> None:
    assert not isinstance(verdict(a_family(guard, more=never(without))), Proved)


@pytest.mark.parametrize(
    ("guard", "without"),
    [
        pytest.param(AGREED, AGREED, id="each"),
        pytest.param(ANY, ANY, id="any child of any child"),
        pytest.param(SPLIT, AGREED, id="one of what is asked together"),
        pytest.param(some("all_of", YOUNG, AWAY), AWAY, id="each child the whole of it"),
        pytest.param(
            some("any_of", some("all_of", YOUNG, AWAY), AGREED),
            "{any_of: [" + some("all_of", YOUNG, AWAY) + f", {AGREED}]}}",
            id="the same in other words",
        ),
        pytest.param(
            some("none_of", some("all_of", YOUNG, AWAY)),
            some("any_of", HOME, "{age: {at_least: {years: 12}}}"),
            id="of each child",
        ),
    ],
)
def test_each_child_is_spoken_for(guard: str, without: str) -> None:
    assert isinstance(verdict(a_family(guard, more=never(without))), Proved)


def test_the_engine_allows_what_the_proof_shows() -> None:
    workflow = a_family(ANY, more=never(AGREED))
    invariant = workflow.invariants[0]
    agreed = RecordSeen("report", "agreed", date(2026, 6, 1), "anna", "kim")
    case = replace(
        BLANK,
        state="weighed",
        roles=frozenset({"worker"}),
        children=(Child("kim", None), Child("sam", None)),
        records={("report", "kim"): agreed},
        inputs={"place": "home", "spot": {}},
    )

    assert isinstance(verdict(workflow), Broken)
    assert isinstance(decide(workflow, case, "decide"), Allowed)
    assert isinstance(invariant, NeverWithout)
    assert not isinstance(invariant.without, dict)
    assert invariant.without.check(case, workflow.catalogue).met is False


def test_for_one_child_any_child_is_that_child() -> None:
    one = a_family(ANY, more=never(AGREED)).model_copy(update={"about": "youth"})

    assert isinstance(verdict(one), Proved)


def test_a_deviation_for_one_child_passes_another_of_whom_nothing_is_known() -> None:
    grown = YOUNG.replace("under", "at_least")
    forbidden = never(some("any_of", grown, YOUNG))
    text = with_rule("block_unless_deviation", grown, more=forbidden)

    assert isinstance(verdict(a_definition(text)), Proved)
    assert isinstance(verdict(a_definition("about: family\n" + text)), Broken)


def test_it_is_told_in_words_what_is_asked_of_the_children_together() -> None:
    workflow = a_family(MIXED, ANY)
    keys = [key for key in Space.of(workflow).dimensions if key.startswith(TOGETHER)]

    assert [dimension_in_words(workflow, key).nl for key in keys] == [
        "de kinderen samen: a",
        "de kinderen samen: Leg vast: Verslag",
    ]


def test_a_case_of_one_child_shows_nothing_of_it() -> None:
    dimensions = Space.of(a_family(ANY)).dimensions
    together = next(one for key, one in dimensions.items() if key.startswith(TOGETHER))

    assert {together.shown(value) == BLANK for value in together.values} == {True}
