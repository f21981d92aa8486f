"""Who there is in a counter-example: by role, and who has which role since a step gave it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from api.check_table import Unplayable
from engine.definition import SYSTEM, AssignRole, EndRole, Transition, Workflow

_WORKING = ("regisseur", "professional")
"""The rows of the access table whose people work on a case."""


@dataclass
class Cast:
    """The people of a scenario: each has the name of the role that they work in."""

    workflow: Workflow
    absent: set[str]
    """The roles that nobody has at some moment: whoever has one joins later."""

    people: dict[str, str] = field(default_factory=dict)
    """The role in which each of them works, by name."""

    held: dict[str, str] = field(default_factory=dict)
    """Who has a role since a step gave it to them."""

    def person(self, role: str) -> str:
        """Who has a role.

        Raises:
            Unplayable: the clock has it.
        """
        if role == SYSTEM:
            raise Unplayable("the clock acts")
        return self.held.get(role) or self.receiver(role)

    def receiver(self, role: str) -> str:
        """Somebody who works in this role, whoever has it now."""
        self.people.setdefault(role, self._profession(role))
        return role

    def joins_later(self, name: str) -> bool:
        """Whether somebody is not there from the start: a step, or a line, lets them join."""
        return name in self.absent or self.people[name] != name

    def _profession(self, role: str) -> str:
        """The role in which one works to be given this one: that for which one exchanges it."""
        for step in self.workflow.transitions.values():
            if role in step.by and any(isinstance(p, EndRole) and p.end == role for p in step.then):
                for part in step.then:
                    if isinstance(part, AssignRole) and part.person == "actor":
                        return part.assign
        return role

    def one_of(self, roles: Iterable[str]) -> str:
        """Somebody in one of these roles; whoever is there already comes first."""
        known = self.workflow.catalogue.roles
        may = [
            role for role in roles if role != SYSTEM and role in known and not known[role].family
        ]
        here = [role for role in may if role in self.people or role in self.held]
        always = [role for role in may if role not in self.absent]
        for some in (here, always, may):
            if some:
                return self.person(some[0])
        raise Unplayable("nobody may do this by hand")

    def worker(self) -> str:
        """Somebody who works on the case, and so may note down what others say."""
        roles = self.workflow.catalogue.roles
        return self.one_of(role for role, kind in roles.items() if kind.access in _WORKING)

    def hand_over(self, step: Transition, who: str) -> None:
        """Know who has which role after a step."""
        given = self.given_to(step)
        for part in step.then:
            if isinstance(part, AssignRole):
                asked = part.person.removeprefix("input.")
                holder = self.person(part.holder) if part.holder else given.get(asked, who)
                self.held[part.assign] = holder
            elif isinstance(part, EndRole):
                self.held.pop(part.end, None)

    def given_to(self, step: Transition) -> dict[str, str]:
        """Who is named on the form of a step for the role that it gives."""
        return {
            part.person.removeprefix("input."): self.receiver(part.assign)
            for part in step.then
            if isinstance(part, AssignRole) and part.person.startswith("input.")
        }
