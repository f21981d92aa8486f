"""The ways in which one step can be made: values that meet all its demands together. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from math import prod

from engine.definition import Transition
from engine.proof.budget import Budget
from engine.proof.dimension import Value, Values
from engine.proof.space import Space
from engine.proof.steps import Demand


@dataclass(frozen=True)
class Group:
    """Demands that share what is not fixed yet; groups can be met apart from each other."""

    demands: tuple[Demand, ...]
    loose: tuple[str, ...]
    fixed: tuple[str, ...]
    wanted: tuple[str, ...]
    known: dict[tuple[Value, ...], tuple[Values, ...]] = field(default_factory=dict)

    def meeting(
        self, ranges: Mapping[str, tuple[Value, ...]], held: Values
    ) -> Iterator[dict[str, Value]]:
        """The values within these ranges that meet all its demands."""
        base = {key: held[key] for key in self.fixed}
        for chosen in product(*(ranges[key] for key in self.loose)):
            own = dict(zip(self.loose, chosen, strict=True))
            values = {**base, **own}
            if all(demand.holds(values) for demand in self.demands):
                yield own


class Ways:
    """The ways to make one step, given what is remembered.

    Args:
        demands: what must be so.
        held: the dimensions whose values are given.
        wanted: the dimensions whose value makes a difference afterwards.
    """

    def __init__(
        self,
        space: Space,
        step: Transition,
        demands: Iterable[Demand],
        *,
        held: Collection[str] = (),
        wanted: Collection[str] = (),
    ) -> None:
        self._space, self._step = space, step
        alone = [Demand(frozenset({key}), _anything) for key in sorted(wanted)]
        self._groups = tuple(grouped([*demands, *alone], frozenset(held), frozenset(wanted)))

    def found(self, held: Values, budget: Budget) -> Iterator[dict[str, Value]]:
        """One way for each difference that it makes; nothing when there is none."""
        parts = []
        for group in self._groups:
            solutions = self._solutions(group, held, budget)
            if not solutions:
                return
            parts.append(solutions)
        for chosen in product(*parts):
            yield {key: value for part in chosen for key, value in part.items()}

    def _solutions(self, group: Group, held: Values, budget: Budget) -> tuple[Values, ...]:
        asked = tuple(held[key] for key in group.fixed)
        if asked not in group.known:
            group.known[asked] = tuple(self._searched(group, held, budget))
        return group.known[asked]

    def _searched(self, group: Group, held: Values, budget: Budget) -> Iterator[Values]:
        ranges = {key: self._space.values_in(key, self._step) for key in group.loose}
        budget.spend(prod(map(len, ranges.values())))
        seen = set[tuple[Value, ...]]()
        for own in group.meeting(ranges, held):
            difference = tuple(own[key] for key in group.wanted)
            if difference not in seen:
                seen.add(difference)
                yield own


def _anything(values: Values) -> bool:
    return True


def grouped(
    demands: Iterable[Demand], held: frozenset[str], wanted: frozenset[str]
) -> Iterator[Group]:
    """The demands, put together where they share something that is loose."""
    groups: list[list[Demand]] = []
    for demand in demands:
        loose = demand.keys - held
        touching = [group for group in groups if any(loose & (one.keys - held) for one in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(one for group in touching for one in group), demand])
    for group in groups:
        keys = reduce(frozenset.union, (demand.keys for demand in group))
        loose_keys = tuple(sorted(keys - held))
        yield Group(
            tuple(group),
            loose_keys,
            tuple(sorted(keys & held)),
            tuple(key for key in loose_keys if key in wanted),
        )
