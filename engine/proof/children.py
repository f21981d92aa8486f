"""What one child cannot speak for: guards that are asked of the children together. Pure.

The proof follows one child, whichever it is. A guard that each child must meet is met by that one
as well; a guard that any of them meets, or one that is named, says nothing of it. Such a guard is
a dimension of its own: it may be met or not whenever a step is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from pydantic import JsonValue

from engine.definition import Workflow
from engine.guards import AllOf, Composed, Guard, leaves
from engine.guards.composed import kind_of
from engine.guards.file import ElapsedGuard, InputGuard, RecordGuard
from engine.guards.people import AgeGuard, ConsentGuard
from engine.guards.shared import ForWhom
from engine.proof.dimension import BLANK, Dimension, Value
from engine.snapshot import Snapshot

TOGETHER = "children."


@dataclass(frozen=True)
class TogetherDimension(Dimension):
    """What a guard says of the children together; the search may choose it freely."""

    read_by_guards_only: ClassVar[bool] = False

    @property
    def values(self) -> tuple[Value, ...]:
        return (False, True, None)

    def shown(self, value: Value) -> Snapshot:
        """A case of one child shows nothing of it."""
        return BLANK


def parts_of(
    guard: Guard, workflow: Workflow, *, each: bool = False
) -> Iterator[tuple[Guard, str | None]]:
    """The guards whose answers make up that of ``guard``.

    With the key of its own for what is asked of the children together.

    Args:
        each: it is part of a guard that each child is asked the whole of.
    """
    own = together_key(guard, workflow, each=each)
    if own is None and isinstance(guard, Composed):
        each = each or is_asked_per_child(guard, workflow)
        for member in guard.members:
            yield from parts_of(member, workflow, each=each)
    else:
        yield guard, own


def together_key(guard: Guard, workflow: Workflow, *, each: bool = False) -> str | None:
    """The dimension of a guard that is asked of the children together; None for any other."""
    if workflow.about != "family" or not _is_asked_together(guard, workflow, each=each):
        return None
    text = json.dumps(_meaning(guard), sort_keys=True)
    return TOGETHER + hashlib.sha256(text.encode()).hexdigest()[:12]


def is_asked_per_child(guard: Composed, workflow: Workflow) -> bool:
    """Whether each child is asked the whole of it: the engine's own rule for composed guards."""
    simple = chain.from_iterable(leaves(member) for member in guard.members)
    asked = [of for of in (_about(leaf, workflow) for leaf in simple) if of]
    return bool(asked) and all(of == "each_child" for of in asked)


def _is_asked_together(guard: Guard, workflow: Workflow, *, each: bool) -> bool:
    """Whether the answer for one child does not follow from it.

    What ``all_of`` asks is asked one by one. In ``any_of`` and ``none_of`` that are asked once,
    one child may meet the one part and another child the other.
    """
    if isinstance(guard, Composed):
        if each or isinstance(guard, AllOf) or is_asked_per_child(guard, workflow):
            return False
        return any(_differs_by_child(leaf, workflow) for leaf in leaves(guard))
    if isinstance(guard, ElapsedGuard):  # it counts from the newest, whichever child's that is
        since = guard.elapsed.since.record
        return since is not None and workflow.catalogue.records[since].about == "youth"
    return _about(guard, workflow) not in (None, "each_child")


def _differs_by_child(leaf: Guard, workflow: Workflow) -> bool:
    if isinstance(leaf, InputGuard):
        asked = (step.input.get(leaf.field) for step in workflow.transitions.values())
        return any(field is not None and field.per_child is not None for field in asked)
    return _about(leaf, workflow) == "each_child"


def _about(leaf: Guard, workflow: Workflow) -> ForWhom | None:
    """Of which children a simple guard speaks, if it does of any."""
    match leaf:
        case RecordGuard(record=wanted):
            about = workflow.catalogue.records[wanted.type].about
            return wanted.for_ if about == "youth" else None
        case AgeGuard(age=asked):
            return asked.for_
        case ConsentGuard(consent=to):
            return to.for_
    return None


def _meaning(guard: Guard) -> JsonValue:
    """What it asks, without its words: two that ask the same answer the same."""
    if isinstance(guard, Composed):
        return {guard.kind: [_meaning(member) for member in guard.members]}
    asked: JsonValue = guard.model_dump(mode="json", by_alias=True, include={str(kind_of(guard))})
    return asked
