"""One deadline of a case, with how far it may be moved and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.access import Viewer
from engine.deviation_duties import duty_rule
from engine.duties import Allowance
from engine.service.command import CaseInHand, looking
from engine.service.dates import DateSeen, dates_in
from engine.service.deadlines import furthest_extension, furthest_suspension
from engine.service.file.children import children_by_key
from engine.service.my_cases import ChildRow
from engine.service.office import Office
from engine.span import Span
from engine.store import deadlines as duties
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Allowing:
    """How far a deadline may be moved, by whom, and whether the viewer is one of these."""

    by: tuple[Text, ...]
    at_most: Span
    furthest: date
    mine: bool


@dataclass(frozen=True, slots=True)
class DeadlineShown:
    """A deadline with its terms; None where its rule, or its state, allows no such move."""

    seen: DateSeen
    child: ChildRow | None
    starts_on: date
    window_opens: date | None
    late_after: date
    source: str
    suspended_on: date | None
    suspended_until: date | None
    ended_on: date | None
    may_extend: Allowing | None
    may_suspend: Allowing | None
    may_resume: bool
    version: int


def deadline(viewer: Viewer, office: Office, case: str, public_id: str) -> DeadlineShown:
    """One deadline of the case; the look is logged.

    Raises:
        NotFound: no such case for this viewer, or no such deadline in it.
    """
    with looking(viewer, office, case, "read_deadline", record=public_id) as work:
        return deadline_of(work, public_id)


def deadline_of(work: CaseInHand, public_id: str) -> DeadlineShown:
    """One deadline of a case in hand; raises NotFound when it has none with this id."""
    row = duties.get_deadline(work.connection, work.case, public_id)
    work.must_be_open(row.child_id, "deadline")
    rule, parts = duty_rule(work.workflow, row.key), work.parts
    seen = next(each for each in dates_in(work) if each.id == public_id)
    roles = work.as_owner(work.snapshot(), row.child_id).roles

    def allowed(allowance: Allowance | None, furthest: date) -> Allowing | None:
        if allowance is None or row.state != "open":
            return None
        known = work.workflow.catalogue.roles
        titles = tuple(known[role].title for role in allowance.by)
        return Allowing(titles, allowance.at_most, furthest, bool(roles & set(allowance.by)))

    return DeadlineShown(
        seen=seen,
        child=children_by_key(work, parts).get(row.child_id or 0),
        starts_on=row.starts_on,
        window_opens=row.window_opens,
        late_after=row.late_after,
        source=rule.source,
        suspended_on=row.suspended_on,
        suspended_until=row.suspended_until,
        ended_on=row.ended_on,
        may_extend=allowed(rule.extend, furthest_extension(work, row, rule)),
        may_suspend=allowed(rule.suspend, furthest_suspension(work, row, rule)),
        may_resume=row.state == "suspended",
        version=work.case.version,
    )
