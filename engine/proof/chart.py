"""Where a case can come at all, when every guard of a step can be met together. Pure.

Facts, and how long ago something happened, are remembered along the way; records, people and
answers may be anything that they can come to. So a state that is not on the chart is never
reached, and a state that is on it needs only what people can bring about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from engine.proof.budget import Budget
from engine.proof.search import Came, Field, Made, Move, Node, Path, explored, path_to
from engine.proof.space import Space
from engine.proof.steps import Conditions

_REMEMBERED = ("fact.", "since.")


@dataclass(frozen=True)
class Chart:
    """Every node that a case can come to, how it came there first, and every move between."""

    field: Field
    came: Came
    moves: tuple[tuple[Node, Move, Node], ...]

    @property
    def states(self) -> set[str]:
        """The states that a case can come to."""
        return {state for state, _ in self.came}

    @cached_property
    def steps(self) -> dict[tuple[str, str], tuple[Node, Made]]:
        """Each step that can be made by the state in which it is, the nearest first."""
        found: dict[tuple[str, str], tuple[Node, Made]] = {}
        for before, move, _ in self.moves:
            if isinstance(move, Made):
                found.setdefault((before[0], move.step), (before, move))
        return found

    def path(self, node: Node) -> Path:
        """The shortest way to a node."""
        return path_to(self.field, self.came, node)

    def first(self, fits: Callable[[Node], bool]) -> Node | None:
        """The first node that fits, in the order in which they are reached."""
        return next(filter(fits, self.came), None)

    def path_with(self, state: str, step: str) -> Path:
        """The shortest way on which this step is made in this state."""
        before, move = self.steps[state, step]
        path = self.path(before)
        return Path(path.begins, (*path.moves, move))

    def before(self, ends: Iterable[Node]) -> set[Node]:
        """The nodes from which one of these can be reached, themselves included."""
        into = defaultdict[Node, list[Node]](list)
        for before, _, after in self.moves:
            into[after].append(before)
        seen, waiting = set[Node](), list(ends)
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += into[node]
        return seen


def chart(space: Space, conditions: Conditions, budget: Budget) -> Chart:
    """Everything that can happen to a case of this definition.

    Raises:
        LimitReached: that is too much.
    """
    keys = {key for found in conditions.values() for one in found for key in one.keys}
    held = tuple(sorted(key for key in keys if key.startswith(_REMEMBERED)))
    field = Field(space, conditions, held)
    came: Came = dict.fromkeys(field.beginnings())
    moves = tuple(
        (node, move, after)
        for node, onward in explored(field, came, budget)
        for move, after in onward
    )
    return Chart(field, came, moves)
