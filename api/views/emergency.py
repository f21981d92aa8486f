"""What the pages of break-glass show, to whoever asks and to whoever reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from api.pages.again import Again
from api.views.rules import Formed
from engine.fields import Field, InputProblem
from engine.service.emergency import SHORTEST, LetIn, MyGrant
from engine.service.emergency_core import Core
from engine.service.emergency_orders import CATEGORIES
from engine.service.emergency_reviews import EmergencyReview, EmergencyRow
from engine.text import Text

CATEGORY = Field(
    type="choice",
    title=Text(nl="Waarom is noodtoegang nodig?", en="Why is emergency access needed?"),
    values={str(key): words for key, words in CATEGORIES.items()},
)
"""The question that has a closed list of answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEmergencyPage:
    """The question to be let in: whether the second factor counts now, and what came of it."""

    values: Mapping[str, str]
    is_set_up: bool
    fresh_until: datetime | None
    mine: tuple[MyGrant, ...]
    came: LetIn | None = None
    again: Again | None = None
    category: Field = CATEGORY
    shortest: int = SHORTEST

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with the question."""
        return self.again.problems if self.again else ()


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    """The core of a file while the grant opens it, for so many seconds more.

    ``fresh_until``: until when the second factor counts, which a shielded place asks for again.
    ``sure``: the box of that question was ticked.
    """

    core: Core
    seconds: int
    fresh_until: datetime | None
    sure: bool = False
    again: Again | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with asking for what is shielded."""
        return self.again.problems if self.again else ()


@dataclass(frozen=True, slots=True)
class EmergencyOverPage:
    """It opens no more."""

    ended_at: datetime
    over: bool


@dataclass(frozen=True, slots=True)
class EmergencyReviewsPage:
    """Who was let in, a page of it; ``next`` and ``first`` are links, if any."""

    rows: tuple[EmergencyRow, ...]
    next: str | None
    first: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyReviewPage(Formed):
    """One of them, with the form that judges it."""

    review: EmergencyReview
