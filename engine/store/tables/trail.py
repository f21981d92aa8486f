"""What happened and who looked. Events and log rows are never changed: a trigger refuses it."""

from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, Json, key, one_of, ref

Outcome: TypeAlias = Literal["done", "refused", "denied", "failed"]

APPEND_ONLY = ("case_event", "access_log")


class CaseEventRow(SQLModel, table=True):
    """One thing that happened to a case, chained to the one before it."""

    __tablename__ = "case_event"
    __table_args__ = (sa.UniqueConstraint("case_id", "seq"),)

    id: int | None = key()
    case_id: int = ref("cases.id")
    seq: int
    kind: str
    recorded_at: datetime
    occurred_on: date
    occurred_at: datetime
    actor_id: int | None = ref("person.id")
    on_behalf_of: int | None = ref("person.id")
    workflow_hash: str = Field(max_length=64)
    transition: str | None
    act: str | None
    entered: str | None
    payload: Json = Field(sa_type=sa.JSON)
    details_hash: str = Field(max_length=64)
    prev: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class CaseEventDetailRow(SQLModel, table=True):
    """Names and texts of an event, beside the chain: these may be destroyed."""

    __tablename__ = "case_event_detail"

    event_id: int = ref("case_event.id", primary=True)
    nonce: str
    details: Json = Field(sa_type=sa.JSON)


class AccessLogRow(SQLModel, table=True):
    """Somebody looked, searched, acted or was refused."""

    __tablename__ = "access_log"
    __table_args__ = (one_of("outcome", Outcome),)

    id: int | None = key()
    at: datetime = Field(index=True)
    person_id: int | None = ref("person.id", index=True)
    on_behalf_of: int | None = ref("person.id")
    organisation_id: int | None = ref("organisation.id")
    session: str
    access_point: str
    action: str
    case_id: int | None = ref("cases.id", index=True)
    record: str | None = Field(index=True)
    field_class: str | None
    ground: str | None
    outcome: str
    emergency: bool
    request_id: str
    reason_keys: list[Any] = Field(sa_type=sa.JSON)


class StoredAnswerRow(SQLModel, table=True):
    """The answer to a request that changed something, kept for its repeat."""

    __tablename__ = "stored_answer"
    __table_args__ = (sa.UniqueConstraint("person_id", "key"),)

    id: int | None = key()
    person_id: int = ref("person.id")
    key: str
    body_hash: str
    answer: Json = Field(sa_type=sa.JSON)
    made_at: datetime = Field(index=True)


CASE_EVENT = METADATA.tables["case_event"]
CASE_EVENT_DETAIL = METADATA.tables["case_event_detail"]
ACCESS_LOG = METADATA.tables["access_log"]
STORED_ANSWER = METADATA.tables["stored_answer"]
