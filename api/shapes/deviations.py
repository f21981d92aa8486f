"""Deviations as JSON."""

from __future__ import annotations

from pydantic import Field

from api.models import Day, In, Out, Words
from api.shapes.common import Name
from engine.service.file.deviations import DeviationRow
from engine.store.tables.cases import DeviationState


class DeviationIn(In):
    """What asking to set a rule aside takes."""

    rule: Name = Field(description="afspraak waarvan wordt afgeweken")
    transition: Name = Field(description="overgang waarvoor")
    why: str = Field(min_length=1, description="waarom")


class DecisionIn(In):
    """What the second person decides."""

    confirmed: bool = Field(description="bevestigd; anders geweigerd")
    why: str = Field("", description="waarom; nodig bij weigeren")


class DeviationOut(Out):
    """A deviation (afwijking)."""

    id: str = Field(description="kenmerk")
    rule: str = Field(description="afspraak")
    rule_title: Words = Field(description="wat de afspraak vraagt")
    transition: str = Field(description="overgang")
    transition_title: Words = Field(description="hoe de overgang heet")
    state: DeviationState = Field(description="hoe het ervoor staat")
    state_title: Words = Field(description="hoe het ervoor staat, in woorden")
    asked_by: str = Field(description="wie het vroeg")
    asked_on: Day = Field(description="gevraagd op")
    why: str | None = Field(description="waarom; null: niet voor u")
    decided_by: str | None = Field(description="wie besliste")
    decided_on: Day | None = Field(description="beslist op")
    decided_why: str | None = Field(description="waarom zo beslist")
    lapses_on: Day = Field(description="vervalt op")
    i_may_decide: bool = Field(description="u mag beslissen")

    @classmethod
    def of(cls, row: DeviationRow) -> DeviationOut:
        """A deviation as the viewer may read it."""
        return cls(
            id=row.id,
            rule=row.rule,
            rule_title=Words.of(row.rule_title),
            transition=row.transition,
            transition_title=Words.of(row.transition_title),
            state=row.state,
            state_title=Words.of(row.state_title),
            asked_by=row.asked_by,
            asked_on=row.asked_on,
            why=row.why,
            decided_by=row.decided_by,
            decided_on=row.decided_on,
            decided_why=row.decided_why,
            lapses_on=row.lapses_on,
            i_may_decide=row.i_may_decide,
        )


class DeviationsOut(Out):
    """Every deviation that was ever asked, oldest first."""

    items: list[DeviationOut] = Field(description="afwijkingen")
