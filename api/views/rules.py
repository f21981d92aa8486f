"""What the pages of a region's rules show: which bind, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.pages.again import Again
from api.views.workflows import RegionChoice, region_choices
from engine.fields import Field, InputProblem
from engine.library import Library
from engine.reason import Reason, Severity, Shadow
from engine.service.enforcement_shown import OneSetting, RuleHere, RulesHere, SettingHere
from engine.text import Text, joined


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in words, and how it stands in the region."""

    key: str
    asks: Text
    says: Text
    acts: Text
    severity: Severity
    always: bool
    shadow: Shadow | None
    source: str

    @classmethod
    def of(cls, here: RuleHere, library: Library) -> RuleRow:
        """A rule of the region."""
        acts, rule = library.catalogue.acts, here.rule
        return cls(
            key=here.key,
            asks=rule.asks,
            says=rule.says,
            acts=joined(acts[act].title for act in rule.on if act in acts),
            severity=rule.severity,
            always=rule.always_binds,
            shadow=here.shadow,
            source=rule.source,
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a second person."""

    asks: Text
    setting: SettingHere


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The rules of a region."""

    region: str
    region_title: Text
    regions: tuple[RegionChoice, ...]
    rows: tuple[RuleRow, ...]
    waiting: tuple[Waiting, ...]
    may_set: Reason

    @classmethod
    def of(cls, library: Library, here: RulesHere) -> RulesPage:
        """All of them."""
        return cls(
            region=here.region,
            region_title=library.region_title(here.region),
            regions=region_choices(library, here.region),
            rows=tuple(RuleRow.of(each, library) for each in here.rules),
            waiting=tuple(
                Waiting(each.rule.asks, setting) for each in here.rules for setting in each.waiting
            ),
            may_set=here.may_set,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Formed:
    """A page with a form on it: what it asks, what was typed, and why it came back."""

    form: Mapping[str, Field]
    values: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with what was typed."""
        return self.again.problems if self.again else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage(Formed):
    """One rule of a region, what was asked about it, and the form that asks a change."""

    region: str
    region_title: Text
    row: RuleRow
    settings: tuple[SettingHere, ...]
    may_set: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingPage(Formed):
    """One setting, and the form for the second person."""

    one: OneSetting
    region_title: Text
