"""A restore takes something away from the trails: say so, signed, and number on beyond it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.anchor import Anchor
from engine.errors import ConfigurationError
from engine.gap import Gap, first_numbers, is_signed, signature_of
from engine.ports import Clock
from engine.seal import GENESIS
from engine.store import Connection, access_log, anchors, gaps, heartbeat, seals
from engine.store.access_log import LogEntry
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work


def note_gap(
    connection: Connection,
    *,
    backup: str,
    now: datetime,
    key: bytes | None,
    outside: Anchor | None,
) -> Gap:
    """Note what was lost, before anything else is written into what was put back.

    Args:
        backup: what was put back.
        key: what signs anchors; None where it is not at hand, then somebody signs later.
        outside: the newest anchor that was kept outside, where somebody could look.
    """
    sealed, last = seals.sealed(connection), anchors.last_anchor(connection)
    number = 0 if last is None else last.number
    beyond = (0, 0) if outside is None else (outside.last_sealing, outside.number)
    next_sealing, next_anchor = first_numbers(
        now,
        sealing=max(sealed.sealing, gaps.next_sealing(connection), beyond[0]),
        anchor=max(number, gaps.next_anchor(connection), beyond[1]),
    )
    gap = Gap(
        restored_at=now,
        since=_last_moment(connection),
        backup=backup,
        last_sealing=sealed.sealing,
        last_anchor=number,
        prev=GENESIS if last is None else last.hash,
        next_sealing=next_sealing,
        next_anchor=next_anchor,
        seen_outside="" if outside is None else outside.hash,
    )
    made = gap if key is None else replace(gap, signature=signature_of(gap, key))
    gaps.add_gap(connection, made)
    return made


def _last_moment(connection: Connection) -> datetime | None:
    """The last of which this knows; None where a row holds no moment, as after faults."""
    try:
        return heartbeat.last_moment(connection)
    except (ValueError, TypeError):
        return None


def sign_gaps(store: Store, clock: Clock, key: bytes, *, by: str, why: str) -> tuple[Gap, ...]:
    """Sign every gap that is not signed with this key: it was not at hand at the restore.

    Raises:
        ConfigurationError: nothing was ever restored here.
    """
    now = clock.now()
    entry = LogEntry(
        at=now, action="sign_gap", outcome="done", ground=f"{by}: {why}", access_point="machine"
    )
    with unit_of_work(store) as connection:
        found = {each.id: each.gap for each in gaps.gaps(connection)}
        if not found:
            raise ConfigurationError("Nothing was restored here, so there is no gap to sign.")
        signed = {each.id for each in gaps.gaps(connection) if is_signed(each.gap, [key])}
        waiting = {
            row: replace(gap, signature=signature_of(gap, key))
            for row, gap in found.items()
            if row not in signed
        }
        for row, gap in waiting.items():
            gaps.sign_gap(connection, row, gap.signature, now=now)
        if waiting:
            access_log.log(connection, None, entry)
    return tuple(waiting.values())
