"""For whom of a family there is a paper about who looked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.ages import age_on
from engine.service.command import CaseInHand
from engine.store import consents, people
from engine.store.people import PersonSeen

FROM_AGE, PARENTS_UNTIL = 12, 16
"""From 12 on a child gets a paper of its own; of a child of 16 a parent gets none."""


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family for whom there may be a paper."""

    id: str
    name: str


def relatives_in(work: CaseInHand) -> tuple[Relative, ...]:
    """For whom there is a paper: youths from 12 on, and who has authority over a child under 16.

    Whose birth date is not known counts as the stricter reading has it: for neither.
    """
    ages = _ages(work)
    youths = [child for child in work.children if ages.get(child.id, 0) >= FROM_AGE]
    held = {parent for parent, _ in _authority(work)}
    parents = people.persons_by_key(work.connection, held)
    return tuple(
        Relative(each.public_id, each.name)
        for each in (*youths, *(parents[key] for key in sorted(parents)))
    )


def own_children(work: CaseInHand, to: str) -> tuple[PersonSeen, ...]:
    """About which children this person is told: a youth about itself only.

    Another about those under 16 over whom they have authority today.
    """
    if itself := tuple(child for child in work.children if child.public_id == to):
        return itself
    person = people.person_by_public_id(work.connection, to)
    over = {child for parent, child in _authority(work) if parent == person.id}
    return tuple(child for child in work.children if child.id in over)


def _ages(work: CaseInHand) -> Mapping[int, int]:
    return {
        child.id: age_on(child.born, work.today)
        for child in work.children
        if child.born is not None
    }


def _authority(work: CaseInHand) -> Collection[tuple[int, int]]:
    """Who has authority today over which child that is known to be under 16, by their keys."""
    young = [key for key, age in _ages(work).items() if age < PARENTS_UNTIL]
    return [
        (each.parent_id, each.child_id)
        for each in consents.authorities_of(work.connection, young)
        if each.from_on <= work.today and (each.until_on is None or work.today < each.until_on)
    ]
