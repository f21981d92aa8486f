"""A review of break-glass that is late: the coordinator hears of it, as of any late review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine.service.log_review_due import TOLD_WHEN_LATE
from engine.service.office import Office, local_day
from engine.store import Connection, account_roles, emergency_reviews, work
from engine.store.emergency_reviews import EmergencyLate
from engine.store.unit_of_work import unit_of_work
from engine.store.work import NewWork


def emergencies_late(connection: Connection, now: datetime, limit: int) -> Sequence[EmergencyLate]:
    """Every grant that is not judged after its day, of which nobody else knows yet."""
    return emergency_reviews.late_grants(connection, on=local_day(now), limit=limit)


def tell_emergency_late(office: Office, late: EmergencyLate) -> None:
    """Make it work of the coordinator, who hears also whether anybody is to do it."""
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        watched = account_roles.is_watched(connection, late.region, on=local_day(now), now=now)
        made = NewWork(
            kind="log_review",
            key=f"emergency-late-{late.public_id}",
            why="emergency_late" if watched else "emergency_nobody",
            region=late.region,
            about=late.public_id,
            role=TOLD_WHEN_LATE,
        )
        work.add_work(connection, made, now=now)
