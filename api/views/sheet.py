"""What the page of one item shows: the sheet, its blocks, and the block that came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from api.pages.again import Again
from api.views.records import Answered, one_answer
from engine.decision import Refused
from engine.fields import InputProblem
from engine.reason import Reason
from engine.service.attendance import HOWS
from engine.service.cases import Preview
from engine.service.file.agreements import AgreementRow
from engine.service.file.heading import CaseHeading
from engine.service.my_cases import ChildRow
from engine.service.points import Point
from engine.service.readiness import Readiness
from engine.service.sheet import Sheet
from engine.service.sheet_outcomes import OutcomeOfChild, OutcomesPreview
from engine.service.sheet_records import (
    ADVICE,
    INTAKE,
    INVITATION,
    QUESTION,
    VIEW,
    SaidRecord,
    each_of,
    last_of,
)
from engine.service.sheet_steps import TalkStep
from engine.store.tables.meetings import How
from engine.text import Text

ROWS = 3
"""So many new agreements one form takes."""

MENDS: Mapping[str, str] = {
    "quorum": "who",
    "outcome_of_each_child": "outcomes",
    "agreements_made": "agreements",
}
"""The block that mends a reason, by its key."""

UNKEPT = ("open", "not_met")
"""Agreements that the table comes back to."""

ABSENT = ("start_meeting", "adjourn_for_parents", "record_absent_parent_called")
"""Steps that are there for parents who stay away: held without, put off once, called."""


Failed: TypeAlias = tuple[tuple[str, Again], ...]
"""Those of several that were not saved, by name, with why."""


@dataclass(frozen=True, slots=True)
class Halfway(Again):
    """Outcomes of which a part was saved: ``settled`` for these, kept as a ``draft`` for another.

    Both are names of children; what is sent again goes on from there.
    """

    settled: tuple[str, ...] = ()
    draft: str | None = None


@dataclass(frozen=True, slots=True)
class StepLook:
    """What a step of the sheet would do, as the page of that step shows it."""

    page: CaseHeading
    step: TalkStep
    preview: Preview

    def child(self, public_id: str | None) -> ChildRow | None:
        """The child part with this id, if the viewer may know who it is."""
        return next((each for each in self.page.children if each.id == public_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """The sheet; ``block`` came back with what was typed and why, or with a look ahead.

    ``failed`` are those of several that were not saved, ``ticked`` who was to read agreements.
    """

    sheet: Sheet
    block: str = ""
    saved: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None
    failed: Failed = ()
    ticked: tuple[str, ...] = ()
    look: StepLook | OutcomesPreview | None = None

    mended: ClassVar[tuple[str, ...]] = tuple(MENDS)
    hows: ClassVar[Mapping[How, Text]] = HOWS
    rows: ClassVar[range] = range(1, ROWS + 1)

    @property
    def absent(self) -> tuple[str, ...]:
        """What can be done when the parents stay away, by step."""
        return tuple(each for each in ABSENT if each in self.sheet.forms.steps)

    @property
    def in_talk(self) -> bool:
        """Whether the talk goes on now."""
        return any(each.is_next for each in self.steps("decide"))

    @property
    def ready(self) -> Readiness | None:
        """What the talk still lacks, as long as it has not begun."""
        return self.sheet.readiness if any(each.is_next for each in self.steps("begin")) else None

    @property
    def unkept(self) -> tuple[AgreementRow, ...]:
        """What was agreed before, and runs still or was not kept."""
        return tuple(each for each in self.sheet.earlier if each.state in UNKEPT)

    @property
    def kept(self) -> tuple[AgreementRow, ...]:
        """What was agreed before, and came about or is not needed any more."""
        return tuple(each for each in self.sheet.earlier if each.state not in UNKEPT)

    @property
    def there(self) -> tuple[tuple[Text, int], ...]:
        """How many people are there in which way, or are not."""
        many = Counter(each.how for each in self.sheet.expected)
        return tuple((words, many[how]) for how, words in HOWS.items() if many[how])

    @property
    def turn(self) -> str | None:
        """The child whose outcome is asked now: the form that came back, or the first without."""
        asked = [each.child.id for each in self.sheet.outcomes]
        came = self.block.removeprefix("outcome-")
        if came in asked and (self.again or self.look):
            return came
        left = [each.child.id for each in self.sheet.outcomes if not each.settled]
        return left[0] if left else None

    def halfway(self, block: str) -> Halfway | None:
        """Of a block that came back: what of it was saved all the same."""
        again = self.came_back(block)
        return again if isinstance(again, Halfway) else None

    @property
    def child_options(self) -> list[tuple[str, str]]:
        """The children to choose from."""
        return [(each.id, each.name) for each in self.sheet.case.children]

    @property
    def reader_options(self) -> list[tuple[str, str]]:
        """Who may read an agreement at home."""
        return [
            (each.person, each.name)
            for each in self.sheet.expected
            if each.person and each.of_family
        ]

    @property
    def question(self) -> SaidRecord | None:
        """What the table is asked."""
        return last_of(self.sheet.records, QUESTION)

    @property
    def intake(self) -> SaidRecord | None:
        """What goes well, the worries, and what must change."""
        return last_of(self.sheet.records, INTAKE)

    @property
    def views(self) -> tuple[SaidRecord, ...]:
        """What each child thinks, in its own words."""
        return each_of(self.sheet.records, VIEW)

    @property
    def apart(self) -> tuple[tuple[str, str], ...]:
        """Who must not meet whom."""
        plans = each_of(self.sheet.records, INVITATION)
        pairs = ((each.text("person"), each.text("not_together_with")) for each in plans)
        return tuple(pair for pair in pairs if all(pair))

    @property
    def advices(self) -> tuple[SaidRecord, ...]:
        """The advices that were given with this case."""
        return each_of(self.sheet.records, ADVICE)

    @property
    def readers(self) -> tuple[str, ...]:
        """Who is ticked to read an agreement: whoever of the family is in the room."""
        if self.block == "agreements" and not self.saved:
            return self.ticked
        return tuple(
            each.person
            for each in self.sheet.expected
            if each.person and each.of_family and each.is_there
        )

    def answered(self, record: SaidRecord) -> tuple[Answered, ...]:
        """What a document says, in the order of its questions."""
        return tuple(
            one_answer(name, asked, record.fields[name], record.names)
            for name, asked in record.form.items()
            if name in record.fields
        )

    def child(self, public_id: str | None) -> ChildRow | None:
        """The child part with this id."""
        return next((each for each in self.sheet.case.children if each.id == public_id), None)

    @property
    def row_problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with those of several that were not saved."""
        return tuple(problem for _, again in self.failed for problem in again.problems)

    def wrote(self, row: int) -> bool:
        """Whether something stands in this row of the new agreements."""
        end, typed = f"-{row}", self.typed("agreements")
        return any(value for name, value in typed.items() if name.endswith(end))

    def came_back(self, block: str) -> Again | None:
        """Why this block came back."""
        return self.again if self.block == block else None

    def typed(self, block: str) -> Mapping[str, object]:
        """What stands in the fields of a block: what was typed, or what was saved as a draft."""
        if self.block == block and not self.saved:
            return self.values
        return {
            f"{each.child.id}-{name}": value
            for each in self.sheet.outcomes
            if each.draft and block == f"outcome-{each.child.id}"
            for name, value in each.draft.fields.items()
        }

    def mends(self, reason: Reason | Point) -> str | None:
        """The block that mends a reason."""
        return MENDS.get(reason.key)

    def unmet(self, step: TalkStep) -> tuple[Reason, ...]:
        """What stops a step whatever its form says."""
        return step.decision.missing if isinstance(step.decision, Refused) else ()

    def warned(self, step: TalkStep) -> tuple[Reason, ...]:
        """What is not met and does not stop the step."""
        stops = {each.key for each in self.unmet(step)}
        return tuple(
            each for each in step.decision.reasons if each.met is False and each.key not in stops
        )

    def steps(self, kind: str) -> tuple[TalkStep, ...]:
        """The steps of this sort."""
        return tuple(each for each in self.sheet.steps if each.kind == kind)

    def receivers(self, child: OutcomeOfChild) -> tuple[tuple[str, str], ...]:
        """Who takes a letter about this child home: (public id, name)."""
        parents = [
            (each.parent, each.name)
            for each in self.sheet.authorities
            if each.holds and each.child.id == child.child.id
        ]
        own = (child.child.age or 0) >= OWN_LETTER_FROM
        return (*dict.fromkeys(parents), *([(child.child.id, child.child.name)] if own else ()))


OWN_LETTER_FROM = 12
"""The age from which a youth takes an own letter home. Source: DOMAIN 4.1."""
