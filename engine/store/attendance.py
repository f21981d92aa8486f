"""Who was there, by phone or in the room, and why somebody was not; the last word counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from engine.access import Viewer
from engine.store.meetings import MeetingHead
from engine.store.rows import new_id, values_of
from engine.store.tables.meetings import ATTENDANCE, How
from engine.store.tables.people import PERSON, PersonKind

PRESENT: tuple[How, ...] = ("in_room", "by_phone", "by_video")
"""How somebody is there."""


@dataclass(frozen=True, slots=True)
class AttendanceSeen:
    """What was marked last of somebody: of the whole meeting, or of one item."""

    public_id: str
    item_id: int | None
    person: str | None
    name: str | None
    words: str | None
    role: str
    how: How
    reason: str | None
    kind: PersonKind | None

    @property
    def of_family(self) -> bool:
        """Whether it is known that this is somebody of the family."""
        return self.kind not in (None, "professional")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Somebody, by person or in words, is there in a role, or is not."""

    role: str
    how: How
    person_id: int | None = None
    words: str | None = None
    reason: str | None = None


_PERSON = {"person": PERSON.c.public_id, "name": PERSON.c.name, "kind": PERSON.c.kind}
_COLUMNS = [
    _PERSON[field.name] if field.name in _PERSON else ATTENDANCE.c[field.name]
    for field in fields(AttendanceSeen)
]
_SEEN = (
    select(*_COLUMNS)
    .outerjoin(PERSON, PERSON.c.id == ATTENDANCE.c.person_id)
    .order_by(ATTENDANCE.c.id)
)
_OF_MEETING = _SEEN.where(
    ATTENDANCE.c.meeting_id == bindparam("wanted"), ATTENDANCE.c.item_id.is_(None)
)
_OF_ITEMS = _SEEN.where(ATTENDANCE.c.item_id.in_(bindparam("ids", expanding=True)))
_ADD = insert(ATTENDANCE).returning(ATTENDANCE.c.public_id)


def add_mark(
    connection: Connection,
    meeting: MeetingHead,
    mark: Mark,
    *,
    item_id: int | None = None,
    by: Viewer,
    now: datetime,
) -> str:
    """Mark somebody, for the whole meeting or for one item; the public id."""
    row = {
        **values_of(mark),
        "public_id": new_id(),
        "meeting_id": meeting.id,
        "item_id": item_id,
        "recorded_at": now,
        "by_id": by.person,
    }
    made: str = connection.execute(_ADD, row).scalar_one()
    return made


def marks_of_meeting(connection: Connection, meeting: MeetingHead) -> tuple[AttendanceSeen, ...]:
    """What was marked last of everybody, for the meeting as a whole."""
    return _last(connection.execute(_OF_MEETING, {"wanted": meeting.id}).all())


def marks_of_items(connection: Connection, item_ids: Sequence[int]) -> tuple[AttendanceSeen, ...]:
    """What was marked last of everybody at these items."""
    return _last(connection.execute(_OF_ITEMS, {"ids": list(item_ids)}).all())


def _last(rows: Sequence[Any]) -> tuple[AttendanceSeen, ...]:
    seen = [AttendanceSeen(*row) for row in rows]
    last = {(each.item_id, each.person or each.words, each.role): each for each in seen}
    return tuple(last.values())
