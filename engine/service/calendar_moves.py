"""Open dates go by the newest edition of their calendar: one case at a time, each whole or not.

A date that was computed by the newest edition is never touched again: its explanation says by
which. So it may stop at any moment and go on later, and two processes may do it together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from pydantic import JsonValue

from engine.access import Viewer
from engine.calendar_edition import NATIONAL
from engine.deviation_duties import duty_rule
from engine.due import Due, due_at
from engine.duties import DeadlineRule
from engine.duty_plan import Reckoner
from engine.happened import Happened
from engine.service.by_clock import in_hand
from engine.service.command import CaseInHand
from engine.service.dates import is_late
from engine.service.ledger import FOUND_LATE, PAST, Base, due_date, rows_of
from engine.service.office import Office, local_day
from engine.service.settle import Change, of_child, settle
from engine.store import Connection, calendars, deadlines, reminders
from engine.store.calendars import EditionSeen
from engine.store.cases import CaseHead
from engine.store.deadlines import DeadlineSeen, Redefined
from engine.store.reminders import NewReminder
from engine.store.rows import values_of
from engine.store.unit_of_work import unit_of_work
from engine.text import Text

AT_ONCE = 100
"""So many cases move while whoever changed the calendar waits; the tick moves the others."""

MOVED = "calendar changed"
"""Why the reminders of the old date are dropped."""


@dataclass(frozen=True, slots=True)
class DateMove:
    """An open date that another calendar moves, with its case; or only its reminders."""

    case_id: int
    case: str
    number: str
    title: Text
    due_on: date
    to: date
    reminders: int


@dataclass(frozen=True, slots=True)
class CaseDated:
    """A case with an open date that was computed by an older edition; ``id`` is its key."""

    id: int


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A deadline as its date comes out now; ``planned`` is when its reminders go out still."""

    row: DeadlineSeen
    rule: DeadlineRule
    base: Base
    due: Due
    planned: Mapping[tuple[str, str], datetime]
    reminders: int

    @property
    def touched(self) -> bool:
        """Whether anything of it is at another moment than before."""
        row, found = self.row, self.due
        same = (row.due_at, row.late_after, row.window_opens) == (
            due_at(found),
            found.late_after,
            found.window_opens,
        )
        return self.reminders > 0 or not same


class StillToMove:
    """Finds the cases that still go by an older edition, region by region, each once."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._after: dict[str, int] = {}

    def __call__(self, connection: Connection, now: datetime, limit: int) -> Sequence[CaseDated]:
        """The next of them; nothing at the price of one statement when no edition is new."""
        for region in _regions(self._office, calendars.pending(connection)):
            label = self._office.calendar(connection, region).edition
            after = self._after.get(region, 0)
            found = calendars.cases_dated_otherwise(
                connection, region, label, after=after, limit=limit
            )
            if found:
                self._after[region] = found[-1]
                return [CaseDated(each) for each in found]
        return ()


def weighed_of(
    office: Office, connection: Connection, heads: Collection[CaseHead], reckoner: Reckoner
) -> tuple[DateMove, ...]:
    """The open dates of these cases that the reckoner would move; nothing is written."""
    workflows = office.versions_of(connection, {head.workflow_hash for head in heads})
    rows = deadlines.open_deadlines(connection, [head.id for head in heads])
    planned = calendars.planned_of(connection, [row.id for each in rows.values() for row in each])
    found = (
        (head, _weighed(row, duty_rule(workflows[head.workflow_hash], row.key), reckoner, planned))
        for head in heads
        for row in (rows[head.id] if head.workflow_hash in workflows else ())
    )
    return tuple(_shown(head, each) for head, each in found if each.touched)


def move_case(office: Office, found: CaseDated) -> Literal["moved"] | None:
    """Move the open dates of a case; None when nothing was to be moved.

    One that comes out the same only gets the name of the edition, so that it is not asked again.
    """
    with unit_of_work(office.store) as connection:
        work = in_hand(office, connection, found.id)
        edition = _newest(work)
        touched = [each for each in _otherwise(work) if _move_or_keep(work, each)]
        if edition is None or not touched:
            return None
        _tell(replace(work, viewer=Viewer(edition.made_by, edition.maker_id)), edition, touched)
        return "moved"


def new_editions(connection: Connection, now: datetime, limit: int) -> Sequence[EditionSeen]:
    """For the tick: the editions by which some open date may still have to move."""
    return calendars.pending(connection)[:limit]


def finish(office: Office, edition: EditionSeen) -> None:
    """Mark the edition as done when every open date goes by it."""
    with unit_of_work(office.store) as connection:
        for region in _regions(office, [edition]):
            label = office.calendar(connection, region).edition
            if calendars.cases_dated_otherwise(connection, region, label, after=0, limit=1):
                return
        calendars.mark_done(connection, edition.id, now=office.clock.now())


def _regions(office: Office, editions: Sequence[EditionSeen]) -> Iterator[str]:
    named = {each.region for each in editions}
    for region in office.library.regions:
        if named & {NATIONAL, region}:
            yield region


def _newest(work: CaseInHand) -> EditionSeen | None:
    """The edition that was made last, of the region or of the country."""
    heads = calendars.newest(work.connection, work.case.region)
    found = calendars.editions(work.connection, [each.id for each in heads])
    return max(found, key=lambda each: each.id, default=None)


def _otherwise(work: CaseInHand) -> Iterator[_Weighed]:
    """The open dates that were computed by another calendar than the newest."""
    label = work.reckoner.calendar.edition
    rows = deadlines.open_deadlines(work.connection, [work.case.id])[work.case.id]
    planned = calendars.planned_of(work.connection, [row.id for row in rows])
    for row in rows:
        if row.explanation["calendar"] != label:
            yield _weighed(row, duty_rule(work.workflow, row.key), work.reckoner, planned)


def _weighed(
    row: DeadlineSeen,
    rule: DeadlineRule,
    reckoner: Reckoner,
    planned: Mapping[int, Mapping[tuple[str, str], datetime]],
) -> _Weighed:
    base, mine = Base.of(row), planned.get(row.id, {})
    found = reckoner.due(rule, base.span, base.start, suspended_days=base.suspended_days)
    if base.first_due == row.due_on:  # nobody extended it, so the maximum counts from here
        base = replace(base, first_due=found.on)
    new = {(each.step, each.audience): each.fire_at for each in reckoner.reminders(rule, found)}
    moved = sum(place in new and new[place] != at for place, at in mine.items())
    return _Weighed(row, rule, base, found, mine, moved)


def _move_or_keep(work: CaseInHand, each: _Weighed) -> bool:
    """Whether anything of the deadline moved."""
    if each.touched:
        _put(work, each)
    else:
        calendars.relabel(work.connection, each.row.id, each.due.explanation.to_data())
    return each.touched


def _put(work: CaseInHand, each: _Weighed) -> None:
    """The new date; one that stands still goes on doing so, and has no reminders until then."""
    row = each.row
    said = Redefined(
        **values_of(due_date(each.due, each.base)),
        kind=row.kind,
        owner_role=row.owner_role,
        is_law=row.is_law,
        review=row.review,
    )
    deadlines.redefine_deadline(work.connection, row.id, said)
    if row.state == "suspended":
        return
    reminders.supersede_planned(work.connection, row.id, why=MOVED)
    rows = rows_of(work, row.id, each.due, work.reckoner.reminders(each.rule, each.due))
    kept = [_still_to_come(work, each, new) for new in rows if not _known_late(work, each, new)]
    reminders.plan_reminders(work.connection, kept, now=work.now)


def _known_late(work: CaseInHand, each: _Weighed, new: NewReminder) -> bool:
    """Whoever was told that it is late need not hear that it was found late."""
    return new.step == FOUND_LATE and is_late(each.row, now=work.now)


def _still_to_come(work: CaseInHand, each: _Weighed, new: NewReminder) -> NewReminder:
    """A reminder that was ahead and is past by the new date goes out now: it is not lost."""
    if new.why != PAST or (new.step, new.audience) not in each.planned:
        return new
    return replace(new, state="planned", why=None, fire_at=work.now, on_date=local_day(work.now))


def _tell(work: CaseInHand, edition: EditionSeen, touched: Sequence[_Weighed]) -> None:
    """The one event of the case, by whoever changed the calendar: keys and dates."""
    public = {child.id: child.public_id for child in work.children}
    moved: list[JsonValue] = [
        {
            "key": each.row.key,
            "from": each.row.due_on.isoformat(),
            "to": each.due.on.isoformat(),
            **of_child(public.get(each.row.child_id or 0)),
        }
        for each in touched
    ]
    settle(
        work,
        Change(
            kind="calendar_changed",
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload={"region": edition.region, "edition": edition.number, "moved": moved},
        ),
    )


def _shown(head: CaseHead, each: _Weighed) -> DateMove:
    return DateMove(
        case_id=head.id,
        case=head.public_id,
        number=head.number,
        title=each.rule.title,
        due_on=each.row.due_on,
        to=each.due.on,
        reminders=each.reminders,
    )
