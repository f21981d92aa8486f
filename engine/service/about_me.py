"""What the product knows of whoever is signed in: their roles, and where their mail goes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.access import Viewer
from engine.service.office import Office
from engine.store import people, sessions
from engine.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class AboutMe:
    """What somebody works in or holds, anywhere, in the order of the catalogue; their address."""

    roles: tuple[str, ...]
    email: str | None

    def has(self, *roles: str) -> bool:
        """Whether one of these is theirs."""
        return any(role in self.roles for role in roles)


def about_me(viewer: Viewer, office: Office) -> AboutMe:
    """The viewer's own roles and address; nothing of anybody else, so it is no row of the log."""
    wanted = [viewer.person]
    with reading(office.store) as connection:
        held = sessions.roles_of(connection, wanted, on=office.today(), now=office.clock.now())
        person = people.persons_by_key(connection, wanted)[viewer.person]
    known = office.library.catalogue.roles
    return AboutMe(tuple(key for key in known if key in held[viewer.person]), person.email)
