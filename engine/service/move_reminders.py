"""Which reminders another version brings into a running case: shown before, and then written.

A new or changed step works from the move on: what it asks for an earlier moment is kept in the
ledger as past, and never mailed.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.impact import RemindersToCome
from engine.redating import Redated, Redating
from engine.service.command import CaseInHand
from engine.service.ledger import FOUND_LATE, rows_of
from engine.store import reminders
from engine.store.reminders import NewReminder, ReminderSeen

_STAYS = ("fired", "suppressed")


def rows_by_move(work: CaseInHand, each: Redated) -> list[NewReminder]:
    """The reminders of a deadline that goes on by another rule; those of one that stands still
    come when it runs on.
    """
    if each.running.suspended:
        return []
    planned = work.reckoner.reminders(each.rule, each.due)
    rows = rows_of(work, each.running.id, each.due, planned)
    if each.moves:
        return rows
    # Whoever was told that it is late need not hear it again.
    return [row for row in rows if row.step != FOUND_LATE]


def reminders_to_come(work: CaseInHand, plan: Redating) -> RemindersToCome:
    """What the ledger would gain by this redating, row by row as it would be written."""
    known = {_key(row): row for row in reminders.reminders_of(work.connection, work.case)}
    rows = [row for row in _rows(work, plan) if _is_written(row, known.get(_key(row)))]
    planned = [row for row in rows if row.state == "planned"]
    return RemindersToCome(
        planned=len(planned),
        new=sum(not _stood(row, known.get(_key(row))) for row in planned),
        at_once=sum(row.fire_at <= work.now for row in planned),
        past=sum(row.state == "suppressed" for row in rows),
        first=min((row.on_date for row in planned), default=None),
    )


def _rows(work: CaseInHand, plan: Redating) -> Iterator[NewReminder]:
    for each in plan.changed:
        yield from rows_by_move(work, each)
    for place, new in enumerate(plan.begins, start=1):
        yield from rows_of(work, -place, new.due, new.reminders)


def _key(row: NewReminder | ReminderSeen) -> tuple[object, ...]:
    return row.deadline_id, row.due_on, row.step, row.audience


def _is_written(row: NewReminder, before: ReminderSeen | None) -> bool:
    """Whether it comes into the ledger; what went out, or was past, stays what it is."""
    if before is None:
        return True
    return row.state == "planned" and before.state not in _STAYS


def _stood(row: NewReminder, before: ReminderSeen | None) -> bool:
    """Whether it was to go out at the same moment anyway."""
    return before is not None and before.state == "planned" and before.fire_at == row.fire_at
