"""The cases that a table has before it: a constant number of statements, however many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, Integer, bindparam, func, select, tuple_

from engine.access import Viewer
from engine.store.cases import HEADS, CaseHead
from engine.store.meetings import MeetingHead, MeetingListed
from engine.store.rows import columns
from engine.store.tables.cases import CASES, WORKFLOW_VERSION
from engine.store.tables.meetings import AGENDA_ITEM, MEETING, MEETING_TABLE, MeetingState
from engine.store.tables.trail import CASE_EVENT
from engine.store.visibility import VISIBLE, seen_by

TOOK_PLACE: tuple[MeetingState, ...] = ("in_session", "to_complete", "held")
"""In these a meeting has begun at least."""


@dataclass(frozen=True, slots=True)
class Before:
    """An open case before a table; ``seen`` says whether it is one that the viewer may see."""

    head: CaseHead
    seen: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """So many cases of one version and municipality that stand in one state."""

    workflow_hash: str
    municipality: str | None
    state: str
    many: int


_HEAD = columns(MEETING, MeetingHead)
_SIZE = len(_HEAD)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_HERE = (
    CASES.c.region == bindparam("wanted"),
    CASES.c.workflow.in_(bindparam("workflows", expanding=True)),
)
_VERSIONS = (
    select(WORKFLOW_VERSION.c.hash)
    .join(CASES, CASES.c.version_id == WORKFLOW_VERSION.c.id)
    .where(*_HERE)
    .distinct()
)
_BEFORE = (
    HEADS.add_columns(VISIBLE.label("seen"))
    .where(
        *_HERE, CASES.c.is_final.is_(False), CASES.c.state.in_(bindparam("states", expanding=True))
    )
    .order_by(CASES.c.id)
)
_ENTERED = (
    select(CASE_EVENT.c.case_id, func.max(CASE_EVENT.c.occurred_on).label("day"))
    .join(CASES, CASES.c.id == CASE_EVENT.c.case_id)
    .where(CASE_EVENT.c.case_id.in_(_IDS), CASE_EVENT.c.entered == CASES.c.state)
    .group_by(CASE_EVENT.c.case_id)
)
_TABLE = (
    MEETING_TABLE.c.public_id.label("table"),
    MEETING_TABLE.c.title,
    MEETING_TABLE.c.region,
)
_MEETINGS = select(*_HEAD, *_TABLE).join(MEETING_TABLE, MEETING_TABLE.c.id == MEETING.c.table_id)
_PLANNED = (
    _MEETINGS.add_columns(AGENDA_ITEM.c.case_id)
    .join(AGENDA_ITEM, AGENDA_ITEM.c.meeting_id == MEETING.c.id)
    .where(
        AGENDA_ITEM.c.case_id.in_(_IDS),
        AGENDA_ITEM.c.state == "planned",
        MEETING.c.state.not_in(("held", "cancelled")),
    )
    .order_by(AGENDA_ITEM.c.id)
)
_TALKS = (
    select(AGENDA_ITEM.c.case_id, func.max(MEETING.c.on_date).label("day"))
    .join(MEETING, MEETING.c.id == AGENDA_ITEM.c.meeting_id)
    .where(
        AGENDA_ITEM.c.case_id.in_(_IDS),
        AGENDA_ITEM.c.state == "discussed",
        MEETING.c.id != bindparam("wanted"),
        MEETING.c.on_date <= bindparam("day"),
    )
    .group_by(AGENDA_ITEM.c.case_id)
)
_NEXT_DAY = select(func.min(MEETING.c.on_date)).where(
    MEETING.c.table_id == bindparam("wanted"),
    MEETING.c.on_date > bindparam("day"),
    MEETING.c.state != "cancelled",
)
_EARLIER = _MEETINGS.where(
    MEETING.c.table_id == bindparam("wanted"),
    tuple_(MEETING.c.on_date, MEETING.c.id)
    < tuple_(bindparam("day", type_=MEETING.c.on_date.type), bindparam("id", type_=Integer)),
).order_by(MEETING.c.on_date.desc(), MEETING.c.id.desc())
_LAST = _EARLIER.where(MEETING.c.state.in_(TOOK_PLACE)).limit(1)
_TO_COMPLETE = _EARLIER.where(MEETING.c.state == "to_complete").limit(bindparam("most"))
_COUNTED = (
    select(
        WORKFLOW_VERSION.c.hash,
        CASES.c.municipality,
        CASES.c.state,
        func.count(CASES.c.id.distinct()),
    )
    .join(CASES, CASES.c.version_id == WORKFLOW_VERSION.c.id)
    .where(*_HERE)
    .group_by(WORKFLOW_VERSION.c.hash, CASES.c.municipality, CASES.c.state)
)
_OPENED = _COUNTED.where(CASES.c.opened_on >= bindparam("since"))
_CLOSED = _COUNTED.join(CASE_EVENT, CASE_EVENT.c.case_id == CASES.c.id).where(
    CASES.c.is_final.is_(True),
    CASE_EVENT.c.entered == CASES.c.state,
    CASE_EVENT.c.occurred_on >= bindparam("since"),
)


def versions_in_use(
    connection: Connection, region: str, workflows: Collection[str]
) -> frozenset[str]:
    """The versions of these workflows, by hash, that cases of the region follow."""
    wanted = {"wanted": region, "workflows": sorted(workflows)}
    return frozenset(connection.execute(_VERSIONS, wanted).scalars())


def cases_in(
    connection: Connection,
    viewer: Viewer,
    region: str,
    *,
    workflows: Collection[str],
    states: Collection[str],
    on: date,
) -> tuple[Before, ...]:
    """The open cases of the region that stand in these states, also those not for the viewer.

    Of the latter nothing but how many there are may leave the service.
    """
    wanted = {"wanted": region, "workflows": sorted(workflows), "states": sorted(states)}
    rows = connection.execute(_BEFORE, {**wanted, **seen_by(viewer, on)})
    return tuple(Before(CaseHead(*head), seen) for *head, seen in rows)


def entered_on(connection: Connection, case_ids: Collection[int]) -> Mapping[int, date]:
    """The day on which each case came to where it stands now."""
    rows = connection.execute(_ENTERED, {"ids": list(case_ids)})
    return {row.case_id: row.day for row in rows}


def planned_at(connection: Connection, case_ids: Collection[int]) -> Mapping[int, MeetingListed]:
    """The meeting that each case waits for, of those that are not over."""
    rows = connection.execute(_PLANNED, {"ids": list(case_ids)})
    return {case_id: _listed(row) for *row, case_id in rows}


def last_talks(
    connection: Connection, case_ids: Collection[int], meeting: MeetingHead
) -> Mapping[int, date]:
    """The day on which each case was discussed last, before this meeting."""
    wanted = {"ids": list(case_ids), "wanted": meeting.id, "day": meeting.on_date}
    return {row.case_id: row.day for row in connection.execute(_TALKS, wanted)}


def next_day(connection: Connection, meeting: MeetingHead) -> date | None:
    """The day of the meeting of this table that comes after this one, if it is planned."""
    wanted = {"wanted": meeting.table_id, "day": meeting.on_date}
    found: date | None = connection.execute(_NEXT_DAY, wanted).scalar_one_or_none()
    return found


def last_before(connection: Connection, meeting: MeetingHead) -> MeetingListed | None:
    """The meeting of the table that took place last before this one."""
    row = connection.execute(_LAST, _before(meeting)).one_or_none()
    return None if row is None else _listed(row)


def to_complete(
    connection: Connection, meeting: MeetingHead, *, limit: int
) -> tuple[MeetingListed, ...]:
    """The earlier meetings of the table that are not completed, the newest in front."""
    rows = connection.execute(_TO_COMPLETE, {**_before(meeting), "most": limit})
    return tuple(_listed(row) for row in rows)


def opened_since(
    connection: Connection, region: str, *, workflows: Collection[str], since: date
) -> tuple[Counted, ...]:
    """How many cases of these workflows were opened in the region from that day on."""
    wanted = {"wanted": region, "workflows": sorted(workflows), "since": since}
    return tuple(Counted(*row) for row in connection.execute(_OPENED, wanted))


def closed_since(
    connection: Connection, region: str, *, workflows: Collection[str], since: date
) -> tuple[Counted, ...]:
    """How many cases of these workflows came to their end there from that day on."""
    wanted = {"wanted": region, "workflows": sorted(workflows), "since": since}
    return tuple(Counted(*row) for row in connection.execute(_CLOSED, wanted))


def _before(meeting: MeetingHead) -> dict[str, object]:
    return {"wanted": meeting.table_id, "day": meeting.on_date, "id": meeting.id}


def _listed(row: Sequence[Any]) -> MeetingListed:
    head, rest = row[:_SIZE], row[_SIZE:]
    return MeetingListed(MeetingHead(*head), *rest)
