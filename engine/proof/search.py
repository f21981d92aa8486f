"""Search the states of a case breadth first, with what is remembered of each path. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from engine.definition import Transition
from engine.proof.budget import Budget
from engine.proof.dimension import Value, Values
from engine.proof.space import Space
from engine.proof.steps import Conditions, Demand, demand_of, who_holds
from engine.proof.ways import Ways

Node: TypeAlias = tuple[str, tuple[Value, ...]]
"""A state, and the value of each dimension that is remembered."""


@dataclass(frozen=True)
class Changed:
    """Something that people or time change, and no step."""

    key: str
    before: Value
    after: Value


@dataclass(frozen=True)
class Made:
    """A step that is made, with the values that it was made with."""

    step: str
    values: Values


Move: TypeAlias = Changed | Made


@dataclass(frozen=True)
class Path:
    """How a case comes somewhere: what it begins with, and each move."""

    begins: Values
    moves: tuple[Move, ...]

    @property
    def steps(self) -> tuple[Made, ...]:
        """The steps among the moves."""
        return tuple(move for move in self.moves if isinstance(move, Made))


@dataclass(frozen=True)
class Field:
    """Where a search takes place: the steps, what each demands, and what is remembered."""

    space: Space
    conditions: Conditions
    """What counts of each step; every other guard counts as possibly met."""

    held: tuple[str, ...]
    _ways: dict[str, Ways] = field(default_factory=dict)

    @classmethod
    def over(cls, space: Space, conditions: Conditions, cone: Collection[str]) -> Field:
        """The search in which only the dimensions of the cone count."""
        counted = {
            name: tuple(one for one in found if one.keys <= set(cone))
            for name, found in conditions.items()
        }
        return cls(space, counted, space.lasting(cone))

    def ways(self, name: str, *also: Demand) -> Ways:
        """The ways to make a step, with further demands on it."""
        if name in self._ways and not also:
            return self._ways[name]
        step = self.space.workflow.transitions[name]
        demands = [*(demand_of(self.space, one) for one in self.conditions[name]), *also]
        keys = {key for demand in demands for key in demand.keys}
        demands += who_holds(step, keys)
        found = Ways(self.space, step, demands, held=self.held, wanted=self._wanted(step))
        if not also:
            self._ways[name] = found
        return found

    def values(self, node: Node) -> dict[str, Value]:
        """What is remembered, by key."""
        return dict(zip(self.held, node[1], strict=True))

    def beginnings(self) -> Iterator[Node]:
        """How a case can begin."""
        initial = self.space.workflow.initial
        ranges = [self.space.dimensions[key].begins(initial) for key in self.held]
        for values in product(*ranges):
            yield initial, values

    def onward(self, node: Node, budget: Budget) -> Iterator[tuple[Move, Node]]:
        """Every move that can be made from here, and where it leads."""
        state, values = node
        for name, step in self.space.workflow.transitions.items():
            if state in step.from_:
                for way in self.ways(name).found(self.values(node), budget):
                    yield Made(name, way), self._after(node, step, way)
        for index, key in enumerate(self.held):
            before = values[index]
            for after in self.space.changes(key, before):
                changed = (*values[:index], after, *values[index + 1 :])
                yield Changed(key, before, after), (state, changed)

    def _after(self, node: Node, step: Transition, given: Values) -> Node:
        state, values = node
        entered = None if step.is_entry else step.to
        dimensions = (self.space.dimensions[key] for key in self.held)
        after = (
            dimension.after(value, step, entered, given)
            for dimension, value in zip(dimensions, values, strict=True)
        )
        return step.target(state), tuple(after)

    def _wanted(self, step: Transition) -> frozenset[str]:
        """The answers on the form that set a fact which is remembered."""
        return frozenset(
            source
            for fact, source in step.sets.items()
            if f"fact.{fact}" in self.held and source.startswith("input.")
        )


Goal: TypeAlias = Callable[[Node], Made | None]
Came: TypeAlias = dict[Node, tuple[Node, Move] | None]
"""Each node that was reached, and from where; in the order in which they were."""


def shortest(field: Field, goal: Goal, budget: Budget) -> Path | None:
    """The shortest path to a node from which the goal can be made; None when there is none.

    Raises:
        LimitReached: the budget ended before the search did.
    """
    came: Came = dict.fromkeys(field.beginnings())
    for node, _ in explored(field, came, budget):
        last = goal(node)
        if last:
            path = path_to(field, came, node)
            return Path(path.begins, (*path.moves, last))
    return None


def explored(
    field: Field, came: Came, budget: Budget
) -> Iterator[tuple[Node, tuple[tuple[Move, Node], ...]]]:
    """Each node, nearest first, with every move from it; ``came`` grows meanwhile.

    Raises:
        LimitReached: there is too much of it.
    """
    waiting = deque(came)
    while waiting:
        node = waiting.popleft()
        budget.spend()
        onward = tuple(field.onward(node, budget))
        for move, after in onward:
            if after not in came:
                came[after] = (node, move)
                waiting.append(after)
        yield node, onward


def path_to(field: Field, came: Came, node: Node) -> Path:
    """The shortest path to a node that was reached."""
    moves: list[Move] = []
    before = came[node]
    while before:
        node, move = before
        moves.insert(0, move)
        before = came[node]
    return Path(field.values(node), tuple(moves))
