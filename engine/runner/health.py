"""How the work is doing, read from the rows alone."""

from __future__ import annotations

from datetime import timedelta

from engine.ports import RunnerHealth
from engine.service.office import Office
from engine.service.tick import SWEEP
from engine.store import heartbeat, notices, reminders
from engine.store.unit_of_work import reading

PATIENCE = timedelta(minutes=5)
"""How long a message may be on its way: well beyond what a mail server is given."""


def health_of(office: Office) -> RunnerHealth:
    """When the last tick ended, what is due, and what was begun and never ended."""
    now = office.clock.now()
    with reading(office.store) as connection:
        return RunnerHealth(
            last_sweep=heartbeat.last(connection, SWEEP),
            due_reminders=reminders.count_due(connection, now=now),
            open_notices=notices.count_open(connection, now=now),
            stuck=notices.count_stuck(connection, since=now - PATIENCE),
        )
