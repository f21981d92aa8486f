"""What somebody asks about a rule of a region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.service.table_orders import TableOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEnforcement(TableOrder):
    """Let a rule bind in a region from a day on, or only be shown."""

    region: str
    rule: str
    enforcement: Literal["shadow", "on"]
    from_on: date
    reason: str

    @property
    def about(self) -> str:
        """The rule."""
        return self.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideEnforcement(TableOrder):
    """Confirm or refuse what another person asked."""

    setting: str
    confirmed: bool
    why: str = ""

    @property
    def about(self) -> str:
        """The setting."""
        return self.setting
