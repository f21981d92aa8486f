"""Of which cases and children a copy tells, and whether whoever looks may see all of that.

Whoever sees less would judge, confirm and hand over what they cannot see, or leave it out unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from engine.access import CLOCK
from engine.errors import NotFound
from engine.service.command import CaseInHand, in_same_family
from engine.service.copy_person import Whose
from engine.service.copy_things import tells_of
from engine.service.my_cases import reads_names
from engine.store import data_requests as kept
from engine.store.cases import CaseHead


@dataclass(frozen=True, slots=True)
class Reach:
    """A case of which a copy tells, and the keys of the children in it of whom it does."""

    case: CaseHead
    children: frozenset[int]


def reach_of(work: CaseInHand, whom: Whose) -> Iterator[Reach]:
    """Of what a copy tells, whoever may see it; of the case where it was asked for, always."""
    for head in kept.files_of(work.connection, work.case.family_id):
        there = replace(
            work,
            viewer=CLOCK,
            case=head,
            workflow=work.office.version(work.connection, head.workflow_hash),
            known_parts={},
        )
        if head.id == work.case.id or tells_of(there, whom):
            yield Reach(head, whom.keys & {child.id for child in there.children})


def sees_all_of(work: CaseInHand, whom: Whose) -> bool:
    """Whether whoever looks may read all of which the copy tells."""
    return all(
        opened(work, each.case.public_id, each.children) is not None
        for each in reach_of(work, whom)
    )


def opened(work: CaseInHand, case: str, children: Collection[int]) -> CaseInHand | None:
    """A case of the family, if its contents about each of these children are open; None: not."""
    try:
        there = in_same_family(work, case)
    except NotFound:
        return None
    about = children or (None,)
    return there if all(reads_names(there.parts_about(child)) for child in about) else None
