"""A long trail: sealed, anchored and verified in little memory; and then tampered with."""

from __future__ import annotations

import resource
import time
from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any, TypeAlias

from sqlalchemy import insert, text

from engine.clock import ManualClock
from engine.store.store import Store
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import unit_of_work
from tests.office import MORNING, a_world, an_office
from tests.service.audits import HOUR, Hours, disarm
from tests.store.databases import fresh_store

Found: TypeAlias = Mapping[str, Any]

ATTACKS = 10
_AT_ONCE = 10_000


def audited(kind: str, seed: int, rows: int) -> Found:
    """Fill the access log, seal and anchor it, verify it; then change rows here and there."""
    luck = Random(seed)
    with fresh_store(kind) as store:
        clock = ManualClock(MORNING)
        world = a_world(an_office(store, clock), clock)
        hours = Hours(world, world.open_case())
        for begun in range(0, rows, _AT_ONCE):
            _looked(store, begun, min(_AT_ONCE, rows - begun))
            hours.goes_by(HOUR)
        before, since = _memory(), time.perf_counter()
        report = hours.verified()
        took, more = time.perf_counter() - since, _memory() - before
        assert (report.faults, report.sealed) == ((), rows + 2)
        named = [_found(hours, luck.randint(1, rows)) for _ in range(min(rows, ATTACKS))]
    return {
        "rows": rows,
        "attacks": len(named),
        "verify_s": round(took),
        "more_mb": round(more / 1024),
    }


def _looked(store: Store, begun: int, rows: int) -> None:
    look = {
        "session": "s",
        "access_point": "page",
        "action": "look",
        "outcome": "done",
        "emergency": False,
        "request_id": "r",
        "reason_keys": [],
    }
    at = MORNING + timedelta(seconds=begun)
    with unit_of_work(store) as connection:
        many = [look | {"at": at + timedelta(milliseconds=nth)} for nth in range(rows)]
        connection.execute(insert(ACCESS_LOG), many)


def _found(hours: Hours, row: int) -> int:
    """Change one row; that very row must be named. Then put it back."""
    store = hours.world.office.store
    with unit_of_work(store) as connection:
        was = connection.execute(
            text("select session from access_log where id = :row"), {"row": row}
        ).scalar_one()
    change = text("update access_log set session = :to where id = :row")
    for to in ("another", was):
        with unit_of_work(store) as connection:
            disarm(connection)
            connection.execute(change, {"to": to, "row": row})
        if to != was:
            (fault,) = hours.verified().faults
            assert (fault.table, fault.row) == ("access_log", str(row)), fault
    return row


def _memory() -> int:
    """The most that this process ever took, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
