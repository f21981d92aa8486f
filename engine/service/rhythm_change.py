"""Another rhythm for a table: what it would change of the meetings ahead, and changing it.

A meeting that moves does not take place, and another one is planned in its stead: what was
planned and undone stays to be seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from engine.access import Viewer
from engine.errors import StaleMeeting
from engine.fields import InputProblem, InvalidInput
from engine.rhythm import Fate, Planned, Replanned, Rhythm, Week, Why, replan
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, looking_at
from engine.service.meeting_follow import follow_meeting
from engine.service.office import Office
from engine.service.table_orders import ChangeRhythm
from engine.service.tables import WEEKDAYS, WHICH_WEEKDAY, table_to_set_up
from engine.store import agenda, meeting_tables, meetings
from engine.store.meeting_tables import TableSeen
from engine.store.meetings import MeetingHead
from engine.store.tables.meetings import MeetingState
from engine.text import Text

FATES: Mapping[Fate, Text] = {
    "stays": Text(nl="Blijft staan", en="Stays"),
    "moves": Text(nl="Gaat naar een andere dag", en="Moves to another day"),
    "goes": Text(nl="Gaat niet door", en="Does not take place"),
    "time": Text(nl="Begint op een andere tijd", en="Begins at another time"),
}
WHYS: Mapping[Why, Text] = {
    "cases": Text(nl="er staan zaken op de agenda", en="there are cases on its agenda"),
    "fixed": Text(nl="de agenda is vastgesteld", en="its agenda is fixed"),
    "extra": Text(nl="dit is een extra tafel", en="this is an extra table"),
    "no_day": Text(nl="er is geen vaste dag meer", en="there is no fixed day any more"),
    "same": Text(nl="dag en tijd blijven gelijk", en="day and time remain the same"),
    "past": Text(
        nl="de nieuwe dag in die week is al voorbij", en="the new day in that week is past"
    ),
    "off": Text(
        nl="de nieuwe dag in die week is een vrije dag", en="the new day in that week is a day off"
    ),
    "taken": Text(
        nl="op de nieuwe dag in die week is er al een bijeenkomst",
        en="the new day in that week has a meeting already",
    ),
}

_AHEAD = 400  # so many meetings of one table are looked at: years
_SEAL = 32
_TOMORROW = timedelta(days=1)
_MINUTES = Text(nl="Geef 5 tot 480 minuten.", en="Give 5 to 480 minutes.")
_FEWEST, _MOST = 5, 480


@dataclass(frozen=True, slots=True)
class RhythmPreview:
    """What becomes of each meeting ahead; ``seal`` stands for all of it."""

    meetings: tuple[Replanned, ...]
    seal: str

    def of(self, *fates: Fate) -> tuple[Replanned, ...]:
        """Those with one of these fates."""
        return tuple(each for each in self.meetings if each.fate in fates)

    @property
    def is_empty(self) -> bool:
        """Whether every planned meeting stays as it is."""
        return not self.of("moves", "goes", "time")


def preview_rhythm(viewer: Viewer, office: Office, order: ChangeRhythm) -> RhythmPreview:
    """What another rhythm would change of the meetings ahead; nothing was saved.

    Raises:
        NotFound: there is no such table, or it is not for this viewer.
        InvalidInput: no such day, or no such number of minutes.
    """
    with looking_at(viewer, office, order.table, "preview_rhythm") as work:
        table = meeting_tables.get_table(work.connection, viewer, order.table, on=work.today)
        _check(order)
        return _preview(work, table, order, _ahead(work, table))


def change_rhythm(viewer: Viewer, office: Office, order: ChangeRhythm) -> TableOutcome:
    """Give a table another rhythm, and let the meetings ahead follow where they can.

    Raises:
        InvalidInput: no such day, or no such number of minutes.
        StaleMeeting: the table changed since it was seen, or a meeting since the preview.
    """
    return at_table(viewer, office, order, _change)


def _change(work: TableWork, order: ChangeRhythm) -> Changed:
    table = table_to_set_up(work, order.table, "change_rhythm")
    _check(order)
    stale = StaleMeeting(table.title, order.seen_version, table.version)
    if order.seen_version != table.version:
        raise stale
    heads = {each.public_id: each for each in _locked(work, table)}
    found = _preview(work, table, order, list(heads.values()))
    if order.seal is not None and order.seal != found.seal:
        raise stale
    for each in found.of("moves", "goes", "time"):
        _follow(work, heads[each.meeting.id], each)
    changed = meeting_tables.change_rhythm(
        work.connection,
        table,
        weekday=order.weekday,
        starts=order.starts,
        slot_minutes=order.slot_minutes,
    )
    if changed is None:  # somebody was first since it was read
        raise stale
    return Changed(changed.public_id, changed.version)


def _follow(work: TableWork, head: MeetingHead, planned: Replanned) -> None:
    """Let one meeting follow: begin at another time, or not take place, with another instead."""
    if planned.fate == "time":
        retimed = meetings.change_meeting(
            work.connection, head, starts=planned.starts, place=head.place
        )
        _moved(work, retimed, None)
        return
    _moved(work, head, "cancelled")
    if planned.to is not None:
        meetings.add_meeting(
            work.connection,
            head.table_id,
            on_date=planned.to,
            starts=planned.starts,
            place=head.place,
            now=work.now,
        )


def _moved(work: TableWork, head: MeetingHead, to: MeetingState | None) -> None:
    moved = meetings.move_meeting(work.connection, head, to_state=to)
    assert moved is not None  # noqa: S101 - its row is locked
    follow_meeting(work, moved, to)


def _preview(
    work: TableWork, table: TableSeen, order: ChangeRhythm, heads: list[MeetingHead]
) -> RhythmPreview:
    calendar = work.office.calendar(work.connection, table.region)
    busy = agenda.with_items(work.connection, [head.id for head in heads])
    week = Week(
        today=work.today,
        is_off=lambda day: calendar.name_of(day) is not None,
        taken={head.on_date for head in heads},
    )
    found = replan(
        [
            Planned(
                head.public_id, head.on_date, head.starts, head.state == "fixed", head.id in busy
            )
            for head in heads
        ],
        _rhythm(work, table, table.weekday, table.starts),
        _rhythm(work, table, order.weekday, order.starts),
        week,
    )
    return RhythmPreview(found, hashlib.sha256(repr(found).encode()).hexdigest()[:_SEAL])


def _rhythm(work: TableWork, table: TableSeen, weekday: str | None, starts: time | None) -> Rhythm:
    """What holds: of what the table does not say itself that of its region."""
    region = work.office.library.regions[table.region].table
    day = weekday or (region.weekday if region else None)
    begins = starts or (region.starts if region else None)
    return Rhythm(WEEKDAYS.index(day) if day else None, begins)


def _ahead(work: TableWork, table: TableSeen) -> list[MeetingHead]:
    """The meetings of the table from tomorrow on that did not begin."""
    found = meetings.meetings_ahead(
        work.connection, [table.id], from_on=work.today + _TOMORROW, limit=_AHEAD
    )
    return [each.head for each in found]


def _locked(work: TableWork, table: TableSeen) -> Iterator[MeetingHead]:
    """The same, each locked, always in one order; as they are once nobody else changes them."""
    found = sorted(_ahead(work, table), key=lambda head: head.id)
    locked = [meetings.lock_meeting(work.connection, head) for head in found]
    yield from sorted((head for head in locked if head.state in meetings.AHEAD), key=_by_day)


def _by_day(head: MeetingHead) -> tuple[date, int]:
    return head.on_date, head.id


def _check(order: ChangeRhythm) -> None:
    problems = []
    if order.weekday is not None and order.weekday not in WEEKDAYS:
        problems.append(InputProblem("weekday", "malformed", WHICH_WEEKDAY))
    if order.slot_minutes is not None and not _FEWEST <= order.slot_minutes <= _MOST:
        problems.append(InputProblem("slot_minutes", "malformed", _MINUTES))
    if problems:
        raise InvalidInput(*problems)
