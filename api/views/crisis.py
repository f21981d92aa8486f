"""What the pages of the crisis desk show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.again import Again
from api.speech import Speech
from api.views.families import RegionChoice
from engine.fields import Field, InputProblem
from engine.service.crisis_desk import CrisisRow
from engine.service.crisis_night import STABILISES, Entered, Night, NightStep, Proposal
from engine.service.file.people import Colleague
from engine.service.involvement import Involvement
from engine.service.listing import bare
from engine.text import Text


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The running crises; ``next`` and ``first`` are links."""

    rows: tuple[CrisisRow, ...]
    next: str | None
    first: str | None


@dataclass(frozen=True, slots=True)
class ChildChoice:
    """A child of a family that the viewer knows; ``id`` names both, as the form sends it."""

    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The form of a report: about a child that is known, or of a family that is new."""

    roles: tuple[tuple[str, Text], ...]
    may_open: Text
    children: tuple[ChildChoice, ...]
    regions: tuple[RegionChoice, ...]
    form: Mapping[str, Field]
    values: Mapping[str, str]
    authority: Mapping[str, tuple[str, ...]]
    again: Again | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with the form that came back."""
        return self.again.problems if self.again else ()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The children to choose from."""
        return [(each.id, each.words) for each in self.children]

    def places(self, speech: Speech) -> list[tuple[str, str]]:
        """The regions to choose from, each with its municipalities."""
        return [
            (each.key, ", ".join(each.municipalities) or speech.say(each.title))
            for each in self.regions
        ]

    @property
    def is_new(self) -> bool:
        """Whether anything was filled in of a new family."""
        return any(self.values.get(key) for key in ("name", "child.1.name", "child.1.born"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NightPage:
    """One crisis with the form of its night, and what came of it when it was sent."""

    night: Night
    people: tuple[Colleague, ...]
    values: Mapping[str, str]
    present: tuple[str, ...]
    counts_for: tuple[str, ...]
    version: int
    day: str
    proposal: Proposal | None
    again: Again | None = None
    entered: Entered | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with the form that came back."""
        return self.again.problems if self.again else ()

    @property
    def can_write(self) -> bool:
        """Whether the viewer may do anything here; whoever reads titles only may not."""
        return not (self.night.case.titles_only or self.night.case.is_final)

    @property
    def may_stabilise(self) -> bool:
        """Whether the step after which contacts follow is among those that can be made."""
        step = self.night.step(STABILISES)
        return step is not None and step.is_open

    def short_first(self, step: NightStep) -> list[tuple[str, Field]]:
        """The questions of a step: first what is answered by a tick, then by a line, by more."""
        return sorted(step.form.items(), key=lambda item: _BY_LENGTH.index(item[1].kind))

    def is_used(self, name: str) -> bool:
        """Whether anything was typed for this step."""
        mine = f"{name}-"
        return any(
            text and key != f"{mine}day"
            for key, text in self.values.items()
            if key.startswith(mine)
        )

    @property
    def route_words(self) -> Text:
        """The route that is proposed, as the form calls it."""
        assert self.proposal is not None  # noqa: S101 - asked only where there is one
        step = self.night.step("route")
        key = self.proposal.route
        return step.form["route"].values[key] if step else bare(key)

    @property
    def member_choices(self) -> list[tuple[str, str]]:
        """The family, to say with whom was talked."""
        return [(each.id, each.name) for each in self.night.members]

    def talk_choices(self, speech: Speech) -> list[tuple[str, str]]:
        """What a contact may count for."""
        return [(key, speech.say(title)) for key, title in self.night.talks]

    def title_of(self, name: str) -> Text:
        """What a part of the night is called."""
        step = self.night.step(name)
        return step.title if step else _BESIDE[name]


_BY_LENGTH = ("yes_no", "choice", "date", "person", "meeting", "text", "long_text")
_BESIDE: Mapping[str, Text] = {
    "contact": Text(nl="Contact na de crisis", en="Contact after the crisis"),
    "regisseur": Text(nl="Regisseur genoemd", en="Regisseur named"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvolvedPage:
    """The question who is involved, and the answer if it was asked."""

    values: Mapping[str, str]
    found: Involvement | None = None
    again: Again | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with the question."""
        return self.again.problems if self.again else ()
