"""What waits for a place at the table of a meeting, and the agenda that this suggests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from engine.access import Viewer
from engine.agenda_proposal import Around, Candidate, Ground, Placed, Proposed, propose
from engine.service.at_table import looking_at
from engine.service.capacity import capacity_of
from engine.service.listing import MOST
from engine.service.meeting_lists import MeetingRow, meeting_row
from engine.service.office import Office
from engine.service.waiting_rows import (
    BeforeTable,
    WaitingRow,
    before_table,
    closed_since,
    opened_since,
    table_of,
)
from engine.store import agenda
from engine.store import queue as kept
from engine.text import Text

GROUNDS: Mapping[Ground, Text] = {
    "high": Text(nl="Hoge prioriteit", en="High priority"),
    "term": Text(nl="Termijn loopt af", en="Term expires"),
    "return": Text(nl="Komt terug", en="Returns"),
    "wait": Text(nl="Wacht het langst", en="Waits longest"),
}
"""Why a case stands where it stands, in words."""

_FULL = Text(nl="Past niet meer in de tijd", en="Does not fit in the time any more")


@dataclass(frozen=True, slots=True)
class Queue:
    """The waiting cases that the viewer may see, the longest wait first; of others how many."""

    rows: tuple[WaitingRow, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A case of the proposal and why it stands there; ``why`` says of one left out why."""

    row: WaitingRow
    ground: Ground
    ground_title: Text
    minutes: int
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What comes on the agenda, in order, and what does not fit; ``minutes_free`` after that.

    ``needs_extra``: a case of high priority must be at a table before this meeting, and no
    earlier one is planned in time.
    """

    rows: tuple[ProposedRow, ...]
    left_out: tuple[ProposedRow, ...]
    minutes_free: int | None
    needs_extra: bool
    too_late: tuple[WaitingRow, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class SinceLast:
    """What happened since the meeting of this table before this one.

    ``to_complete`` are the earlier meetings of the table that ended and are not completed.
    """

    last: MeetingRow | None
    closed: int
    opened: int
    to_complete: tuple[MeetingRow, ...]


def queue(viewer: Viewer, office: Office, meeting: str) -> Queue:
    """The cases that wait for a place at the table of this meeting, or return there.

    Raises:
        NotFound: there is no such meeting, or its table is not for this viewer.
    """
    with looking_at(viewer, office, meeting, "read_queue") as work:
        before = before_table(work, meeting)
        placed = _proposed(before, minutes_free=None).placed
        by_case = {row.case: row for row in before.rows}
        return Queue(tuple(by_case[each.key] for each in placed), before.hidden)


def proposal(viewer: Viewer, office: Office, meeting: str) -> Proposal:
    """The agenda that the queue and the terms suggest; raises as ``queue``."""
    with looking_at(viewer, office, meeting, "read_proposal") as work:
        before = before_table(work, meeting)
        items = [each.item for each in agenda.items_of(work.connection, before.meeting)]
        free = capacity_of(office, before.table, items).free
        return _proposal(before, _proposed(before, minutes_free=free))


def since_last(viewer: Viewer, office: Office, meeting: str) -> SinceLast:
    """What happened since the meeting before this one; raises as ``queue``."""
    with looking_at(viewer, office, meeting, "read_meeting") as work:
        listed, table = table_of(work, meeting)
        calendar = cache(partial(office.calendar, work.connection))
        last = kept.last_before(work.connection, listed.head)
        waits = kept.to_complete(work.connection, listed.head, limit=MOST)
        return SinceLast(
            last=meeting_row(last, calendar, now=work.now) if last else None,
            closed=closed_since(work, table, last.head.on_date) if last else 0,
            opened=opened_since(work, table, last.head.on_date) if last else 0,
            to_complete=tuple(meeting_row(each, calendar, now=work.now) for each in waits),
        )


def _proposed(before: BeforeTable, *, minutes_free: int | None) -> Proposed:
    candidates = (
        Candidate(
            key=row.case,
            is_high=row.is_high,
            latest=row.latest,
            returns_on=row.returns_on,
            waited_days=row.waited_days,
            minutes=before.slot,
        )
        for row in before.rows
    )
    around = Around(on=before.meeting.on_date, next_on=before.next_on, first_on=before.first_on)
    return propose(candidates, around, minutes_free=minutes_free)


def _proposal(before: BeforeTable, found: Proposed) -> Proposal:
    rows = {row.case: row for row in before.rows}

    def shown(each: Placed, why: Text | None) -> ProposedRow:
        return ProposedRow(rows[each.key], each.ground, GROUNDS[each.ground], before.slot, why)

    return Proposal(
        rows=tuple(shown(each, None) for each in found.placed),
        left_out=tuple(shown(each, _FULL) for each in found.left_out),
        minutes_free=found.minutes_free,
        needs_extra=bool(found.too_late),
        too_late=tuple(rows[key] for key in found.too_late),
        hidden=before.hidden,
    )
