"""What the clock does to a case by itself: a suspension ends, a deviation lapses.

Each is a command like any other, with its event; only nobody gave it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Literal

from engine.due import at_reminder_time
from engine.happened import Happened
from engine.service.by_clock import in_hand
from engine.service.command import CaseInHand
from engine.service.deadlines import resume_now
from engine.service.office import Office
from engine.service.orders import Resume
from engine.service.settle import Change, settle
from engine.store import deadlines, deviations
from engine.store.deadlines import DeadlineSeen
from engine.store.deviations import DeviationHead
from engine.store.unit_of_work import unit_of_work


def resume(office: Office, found: DeadlineSeen) -> Literal["resumed"] | None:
    """Let a deadline run on whose suspension has ended; None when it does so already.

    It happened on the day on which the suspension ended, however late the tick is.
    """
    with unit_of_work(office.store) as connection:
        work = in_hand(office, connection, found.case_id)
        row = deadlines.deadline_for_clock(connection, found.id)  # as it is under the lock
        ended = row.suspended_until
        if row.state != "suspended" or ended is None or ended > work.today:
            return None
        order = Resume(
            case=work.case.public_id, seen_version=work.case.version, deadline=row.public_id
        )
        resume_now(replace(work, at=_morning(ended, work.now)), order)
        return "resumed"


def lapse(office: Office, found: DeviationHead) -> Literal["lapsed"] | None:
    """Let a deviation lapse that nobody may use any more; None when it ended meanwhile."""
    with unit_of_work(office.store) as connection:
        work = in_hand(office, connection, found.case_id)
        if not deviations.lapse(connection, found.id):
            return None
        change = Change(
            kind="deviation_lapsed",
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload={
                "rule": found.rule,
                "transition": found.transition,
                "deviation": found.public_id,
                "because": _why(work, found),
            },
        )
        settle(work, change)
        return "lapsed"


def _morning(day: date, now: datetime) -> datetime:
    """When ``day`` begins, and never later than now."""
    return min(now, at_reminder_time(day, time(0)))


def _why(work: CaseInHand, found: DeviationHead) -> str:
    if found.lapses_on <= work.today:
        return "its day came"
    left = work.case.state != found.asked_in
    return "the case left the state" if left else "whoever asked takes part no longer"
