"""What every page below a case shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.pages.again import Again
from engine.fields import Field, InputProblem
from engine.service.file.heading import CaseHeading
from engine.service.my_cases import ChildRow


@dataclass(frozen=True, slots=True, kw_only=True)
class AtCase:
    """Which case, and what its form asks; if that came back, what was typed and why.

    ``version`` is the one that the form sends along, where it changes what exists.
    """

    case: CaseHeading
    form: Mapping[str, Field] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    again: Again | None = None
    version: int = 0

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with the form that came back."""
        return self.again.problems if self.again else ()

    @property
    def is_stopped(self) -> bool:
        """Whether it came back with reasons of its own."""
        return bool(self.again and self.again.reasons)

    def child(self, public_id: str | None) -> ChildRow | None:
        """The child part with this id, if the viewer may know who it is."""
        return next((each for each in self.case.children if each.id == public_id), None)

    @property
    def options(self) -> list[tuple[str, str]]:
        """The child parts to choose from."""
        return [
            (each.id, each.name if each.age is None else f"{each.name} ({each.age})")
            for each in self.case.children
        ]
