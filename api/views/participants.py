"""What the pages show on which somebody is involved, stops, or is appointed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.views.at_case import AtCase
from engine.reason import Reason
from engine.service.file.joining import RoleOffered
from engine.service.file.members import FamilyMember
from engine.service.file.participants import ParticipantRow
from engine.service.file.people import MOST, Colleague


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChoice(AtCase):
    """The roles to choose from, before anybody is."""

    roles: tuple[RoleOffered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChoice(AtCase):
    """Somebody to choose for a role: of the family, or of those who work as that."""

    role: RoleOffered
    people: tuple[Colleague, ...] = ()
    members: tuple[FamilyMember, ...] = ()
    searched: str = ""

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """Whom to choose: their id, their name and for whom they work."""
        family = [(each.id, each.name) for each in self.members]
        return family + [
            (each.id, f"{each.name} – {each.organisation}" if each.organisation else each.name)
            for each in self.people
        ]

    @property
    def may_search(self) -> bool:
        """Whether there are so many that a part of the name helps."""
        return bool(self.searched) or len(self.people) > 8

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than are listed."""
        return len(self.people) == MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving(AtCase):
    """Whose part in which role ends; ``unmet`` is why the viewer may not end it."""

    row: ParticipantRow
    is_me: bool
    unmet: tuple[Reason, ...] = ()
