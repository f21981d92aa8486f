"""What is on the agenda of a meeting: cases, in their order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection, bindparam, func, insert, select, update

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.cases import HEADS, CaseHead
from engine.store.meetings import MeetingHead
from engine.store.rows import columns, new_id
from engine.store.tables.cases import CASES, WORKFLOW_VERSION
from engine.store.tables.meetings import AGENDA_ITEM, MEETING, ItemState
from engine.store.visibility import VISIBLE, seen_by


@dataclass(frozen=True, slots=True)
class ItemHead:
    """A case on the agenda of a meeting."""

    id: int
    public_id: str
    meeting_id: int
    case_id: int
    position: int
    starts: time | None
    minutes: int | None
    state: ItemState
    carried_from_id: int | None
    seq: int


@dataclass(frozen=True, slots=True)
class ItemListed:
    """An item, and the case that it is about."""

    item: ItemHead
    case: CaseHead


@dataclass(frozen=True, slots=True)
class LiveItem:
    """An item that still waits or was discussed, of a meeting that is not over."""

    item: ItemHead
    meeting: MeetingHead


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A case to be put on an agenda, at the end."""

    case_id: int
    seq: int
    minutes: int | None = None
    carried_from_id: int | None = None


LIVE: tuple[ItemState, ...] = ("planned", "discussed")
_ITEM = columns(AGENDA_ITEM, ItemHead)
_SIZE = len(_ITEM)
_ORDER = (AGENDA_ITEM.c.position, AGENDA_ITEM.c.id)
_ADD = insert(AGENDA_ITEM).returning(*_ITEM)
_LAST = select(func.max(AGENDA_ITEM.c.position)).where(
    AGENDA_ITEM.c.meeting_id == bindparam("wanted")
)
_OF_MEETING = (
    select(*_ITEM, *HEADS.selected_columns)
    .join(CASES, CASES.c.id == AGENDA_ITEM.c.case_id)
    .join(WORKFLOW_VERSION, WORKFLOW_VERSION.c.id == CASES.c.version_id)
    .where(AGENDA_ITEM.c.meeting_id == bindparam("wanted"))
    .order_by(*_ORDER)
)
_SEEN = _OF_MEETING.where(VISIBLE)
_BUSY = (
    select(AGENDA_ITEM.c.meeting_id)
    .where(
        AGENDA_ITEM.c.meeting_id.in_(bindparam("ids", expanding=True)),
        AGENDA_ITEM.c.state.in_(LIVE),
    )
    .distinct()
)
_LIVE_ANYWHERE = (
    select(*_ITEM, *columns(MEETING, MeetingHead))
    .join(MEETING, MEETING.c.id == AGENDA_ITEM.c.meeting_id)
    .where(AGENDA_ITEM.c.state.in_(LIVE), MEETING.c.state.not_in(("held", "cancelled")))
    .order_by(AGENDA_ITEM.c.id.desc())
)
_LIVE = _LIVE_ANYWHERE.where(AGENDA_ITEM.c.case_id == bindparam("case_id"))
_LIVE_OF = _LIVE_ANYWHERE.where(AGENDA_ITEM.c.case_id.in_(bindparam("ids", expanding=True)))
_OF_CASE = (
    select(*_ITEM)
    .where(AGENDA_ITEM.c.case_id == bindparam("case_id"))
    .order_by(AGENDA_ITEM.c.id.desc())
)
_LAST_TABLE = (
    select(MEETING.c.table_id)
    .join(AGENDA_ITEM, AGENDA_ITEM.c.meeting_id == MEETING.c.id)
    .where(AGENDA_ITEM.c.case_id == bindparam("case_id"))
    .order_by(AGENDA_ITEM.c.id.desc())
    .limit(1)
)
_MOVE = (
    update(AGENDA_ITEM)
    .where(AGENDA_ITEM.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=bindparam("to_state"))
)
_PLACE = (
    update(AGENDA_ITEM)
    .where(AGENDA_ITEM.c.id == bindparam("item_id"))
    .values(position=bindparam("at"), starts=bindparam("from_time"), minutes=bindparam("lasts"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an item comes on the agenda."""

    item_id: int
    position: int
    starts: time | None
    minutes: int | None


def add_item(
    connection: Connection, meeting: MeetingHead, item: NewItem, *, now: datetime
) -> ItemHead:
    """Put a case at the end of the agenda."""
    last = connection.execute(_LAST, {"wanted": meeting.id}).scalar_one_or_none()
    row = {
        "public_id": new_id(),
        "meeting_id": meeting.id,
        "case_id": item.case_id,
        "position": (last or 0) + 1,
        "minutes": item.minutes,
        "state": "planned",
        "carried_from_id": item.carried_from_id,
        "seq": item.seq,
        "made_at": now,
    }
    return ItemHead(*connection.execute(_ADD, row).one())


def items_of(connection: Connection, meeting: MeetingHead) -> tuple[ItemListed, ...]:
    """Every item of the meeting, for the rules about a whole meeting: nobody looks."""
    rows = connection.execute(_OF_MEETING, {"wanted": meeting.id})
    return tuple(ItemListed(ItemHead(*row[:_SIZE]), CaseHead(*row[_SIZE:])) for row in rows)


def items_seen(
    connection: Connection, viewer: Viewer, meeting: MeetingHead, *, on: date
) -> tuple[ItemListed, ...]:
    """The items whose case the viewer may see on the day ``on``, in their order."""
    rows = connection.execute(_SEEN, {"wanted": meeting.id, **seen_by(viewer, on)})
    return tuple(ItemListed(ItemHead(*row[:_SIZE]), CaseHead(*row[_SIZE:])) for row in rows)


def get_item(
    connection: Connection, viewer: Viewer, meeting: MeetingHead, public_id: str, *, on: date
) -> ItemListed:
    """One of them.

    Raises:
        NotFound: there is none with this id, or its case is not for the viewer.
    """
    for listed in items_seen(connection, viewer, meeting, on=on):
        if listed.item.public_id == public_id:
            return listed
    raise NotFound("item")


def live_items(connection: Connection, case: CaseHead) -> tuple[LiveItem, ...]:
    """Where the case is on an agenda now, the newest in front."""
    rows = connection.execute(_LIVE, {"case_id": case.id})
    return tuple(LiveItem(ItemHead(*row[:_SIZE]), MeetingHead(*row[_SIZE:])) for row in rows)


def talks_ahead(connection: Connection, case_ids: Collection[int]) -> Mapping[int, LiveItem]:
    """The newest of these of each case, by its key; not of a case that is on no agenda."""
    rows = connection.execute(_LIVE_OF, {"ids": list(case_ids)}).all()
    found = [LiveItem(ItemHead(*row[:_SIZE]), MeetingHead(*row[_SIZE:])) for row in rows]
    return {each.item.case_id: each for each in reversed(found)}


def with_items(connection: Connection, meeting_ids: Collection[int]) -> frozenset[int]:
    """Those of these meetings that have a case on their agenda; nobody looks."""
    return frozenset(connection.execute(_BUSY, {"ids": list(meeting_ids)}).scalars())


def last_item(connection: Connection, case: CaseHead) -> ItemHead | None:
    """The last time that the case was put on an agenda."""
    row = connection.execute(_OF_CASE, {"case_id": case.id}).first()
    return None if row is None else ItemHead(*row)


def last_table(connection: Connection, case: CaseHead) -> int | None:
    """The table to which the case came last."""
    found: int | None = connection.execute(_LAST_TABLE, {"case_id": case.id}).scalar_one_or_none()
    return found


def move_items(connection: Connection, items: Collection[ItemHead], *, to: ItemState) -> None:
    """Bring these items to another state."""
    ids = [item.id for item in items]
    connection.execute(_MOVE, {"ids": ids, "to_state": to})


def place_items(connection: Connection, places: Sequence[Place]) -> None:
    """Give items their places on the agenda."""
    rows = [
        {
            "item_id": place.item_id,
            "at": place.position,
            "from_time": place.starts,
            "lasts": place.minutes,
        }
        for place in places
    ]
    if rows:
        connection.execute(_PLACE, rows)
