"""What the page of a case shows, and those of its steps and its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.again import Again
from engine.decision import Refused
from engine.reason import Reason
from engine.service.case_file import CaseFile
from engine.service.cases import Preview
from engine.service.dates import DateSeen
from engine.service.file.consents import AuthorityRow, Consents
from engine.service.file.contacts import ContactRow
from engine.service.file.deviations import DeviationRow
from engine.service.file.participants import ParticipantRow
from engine.service.file.people import Colleague
from engine.service.file.records import Recordable, RecordRow
from engine.service.file.step_made import StepMade
from engine.service.file.timeline import EventShown
from engine.service.missing import Missing, MissingStatus
from engine.service.my_cases import ChildRow
from engine.service.steps import StepPage, StepSeen
from engine.text import Text

_IN_ORDER: tuple[MissingStatus, ...] = ("not_begun", "busy", "waiting", "done", "not_needed")


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies in the file beside its steps and dates; ``made`` is the step just made."""

    titles_only: bool
    my_roles: tuple[Text, ...]
    regisseurs: tuple[ParticipantRow, ...]
    participants: tuple[ParticipantRow, ...]
    records: tuple[RecordRow, ...]
    recordable: tuple[Recordable, ...]
    consents: Consents
    authorities: tuple[AuthorityRow, ...]
    deviations: tuple[DeviationRow, ...]
    contacts: tuple[ContactRow, ...]
    events: tuple[EventShown, ...]
    made: StepMade | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case: where it stands, what is missing, what can be done, and all that is in its file."""

    file: CaseFile
    beside: Beside

    @property
    def main(self) -> StepSeen | None:
        """The step that the state waits for."""
        return next((step for step in self.file.steps if step.main), None)

    @property
    def others(self) -> tuple[StepSeen, ...]:
        """The other steps that are no facts."""
        return tuple(step for step in self.file.steps if not (step.main or step.is_fact))

    @property
    def facts(self) -> tuple[StepSeen, ...]:
        """What may have happened outside and is recorded."""
        return tuple(step for step in self.file.steps if step.is_fact and not step.main)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What the main step asks, what is still open in front."""
        return tuple(sorted(self.file.missing, key=lambda each: _IN_ORDER.index(each.status)))

    @property
    def lacking(self) -> int:
        """How many of these are still open, whatever the form of the step will say."""
        left = [each.reason for each in self.file.missing if _is_open(each)]
        return sum(reason.met is False and reason.shadow is None for reason in left)

    @property
    def depends(self) -> bool:
        """Whether the form of the main step decides one of these."""
        return any(_is_open(each) and each.reason.met is None for each in self.file.missing)

    @property
    def needed(self) -> int:
        """How many are open or done: all but what is not needed."""
        return sum(each.status != "not_needed" for each in self.file.missing)

    @property
    def running(self) -> tuple[DateSeen, ...]:
        """The dates that still count."""
        return tuple(each for each in self.file.dates if each.state in {"open", "suspended"})

    @property
    def past(self) -> tuple[DateSeen, ...]:
        """The dates that were met or fell away, the last first."""
        return tuple(each for each in self.file.dates[::-1] if each.state in {"met", "void"})


def _is_open(each: Missing) -> bool:
    return each.status not in {"done", "not_needed"}


@dataclass(frozen=True, slots=True)
class StepView:
    """The form of a step, what it needs, and what it would do if that was asked."""

    page: StepPage
    people: tuple[Colleague, ...]
    values: Mapping[str, str]
    version: int
    again: Again | None = None
    preview: Preview | None = None

    @property
    def step(self) -> StepSeen:
        """The step itself."""
        return self.page.step

    @property
    def is_refused(self) -> bool:
        """Whether it cannot be made now, whatever is filled in."""
        return isinstance(self.step.decision, Refused)

    def reasons(self, *, met: bool | None) -> tuple[Reason, ...]:
        """The conditions with this answer."""
        return tuple(each for each in self.step.decision.reasons if each.met is met)

    def needs(self, reason: Reason) -> tuple[Text, ...]:
        """The questions on which an open answer hangs."""
        return tuple(self.step.form[key].title for key in reason.needs if key in self.step.form)

    def child(self, public_id: str | None) -> ChildRow | None:
        """The child part with this id, if the viewer may know who it is."""
        return next((each for each in self.page.children if each.id == public_id), None)


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of what happened to a case, newest first; ``older`` and ``newest`` are links."""

    id: str
    number: str
    children: tuple[ChildRow, ...]
    events: tuple[EventShown, ...]
    older: str | None
    newest: str | None

    def child(self, public_id: str | None) -> ChildRow | None:
        """The child part with this id, if the viewer may know who it is."""
        return next((each for each in self.children if each.id == public_id), None)
