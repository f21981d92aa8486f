"""How many minutes a meeting has, how many are planned, and when its items begin."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time

from engine.agenda_proposal import SLOT_MINUTES, Timed, minutes_between, starts_of
from engine.service.office import Office
from engine.store.agenda import LIVE, ItemHead
from engine.store.meeting_tables import TableSeen
from engine.store.meetings import MeetingHead


@dataclass(frozen=True, slots=True)
class Capacity:
    """The minutes of a meeting; None where the region does not say from when until when.

    ``over`` is what was planned beyond them. Pauses between items are not counted.
    """

    minutes: int | None
    planned: int
    free: int | None
    over: int


def slot_of(office: Office, table: TableSeen) -> int:
    """How long a case is talked about at this table where its item does not say so."""
    return table.slot_minutes or SLOT_MINUTES


def capacity_of(office: Office, table: TableSeen, items: Collection[ItemHead]) -> Capacity:
    """What these items, all of the meeting, leave of its minutes."""
    times = office.library.regions[table.region].table
    planned = sum(each.minutes or slot_of(office, table) for each in _live(items))
    if times is None:
        return Capacity(None, planned, None, 0)
    minutes = minutes_between(times.starts, times.ends)
    return Capacity(minutes, planned, max(0, minutes - planned), max(0, planned - minutes))


def proposed_starts(
    meeting: MeetingHead, items: Collection[ItemHead], *, slot: int
) -> Mapping[int, time | None]:
    """When each item of the meeting begins that has no time yet, by key."""
    live = _live(items)
    timed = [Timed(each.starts, each.minutes or slot) for each in live]
    return dict(zip((each.id for each in live), starts_of(meeting.starts, timed), strict=True))


def _live(items: Collection[ItemHead]) -> list[ItemHead]:
    """Those that still take time, in the order of the agenda."""
    return [each for each in items if each.state in LIVE]
