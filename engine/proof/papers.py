"""Dimensions about the file: records, facts, time since, other cases, deadlines. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import ClassVar, get_args

from engine.definition import Transition
from engine.guards.file import Since
from engine.proof.cuts import Cut, bands, day_in, fresh
from engine.proof.dimension import BLANK, Dimension, Value, Values
from engine.snapshot import AgreementState, DutyState, LinkedCase, Snapshot


@dataclass(frozen=True)
class FactDimension(Dimension):
    """A fact of the case; only a step, or a record that is settled, sets it."""

    lasting: ClassVar[bool] = True

    named: tuple[str, ...]
    by_records: tuple[str, ...] = ()
    """The values that some record sets: at any time, as far as the proof knows."""

    @property
    def values(self) -> tuple[Value, ...]:
        return (None, *self.named)

    def shown(self, value: Value) -> Snapshot:
        return replace(BLANK, facts={} if value is None else {self.name: str(value)})

    def changes(self, value: Value) -> Iterable[Value]:
        return self.by_records

    def after(self, value: Value, step: Transition, entered: str | None, given: Values) -> Value:
        source = step.sets.get(self.name)
        if source is None:
            return value
        return given[source] or value if source.startswith("input.") else source


@dataclass(frozen=True)
class SinceDimension(Dimension):
    """How long ago an act was performed or a state entered, if ever."""

    lasting: ClassVar[bool] = True

    since: Since
    cuts: tuple[Cut, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        return (None, *bands(self.cuts))

    def shown(self, value: Value) -> Snapshot:
        days = {self.name: day_in(self.cuts, value)} if isinstance(value, int) else {}
        return replace(BLANK, acted=days) if self.since.act else replace(BLANK, entered=days)

    def begins(self, initial: str) -> tuple[Value, ...]:
        return (fresh(self.cuts) if self.since.entering == initial else None,)

    def changes(self, value: Value) -> Iterable[Value]:
        """Time passes."""
        return () if value in {None, len(self.cuts)} else (int(str(value)) + 1,)

    def after(self, value: Value, step: Transition, entered: str | None, given: Values) -> Value:
        return fresh(self.cuts) if happens(self.since, step, entered) else value


@dataclass(frozen=True)
class LinkedDimension(Dimension):
    """Which linked cases of a workflow there are, by a link or by any."""

    workflow: str
    link: str | None

    @property
    def values(self) -> tuple[Value, ...]:
        return _subsets("open", "final")

    def shown(self, value: Value) -> Snapshot:
        states = value if isinstance(value, frozenset) else ()
        linked = (LinkedCase(self.workflow, self.link or "", state == "final") for state in states)
        return replace(BLANK, linked=tuple(linked))


@dataclass(frozen=True)
class DeadlineDimension(Dimension):
    """How a deadline of the case stands."""

    @property
    def values(self) -> tuple[Value, ...]:
        return (None, *get_args(DutyState))

    def shown(self, value: Value) -> Snapshot:
        named = {state: {self.name: state} for state in get_args(DutyState)}
        return replace(BLANK, duties=named.get(value, {}))


@dataclass(frozen=True)
class AgreementsDimension(Dimension):
    """In which states there are agreements."""

    @property
    def values(self) -> tuple[Value, ...]:
        return _subsets(*get_args(AgreementState))

    def shown(self, value: Value) -> Snapshot:
        there = value if isinstance(value, frozenset) else frozenset[str]()
        states: tuple[AgreementState, ...] = get_args(AgreementState)
        return replace(BLANK, agreements=tuple(state for state in states if state in there))


def since_key(since: Since) -> str:
    """The dimension that the time since something is read from."""
    if since.record:
        return f"record.{since.record}"
    return f"since.{'act' if since.act else 'entering'}.{since.name}"


def happens(since: Since, step: Transition, entered: str | None) -> bool:
    """Whether this step is what the time is counted from."""
    return (since.act is not None and since.act == step.act) or (
        since.entering is not None and since.entering == entered
    )


def _subsets(*words: str) -> tuple[Value, ...]:
    sizes = range(len(words) + 1)
    return tuple(frozenset(some) for size in sizes for some in combinations(words, size))
