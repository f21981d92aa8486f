"""The second factor as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.models import In, Moment, Out


class CodeIn(In):
    """What the second factor shows."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")] = Field(description="code van 6 cijfers")


class StepUpOut(Out):
    """How the second factor stands."""

    is_set_up: bool = Field(description="of hier een tweede factor is ingesteld")
    fresh_until: Moment | None = Field(description="tot wanneer de bevestiging telt; null: niet")
    demo_code: str | None = Field(description="de code, alleen in de demo")


class SteppedUpOut(Out):
    """The second factor was shown; the new token is told only now."""

    token: str = Field(description="nieuwe sleutel van de sessie; de oude werkt niet meer")
    fresh_until: Moment = Field(description="tot wanneer de bevestiging telt")
