"""Colleagues to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from engine.access import Viewer
from engine.service.listing import listing
from engine.service.office import Office
from engine.store import colleagues as logins
from engine.text import Text

MOST = 50


@dataclass(frozen=True, slots=True)
class Colleague:
    """A professional with an active login, and the roles that they work in, by key."""

    id: str
    name: str
    organisation: str | None
    roles: tuple[tuple[str, Text], ...]


def colleagues(
    viewer: Viewer, office: Office, *, role: str | None = None, starts_with: str = ""
) -> tuple[Colleague, ...]:
    """The first fifty by name; of those who work in ``role``, and whose name begins so."""
    known = office.library.catalogue.roles
    with listing(viewer, office, "list_colleagues") as work:
        found = logins.colleagues(
            work.connection,
            role=role,
            prefix=starts_with.strip(),
            most=MOST,
            on=work.today,
            now=work.now,
        )
        works_as = logins.qualifications_by_person(
            work.connection, [each.id for each in found], on=work.today, now=work.now
        )
    return tuple(
        Colleague(
            id=each.public_id,
            name=each.name,
            organisation=each.organisation,
            roles=tuple((key, known[key].title) for key in known if key in works_as[each.id]),
        )
        for each in found
    )
