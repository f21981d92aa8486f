"""Who hears of what a role must do: a ladder of rungs, the first on which anybody can be reached.

Whoever holds the role; the deputies of those who are away, and the family's substitute; the
region's team lead as interim holder; its coordinator; its fallback address. Pure.

Source: DOMAIN 2.0 (who is reminded, DEFAULT), 2.7 (deputy from day 1 or from day 5, DEFAULT).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

Hindrance: TypeAlias = Literal["nobody", "away", "left", "no_address"]

DEPUTY = "deputy"
FALLBACK = "fallback"
SUBSTITUTE = "substitute"
STAND_IN = ("team_lead", "coordinator")
"""Who holds a role in the interim, in this order."""

GRACE = timedelta(days=4)
"""From the fifth day of an absence on a deputy is told, where nothing urgent runs (DEFAULT)."""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away from ``from_on`` on; ``until_on`` is the first day back, if known."""

    from_on: date
    until_on: date | None = None
    deputy: int | None = None

    def covers(self, day: date) -> bool:
        """Whether they are away on this day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def counts(self, day: date, *, at_once: bool) -> bool:
        """Whether another is told on this day: from day 1, or from day 5 on."""
        return self.covers(day) and (at_once or day >= self.from_on + GRACE)


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody on a rung, and what may keep them from hearing."""

    person: int
    has_left: bool = False
    has_address: bool = True
    away: tuple[Away, ...] = ()

    def hindrance(self, day: date, *, at_once: bool) -> Hindrance | None:
        """Why they do not hear on this day; None when they do."""
        if self.has_left:
            return "left"
        if any(each.counts(day, at_once=at_once) for each in self.away):
            return "away"
        return None if self.has_address else "no_address"

    def away_on(self, day: date) -> Away | None:
        """The absence that they are in on this day, whether it counts yet or not."""
        return next((each for each in self.away if each.covers(day)), None)


@dataclass(frozen=True, slots=True)
class Rung:
    """Those who are told together; ``role`` is theirs, or one of "deputy" and "fallback"."""

    role: str
    people: tuple[Standing, ...]
    is_first: bool = False

    def hindrances(self, day: date, *, at_once: bool) -> Mapping[int, Hindrance]:
        """Who does not hear and why, by person; whoever stands in is away from day 1 on."""
        found = {
            each.person: each.hindrance(day, at_once=at_once or not self.is_first)
            for each in self.people
        }
        return {person: why for person, why in found.items() if why is not None}


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears, on which rung; no rung where nobody can be reached at all."""

    rung: Rung | None
    people: tuple[int, ...]
    skipped: tuple[tuple[str, tuple[Hindrance, ...]], ...]
    """The rungs before it, each with what kept its people from hearing."""

    @property
    def why(self) -> str | None:
        """What the ledger keeps when it is not the first rung: roles and reasons, never a name.

        >>> Told(Rung("coordinator", ()), (7,), (("regisseur", ("away",)),)).why
        'regisseur: away; coordinator: told'
        """
        if not self.skipped:
            return None
        passed = [f"{role}: {'+'.join(reasons)}" for role, reasons in self.skipped]
        return "; ".join([*passed, *([f"{self.rung.role}: told"] if self.rung else [])])


def ladder_of(
    role: str,
    holders: Mapping[str, Sequence[Standing]],
    deputies: Mapping[int, Standing],
    fallback: Standing | None = None,
) -> tuple[Rung, ...]:
    """The rungs for a role, in order; everybody once, on the first rung that they are on.

    ``holders`` are those who hold each role here, also those who left; ``deputies`` are all who
    are named in an absence, by person.
    """
    first = tuple(holders.get(role, ()))
    named = [
        deputies[each.deputy]
        for holder in first
        for each in holder.away
        if each.deputy is not None and each.deputy in deputies
    ]
    rungs = [
        (role, first),
        (DEPUTY, (*named, *holders.get(SUBSTITUTE, ()))),
        *((each, holders.get(each, ())) for each in STAND_IN if each != role),
        *([(FALLBACK, (fallback,))] if fallback else []),
    ]
    return tuple(_once(rungs))


def climb(ladder: Sequence[Rung], day: date, *, at_once: bool) -> Told:
    """Who hears on this day: the first rung on which anybody can be reached, and all on it.

    ``at_once``: a safety plan, crisis aftercare or a council investigation runs, so that an
    absence counts from its first day on.
    """
    skipped: list[tuple[str, tuple[Hindrance, ...]]] = []
    for rung in ladder:
        hindered = rung.hindrances(day, at_once=at_once)
        reached = tuple(each.person for each in rung.people if each.person not in hindered)
        if reached:
            return Told(rung, reached, tuple(skipped))
        skipped.append((rung.role, tuple(sorted(set(hindered.values()))) or ("nobody",)))
    return Told(None, (), tuple(skipped))


def _once(rungs: Sequence[tuple[str, Sequence[Standing]]]) -> Iterator[Rung]:
    seen: set[int] = set()
    for place, (role, people) in enumerate(rungs):
        new = {each.person: each for each in people if each.person not in seen}
        seen |= new.keys()
        yield Rung(role, tuple(new.values()), is_first=place == 0)
