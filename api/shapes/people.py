"""Colleagues as JSON."""

from __future__ import annotations

from pydantic import Field

from api.models import In, Out
from api.shapes.common import Line, Name, TitledOut, titled
from engine.service.file.people import Colleague


class SearchIn(In):
    """Which colleagues are looked for."""

    role: Name | None = Field(None, description="rol waarin zij werken")
    starts_with: Line = Field("", description="begin van de naam")


class ColleagueOut(Out):
    """A professional with a login (collega)."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="naam")
    organisation: str | None = Field(description="organisatie")
    roles: list[TitledOut] = Field(description="rollen waarin zij werken")

    @classmethod
    def of(cls, colleague: Colleague) -> ColleagueOut:
        """A colleague to choose."""
        return cls(
            id=colleague.id,
            name=colleague.name,
            organisation=colleague.organisation,
            roles=titled(colleague.roles),
        )


class ColleaguesOut(Out):
    """The first fifty, by name."""

    items: list[ColleagueOut] = Field(description="collega's")
