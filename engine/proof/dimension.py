"""One thing that guards read, cut into finitely many values that they can tell apart. Pure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, TypeAlias

from engine.definition import Transition
from engine.proof.cuts import TODAY
from engine.snapshot import Child, Snapshot


@dataclass(frozen=True, slots=True)
class At:
    """Where the current record of a type stands.

    ``band`` counts the cut points that it has passed; ``newer`` says of each thing that it is
    compared with whether it is younger.
    """

    status: str
    band: int
    newer: tuple[bool, ...] = ()


Value: TypeAlias = str | int | bool | At | frozenset[str] | None
Values: TypeAlias = Mapping[str, Value]
"""A value for each dimension that matters, by its key."""

CHILD = "child"
ACTOR = "actor"

BLANK = Snapshot(
    case="case",
    state="",
    now=datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC),
    on=TODAY,
    actor=ACTOR,
    roles=frozenset(),
    children=(Child(CHILD, None),),
    inputs={},
)
"""A case of one child in which nothing is there yet; a dimension fills in its own part."""


@dataclass(frozen=True)
class Dimension(ABC):
    """One thing that guards read.

    What is not ``lasting`` may be anything whenever a step is made, so it needs no memory: who
    takes part, who consents, what is filled in.
    """

    lasting: ClassVar[bool] = False
    read_by_guards_only: ClassVar[bool] = True
    """Whether values that no guard tells apart are the same to everybody."""

    name: str

    @property
    @abstractmethod
    def values(self) -> tuple[Value, ...]:
        """Every value; first that of a case in which nothing happened yet."""

    @abstractmethod
    def shown(self, value: Value) -> Snapshot:
        """A case in which it has this value; the real guard is asked about that case."""

    def values_in(self, step: Transition) -> tuple[Value, ...]:
        """The values that it can have while this step is made."""
        return self.values

    def begins(self, initial: str) -> tuple[Value, ...]:
        """The values with which a case can begin, in its initial state."""
        return self.values[:1]

    def changes(self, value: Value) -> Iterable[Value]:
        """What people and time, and no step, can make of it."""
        return ()

    def after(self, value: Value, step: Transition, entered: str | None, given: Values) -> Value:
        """What a step makes of it, that enters a state or none, with these answers."""
        return value
