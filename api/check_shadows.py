"""Which rules do not bind yet in a region, for whoever proves the definitions.

The database of the cases says it. Where there is none every rule counts as on, and where it cannot
be asked that is told: nobody then takes a proof for more than it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from api.check_command import Shadows
from api.demo_clock import clock_to_look
from api.reasons import shadow_words
from engine.definition import Workflow
from engine.errors import ConfigurationError
from engine.reason import Shadow
from engine.service.office import local_day
from engine.settings import Settings
from engine.store import rule_settings, schema
from engine.store.store import open_store, require_reachable
from engine.store.unit_of_work import reading
from engine.text import Language, Text

_NOT_READ = Text(
    nl="Wat nog in de schaduw staat is niet gelezen; alle regels tellen als geldend. {why}",
    en="What is still in shadow was not read; every rule counts as on. {why}",
)
_SQLITE = "sqlite:///"
_IN_SHADOW = Text(nl="in de schaduw", en="in shadow")

ByRegion: TypeAlias = Mapping[str, Mapping[str, Shadow]]


@dataclass(frozen=True, slots=True)
class ShadowsFound:
    """The rules in shadow by region; ``not_read`` says why the database could not be asked."""

    by_region: ByRegion = field(default_factory=dict)
    not_read: str = ""

    def unbound(self, workflows: Collection[Workflow]) -> Shadows:
        """The keys of those that may be in shadow at all, as the proof wants them."""
        return {
            region: frozenset(rule for rule in rules if not _always(rule, region, workflows))
            for region, rules in self.by_region.items()
        }

    def in_words(self, workflows: Collection[Workflow], language: Language) -> Iterator[str]:
        """One line for each rule that a definition has and that its region does not set on yet."""
        mark, unbound = _IN_SHADOW.in_(language), self.unbound(workflows)
        for each in workflows:
            for key in sorted(unbound.get(each.region, frozenset()) & each.rules.keys()):
                asks = each.rules[key].asks.in_(language)
                when = shadow_words(self.by_region[each.region][key], language)
                yield f"{mark} · {each.workflow} · {each.region} · {asks}: {when}"

    def warn(self, language: Language, tell: Callable[[str], None]) -> None:
        """Say so where the database could not be asked."""
        if self.not_read:
            tell(_NOT_READ.in_(language).format(why=self.not_read))


def shadows_found(settings: Settings, regions: Collection[str]) -> ShadowsFound:
    """What the regions have set until today."""
    if _is_absent(settings):
        return ShadowsFound()
    store = open_store(settings.database_url)
    try:
        require_reachable(store)
        schema.require_current(store)
        now = clock_to_look(settings).now()
        with reading(store) as connection:
            found = rule_settings.shadows_of(connection, regions, on=local_day(now), now=now)
        return ShadowsFound(found)
    except ConfigurationError as error:
        return ShadowsFound(not_read=str(error))
    finally:
        store.close()


def _is_absent(settings: Settings) -> bool:
    """Whether the database is a file that is not there; to look must not make it."""
    url = settings.database_url
    return url.startswith(_SQLITE) and not Path(url.removeprefix(_SQLITE)).is_file()


def _always(rule: str, region: str, workflows: Collection[Workflow]) -> bool:
    return any(
        each.rules[rule].always_binds
        for each in workflows
        if each.region == region and rule in each.rules
    )
