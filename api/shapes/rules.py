"""The rules of a region and what was set of them, as JSON."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.common import NearDay, TitledOut, titled
from engine.catalogue import Catalogue
from engine.fields import LONGEST
from engine.reason import Severity
from engine.service.enforcement_shown import OneSetting, RuleHere, SettingHere

Enforcement: TypeAlias = Literal["shadow", "on"]
Reasoned: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST["long_text"])]


class EnforcementIn(In):
    """What asking that a rule binds, or is only shown, takes."""

    enforcement: Enforcement = Field(description="shadow: alleen getoond; on: de regel geldt")
    from_on: NearDay = Field(description="vanaf welke dag; niet voor vandaag")
    reason: Reasoned = Field(description="waarom")


class SettingDecisionIn(In):
    """What the second person says."""

    confirmed: bool = Field(description="akkoord; false: niet akkoord")
    why: str = Field(
        "",
        max_length=LONGEST["long_text"],
        description="waarom; nodig als u niet akkoord bent",
    )


class SettingOut(Out):
    """From a day on a rule binds in the region, or is only shown (instelling)."""

    id: str = Field(description="kenmerk")
    enforcement: str = Field(description="shadow: alleen getoond; on: de regel geldt")
    from_on: Day = Field(description="vanaf welke dag")
    state: str = Field(description="gevraagd, bevestigd of afgewezen; alleen bevestigd telt")
    asked_at: Moment = Field(description="wanneer gevraagd")
    asked_by: str | None = Field(description="naam van wie het vroeg; null: niet voor u")
    reason: str | None = Field(description="waarom; null: niet voor u")
    decided_at: Moment | None = Field(description="wanneer besloten; null: nog niet")
    decided_by: str | None = Field(
        description="naam van wie besloot; null: niet voor u, of nog niet"
    )
    decision: str | None = Field(description="waarom zo besloten; null: niet voor u")

    @classmethod
    def of(cls, setting: SettingHere) -> SettingOut:
        """A setting as the viewer may know it."""
        said = setting.said
        return cls(
            id=setting.id,
            enforcement=setting.enforcement,
            from_on=setting.from_on,
            state=setting.state,
            asked_at=setting.asked_at,
            asked_by=said.asker if said else None,
            reason=said.reason if said else None,
            decided_at=setting.decided_at,
            decided_by=said.decider if said else None,
            decision=said.decision if said else None,
        )


class RegionRuleOut(Out):
    """A rule (regel) as it stands in a region today."""

    key: str = Field(description="sleutel in de definitie")
    asks: Words = Field(description="wat de regel vraagt")
    acts: list[TitledOut] = Field(description="handelingen waarvoor de regel is")
    severity: Severity = Field(description="hoe zwaar de regel weegt")
    always_binds: bool = Field(description="deze regel staat nooit in de schaduw")
    shadow: bool = Field(description="de regel bindt hier nog niet; hij wordt alleen getoond")
    shadow_until: Day | None = Field(description="vanaf wanneer hij bindt; null: niet bepaald")
    source: str = Field(description="bron")
    settings: list[SettingOut] = Field(description="wat is gevraagd en besloten")

    @classmethod
    def of(cls, here: RuleHere, catalogue: Catalogue) -> RegionRuleOut:
        """A rule as the viewer may know it."""
        rule, acts = here.rule, catalogue.acts
        return cls(
            key=here.key,
            asks=Words.of(rule.asks),
            acts=titled((act, acts[act].title) for act in rule.on if act in acts),
            severity=rule.severity,
            always_binds=rule.always_binds,
            shadow=here.shadow is not None,
            shadow_until=here.shadow.until if here.shadow else None,
            source=rule.source,
            settings=[SettingOut.of(each) for each in here.settings],
        )


class RegionRulesOut(Out):
    """The rules of a region."""

    items: list[RegionRuleOut] = Field(description="regels")


class OneSettingOut(SettingOut):
    """One setting, with the rule and the region that it is about."""

    region: str = Field(description="regio")
    rule: str = Field(description="sleutel van de regel")

    @classmethod
    def of_one(cls, one: OneSetting) -> OneSettingOut:
        """A setting for whoever has a part in its region."""
        setting = SettingOut.of(one.setting)
        return cls(region=one.region, rule=one.key, **dict(setting))


class SettingDoneOut(Out):
    """What was asked or decided; a repeat is answered the same."""

    id: str = Field(description="kenmerk van de instelling")
    state: str = Field(description="gevraagd, bevestigd of afgewezen")
