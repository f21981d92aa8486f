"""How the work is doing, read from the rows alone."""

from __future__ import annotations

from datetime import time, timedelta

from engine.due import at_reminder_time
from engine.ports import RunnerHealth
from engine.service.office import Office, local_day
from engine.service.tick import SWEEP
from engine.store import (
    clock_guards,
    emergency_reviews,
    figures,
    heartbeat,
    log_reviews,
    mail_holds,
    notices,
    reminders,
    work,
)
from engine.store.unit_of_work import reading

PATIENCE = timedelta(minutes=5)
"""How long a message may be on its way: well beyond what a mail server is given."""


def health_of(office: Office) -> RunnerHealth:
    """When the last tick ended, what is due, and what was begun and never ended."""
    now = office.clock.now()
    midnight = at_reminder_time(local_day(now), time(0))
    with reading(office.store) as connection:
        trouble = figures.trouble(connection, midnight=midnight)
        hold = mail_holds.hold_of(connection)
        return RunnerHealth(
            last_sweep=heartbeat.last(connection, SWEEP),
            due_reminders=reminders.count_due(connection, now=now),
            open_notices=notices.count_open(connection, now=now),
            stuck=notices.count_stuck(connection, since=now - PATIENCE),
            oldest_notice=figures.oldest_undelivered(connection, now=now),
            failed=trouble.failed,
            failed_today=trouble.failed_today,
            uncertain=trouble.uncertain,
            retried=trouble.retried,
            open_work=work.count_open_work(connection),
            late_reviews=log_reviews.count_late(connection, on=local_day(now))
            + emergency_reviews.count_late(connection, on=local_day(now)),
            jumped_at=clock_guards.jumped_at(connection),
            held_at=None if hold is None else hold.began_at,
        )
