"""A guard may depend on nothing but its dimension: concrete cases against the proof's answer."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.guards import Guard, leaves
from engine.guards.composed import KINDS, SIMPLE, kind_of
from engine.proof.reading import dimension_key
from engine.proof.space import Space, keys_of
from engine.snapshot import (
    AgreementState,
    Child,
    ConsentSeen,
    DutyState,
    Holder,
    LinkedCase,
    RecordSeen,
    Snapshot,
)
from tests.engine.builders import NOW
from tests.proof.abstraction import value_in
from tests.proof.small import asking

GUARDS = [
    "{record: {type: report}}",
    "{record: {type: report, status: [shown, agreed], no_older_than: {months: 6}}}",
    "{record: {type: report, no_older_than: {weeks: 2}, newer_than: {act: decision}}}",
    "{record: {type: report, newer_than: {entering: weighed}}}",
    "{record: {type: report, newer_than: {record: order}}}",
    "{record: {type: report, for: any_child}}",
    "{record: {type: order, status: [given], no_older_than: {years: 1}}}",
    "{participant: {role: expert}}",
    "{participant: {role: expert, qualified: true}}",
    "{assigned: leader}",
    "{present: expert}",
    "{age: {under: {years: 12}}}",
    "{age: {at_least: {years: 12}, under: {years: 16}}}",
    "{elapsed: {since: {act: decision}, at_least: {days: 0}}}",
    "{elapsed: {since: {act: decision}, at_most: {months: 3}}}",
    "{elapsed: {since: {entering: weighed}, at_least: {weeks: 2}, at_most: {months: 2}}}",
    "{elapsed: {since: {record: report}, at_least: {weeks: 6}}}",
    "{input: {place: [away]}}",
    '{input: {urgent: ["yes"]}}',
    "{fact: {safety: [safe]}}",
    "{four_eyes: {of: {record: report}, by: [expert, leader]}}",
    "{four_eyes: {of: {step: weigh}, by: [leader]}}",
    "{consent: {to: help}}",
    "{linked_case: {workflow: regie}}",
    "{linked_case: {workflow: regie, link: after, state: final}}",
    "{deadline: {key: next_look, state: [open, suspended]}}",
    "{agreements: {some: true}}",
    "{agreements: {in: [met, ended]}}",
    "{period: {from: input.begins, until: input.ends, at_most: {months: 6}}}",
    "{period: {from: act.decision, until: input.ends, more_than: {weeks: 4}}}",
]
COMPOSED = (
    "{any_of: [{all_of: [{age: {under: {years: 12}}}, {input: {place: [away]}}]}, "
    "{none_of: [{record: {type: report}}, {consent: {to: help}}]}], key: both, "
    "asks: {nl: x, en: x}, says: {nl: x, en: x}}"
)
SPACE = Space.of(asking(*GUARDS, COMPOSED))
LEAVES = SPACE.workflow.transitions["decide"].requires
ROLES = ("worker", "leader", "expert")
PEOPLE = ("anna", "bram", "author")


class Draw:
    """Draws the parts of a case; by Hypothesis itself, part by part, this takes minutes."""

    def __init__(self, seed: int) -> None:
        self.luck = Random(seed)
        self.on = date(2023, 1, 1) + timedelta(days=self.luck.randrange(1460))

    def ago(self, *days: int) -> date:
        """Draw a day so long ago."""
        return self.on - timedelta(days=self.luck.choice(days))

    def some(self, *things: Any) -> list[Any]:
        """Draw none, one or two of these."""
        return self.luck.choices(things, k=self.luck.randrange(3))

    def maybe(self, key: Any, value: Any) -> dict[Any, Any]:
        """Draw it, or nothing."""
        return {key: value} if self.luck.random() < 0.7 else {}

    def yes(self) -> bool:
        """Toss a coin."""
        return self.luck.random() < 0.5

    def record(self, kind: str, statuses: str, child: str | None) -> dict[Any, Any]:
        """Draw a record, or none."""
        on = self.ago(-3, 0, 1, 13, 14, 15, 41, 42, 43, 180, 184, 185, 364, 365, 366, 800)
        author = self.luck.choice(PEOPLE)
        seen = RecordSeen(kind, self.luck.choice(statuses.split()), on, author, child)
        return self.maybe((kind, child), seen)

    def child(self) -> Child:
        """Draw a child near one of the ages that guards name, or of no known age."""
        born = self.on.replace(day=1, year=self.on.year - self.luck.choice([3, 11, 12, 16, 20]))
        return Child("sam", self.luck.choice([None, born, born + timedelta(days=31)]))

    def inputs(self) -> dict[str, Any]:
        """Draw a form."""
        place = self.luck.choice(["home", "away"])
        return {
            **self.maybe("place", self.luck.choice([place, {"sam": place}])),
            **self.maybe("urgent", self.yes()),
            **self.maybe("begins", self.ago(0, 181, 184, 185, 400)),
            **self.maybe("ends", self.on),
        }

    def linked(self) -> tuple[LinkedCase, ...]:
        """Draw linked cases."""
        workflow = self.luck.choice(["regie", "other"])
        links = self.some("after", "before")
        return tuple(LinkedCase(workflow, link, self.yes()) for link in links)


def a_case(seed: int) -> Snapshot:
    """Make a case of one child, with anything in it."""
    draw = Draw(seed)
    holders = (Holder("x"), Holder("y", qualified=True))
    return Snapshot(
        case="case",
        state="weighed",
        now=NOW,
        on=draw.on,
        actor=draw.luck.choice(PEOPLE),
        roles=frozenset(draw.some(*ROLES)),
        children=(draw.child(),),
        holders={role: tuple(draw.some(*holders)) for role in draw.some(*ROLES)},
        records={
            **draw.record("report", "draft shown agreed refused", "sam"),
            **draw.record("order", "asked given gone", None),
        },
        facts=draw.maybe("safety", draw.luck.choice(["safe", "unsafe"])),
        consents=draw.maybe(("help", "sam"), ConsentSeen("help", "sam", complete=draw.yes())),
        entered=draw.maybe("weighed", draw.ago(0, 1, 13, 14, 15, 42, 60, 62, 400)),
        acted=draw.maybe("decision", draw.ago(0, 1, 27, 28, 29, 42, 90, 92, 93, 400)),
        stepped=draw.maybe("weigh", draw.luck.choice(PEOPLE)),
        duties=draw.maybe("next_look", draw.luck.choice(get_args(DutyState))),
        linked=draw.linked(),
        present=frozenset(draw.some(*ROLES)),
        agreements=tuple(draw.some(*get_args(AgreementState))),
        inputs=draw.inputs(),
    )


@pytest.mark.parametrize("guard", LEAVES, ids=[*GUARDS, "composed"])
@settings(max_examples=50)
@given(seed=st.integers(0, 2**32))
def test_a_guard_depends_on_nothing_but_its_dimension(guard: Guard, seed: int) -> None:
    case = a_case(seed)
    values = {key: value_in(SPACE.dimensions[key], case) for key in keys_of(guard, SPACE.workflow)}

    assert SPACE.met(guard, values) == guard.check(case, SPACE.workflow.catalogue).met


@pytest.mark.parametrize("guard", LEAVES, ids=[*GUARDS, "composed"])
def test_the_cases_that_are_drawn_answer_both_ways(guard: Guard) -> None:
    answers = {guard.check(a_case(seed), SPACE.workflow.catalogue).met for seed in range(200)}

    assert {True, False} <= answers


def test_every_kind_of_guard_is_tried() -> None:
    tried = {kind_of(leaf) for guard in LEAVES for leaf in leaves(guard)}

    assert tried == set(SIMPLE)
    assert set(KINDS) - set(SIMPLE) == {"all_of", "any_of", "none_of"}


def test_a_guard_of_no_kind_has_no_dimension() -> None:
    with pytest.raises(TypeError, match="str has no dimension"):
        dimension_key("a guard")


def test_every_value_of_a_dimension_is_one_that_a_case_shows() -> None:
    for key, dimension in SPACE.dimensions.items():
        for value in dimension.values if key not in ("who", "input.note") else ():
            assert value_in(dimension, dimension.shown(value)) == value, key


def test_whoever_acts_is_shown_in_that_role_alone() -> None:
    who = SPACE.dimensions["who"]

    assert who.values == ()
    assert who.shown("leader").roles == {"leader"}


def test_what_has_no_memory_needs_no_changes() -> None:
    for dimension in SPACE.dimensions.values():
        for value in dimension.values:
            assert dimension.lasting or dimension.changes(value) == ()
