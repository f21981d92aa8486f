"""What each step of a definition demands before it can be made. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from engine.checks.reasons import reason_key
from engine.definition import SYSTEM, Transition, Workflow
from engine.guards import Guard
from engine.proof.dimension import Values
from engine.proof.people import NOBODY, WHO
from engine.proof.space import Space, keys_of


@dataclass(frozen=True)
class Condition:
    """A guard that stops a step; a rule that may be set aside stops only what is not known."""

    step: str
    key: str
    guard: Guard
    keys: frozenset[str]
    may_deviate: bool = False


@dataclass(frozen=True)
class Demand:
    """Something that must be so when a step is made, and the dimensions that decide it."""

    keys: frozenset[str]
    holds: Callable[[Values], bool]


Conditions: TypeAlias = Mapping[str, tuple[Condition, ...]]
"""What can stop each step, by its name."""


def keys_read(conditions: Conditions) -> frozenset[str]:
    """Every dimension that decides about some step."""
    return frozenset(key for found in conditions.values() for one in found for key in one.keys)


def conditions_of(
    workflow: Workflow, name: str, unbound: Collection[str] = ()
) -> tuple[Condition, ...]:
    """What can stop a step: its own guards, and the rules on its act that bind.

    A warning stops nothing, nor does any rule stop a fact; ``unbound`` are rules in shadow.
    """
    return tuple(_conditions(workflow, name, unbound))


def _conditions(workflow: Workflow, name: str, unbound: Collection[str]) -> Iterator[Condition]:
    step = workflow.transitions[name]
    for guard in step.requires:
        yield Condition(name, reason_key(guard), guard, keys_of(guard, workflow))
    for key, rule in workflow.rules_on(step.act).items() if workflow.binds(step.act) else ():
        if rule.severity != "warn" and key not in unbound:
            aside = rule.severity == "block_unless_deviation" and rule.deviation is not None
            yield Condition(name, key, rule.requires, keys_of(rule.requires, workflow), aside)


def demand_of(space: Space, condition: Condition, *, deviating: bool = True) -> Demand:
    """The condition as a demand on values; a deviation may take its place where one may.

    Where it is not known whether one child meets it, another may be why there is a deviation.
    """
    several = space.workflow.about == "family"

    def holds(values: Values) -> bool:
        met = space.met(condition.guard, values)
        return met is True or (deviating and condition.may_deviate and (met is False or several))

    return Demand(condition.keys, holds)


def set_aside(space: Space, conditions: Iterable[Condition], values: Values) -> tuple[str, ...]:
    """The rules that are passed with a deviation where the dimensions have these values."""
    return tuple(
        one.key
        for one in conditions
        if one.may_deviate and one.keys <= values.keys() and space.met(one.guard, values) is False
    )


def who_holds(step: Transition, keys: Collection[str]) -> Iterator[Demand]:
    """Whoever makes the step holds the role in which it is made."""
    for role in step.by:
        held = f"role.{role}"
        if role != SYSTEM and held in keys:
            yield Demand(frozenset({WHO, held}), _held_by(role, held))


def _held_by(role: str, key: str) -> Callable[[Values], bool]:
    return lambda values: values[WHO] != role or values[key] != NOBODY
