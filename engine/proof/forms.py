"""Dimensions of a form: each answer, and the time between two dates. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from engine.checks.forms import values_of
from engine.definition import Transition
from engine.guards.period import PeriodWanted
from engine.proof.cuts import TODAY, Cut, bands, day_in
from engine.proof.dimension import BLANK, Dimension, Value
from engine.snapshot import Snapshot

GIVEN = "given"
"""The answer to a question whose words no guard can tell apart."""


@dataclass(frozen=True)
class InputDimension(Dimension):
    """The answer to one question; what it can be, the form of each step says."""

    read_by_guards_only: ClassVar[bool] = False

    @property
    def values(self) -> tuple[Value, ...]:
        return (None,)

    def values_in(self, step: Transition) -> tuple[Value, ...]:
        field = step.input.get(self.name)
        if field is None:
            return self.values
        answers = values_of(f"input.{self.name}", step.input) or (GIVEN,)
        return (*answers, None) if field.optional else answers

    def shown(self, value: Value) -> Snapshot:
        return replace(BLANK, inputs={} if value is None else {self.name: str(value)})


@dataclass(frozen=True)
class PeriodDimension(Dimension):
    """How long it is from one date until another that the form gives; nothing without both."""

    wanted: PeriodWanted
    cuts: tuple[Cut, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        return (*bands(self.cuts), None)

    def values_in(self, step: Transition) -> tuple[Value, ...]:
        asked = all(field in step.input for field in self.wanted.fields)
        return self.values if asked else (None,)

    def shown(self, value: Value) -> Snapshot:
        if not isinstance(value, int):
            return BLANK
        begins, (*first, last) = day_in(self.cuts, value), self.wanted.fields
        acted = {self.wanted.act: begins} if self.wanted.act else {}
        return replace(BLANK, acted=acted, inputs={**dict.fromkeys(first, begins), last: TODAY})
