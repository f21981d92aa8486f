"""Who belong to the family of a case."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ages import age_on
from engine.service.child_parts import members_seen
from engine.service.command import CaseInHand
from engine.service.my_cases import reads_names


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A child, a parent or somebody else of the family, to choose in a form."""

    id: str
    name: str
    is_child: bool
    age: int | None


def members_of(work: CaseInHand) -> tuple[FamilyMember, ...]:
    """The family of the case in hand, as far as it belongs to the child parts that are open.

    Nobody for whoever reads titles only.
    """
    if not reads_names(work.parts):
        return ()
    return tuple(
        FamilyMember(
            id=each.public_id,
            name=each.name,
            is_child=each.kind == "youth",
            age=age_on(each.born, work.today) if each.born else None,
        )
        for each in members_seen(work)
    )
