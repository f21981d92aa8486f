"""Who takes part in a case: through the case, its family, its region or its table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from api.caseload.cast import Cast
from api.caseload.families import Household
from api.caseload.sittings import Sittings
from engine.catalogue import Role
from engine.definition import AssignRole, EndRole, Seat, Workflow

REGISSEUR = "regisseur"


@dataclass(slots=True)
class Company:
    """The people of one case, by role and by key."""

    cast: Cast
    sittings: Sittings
    home: Household
    workflow: Workflow
    rng: Random
    roles: Mapping[str, Role]
    team: dict[str, list[str]] = field(default_factory=dict)

    @property
    def lead(self) -> str:
        """Who is regisseur of the family, or will be."""
        return self.home.lead

    def holders(self, role: str) -> tuple[str, ...]:
        """Who has this role in the case, through the case, its family or its region."""
        if role == REGISSEUR:
            return (self.lead,) if self.home.has_regisseur else ()
        known = self.role(role)
        if known is not None and known.scope == "region":
            return self.cast.working_as(role)
        return tuple(self._kept(known).get(role, ()))

    def role(self, key: str) -> Role | None:
        """The role of this name, if there is one."""
        return self.roles.get(key)

    def takes_part(self, role: str, who: str) -> None:
        """Somebody takes part from now on; a role that one person holds has a new holder."""
        if role == REGISSEUR:
            self.home.lead, self.home.has_regisseur = who, True
            return
        known = self.role(role)
        held = self._kept(known).setdefault(role, [])
        if known is not None and known.one:
            held.clear()
        if who not in held:
            held.append(who)

    def stops(self, role: str) -> None:
        """Nobody holds this role any more."""
        if role == REGISSEUR:
            self.home.has_regisseur = False
        self._kept(self.role(role)).pop(role, None)

    def asked_for(self, role: str, but: Collection[str]) -> str:
        """Which colleague is asked for a role; the regisseur of the family is known beforehand."""
        if role == REGISSEUR:
            return self.lead
        able = self.cast.working_as(role, but={*but, self.lead})
        return self.rng.choice(able) if able else ""

    def opener(self, role: str) -> str:
        """Who opens a case in this role: the regisseur of the family, or else a colleague."""
        others = self.cast.working_as(role, but=(self.lead,))
        return self.lead if role == REGISSEUR or not others else self.rng.choice(others)

    def colleague(self) -> str:
        """Another regisseur than the one of this family."""
        return self.rng.choice(self.cast.working_as(REGISSEUR, but=(self.lead,)))

    def follow(self, step: str, by: str, inputs: dict[str, object]) -> None:
        """Who takes part, or no longer, because of a step that was made."""
        for part in self.workflow.transitions[step].then:
            match part:
                case Seat():
                    self.take_seats(part.seat)
                case AssignRole():
                    who = self._assigned(part, by, inputs)
                    if who:
                        self.takes_part(part.assign, who)
                case EndRole():
                    self.stops(part.end)

    def take_seats(self, roles: Iterable[str]) -> None:
        """The members of the table take part in these roles."""
        for role in roles:
            for who in self.sittings.seats(self.home.region, role):
                self.takes_part(role, who)

    def _assigned(self, part: AssignRole, by: str, inputs: dict[str, object]) -> str:
        if part.person == "actor":
            return by
        if part.holder:
            return next(iter(self.holders(part.holder)), "")
        return self.cast.key_of(str(inputs.get(part.person.removeprefix("input."), "")))

    def _kept(self, known: Role | None) -> dict[str, list[str]]:
        return self.home.held if known is not None and known.scope == "family" else self.team
