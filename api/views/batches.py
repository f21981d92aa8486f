"""What the pages show on which many deadlines are handled at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.pages.again import Again
from engine.fields import InputProblem
from engine.service.batch_preview import Planned
from engine.service.batches import BatchItem, BatchShown
from engine.service.file.people import MOST, Colleague
from engine.store.tables.batch import BatchAct, ItemState
from engine.text import Text
from notifications.wording import Rendered

TITLES: Mapping[BatchAct, Text] = {
    "remind": Text(nl="Herinner nu", en="Remind now"),
    "assign": Text(nl="Wijs toe", en="Assign"),
    "extend": Text(nl="Termijn wijzigen", en="Change the term"),
}
"""What each act is called."""

BECAME: Mapping[ItemState, Text] = {
    "waiting": Text(nl="wacht", en="waits"),
    "done": Text(nl="klaar", en="done"),
    "refused": Text(nl="niet gelukt", en="not done"),
    "skipped": Text(nl="overgeslagen", en="skipped"),
}
"""What became of one deadline."""

UNITS: tuple[tuple[str, Text], ...] = (
    ("days", Text(nl="dagen", en="days")),
    ("working_days", Text(nl="werkdagen", en="working days")),
    ("weeks", Text(nl="weken", en="weeks")),
    ("months", Text(nl="maanden", en="months")),
)
"""In what a change of a term is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchForm:
    """What is about to be done to which deadlines; ``looked`` once the new dates are shown.

    ``found`` is how many work in one of the roles, as far as the list goes.
    """

    act: BatchAct
    planned: tuple[Planned, ...]
    mail: Rendered | None = None
    people: tuple[Colleague, ...] = ()
    found: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    looked: bool = False
    again: Again | None = None

    @property
    def title(self) -> Text:
        """What the act is called."""
        return TITLES[self.act]

    @property
    def units(self) -> tuple[tuple[str, Text], ...]:
        """In what a change of a term is counted."""
        return UNITS

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with what was filled in."""
        return self.again.problems if self.again else ()

    @property
    def is_cut(self) -> bool:
        """Whether more people may work in these roles than the list holds."""
        return self.found >= MOST

    @property
    def person_choices(self) -> tuple[tuple[str, str], ...]:
        """Whom to choose: their id, their name and for whom they work."""
        return tuple(
            (each.id, f"{each.name} – {each.organisation}" if each.organisation else each.name)
            for each in self.people
        )


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch that runs or has ended."""

    shown: BatchShown

    @property
    def title(self) -> Text:
        """What the act is called."""
        return TITLES[self.shown.act]

    @property
    def failed(self) -> tuple[BatchItem, ...]:
        """What was not done, with why."""
        return tuple(each for each in self.shown.items if each.state in ("refused", "skipped"))

    @property
    def rest(self) -> tuple[BatchItem, ...]:
        """What was done, or waits."""
        return tuple(each for each in self.shown.items if each.state in ("waiting", "done"))

    @property
    def became(self) -> Mapping[ItemState, Text]:
        """What became of one, in words."""
        return BECAME
