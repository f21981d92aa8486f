"""Every minute the new rows of both trails are sealed, so that none can be altered unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from engine.service.office import Office
from engine.store import Connection, heartbeat, horizon, seals
from engine.store.unit_of_work import reading, unit_of_work

SEAL = "seal"
"""The name under which a sealing leaves its heartbeat."""

EVERY = timedelta(minutes=1)

ROWS = 1_000
"""So many rows of each trail in one sealing: on SQLite nobody else saves meanwhile."""


def seal_what_is_new(office: Office, *, halt: Callable[[], bool]) -> int:
    """Seal what came since the last minute, however much that is; the number of rows.

    Each sealing is a transaction of its own. What cannot be sealed yet waits for the next tick.
    """
    now = office.clock.now()
    with reading(office.store) as connection:
        waits = _is_due(connection, now)
    rows = 0
    while waits and not halt():
        with unit_of_work(office.store) as connection:
            made = seals.seal_next(connection, now=now, at_most=ROWS)
            waits = made is not None and made >= ROWS
            if made is not None and not waits:
                heartbeat.stamp(connection, SEAL, now=now)
        rows += made or 0
    return rows


def _is_due(connection: Connection, now: datetime) -> bool:
    last = heartbeat.last(connection, SEAL)
    if last is not None and abs(now - last) < EVERY:
        return False
    return not seals.sealed(connection).reaches(horizon.ends(connection))
