"""One check's answer, with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Self, TypeAlias

from pydantic import model_validator

from engine.names import Name
from engine.text import Part, Text

Severity: TypeAlias = Literal["block", "block_unless_deviation", "warn"]


class Fix(Part):
    """The screen that mends an unmet reason; exactly one of these."""

    record: Name | None = None
    participant: Name | None = None
    assign: Name | None = None
    consent: Name | None = None
    transition: Name | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("a fix names one thing: record, participant, assign, consent …")
        return self

    @property
    def target(self) -> tuple[str, str]:
        """What kind of screen, and for what: ``("record", "explanatory_analysis")``."""
        kind = next(iter(self.model_fields_set))
        return kind, str(getattr(self, kind))


@dataclass(frozen=True, slots=True)
class Shadow:
    """A rule that is shown and does not bind yet; ``until`` the day from which it does, if set."""

    until: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One check's answer: yes, no, or (None) not known until the form is filled in."""

    key: str
    met: bool | None
    asks: Text  # imperative, for lists, met or not
    says: Text  # the sentence of the refusal
    severity: Severity = "block"
    source: str = ""
    fix: Fix | None = None
    child: str | None = None  # the child part that it is about
    needs: tuple[str, ...] = ()  # the input fields that would decide it
    parts: tuple[Reason, ...] = ()  # of a composed guard, or per child
    excludes: bool = False  # none of its parts may hold: an unmet one is in order
    records: tuple[str, ...] = ()  # the types of record that the answer was read from
    set_aside: str | None = None  # the deviation that covers it; it stays unmet
    shadow: Shadow | None = None  # its rule does not bind here yet; it stays unmet

    @property
    def stops(self) -> bool:
        """Unmet and binding: no mere warning, not set aside by a deviation, not in shadow."""
        return self.met is False and self.binds and self.set_aside is None

    @property
    def binds(self) -> bool:
        """Whether an unmet answer would stop the step."""
        return self.severity != "warn" and self.shadow is None

    @property
    def is_open(self) -> bool:
        """Not known yet, and no mere warning: whoever acts is stopped by it."""
        return self.met is None and self.binds

    @property
    def unmet(self) -> bool:
        """Not met, whether or not it binds."""
        return self.met is False
