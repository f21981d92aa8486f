"""The talks that are still owed, in this case and in the family's other cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.deviation_duties import duty_rule
from engine.service.command import CaseInHand, in_same_family
from engine.service.dates import is_late
from engine.service.file.children import children_by_key
from engine.service.my_cases import ChildRow
from engine.store import deadlines, families
from engine.text import Text


@dataclass(frozen=True, slots=True)
class ReviewOpen:
    """A talk that is owed; one that is held on ``opens_on`` or later counts for it.

    It is in time up to and including ``closes_on``.
    """

    case: str
    number: str
    workflow_title: Text
    is_here: bool
    deadline: str
    title: Text
    child: ChildRow | None
    due_on: date
    opens_on: date
    closes_on: date
    late: bool
    stands_still: bool


def reviews_of(work: CaseInHand) -> tuple[ReviewOpen, ...]:
    """Those of the case in hand in front, then those of the other cases that the viewer sees."""
    here = work.case.id
    found = [review for case in _cases(work) for review in reviews_in(case, here=here)]
    return tuple(sorted(found, key=lambda each: (not each.is_here, each.number, each.due_on)))


def _cases(work: CaseInHand) -> Iterator[CaseInHand]:
    family = families.family_by_id(work.connection, work.case.family_id)
    seen = families.cases_seen(work.connection, work.viewer, family, on=work.today)
    for each in seen:
        if not each.is_final:
            yield in_same_family(work, each.public_id)


def reviews_in(work: CaseInHand, *, here: int | None = None) -> Iterator[ReviewOpen]:
    """Those of one case; ``here`` is the key of the case at which somebody looks."""
    children, opened = children_by_key(work, work.parts), work.opened
    for row in deadlines.open_deadlines(work.connection, [work.case.id])[work.case.id]:
        if row.review and opened.shows(row.child_id):
            yield ReviewOpen(
                case=work.case.public_id,
                number=work.case.number,
                workflow_title=work.workflow.title,
                is_here=work.case.id == here,
                deadline=row.public_id,
                title=duty_rule(work.workflow, row.key).title,
                child=children.get(row.child_id or 0),
                due_on=row.due_on,
                opens_on=row.window_opens or row.starts_on,
                closes_on=row.late_after,
                late=is_late(row, now=work.now),
                stands_still=row.state == "suspended",
            )
