"""What the family says in own words, and which record is the corrected version of which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, or_, select

from engine.store.cases import CaseHead
from engine.store.records import RecordHead
from engine.store.rows import new_id, values_of
from engine.store.tables.cases import RECORD
from engine.store.tables.people import PERSON
from engine.store.tables.rights import RECORD_CORRECTION, STATEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStatement:
    """What somebody says of a record, of a step, or of the case."""

    person_id: int
    words: str
    said_on: date
    record_id: int | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class StatementSeen:
    """The same with whose words they are; ``record`` and ``person`` are public ids."""

    public_id: str
    person: str
    name: str
    record: str | None
    record_id: int | None
    seq: int | None
    said_on: date
    words: str


@dataclass(frozen=True, slots=True)
class CorrectionSeen:
    """``record`` is the corrected version of ``corrects``; with the status it has now."""

    record: str
    corrects: str
    status: str
    why: str
    recorded_at: datetime


_SEEN = (
    select(
        STATEMENT.c.public_id,
        PERSON.c.public_id.label("person"),
        PERSON.c.name,
        RECORD.c.public_id.label("record"),
        STATEMENT.c.record_id,
        STATEMENT.c.seq,
        STATEMENT.c.said_on,
        STATEMENT.c.words,
    )
    .join(PERSON, PERSON.c.id == STATEMENT.c.person_id)
    .outerjoin(RECORD, RECORD.c.id == STATEMENT.c.record_id)
    .where(STATEMENT.c.case_id == bindparam("wanted_case"))
    .order_by(STATEMENT.c.id)
)
_OLD = RECORD.alias("corrected")
_CORRECTIONS = (
    select(
        RECORD.c.public_id,
        _OLD.c.public_id.label("corrects"),
        RECORD.c.status,
        RECORD_CORRECTION.c.why,
        RECORD_CORRECTION.c.recorded_at,
    )
    .join(RECORD, RECORD.c.id == RECORD_CORRECTION.c.record_id)
    .join(_OLD, _OLD.c.id == RECORD_CORRECTION.c.corrects_id)
    .where(RECORD.c.case_id == bindparam("wanted_case"))
    .order_by(RECORD_CORRECTION.c.record_id)
)
_ABOUT = _CORRECTIONS.where(
    or_(
        RECORD_CORRECTION.c.record_id == bindparam("wanted"),
        RECORD_CORRECTION.c.corrects_id == bindparam("wanted"),
    )
)


def add_statement(
    connection: Connection, case: CaseHead, new: NewStatement, *, by: int, now: datetime
) -> str:
    """Add it; nothing changes it from then on."""
    public_id = new_id()
    row = {**values_of(new), "public_id": public_id, "case_id": case.id}
    connection.execute(insert(STATEMENT), {**row, "recorded_at": now, "recorded_by": by})
    return public_id


def statements_of(connection: Connection, case: CaseHead) -> tuple[StatementSeen, ...]:
    """All that was said in the case, oldest first."""
    rows = connection.execute(_SEEN, {"wanted_case": case.id})
    return tuple(StatementSeen(*row) for row in rows)


def add_correction(
    connection: Connection,
    new: RecordHead,
    corrects: RecordHead,
    *,
    why: str,
    request_id: int | None,
    by: int,
    now: datetime,
) -> None:
    """Keep that a record is the corrected version of another."""
    row = {"record_id": new.id, "corrects_id": corrects.id, "request_id": request_id, "why": why}
    connection.execute(insert(RECORD_CORRECTION), {**row, "recorded_at": now, "recorded_by": by})


def corrections_of(
    connection: Connection, case: CaseHead, record: RecordHead | None = None
) -> tuple[CorrectionSeen, ...]:
    """Which record corrects which in the case, oldest first; or those about one of them."""
    wanted = {"wanted_case": case.id} | ({"wanted": record.id} if record else {})
    rows = connection.execute(_ABOUT if record else _CORRECTIONS, wanted)
    return tuple(CorrectionSeen(*row) for row in rows)
