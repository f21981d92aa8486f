"""What the pages of deviations show."""

from __future__ import annotations

from dataclasses import dataclass

from api.views.at_case import AtCase
from engine.service.file.deviation_page import AskingPage, DeviationPage


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDeviationPage(AtCase):
    """The form that asks to deviate from a rule, and what that would mean."""

    page: AskingPage

    @property
    def may_ask(self) -> bool:
        """Whether there is anything to fill in."""
        return self.page.mine and self.page.rule.terms is not None and not self.page.closes


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDeviation(AtCase):
    """One deviation, with the form for whoever may judge it."""

    page: DeviationPage
