"""The rules of a region as they stand today, and what was asked and decided about them.

Everybody may read which rules bind. Who asked that and why is for those with a part in the region.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.errors import NotFound
from engine.reason import Reason, Shadow
from engine.rules import Rule
from engine.service.at_table import TableWork, looking_at
from engine.service.enforcement import may_decide, may_set, roles_in, rules_of
from engine.service.office import Office
from engine.store import rule_settings
from engine.store.rule_settings import SettingSeen


@dataclass(frozen=True, slots=True)
class Said:
    """Who asked and why, and who decided and what they said of it."""

    asker: str
    reason: str
    decider: str | None
    decision: str


@dataclass(frozen=True, slots=True)
class SettingHere:
    """One setting; ``said`` is None for whoever has no part in the region."""

    id: str
    enforcement: str
    from_on: date
    state: str
    asked_at: datetime
    decided_at: datetime | None
    said: Said | None


@dataclass(frozen=True, slots=True)
class RuleHere:
    """A rule as it stands in one region today, with what was asked and decided before."""

    key: str
    rule: Rule
    shadow: Shadow | None
    settings: tuple[SettingHere, ...]

    @property
    def waiting(self) -> tuple[SettingHere, ...]:
        """What waits for a second person."""
        return tuple(each for each in self.settings if each.state == "asked")


@dataclass(frozen=True, slots=True)
class RulesHere:
    """Every rule of a region, and whether the viewer may set what binds."""

    region: str
    rules: tuple[RuleHere, ...]
    may_set: Reason

    def of(self, key: str) -> RuleHere:
        """One of them.

        Raises:
            NotFound: the region has no such rule.
        """
        found = next((each for each in self.rules if each.key == key), None)
        if found is None:
            raise NotFound("rule")
        return found


@dataclass(frozen=True, slots=True)
class OneSetting:
    """One setting of a rule, and what stops the viewer from deciding on it."""

    region: str
    key: str
    rule: Rule
    setting: SettingHere
    stops: tuple[Reason, ...]


def rules_here(viewer: Viewer, office: Office, region: str) -> RulesHere:
    """Every rule of the region, with whether it binds today.

    Raises:
        UnknownRegion: there is no such region.
    """
    known = rules_of(office, region)
    with looking_at(viewer, office, region, "read_rules") as work:
        roles = roles_in(work, region)
        shadows = _shadows(work, region)
        made = rule_settings.settings_of(work.connection, region)
    rules = (
        RuleHere(
            key,
            rule,
            None if rule.always_binds else shadows.get(key),
            tuple(_shown(each, roles) for each in made if each.rule == key),
        )
        for key, rule in known.items()
    )
    return RulesHere(region, tuple(rules), may_set(roles))


def setting_here(viewer: Viewer, office: Office, setting: str) -> OneSetting:
    """One setting, for whoever has a part in its region.

    Raises:
        NotFound: there is no such setting, or it is of another region.
    """
    with looking_at(viewer, office, setting, "read_rule_setting") as work:
        found = rule_settings.get_setting(work.connection, setting)
        roles, rules = roles_in(work, found.region), rules_of(office, found.region)
        if not roles or found.rule not in rules:
            raise NotFound("setting")
        stops = tuple(each for each in may_decide(viewer, roles, found) if each.stops)
    rule = rules[found.rule]
    return OneSetting(found.region, found.rule, rule, _shown(found, roles), stops)


def _shadows(work: TableWork, region: str) -> Mapping[str, Shadow]:
    return rule_settings.shadows_of(work.connection, [region], on=work.today, now=work.now)[region]


def _shown(setting: SettingSeen, roles: frozenset[str]) -> SettingHere:
    said = Said(setting.asker, setting.reason, setting.decider, setting.decision)
    return SettingHere(
        setting.public_id,
        setting.enforcement,
        setting.from_on,
        setting.state,
        setting.asked_at,
        setting.decided_at,
        said if roles else None,
    )
