"""What every kind of guard shares: its own words, and answers per child part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal, TypeAlias

from pydantic import Field as Setting

from engine.reason import Fix, Reason
from engine.snapshot import Child, Snapshot
from engine.text import Part, Text


class ChildFrom(Part):
    """The child that a field of the form names."""

    child: Annotated[str, Setting(pattern=r"^input\.[a-z][a-z0-9_]*$")]


ForWhom: TypeAlias = Literal["each_child", "any_child"] | ChildFrom


class GuardPart(Part):
    """What every guard may carry: words, a source and a fix of its own."""

    asks: Text | None = None
    says: Text | None = None
    source: str = ""
    fix: Fix | None = None

    def _worded(self, reason: Reason) -> Reason:
        return replace(
            reason,
            asks=self.asks or reason.asks,
            says=self.says or reason.says,
            source=self.source or reason.source,
            fix=self.fix or reason.fix,
        )


def of_children(
    reason: Reason, case: Snapshot, for_: ForWhom, answer: Callable[[Child], bool | None]
) -> Reason:
    """The answer for each child part that is asked about, and one for them together."""
    if isinstance(for_, ChildFrom):
        return _of_named_child(reason, case, for_.child.removeprefix("input."), answer)
    parts = tuple(_of_child(reason, child, answer) for child in case.children)
    if len(parts) == 1:
        return parts[0]
    answers = [part.met for part in parts]
    together = any_met(answers) if for_ == "any_child" else all_met(answers)
    return replace(_answered(reason, together), parts=parts)


def _of_named_child(
    reason: Reason, case: Snapshot, field: str, answer: Callable[[Child], bool | None]
) -> Reason:
    if case.inputs is None:
        return replace(reason, met=None, needs=(field,))
    name = case.inputs.get(field)
    named = next((child for child in case.children if child.id == name), None)
    return _of_child(reason, named, answer) if named else _answered(reason, met=False)


def _of_child(reason: Reason, child: Child, answer: Callable[[Child], bool | None]) -> Reason:
    return replace(_answered(reason, answer(child)), child=child.id)


def _answered(reason: Reason, met: bool | None) -> Reason:  # noqa: FBT001 - three answers
    """The reason with this answer; what would decide it is only named while it is open."""
    return replace(reason, met=met, needs=reason.needs if met is None else ())


def all_met(answers: list[bool | None]) -> bool | None:
    """Three-valued "and": one no is a no, else one open answer leaves it open."""
    if False in answers:
        return False
    return None if None in answers else True


def any_met(answers: list[bool | None]) -> bool | None:
    """Three-valued "or": one yes is a yes, else one open answer leaves it open."""
    if True in answers:
        return True
    return None if None in answers else False
