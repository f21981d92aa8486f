"""A ladder as people read it beforehand: who would hear on which day, and who if they are away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.catalogue import Role
from engine.ladder import DEPUTY, FALLBACK, Hindrance, Rung, Standing
from engine.service.listing import bare
from engine.service.recipients import Ladders
from engine.text import Text

_RUNGS: Mapping[str, Text] = {
    DEPUTY: Text(nl="Vervanger", en="Deputy"),
    FALLBACK: Text(nl="Vast adres van de regio", en="Fallback address of the region"),
}


@dataclass(frozen=True, slots=True)
class Stander:
    """Somebody on a rung: the days that they are away, and why they would not hear.

    Nobody of the family is named: who may read a ladder need not know them.
    """

    name: str | None
    away_from: date | None
    away_until: date | None
    hindrance: Hindrance | None


@dataclass(frozen=True, slots=True)
class RungShown:
    """Those who hear together; ``is_told`` is the rung that hears as it stands today."""

    role: Text
    people: tuple[Stander, ...]
    is_told: bool


def ladder_shown(
    ladders: Ladders, roles: Mapping[str, Role], role: str, day: date
) -> tuple[RungShown, ...]:
    """Every rung for a role on this day, the first in front; one without anybody too."""
    told = ladders.told(role, day)

    def shown(rung: Rung) -> RungShown:
        title = _RUNGS.get(rung.role) or (
            roles[rung.role].title if rung.role in roles else bare(rung.role)
        )
        hindered = rung.hindrances(day, at_once=ladders.at_once)
        people = tuple(
            _stander(each, ladders, day, hindered.get(each.person)) for each in rung.people
        )
        return RungShown(title, people, is_told=told.rung == rung)

    return tuple(shown(rung) for rung in ladders.of(role))


def _stander(each: Standing, ladders: Ladders, day: date, hindrance: Hindrance | None) -> Stander:
    away = each.away_on(day)
    return Stander(
        name=None if each.person in ladders.of_family else ladders.people[each.person].name,
        away_from=away.from_on if away else None,
        away_until=away.until_on if away else None,
        hindrance=hindrance,
    )
