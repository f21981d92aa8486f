"""What the page of a case's agreements shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.views.at_case import AtCase
from engine.fields import Field, InputProblem
from engine.reason import Reason
from engine.service.file.agreements import HEARD, STATES, AgreementRow
from engine.service.file.members import FamilyMember
from engine.service.involved import Involved
from engine.text import Text

NEW = "new"

AGREEING: Mapping[str, Field] = {
    "text": Field(type="long_text", title=Text(nl="Wat is er afgesproken", en="What was agreed")),
    "due_on": Field(type="date", title=Text(nl="Uiterlijk welke dag", en="By which day")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementsView(AtCase):
    """Every agreement with a form for each thing that may be recorded of it.

    ``block`` names the form that came back: ``new``, or ``words``, ``owner`` or ``result`` with
    the agreement, as in ``words-<id>``. ``refused`` says who records when the viewer does not.
    """

    rows: tuple[AgreementRow, ...]
    people: tuple[Involved, ...]
    members: tuple[FamilyMember, ...]
    refused: Reason | None
    block: str = ""
    readers: tuple[str, ...] = ()

    @property
    def running(self) -> tuple[AgreementRow, ...]:
        """Those that run, the first to come due in front."""
        return tuple(sorted((row for row in self.rows if row.state == "open"), key=_due))

    @property
    def settled(self) -> tuple[AgreementRow, ...]:
        """Those that are settled, the newest first."""
        return tuple(row for row in reversed(self.rows) if row.state != "open")

    @property
    def family(self) -> list[tuple[str, str]]:
        """Who of the family may say something, or read an agreement."""
        return [(each.id, each.name) for each in self.members]

    @property
    def heard(self) -> Mapping[str, Text]:
        """What the family may say of an agreement."""
        return {str(key): text for key, text in HEARD.items()}

    @property
    def results(self) -> Mapping[str, Text]:
        """What may come of an agreement."""
        return {str(key): text for key, text in STATES.items() if key != "open"}

    def typed(self, block: str) -> Mapping[str, object]:
        """What was typed in this form, if it came back."""
        return self.values if block == self.block else {}

    def wrong(self, block: str) -> tuple[InputProblem, ...]:
        """What is wrong with this form, if it came back."""
        return self.problems if block == self.block else ()


def _due(row: AgreementRow) -> tuple[date, str]:
    return row.due_on, row.id
