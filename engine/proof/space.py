"""Everything that the guards of one definition can tell apart, and what each of them answers. Pure.

A guard is never asked here in words of the proof's own: each value is made into a case, and
the real guard is asked about that case. So proof and engine cannot disagree. Only what a guard
says of several children together, no case of one child shows; that may be anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from engine.definition import AfterAlways, NeverWithout, OpenCase, Transition, Workflow
from engine.guards import Composed, Guard
from engine.guards.file import RecordGuard
from engine.guards.people import AgeGuard, ConsentGuard
from engine.guards.shared import ChildFrom
from engine.proof.children import (
    TogetherDimension,
    is_asked_per_child,
    parts_of,
    together_key,
)
from engine.proof.dimension import CHILD, Dimension, Value, Values
from engine.proof.forms import InputDimension
from engine.proof.people import WHO, WhoDimension
from engine.proof.reading import dimension_key, dimension_of
from engine.snapshot import Snapshot


@dataclass(frozen=True)
class Space:
    """The dimensions of one definition, by key."""

    workflow: Workflow
    dimensions: Mapping[str, Dimension]
    readers: Mapping[str, Sequence[Guard]]
    """The guards that read each dimension."""

    _answers: dict[tuple[int, Value], bool | None] = field(default_factory=dict)
    _kinds: dict[tuple[str, tuple[Value, ...]], tuple[Value, ...]] = field(default_factory=dict)
    _changes: dict[tuple[str, Value], tuple[Value, ...]] = field(default_factory=dict)
    _how: dict[tuple[int, bool], tuple[str | None, bool]] = field(default_factory=dict)
    _asked: list[Guard] = field(default_factory=list)

    @classmethod
    def of(cls, workflow: Workflow, recorded: Collection[str] = ()) -> Space:
        """The dimensions of everything that some guard of the definition reads.

        Args:
            recorded: the steps that may be made at once by whoever opens the case from another.
        """
        read = defaultdict[str, list[Guard]](list)
        found: dict[str, Dimension] = {}
        for part, own in chain.from_iterable(
            parts_of(one, workflow) for one in guards_of(workflow)
        ):
            read[own or dimension_key(part)].append(part)
            found |= {own: TogetherDimension(own)} if own else {}
        found = {key: found.get(key) or dimension_of(key, by, workflow) for key, by in read.items()}
        by_others = tuple(step for name, step in workflow.transitions.items() if name in recorded)
        found[WHO] = WhoDimension(WHO, by_others)
        for name in _answers_that_set(workflow):
            found.setdefault(f"input.{name}", InputDimension(name))
        return cls(workflow, found, read)

    def met(self, guard: Guard, values: Values) -> bool | None:
        """What the guard answers where the dimensions that it reads have these values."""
        return self._met(guard, values, each=False)

    def _met(self, guard: Guard, values: Values, *, each: bool) -> bool | None:
        own, each = self._asked_how(guard, each=each)
        if own is not None:
            answer = values[own]
            return answer if isinstance(answer, bool) else None
        if isinstance(guard, Composed):
            return guard.answer([self._met(one, values, each=each) for one in guard.members])
        key = dimension_key(guard)
        asked = (id(guard), values[key])
        if asked not in self._answers:
            self._asked.append(guard)  # an id is only its own while the guard lives
            case = _with_named_child(guard, self.dimensions[key].shown(values[key]))
            self._answers[asked] = guard.check(case, self.workflow.catalogue).met
        return self._answers[asked]

    def _asked_how(self, guard: Guard, *, each: bool) -> tuple[str | None, bool]:
        """The dimension of its own, if it has one; and whether each child is asked its parts."""
        if self.workflow.about != "family":
            return None, False
        known = self._how.get((id(guard), each))
        if known is None:
            self._asked.append(guard)
            own = together_key(guard, self.workflow, each=each)
            within = isinstance(guard, Composed) and is_asked_per_child(guard, self.workflow)
            known = self._how[id(guard), each] = own, each or within
        return known

    def values_in(self, key: str, step: Transition) -> tuple[Value, ...]:
        """The values that guards can tell apart while this step is made, one of each kind."""
        return self.kinds(key, self.dimensions[key].values_in(step))

    def kinds(self, key: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """Of values that no guard tells apart the first."""
        if not self.dimensions[key].read_by_guards_only:
            return values
        if (key, values) not in self._kinds:
            kinds: dict[tuple[bool | None, ...], Value] = {}
            for value in values:
                kinds.setdefault(self._answers_to(key, value), value)
            self._kinds[key, values] = tuple(kinds.values())
        return self._kinds[key, values]

    def _answers_to(self, key: str, value: Value) -> tuple[bool | None, ...]:
        """What each guard that reads the dimension says of this value."""
        return tuple(self.met(guard, {key: value}) for guard in self.readers[key])

    def changes(self, key: str, value: Value) -> tuple[Value, ...]:
        """What people and time, and no step, can make of a value."""
        if (key, value) not in self._changes:
            found = dict.fromkeys(self.dimensions[key].changes(value))
            self._changes[key, value] = tuple(after for after in found if after != value)
        return self._changes[key, value]

    def lasting(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of the dimensions that have a memory."""
        return tuple(sorted(key for key in keys if self.dimensions[key].lasting))


def keys_of(guard: Guard, workflow: Workflow) -> frozenset[str]:
    """The dimensions that a guard of this definition and its parts read."""
    return frozenset(own or dimension_key(part) for part, own in parts_of(guard, workflow))


def guards_of(workflow: Workflow) -> Iterator[Guard]:
    """Every guard of the definition, wherever it stands."""
    for step in workflow.transitions.values():
        yield from step.requires
        yield from (part.when for part in step.then if isinstance(part, OpenCase) and part.when)
    yield from (rule.requires for rule in workflow.rules.values())
    yield from (rule.when for rule in workflow.deadlines.values() if rule.when)
    for invariant in workflow.invariants:
        if isinstance(invariant, NeverWithout) and not isinstance(invariant.without, dict):
            yield invariant.without
        elif isinstance(invariant, AfterAlways):
            yield invariant.always


def _answers_that_set(workflow: Workflow) -> Iterator[str]:
    for step in workflow.transitions.values():
        for source in step.sets.values():
            if source.startswith("input."):
                yield source.removeprefix("input.")


def _with_named_child(guard: Guard, case: Snapshot) -> Snapshot:
    """The case whose form names its one child, where the guard asks about a named child."""
    match guard:
        case RecordGuard(record=wanted):
            for_ = wanted.for_
        case AgeGuard(age=asked):
            for_ = asked.for_
        case ConsentGuard(consent=to):
            for_ = to.for_
        case _:
            return case
    if not isinstance(for_, ChildFrom):
        return case
    name = for_.child.removeprefix("input.")
    return replace(case, inputs={**(case.inputs or {}), name: CHILD})
