"""What waits for the clock: deadlines, reminders, notices; and the talks that meet them."""

from datetime import date, datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.notice_times import Choice, Sort
from engine.snapshot import DutyState
from engine.store.tables.base import METADATA, Json, key, one_of, public, ref
from engine.text import Language

ReminderState: TypeAlias = Literal["planned", "fired", "suppressed", "superseded"]
NoticeState: TypeAlias = Literal[
    "open", "sending", "sent", "failed", "uncertain", "in_app", "superseded"
]
"""``in_app``: its reader wants no mail of this sort. ``superseded``: it was not needed any more."""


class DeadlineRow(SQLModel, table=True):
    """A deadline of a case; ``slot`` is the child part, or empty for the case as a whole."""

    __tablename__ = "deadline"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "key", "slot", "occurrence"),
        one_of("state", DutyState),
        sa.Index(None, "state", "due_at"),
        sa.Index(None, "state", "suspended_until"),
    )

    id: int | None = key()
    public_id: str = public()
    case_id: int = ref("cases.id", index=True)
    key: str
    child_id: int | None = ref("person.id")
    slot: str
    occurrence: int
    rule: str | None
    kind: str
    starts_on: date
    due_on: date
    due_at: datetime
    late_after: date
    window_opens: date | None
    owner_role: str
    is_law: bool
    review: bool
    state: str
    explanation: Json = Field(sa_type=sa.JSON)
    terms: Json = Field(sa_type=sa.JSON)
    suspended_on: date | None
    suspended_until: date | None
    ended_on: date | None
    started_seq: int
    ended_by_seq: int | None


class ReminderRow(SQLModel, table=True):
    """The ledger: one row for each deadline, due date, step and audience."""

    __tablename__ = "reminder"
    __table_args__ = (
        sa.UniqueConstraint("deadline_id", "due_on", "step", "audience"),
        one_of("state", ReminderState),
        sa.Index(None, "state", "fire_at"),
        sa.Index(None, "deadline_id", "state"),
    )

    id: int | None = key()
    public_id: str = public()
    deadline_id: int = ref("deadline.id")
    due_on: date
    step: str
    audience: str
    on_date: date
    fire_at: datetime
    state: str
    why: str | None
    made_at: datetime
    fired_at: datetime | None


class NoticeRow(SQLModel, table=True):
    """The outbox: one row for each reminder, person and channel; ``key`` says which.

    ``bundle`` is the mail in which it leaves, alone or with others; None until that is made.
    ``said`` is what the calendar of its reader is to say of the meeting; of others it is empty.
    """

    __tablename__ = "notice"
    __table_args__ = (
        one_of("state", NoticeState),
        one_of("language", Language),
        one_of("sort", Sort),
        one_of("choice", Choice),
        sa.Index(None, "state", "next_try_at"),
        sa.Index(None, "person_id", "read_at"),
    )

    id: int | None = key()
    public_id: str = public()
    key: str = Field(unique=True)
    reminder_id: int | None = ref("reminder.id", index=True)
    case_id: int | None = ref("cases.id", index=True)
    person_id: int = ref("person.id", index=True)
    channel: str
    template: str
    language: str
    sort: str
    choice: str
    bundle: str | None = Field(index=True)
    state: str
    tries: int
    unsure: int
    next_try_at: datetime | None
    why: str | None
    made_at: datetime
    sent_at: datetime | None
    read_at: datetime | None
    address: str | None
    meeting_id: int | None = ref("meeting.id", index=True)
    said: Json = Field(sa_type=sa.JSON)


class ContactRow(SQLModel, table=True):
    """A held talk of a family."""

    __tablename__ = "contact"

    id: int | None = key()
    public_id: str = public()
    family_id: int = ref("family.id", index=True)
    held_on: date
    recorded_at: datetime
    by_id: int = ref("person.id")


class ContactPersonRow(SQLModel, table=True):
    """Whom a talk concerned."""

    __tablename__ = "contact_person"

    contact_id: int = ref("contact.id", primary=True)
    person_id: int = ref("person.id", primary=True)


class ContactDutyRow(SQLModel, table=True):
    """Which deadline a talk counts for."""

    __tablename__ = "contact_duty"

    contact_id: int = ref("contact.id", primary=True)
    deadline_id: int = ref("deadline.id", primary=True, index=True)


class HeartbeatRow(SQLModel, table=True):
    """When something that must keep running ran last."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True)
    at: datetime


DEADLINE = METADATA.tables["deadline"]
REMINDER = METADATA.tables["reminder"]
NOTICE = METADATA.tables["notice"]
CONTACT = METADATA.tables["contact"]
CONTACT_PERSON = METADATA.tables["contact_person"]
CONTACT_DUTY = METADATA.tables["contact_duty"]
HEARTBEAT = METADATA.tables["heartbeat"]
