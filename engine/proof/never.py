"""Never an act without something: proved over its cone, or the shortest path against it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

from engine.definition import NeverWithout, Workflow
from engine.guards import Guard
from engine.proof.budget import Budget
from engine.proof.dimension import BLANK, Values
from engine.proof.people import WHO
from engine.proof.search import Field, Made, Node, Path, shortest
from engine.proof.space import Space, keys_of
from engine.proof.steps import Conditions, Demand
from engine.text import Text


@dataclass(frozen=True)
class Question:
    """May one of these steps be made while this does not hold?"""

    space: Space
    conditions: Conditions
    steps: tuple[str, ...]
    without: Demand
    """That it does not hold."""

    def cone(self) -> frozenset[str]:
        """What it reads, and what the guards of these steps share with it."""
        found = self.without.keys
        for name in self.steps:
            for condition in self.conditions[name]:
                if condition.keys & self.without.keys:
                    found |= condition.keys
        return found


def question(space: Space, conditions: Conditions, invariant: NeverWithout) -> Question:
    """The question whether this invariant can be broken."""
    acts = set(invariant.never.values())
    steps = tuple(key for key, step in space.workflow.transitions.items() if step.act in acts)
    return Question(space, conditions, steps, _without(space, invariant))


def breaking(asked: Question, cone: Collection[str], budget: Budget) -> Path | None:
    """The shortest path on which it is broken; the guards outside the cone count as met."""
    field = Field.over(asked.space, asked.conditions, cone)
    last = {name: field.ways(name, asked.without) for name in asked.steps}
    transitions = asked.space.workflow.transitions

    def goal(node: Node) -> Made | None:
        for name, ways in last.items():
            if node[0] in transitions[name].from_:
                for way in ways.found(field.values(node), budget):
                    return Made(name, way)
        return None

    return shortest(field, goal, budget)


def _without(space: Space, invariant: NeverWithout) -> Demand:
    wanted = invariant.without
    if isinstance(wanted, dict):
        roles = frozenset(role for named in wanted.values() for role in named)
        return Demand(frozenset({WHO}), lambda values: values[WHO] not in roles)
    return Demand(keys_of(wanted, space.workflow), lambda values: _not_met(space, wanted, values))


def _not_met(space: Space, guard: Guard, values: Values) -> bool:
    return space.met(guard, values) is not True


def guard_of(invariant: NeverWithout) -> Guard | None:
    """The guard that it asks for, unless it asks for a role."""
    return None if isinstance(invariant.without, dict) else invariant.without


def not_there(workflow: Workflow, invariant: NeverWithout) -> Text:
    """That what it asks for is not there, in the words of its guard."""
    wanted = invariant.without
    if not isinstance(wanted, dict):
        return wanted.check(BLANK, workflow.catalogue).says
    titles = workflow.catalogue.role_titles(tuple(chain.from_iterable(wanted.values())))
    return Text(nl=f"Wie dit doet is geen {titles.nl}.", en=f"Whoever does this is no {titles.en}.")
