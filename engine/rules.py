"""A rule hangs on acts, so it holds in every workflow that performs them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, model_validator
from pydantic import Field as Setting

from engine.catalogue import Catalogue
from engine.duties import MetBy
from engine.guards import Guard
from engine.guards.file import CalendarSpan
from engine.names import Name
from engine.reason import Fix, Reason, Severity
from engine.snapshot import DeviationSeen, Snapshot
from engine.span import Span
from engine.text import Part, Text


def _no_hours(span: Span) -> Span:
    if span.unit == "hours":
        raise ValueError("a deviation is counted in days or longer, never in hours")
    return span


DaySpan: TypeAlias = Annotated[Span, AfterValidator(_no_hours)]


class Repair(Part):
    """What is still owed after a rule was set aside, from the day of the step."""

    within: CalendarSpan
    met_by: MetBy
    owner: Name


class ConfirmWithin(Part):
    """The second person may confirm afterwards, within this span."""

    within: DaySpan


class DeviationTerms(Part):
    """How a rule may be set aside: who confirms and when, how long it holds, what is owed then.

    Confirmed ``before`` the step, or ``within`` a span after it: then the step passes on a
    deviation that was only asked, and a deadline asks for the second pair of eyes.
    """

    confirm: Literal["before"] | ConfirmWithin = "before"
    confirmed_by: Annotated[tuple[Name, ...], Setting(min_length=1)]
    lapses_after: DaySpan
    repair: Repair


class Rule(Part):
    """A named guard that hangs on acts, with its words, its source and its fix."""

    on: Annotated[tuple[Name, ...], Setting(min_length=1)]
    severity: Severity
    requires: Guard
    asks: Text
    says: Text
    fix: Fix | None = None
    deviation: DeviationTerms | None = None
    always_binds: bool = False
    """Never in shadow: consent, legal title, four eyes on placement."""

    asks_for_body: Name | None = None
    """The regional body that this rule leans on; refused where a region has none."""

    source: Annotated[str, Setting(min_length=1)]

    @model_validator(mode="after")
    def _deviation_fits_severity(self) -> Self:
        if self.severity == "block_unless_deviation" and self.deviation is None:
            raise ValueError("a rule that may be set aside says how: add 'deviation'")
        return self

    def check(self, key: str, case: Snapshot, catalogue: Catalogue, transition: str) -> Reason:
        """The guard's answer in the rule's words; a deviation sets it aside, unmet as it is."""
        deviation = case.deviations.get((key, transition))
        found = self.requires.check(case, catalogue)
        covers = found.met is False and self._covered(deviation)
        return replace(
            found,
            key=key,
            asks=self.asks,
            says=self.says,
            severity=self.severity,
            source=self.source,
            fix=self.fix or found.fix,
            set_aside=deviation.id if deviation and covers else None,
            shadow=None if found.met or self.always_binds else case.shadows.get(key),
        )

    def _covered(self, deviation: DeviationSeen | None) -> bool:
        """Whether this deviation covers the step: confirmed, or to be confirmed afterwards."""
        if self.severity != "block_unless_deviation" or deviation is None or not self.deviation:
            return False
        return deviation.confirmed or self.deviation.confirm != "before"
