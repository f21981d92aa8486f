"""The roles in which somebody may be let into a case."""

from __future__ import annotations

from dataclasses import dataclass

from engine.service.command import CaseInHand
from engine.service.file.participants import roles_known
from engine.service.reading_on import READS_ON
from engine.store import participation
from engine.text import Text


@dataclass(frozen=True, slots=True)
class RoleOffered:
    """A role that is given in a case; of one that one person holds, who that is now.

    ``sees`` says whether it opens the file. Of a professional's role ``works_as`` is what
    somebody must work as to get it, or None when anybody may.
    """

    key: str
    title: Text
    is_family: bool
    one: bool
    sees: bool
    works_as: str | None
    holders: tuple[tuple[str, str], ...]  # public id and name


def roles_offered(work: CaseInHand) -> tuple[RoleOffered, ...]:
    """The roles, what the workflow speaks of in front.

    Not those of a whole region, nor the one that a handover leaves.
    """
    held = participation.holders(work.connection, work.case, now=work.now, on=work.today)
    found = [
        RoleOffered(
            key=key,
            title=role.title,
            is_family=role.family,
            one=role.one,
            sees=role.access != "none" and not role.family,
            works_as=None if role.family or role.access == "none" else key,
            holders=tuple((each.public_id, each.name) for each in held.get(key, ()))
            if role.one
            else (),
        )
        for key, role in roles_known(work).items()
        if role.scope != "region" and key != READS_ON
    ]
    spoken_of = work.workflow.catalogue.roles
    return tuple(sorted(found, key=lambda each: each.key not in spoken_of))
