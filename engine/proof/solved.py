"""Fill in what a search left out: values with which every guard on a path is met. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from engine.definition import Transition
from engine.proof.budget import Budget
from engine.proof.dimension import Value, Values
from engine.proof.people import ANYBODY, WHO
from engine.proof.search import Changed, Made, Move, Path
from engine.proof.space import Space
from engine.proof.steps import Conditions, Demand, demand_of, who_holds
from engine.proof.ways import Group, grouped


@dataclass(frozen=True)
class Clash:
    """What cannot be met together on this path: the dimensions to search over as well."""

    keys: frozenset[str]


@dataclass(frozen=True)
class Puzzle:
    """A path of which only some dimensions are known: those of the cone."""

    space: Space
    conditions: Conditions
    path: Path
    cone: frozenset[str]


def solved(puzzle: Puzzle, budget: Budget) -> Path | Clash:
    """The same path with a value for everything that some guard on it reads."""
    clash = Clash(frozenset())
    for begins in _beginnings(puzzle):
        found = _filled_in(puzzle, begins, budget)
        if isinstance(found, Path):
            return found
        clash = found
    return clash


def _beginnings(puzzle: Puzzle) -> Iterator[dict[str, Value]]:
    space, known = puzzle.space, puzzle.path.begins
    read = {
        key
        for made in puzzle.path.steps
        for one in puzzle.conditions[made.step]
        for key in one.keys
    }
    keys = space.lasting(read | known.keys())
    initial = space.workflow.initial
    ranges = [
        (known[key],) if key in known else space.dimensions[key].begins(initial) for key in keys
    ]
    for values in product(*ranges):
        yield dict(zip(keys, values, strict=True))


def _filled_in(puzzle: Puzzle, begins: Values, budget: Budget) -> Path | Clash:
    now, moves = dict(begins), list[Move]()
    for move in puzzle.path.moves:
        if isinstance(move, Changed):
            now[move.key] = move.after
            moves.append(move)
            continue
        chosen = _chosen(puzzle, move, now, budget)
        if isinstance(chosen, Clash):
            return chosen
        moves += [Changed(key, now[key], chosen[key]) for key in now if chosen[key] != now[key]]
        moves.append(Made(move.step, chosen))
        now = _after(puzzle, move.step, {key: chosen[key] for key in now}, chosen)
    return Path(begins, tuple(moves))


def _after(puzzle: Puzzle, name: str, now: Values, given: Values) -> dict[str, Value]:
    step = puzzle.space.workflow.transitions[name]
    entered = None if step.is_entry else step.to
    dimensions = puzzle.space.dimensions
    return {key: dimensions[key].after(value, step, entered, given) for key, value in now.items()}


def _chosen(puzzle: Puzzle, move: Made, now: Values, budget: Budget) -> dict[str, Value] | Clash:
    """A value for everything that this step reads; where it can be, without deviations."""
    space, step = puzzle.space, puzzle.space.workflow.transitions[move.step]
    own = puzzle.cone | set(step.sets.values())
    own |= {WHO} if move.values.get(WHO) == ANYBODY else set()
    fixed = {
        **{key: value for key, value in now.items() if key in puzzle.cone},
        **{key: value for key, value in move.values.items() if key in own},
    }
    chosen = {**now, **fixed}
    ranges = _Ranges(space, step, now)
    for strict, lenient in _both(puzzle, step, move.step, frozenset(fixed)):
        found = next(
            (
                values
                for group in (strict, lenient)
                for values in group.meeting(ranges.of(group, budget), fixed)
            ),
            None,
        )
        if found is None:
            return Clash(frozenset((*strict.loose, *strict.fixed)))
        chosen |= found
    return chosen


def _both(
    puzzle: Puzzle, step: Transition, name: str, fixed: frozenset[str]
) -> Iterator[tuple[Group, Group]]:
    """The groups of demands on a step, without deviations and with them."""
    sets = frozenset(source for source in step.sets.values() if source.startswith("input."))
    yield from zip(
        *(
            tuple(grouped(_demands(puzzle, step, name, sets, deviating=deviating), fixed, sets))
            for deviating in (False, True)
        ),
        strict=True,
    )


def _demands(
    puzzle: Puzzle, step: Transition, name: str, sets: frozenset[str], *, deviating: bool
) -> Iterator[Demand]:
    found = puzzle.conditions[name]
    keys = {key for one in found for key in one.keys}
    yield from (demand_of(puzzle.space, one, deviating=deviating) for one in found)
    yield from who_holds(step, keys)
    for key in sorted(sets):
        yield Demand(frozenset({key}), lambda _: True)


@dataclass(frozen=True)
class _Ranges:
    """What each dimension can still come to before a step; what it is already comes first."""

    space: Space
    step: Transition
    now: Values

    def of(self, group: Group, budget: Budget) -> dict[str, tuple[Value, ...]]:
        """The range of each dimension that the group is free to choose."""
        budget.spend()
        return {key: self._range(key) for key in group.loose}

    def _range(self, key: str) -> tuple[Value, ...]:
        if key not in self.now:
            return self.space.values_in(key, self.step)
        return self.space.kinds(key, _onward(self.space, key, self.now[key]))


def _onward(space: Space, key: str, value: Value) -> tuple[Value, ...]:
    """Everything that people and time can make of a value, the nearest first."""
    found = dict.fromkeys([value])
    waiting = [value]
    while waiting:
        for after in space.changes(key, waiting.pop(0)):
            if after not in found:
                found[after] = None
                waiting.append(after)
    return tuple(found)
