"""What the page of the second factor shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.pages.again import Again
from engine.fields import InputProblem
from engine.text import Text

NO_FACTOR = Text(
    nl="Er is hier geen tweede factor ingesteld. Daarom kan dit nu niet. Vraag de beheerder om de "
    "tweede factor in te stellen.",
    en="No second factor is set up here. That is why this cannot be done now. Ask the "
    "administrator to set up the second factor.",
)


@dataclass(frozen=True, slots=True)
class StepUpPage:
    """Where it leads, whether there is a factor, the demo's code, and until when one counts."""

    next: str
    is_set_up: bool
    code: str | None
    until: datetime | None
    again: Again | None = None
    no_factor: Text = NO_FACTOR

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with the code."""
        return self.again.problems if self.again else ()
