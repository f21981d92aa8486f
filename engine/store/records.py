"""The documents of a case: their statuses over time, and their text beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, Update, bindparam, func, insert, select, update

from engine.errors import NotFound, StaleCase
from engine.store.cases import CaseHead
from engine.store.rows import Values, columns, new_id
from engine.store.tables.cases import CASES, RECORD, RECORD_STATUS, RECORD_TEXT
from engine.store.tables.people import PERSON


@dataclass(frozen=True, slots=True)
class RecordHead:
    """A document; ``seq`` is the version of the case that changed it last."""

    id: int
    public_id: str
    case_id: int
    child_id: int | None
    type: str
    author_id: int
    status: str
    dated_on: date
    seq: int


@dataclass(frozen=True, slots=True)
class RecordListed:
    """A document in a list: who began it, and when it was written or moved last."""

    head: RecordHead
    author: str
    author_name: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """A document to be added, in its first status."""

    type: str
    child_id: int | None
    author_id: int
    fields: Values
    on: date
    status: str
    settled: bool = False
    dated_on: date | None = None  # else ``on``


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMove:
    """A status that a document reaches on the day ``on``; its age counts from ``dated_on``."""

    status: str
    settled: bool
    on: date
    dated_on: date


_ADD = insert(RECORD).returning(RECORD.c.id)
_HEADS = select(*columns(RECORD, RecordHead))
_ONE = _HEADS.where(
    RECORD.c.case_id == bindparam("wanted_case"), RECORD.c.public_id == bindparam("wanted")
)
_OF_CASE = _HEADS.where(RECORD.c.case_id == bindparam("wanted_case")).order_by(RECORD.c.id)
_MOVED_AT = (
    select(func.max(RECORD_STATUS.c.recorded_at))
    .where(RECORD_STATUS.c.record_id == RECORD.c.id)
    .scalar_subquery()
)
_WRITTEN_AT = (
    select(func.max(RECORD_TEXT.c.recorded_at))
    .where(RECORD_TEXT.c.record_id == RECORD.c.id)
    .scalar_subquery()
)
_LISTED = (
    _HEADS.add_columns(PERSON.c.public_id.label("author"), PERSON.c.name, _MOVED_AT, _WRITTEN_AT)
    .join(PERSON, PERSON.c.id == RECORD.c.author_id)
    .where(RECORD.c.case_id == bindparam("wanted_case"))
    .order_by(RECORD.c.id)
)
_LISTED_ONE = _LISTED.where(RECORD.c.public_id == bindparam("wanted"))
_SAME = _OF_CASE.where(
    RECORD.c.type == bindparam("wanted_type"),
    RECORD.c.child_id.is_not_distinct_from(bindparam("wanted_child", type_=Integer)),
    RECORD.c.id != bindparam("but"),
)
_WRITERS = (
    select(PERSON.c.public_id)
    .join(RECORD_TEXT, RECORD_TEXT.c.by_id == PERSON.c.id)
    .where(RECORD_TEXT.c.record_id == bindparam("wanted"))
)
_EVER_SETTLED = (
    select(RECORD_STATUS.c.id)
    .where(RECORD_STATUS.c.record_id == bindparam("wanted"), RECORD_STATUS.c.settled)
    .limit(1)
)
_UNCHANGED = (RECORD.c.id == bindparam("record_id"), RECORD.c.seq == bindparam("seen"))
_MOVE = (
    update(RECORD)
    .where(*_UNCHANGED)
    .values(status=bindparam("to"), dated_on=bindparam("from_day"), seq=bindparam("now_at"))
)
_TOUCH = update(RECORD).where(*_UNCHANGED).values(seq=bindparam("now_at"))
_CURRENT = (
    select(CASES.c.public_id, RECORD.c.seq)
    .join(RECORD, RECORD.c.case_id == CASES.c.id)
    .where(RECORD.c.id == bindparam("record_id"))
)
_TEXT = (
    select(RECORD_TEXT.c.fields)
    .where(RECORD_TEXT.c.record_id == bindparam("wanted"))
    .order_by(RECORD_TEXT.c.id.desc())
    .limit(1)
)
_NEWEST = (
    select(func.max(RECORD_TEXT.c.id))
    .where(RECORD_TEXT.c.record_id.in_(bindparam("ids", expanding=True)))
    .group_by(RECORD_TEXT.c.record_id)
)
_TEXTS = select(RECORD_TEXT.c.record_id, RECORD_TEXT.c.fields).where(RECORD_TEXT.c.id.in_(_NEWEST))


def add_record(
    connection: Connection, case: CaseHead, record: NewRecord, *, now: datetime, seq: int
) -> RecordHead:
    """Add a document in its first status, with its text; ``seq`` is the event's."""
    row: Values = {
        "public_id": new_id(),
        "case_id": case.id,
        "child_id": record.child_id,
        "type": record.type,
        "author_id": record.author_id,
        "status": record.status,
        "dated_on": record.dated_on or record.on,
        "seq": seq,
    }
    record_id: int = connection.execute(_ADD, {**row, "created_at": now}).scalar_one()
    head = RecordHead(id=record_id, **row)
    move = RecordMove(
        status=head.status, settled=record.settled, on=record.on, dated_on=head.dated_on
    )
    _write_status(connection, head, move, by=record.author_id, now=now)
    _write_text(connection, head, record.fields, by=record.author_id, now=now)
    return head


def get_record(connection: Connection, case: CaseHead, public_id: str) -> RecordHead:
    """A document of this case.

    Raises:
        NotFound: this case has none with this id; another case may.
    """
    wanted = {"wanted_case": case.id, "wanted": public_id}
    row = connection.execute(_ONE, wanted).one_or_none()
    if row is None:
        raise NotFound("record")
    return RecordHead(*row)


def records_of(connection: Connection, case: CaseHead) -> tuple[RecordHead, ...]:
    """The documents of the case, oldest first."""
    rows = connection.execute(_OF_CASE, {"wanted_case": case.id})
    return tuple(RecordHead(*row) for row in rows)


def records_listed(connection: Connection, case: CaseHead) -> tuple[RecordListed, ...]:
    """The documents of the case with their authors, oldest first; without their text."""
    rows = connection.execute(_LISTED, {"wanted_case": case.id})
    return tuple(map(_listed, rows))


def record_listed(connection: Connection, case: CaseHead, public_id: str) -> RecordListed:
    """One of them.

    Raises:
        NotFound: this case has none with this id; another case may.
    """
    wanted = {"wanted_case": case.id, "wanted": public_id}
    row = connection.execute(_LISTED_ONE, wanted).one_or_none()
    if row is None:
        raise NotFound("record")
    return _listed(row)


def same_records(
    connection: Connection, case: CaseHead, record: RecordHead
) -> tuple[RecordHead, ...]:
    """The other documents of the same type about the same child part, oldest first."""
    wanted = {"wanted_case": case.id, "wanted_type": record.type}
    about = {"wanted_child": record.child_id, "but": record.id}
    rows = connection.execute(_SAME, {**wanted, **about})
    return tuple(RecordHead(*row) for row in rows)


def writers_of(connection: Connection, record: RecordHead) -> frozenset[str]:
    """The public ids of everybody who wrote in it, from its first draft on."""
    return frozenset(connection.execute(_WRITERS, {"wanted": record.id}).scalars())


def was_settled(connection: Connection, record: RecordHead) -> bool:
    """Whether any status that it ever had settled it."""
    return connection.execute(_EVER_SETTLED, {"wanted": record.id}).first() is not None


def move_record(
    connection: Connection,
    record: RecordHead,
    move: RecordMove,
    *,
    by: int,
    now: datetime,
    seq: int,
) -> RecordHead:
    """Move a document to another status, if nobody changed it meanwhile.

    Raises:
        StaleCase: somebody did; nothing is written.
    """
    moved = {"to": move.status, "from_day": move.dated_on}
    _change(connection, _MOVE, record, {**moved, "now_at": seq})
    head = replace(record, status=move.status, dated_on=move.dated_on, seq=seq)
    _write_status(connection, head, move, by=by, now=now)
    return head


def write_text(
    connection: Connection,
    record: RecordHead,
    fields: Values,
    *,
    by: int,
    now: datetime,
    seq: int,
) -> RecordHead:
    """Write what a document says from now on; what it said stays.

    Raises:
        StaleCase: somebody changed it meanwhile; nothing is written.
    """
    _change(connection, _TOUCH, record, {"now_at": seq})
    head = replace(record, seq=seq)
    _write_text(connection, head, fields, by=by, now=now)
    return head


def read_text(connection: Connection, record: RecordHead) -> Mapping[str, object]:
    """What the document says now; to be stripped by field class before it is shown."""
    found: dict[str, object] = connection.execute(_TEXT, {"wanted": record.id}).scalar_one()
    return found


def texts_of(
    connection: Connection, records: Iterable[RecordHead]
) -> Mapping[int, Mapping[str, object]]:
    """What each of these documents says now, by key; to be stripped as that of one is."""
    rows = connection.execute(_TEXTS, {"ids": sorted(each.id for each in records)})
    return {row.record_id: row.fields for row in rows}


def _listed(row: Row[Any]) -> RecordListed:
    values = list(row)
    author, name, moved_at, written_at = values[-4:]
    return RecordListed(RecordHead(*values[:-4]), author, name, max(moved_at, written_at))


def _change(connection: Connection, statement: Update, record: RecordHead, to: Values) -> None:
    seen = {"record_id": record.id, "seen": record.seq, **to}
    if connection.execute(statement, seen).rowcount != 1:
        case, current = connection.execute(_CURRENT, {"record_id": record.id}).one()
        raise StaleCase(case, record.seq, current)


def _write_status(
    connection: Connection, head: RecordHead, move: RecordMove, *, by: int, now: datetime
) -> None:
    row = {
        "record_id": head.id,
        "status": move.status,
        "settled": move.settled,
        "on_date": move.on,
        "dated_on": move.dated_on,
        "recorded_at": now,
        "by_id": by,
        "seq": head.seq,
    }
    connection.execute(insert(RECORD_STATUS), row)


def _write_text(
    connection: Connection, head: RecordHead, fields: Values, *, by: int, now: datetime
) -> None:
    row = {"record_id": head.id, "seq": head.seq, "fields": dict(fields)}
    connection.execute(insert(RECORD_TEXT), {**row, "recorded_at": now, "by_id": by})
