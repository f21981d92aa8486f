"""Tables and who sits at them, their meetings, what is on the agenda, and what is agreed."""

from datetime import date, datetime, time
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.snapshot import AgreementState
from engine.store.tables.base import METADATA, Json, key, one_of, public, ref

MeetingState: TypeAlias = Literal[
    "concept", "fixed", "in_session", "to_complete", "held", "cancelled"
]
ItemState: TypeAlias = Literal["planned", "discussed", "carried_over", "removed"]
How: TypeAlias = Literal[
    "in_room",
    "by_phone",
    "by_video",
    "heard_before",
    "absent_with_notice",
    "absent",
    "not_invited",
]


class MeetingTableRow(SQLModel, table=True):
    """A table of a region; without municipalities it serves all of them."""

    __tablename__ = "meeting_table"

    id: int | None = key()
    public_id: str = public()
    region: str = Field(index=True)
    title: str
    municipalities: list[str] = Field(sa_type=sa.JSON)
    weekday: str | None
    starts: time | None
    slot_minutes: int | None
    version: int
    created_at: datetime


class TableMemberRow(SQLModel, table=True):
    """Somebody sits at a table in a role, from a day on."""

    __tablename__ = "table_member"

    id: int | None = key()
    public_id: str = public()
    table_id: int = ref("meeting_table.id", index=True)
    person_id: int = ref("person.id", index=True)
    role: str
    from_on: date
    until_on: date | None
    recorded_at: datetime
    ended_at: datetime | None


class MeetingRow(SQLModel, table=True):
    """A table meets on a day."""

    __tablename__ = "meeting"
    __table_args__ = (one_of("state", MeetingState), sa.Index(None, "table_id", "on_date"))

    id: int | None = key()
    public_id: str = public()
    table_id: int = ref("meeting_table.id")
    on_date: date
    starts: time | None
    place: str | None
    state: str
    version: int
    made_at: datetime


class AgendaItemRow(SQLModel, table=True):
    """A case is discussed at a meeting; ``seq`` is the version of the case that put it there."""

    __tablename__ = "agenda_item"
    __table_args__ = (one_of("state", ItemState),)

    id: int | None = key()
    public_id: str = public()
    meeting_id: int = ref("meeting.id", index=True)
    case_id: int = ref("cases.id", index=True)
    position: int
    starts: time | None
    minutes: int | None
    state: str
    carried_from_id: int | None = ref("agenda_item.id")
    seq: int
    made_at: datetime


class AttendanceRow(SQLModel, table=True):
    """Who was there, or why not; of a whole meeting, or of one item. The last row counts."""

    __tablename__ = "attendance"
    __table_args__ = (one_of("how", How),)

    id: int | None = key()
    public_id: str = public()
    meeting_id: int = ref("meeting.id", index=True)
    item_id: int | None = ref("agenda_item.id", index=True)
    person_id: int | None = ref("person.id")
    words: str | None
    role: str
    how: str
    reason: str | None
    recorded_at: datetime
    by_id: int = ref("person.id")


class AgreementRow(SQLModel, table=True):
    """Something agreed in a case; ``seq`` is the version of the case that changed it last."""

    __tablename__ = "agreement"
    __table_args__ = (one_of("state", AgreementState),)

    id: int | None = key()
    public_id: str = public()
    case_id: int = ref("cases.id", index=True)
    child_id: int | None = ref("person.id")
    owner_id: int | None = ref("person.id")
    due_on: date
    state: str
    seq: int
    made_on: date
    made_by: int = ref("person.id")
    settled_on: date | None
    recorded_at: datetime


class AgreementTextRow(SQLModel, table=True):
    """What an agreement said from a version of the case on; never overwritten."""

    __tablename__ = "agreement_text"

    id: int | None = key()
    agreement_id: int = ref("agreement.id", index=True)
    seq: int
    said: Json = Field(sa_type=sa.JSON)
    recorded_at: datetime
    by_id: int = ref("person.id")


class AgreementReaderRow(SQLModel, table=True):
    """Whom of the family an agreement is meant for."""

    __tablename__ = "agreement_reader"

    agreement_id: int = ref("agreement.id", primary=True)
    person_id: int = ref("person.id", primary=True)


MEETING_TABLE = METADATA.tables["meeting_table"]
TABLE_MEMBER = METADATA.tables["table_member"]
MEETING = METADATA.tables["meeting"]
AGENDA_ITEM = METADATA.tables["agenda_item"]
ATTENDANCE = METADATA.tables["attendance"]
AGREEMENT = METADATA.tables["agreement"]
AGREEMENT_TEXT = METADATA.tables["agreement_text"]
AGREEMENT_READER = METADATA.tables["agreement_reader"]
