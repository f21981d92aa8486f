"""Dimensions about people: who takes part, who acts, how old, who consents. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from engine.definition import Transition
from engine.proof.cuts import TODAY
from engine.proof.dimension import ACTOR, BLANK, CHILD, Dimension, Value
from engine.snapshot import Child, ConsentSeen, Holder, RecordSeen, Snapshot

NOBODY, SOMEBODY, QUALIFIED = "nobody", "somebody", "qualified"
OTHER, WITHOUT_ROLE, SAME = "other", "without_role", "same"
WHO = "who"
ANYBODY = "anybody"
"""Who records a step in a case that a step of another case opens: in none of its roles."""


@dataclass(frozen=True)
class RoleDimension(Dimension):
    """Whether somebody holds a role, and is qualified for it."""

    read_by_guards_only: ClassVar[bool] = False

    @property
    def values(self) -> tuple[Value, ...]:
        return (NOBODY, SOMEBODY, QUALIFIED)

    def shown(self, value: Value) -> Snapshot:
        held = () if value == NOBODY else (Holder("holder", qualified=value == QUALIFIED),)
        return replace(BLANK, holders={self.name: held})


@dataclass(frozen=True)
class WhoDimension(Dimension):
    """In which role somebody makes the step."""

    read_by_guards_only: ClassVar[bool] = False

    recorded: tuple[Transition, ...] = ()
    """The steps that may be recorded from another case."""

    @property
    def values(self) -> tuple[Value, ...]:
        return ()

    def values_in(self, step: Transition) -> tuple[Value, ...]:
        by_others = any(step is each for each in self.recorded)
        return (*step.by, ANYBODY) if by_others else step.by

    def shown(self, value: Value) -> Snapshot:
        return replace(BLANK, roles=frozenset({str(value)}))


@dataclass(frozen=True)
class PresentDimension(Dimension):
    """Whether somebody in a role is at the meeting."""

    @property
    def values(self) -> tuple[Value, ...]:
        return (False, True)

    def shown(self, value: Value) -> Snapshot:
        return replace(BLANK, present=frozenset({self.name} if value else ()))


@dataclass(frozen=True)
class AgeDimension(Dimension):
    """The child's age: not known, or between which of the ages that guards name."""

    lasting: ClassVar[bool] = True

    ages: tuple[int, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        return (*range(len(self.ages) + 1), None)

    def begins(self, initial: str) -> tuple[Value, ...]:
        return self.values

    def shown(self, value: Value) -> Snapshot:
        return replace(BLANK, children=(Child(CHILD, self.born(value)),))

    def born(self, value: Value) -> date | None:
        """A birth date of somebody of this age on the day of the proof."""
        if not isinstance(value, int):
            return None
        return TODAY.replace(year=TODAY.year - self.years(value))

    def years(self, band: int) -> int:
        """An age in this band."""
        return self.ages[band - 1] if band else max(self.ages[0] - 1, 0)

    def changes(self, value: Value) -> Iterable[Value]:
        """A child grows older; an unknown birth date becomes known."""
        return range(value + 1 if isinstance(value, int) else 0, len(self.ages) + 1)


@dataclass(frozen=True)
class EyesDimension(Dimension):
    """Whether whoever acts is another person than the first, in a role that may look."""

    by: tuple[str, ...]
    record: str | None
    step: str | None

    @property
    def values(self) -> tuple[Value, ...]:
        return (OTHER, WITHOUT_ROLE, SAME)

    def shown(self, value: Value) -> Snapshot:
        roles = frozenset(() if value == WITHOUT_ROLE else self.by)
        first = ACTOR if value == SAME else "author"
        record = self.record or ""
        return replace(
            BLANK,
            roles=roles,
            records={(record, None): RecordSeen(record, "", TODAY, first)},
            stepped={self.step or "": first},
        )


@dataclass(frozen=True)
class ConsentDimension(Dimension):
    """Whether everybody whose consent the law asks gave it; by age, authority and answers."""

    @property
    def values(self) -> tuple[Value, ...]:
        return (False, True)

    def shown(self, value: Value) -> Snapshot:
        seen = ConsentSeen(self.name, CHILD, complete=bool(value))
        return replace(BLANK, consents={(self.name, CHILD): seen})
