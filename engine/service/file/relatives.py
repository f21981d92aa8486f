"""For whom of a family there is a paper about who looked."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ages import age_on
from engine.service.command import CaseInHand
from engine.store import consents, people

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
    ages = {
        child.id: age_on(child.born, work.today)
        for child in work.children
        if child.born is not None
    }
    youths = [child for child in work.children if ages.get(child.id, 0) >= FROM_AGE]
    young = [key for key, age in ages.items() if age < PARENTS_UNTIL]
    held = {
        each.parent_id
        for each in consents.authorities_of(work.connection, young)
        if each.from_on <= work.today and (each.until_on is None or work.today < each.until_on)
    }
    parents = people.persons_by_key(work.connection, held)
    return tuple(
        Relative(each.public_id, each.name)
        for each in (*youths, *(parents[key] for key in sorted(parents)))
    )
