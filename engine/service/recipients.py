"""Who hears of a reminder: the first rung of its ladder on which anybody can be reached.

The ladder itself is decided in ``engine.ladder``; here it is fetched in a few statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from engine.ladder import Rung, Standing, Told, climb, ladder_of
from engine.service.office import local_day
from engine.store import Connection, absences, cases, ladders, work
from engine.store.cases import CaseHead
from engine.store.deadlines import DeadlineSeen
from engine.store.ladders import OnLadder
from engine.store.participation import HolderSeen
from engine.store.reminders import ReminderSeen
from engine.store.work import NO_ADDRESS, NewWork

DEPUTY = "coordinator"
"""Who owns what nobody owns (DEFAULT)."""

AT_ONCE = frozenset({"crisis", "council_investigation"})
"""While one of these runs for the family, an absence counts from its first day.

A crisis case holds the safety plan and the aftercare. Source: DOMAIN 2.7 (DEFAULT).
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is told, and why it is somebody else than the reminder's audience."""

    people: Sequence[HolderSeen]
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Ladders:
    """Everybody who may be told of anything in one case, as it stands today."""

    holders: Mapping[str, tuple[Standing, ...]]
    deputies: Mapping[int, Standing]
    people: Mapping[int, HolderSeen]
    of_family: frozenset[int]
    fallback: Standing | None
    at_once: bool
    only: Mapping[tuple[str, int], frozenset[int]] = field(default_factory=dict)
    """Who holds a role for some children only: the keys of these, by role and person."""

    @property
    def present(self) -> Mapping[str, tuple[HolderSeen, ...]]:
        """Who holds each role: without those who left, with those who are away."""
        return {
            role: found
            for role, people in self.holders.items()
            if (found := tuple(self.people[each.person] for each in people if not each.has_left))
        }

    def about(self, child: int | None) -> Ladders:
        """Those who may be told of something about this child; None: it is shared.

        Whoever holds a role for a sister or brother does not hear of it.
        """
        if child is None or not self.only:
            return self
        holders = {
            role: tuple(
                each for each in people if child in self.only.get((role, each.person), {child})
            )
            for role, people in self.holders.items()
        }
        return replace(self, holders=holders)

    def of(self, role: str) -> tuple[Rung, ...]:
        """The rungs for this role."""
        return ladder_of(role, self.holders, self.deputies, self.fallback)

    def told(self, role: str, day: date) -> Told:
        """Who hears on this day of what this role must do."""
        return climb(self.of(role), day, at_once=self.at_once)


def recipients(
    connection: Connection, reminder: ReminderSeen, deadline: DeadlineSeen, now: datetime
) -> Heard:
    """Who is told of this reminder now, and why if that is not its audience.

    Whoever is passed over for want of an address becomes work.
    """
    case = cases.case_for_clock(connection, reminder.case_id)
    role = role_told(reminder, deadline)
    found = ladders_of(connection, case, now).about(deadline.child_id)
    told = found.told(role, local_day(now))
    for person in _without_address(found, role, told):
        new = NewWork(
            kind="unreachable",
            key=f"unreachable-{person.public_id}",
            why=NO_ADDRESS,
            region=case.region,
            case_id=case.id,
            person_id=person.id,
        )
        work.add_work(connection, new, now=now)
    return Heard([found.people[person] for person in told.people], told.why)


def role_told(reminder: ReminderSeen, deadline: DeadlineSeen) -> str:
    """The role that a reminder is for: its audience, or whoever owns the deadline."""
    return deadline.owner_role if reminder.audience == "owner" else reminder.audience


def ladders_of(connection: Connection, case: CaseHead, now: datetime) -> Ladders:
    """Who may be told in this case, with their absences and deputies."""
    on = local_day(now)
    seen = ladders.on_ladders(connection, case, now=now, on=on)
    here = {each.holder.id: each for people in seen.values() for each in people}
    away = absences.aways(connection, here.keys(), on=on)
    named = {each.deputy for found in away.values() for each in found if each.deputy is not None}
    deputies = ladders.deputies_for(connection, case, named, now=now, on=on) if named else ()
    fallback = ladders.fallback_of(connection, case.region)
    known = {**here, **{each.holder.id: each for each in deputies}}
    standing = {
        person: Standing(person, each.has_left, each.has_address, away.get(person, ()))
        for person, each in known.items()
    }
    return Ladders(
        holders={
            role: tuple(standing[each.holder.id] for each in people)
            for role, people in seen.items()
        },
        deputies={each.holder.id: standing[each.holder.id] for each in deputies},
        people=_named(known.values(), fallback),
        of_family=frozenset(key for key, each in known.items() if not each.is_professional),
        fallback=Standing(fallback.id) if fallback else None,
        only={
            (role, each.holder.id): each.children
            for role, people in seen.items()
            for each in people
            if each.children is not None
        },
        at_once=bool(away) and ladders.runs_for(connection, case, AT_ONCE),
    )


def _named(found: Iterable[OnLadder], fallback: HolderSeen | None) -> Mapping[int, HolderSeen]:
    named = {each.holder.id: each.holder for each in found}
    return {**named, **({fallback.id: fallback} if fallback else {})}


def _without_address(found: Ladders, role: str, told: Told) -> list[HolderSeen]:
    """Those on the rungs down to the one that hears who have no address at all."""
    passed = len(told.skipped) + (told.rung is not None)
    return [
        found.people[each.person]
        for rung in found.of(role)[:passed]
        for each in rung.people
        if not (each.has_left or found.people[each.person].email)
    ]
