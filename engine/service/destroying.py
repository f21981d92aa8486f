"""What was confirmed is destroyed, one file after another: the part that the tick wakes.

Each file has a transaction of its own. It goes only if it may go at that moment, and only if
exactly that goes which the dry run said; so after a kill the rest goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

from engine.definition import canonical
from engine.service.destructions import ROLE, compared, skipped_key
from engine.service.office import Office, local_day
from engine.service.retention import verdicts
from engine.store import (
    Connection,
    access_log,
    destructions,
    families,
    leftovers,
    wiping,
    work,
)
from engine.store import retention as kept
from engine.store.access_log import LogEntry
from engine.store.destructions import DestructionSeen, ItemDue
from engine.store.unit_of_work import unit_of_work
from engine.store.work import NewWork

Became: TypeAlias = Literal["done", "skipped"]

GONE = "gone"
"""Why an item is skipped that another proposal destroyed: there is nothing to look at."""


def items_due(connection: Connection, now: datetime, limit: int) -> Sequence[ItemDue]:
    """What is confirmed and waits for its turn."""
    return destructions.items_due(connection, limit=limit)


def destructions_ready(
    connection: Connection, now: datetime, limit: int
) -> Sequence[DestructionSeen]:
    """What has been carried out and has no certificate yet."""
    return destructions.destructions_ready(connection, limit=limit)


def destroy_item(office: Office, item: ItemDue) -> Became | None:
    """Destroy one file, or what a family shares; None when another tick was first."""
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        if not destructions.claim_item(connection, item.id, now=now):
            return None
        if item.case_id is not None:
            action, why = "destroy_file", _destroy_file(connection, office, item, item.case_id, now)
        else:
            action, why = "destroy_family", _destroy_family(connection, item, item.family_id or 0)
        destructions.end_item(connection, item.id, why=why)
        access_log.log(connection, None, _entry(item, action, why, now))
        if why is not None and why != GONE:
            work.add_work(connection, _to_look_at(item), now=now)
        return "done" if why is None else "skipped"


def certify(office: Office, seen: DestructionSeen) -> None:
    """Make it a certificate: the hash of all that was destroyed in the end."""
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        done = [
            {
                "number": item.number,
                "from_on": item.from_on.isoformat() if item.from_on else None,
                "bases": [dict(basis) for basis in item.bases],
                "counts": dict(item.counts),
                "ended_at": item.ended_at.isoformat() if item.ended_at else None,
            }
            for item in destructions.items_of(connection, seen.id)
            if item.state == "done"
        ]
        listed: Any = {"destruction": seen.public_id, "done": done}
        hashed = hashlib.sha256(canonical(listed).encode()).hexdigest()
        destructions.finish(connection, seen.id, hashed=hashed, now=now)


def _entry(item: ItemDue, action: str, why: str | None, now: datetime) -> LogEntry:
    """What became of it, and where that stands."""
    return LogEntry(
        at=now,
        action=action,
        outcome="done" if why is None else "refused",
        case_id=item.case_id,
        record=item.destruction,
        reason_keys=(why,) if why else (),
        access_point="clock",
    )


def _to_look_at(item: ItemDue) -> NewWork:
    """What was confirmed and is still there is work of the archivists."""
    return NewWork(
        kind="destruction",
        key=skipped_key(item.case_id, item.family_id),
        why="skipped",
        region=item.region,
        about=item.destruction,
        role=ROLE,
    )


def _destroy_file(
    connection: Connection, office: Office, item: ItemDue, case_id: int, now: datetime
) -> str | None:
    """Why not, or None: it is destroyed."""
    families.lock_families(connection, [_family_of(connection, case_id)])
    (file,) = kept.files_marked(connection, case_id)
    if file.destruction is not None:
        return GONE
    today = local_day(now)
    ((_, verdict),) = verdicts(connection, office, [file], on=today)
    if not verdict.may_go(today):
        return "kept"
    return _wipe(connection, item, lambda: wiping.wipe_file(connection, case_id))


def _family_of(connection: Connection, case_id: int) -> int:
    (file,) = kept.files_marked(connection, case_id)
    return file.family_id


def _destroy_family(connection: Connection, item: ItemDue, family_id: int) -> str | None:
    """Why not, or None: it is destroyed."""
    families.lock_families(connection, [family_id])
    if leftovers.is_gone(connection, family_id):
        return GONE
    if destructions.files_left(connection, family_id):
        return "file_left"
    return _wipe(connection, item, lambda: wiping.wipe_family(connection, family_id))


def _wipe(
    connection: Connection, item: ItemDue, wipe: Callable[[], Mapping[str, int]]
) -> str | None:
    """Destroy it, and take that back if it is not exactly what was confirmed."""
    with connection.begin_nested() as trial:
        if compared(wipe()) == compared(item.counts):
            return None
        trial.rollback()
    return "changed"
