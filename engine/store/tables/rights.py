"""What somebody asked of their own data, what came of it, and what they said in own words."""

from datetime import date, datetime
from typing import Literal, TypeAlias

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, Json, key, one_of, public, ref

RequestKind: TypeAlias = Literal["access", "correction"]
RequestState: TypeAlias = Literal[
    "open", "judged", "confirmed", "to_refuse", "given", "corrected", "refused", "withdrawn"
]
ClosedAs: TypeAlias = Literal["withdrawn", "corrected", "refused"]
"""How a request ends without a copy."""

LONGEST_WORDS = 20_000


class DataRequestRow(SQLModel, table=True):
    """Somebody asked for their data, or for a correction of a record, on a day."""

    __tablename__ = "data_request"
    __table_args__ = (one_of("kind", RequestKind), one_of("state", RequestState))

    id: int | None = key()
    public_id: str = public()
    case_id: int = ref("cases.id", index=True)
    kind: str
    person_id: int = ref("person.id", index=True)
    asker_id: int = ref("person.id")
    record_id: int | None = ref("record.id")
    asked_on: date
    state: str
    made_at: datetime
    made_by: int = ref("person.id")
    judged_at: datetime | None
    judged_by: int | None = ref("person.id")
    confirmed_at: datetime | None
    confirmed_by: int | None = ref("person.id")
    closed_at: datetime | None
    closed_by: int | None = ref("person.id")


class DataRequestTextRow(SQLModel, table=True):
    """What was said with a request, and the copy that was given: beside it, to be destroyed."""

    __tablename__ = "data_request_text"

    request_id: int = ref("data_request.id", primary=True)
    said: Json = Field(sa_type=JSON)
    given: Json | None = Field(sa_type=JSON)


class DataRequestItemRow(SQLModel, table=True):
    """What was decided of one thing in the file, and by whom; ``kept`` are whose names stay."""

    __tablename__ = "data_request_item"
    __table_args__ = (UniqueConstraint("request_id", "key"),)

    id: int | None = key()
    request_id: int = ref("data_request.id")
    key: str = Field(max_length=120)
    ground: str | None
    kept: Json = Field(sa_type=JSON)
    judged_by: int = ref("person.id")


class DataRequestAboutRow(SQLModel, table=True):
    """Of which case, and in it of which child, a copy that was given tells."""

    __tablename__ = "data_request_about"

    id: int | None = key()
    request_id: int = ref("data_request.id", index=True)
    case_id: int = ref("cases.id", index=True)
    child_id: int | None = ref("person.id")


class StatementRow(SQLModel, table=True):
    """What somebody of the family says themselves, of a record or a step; never written anew."""

    __tablename__ = "statement"

    id: int | None = key()
    public_id: str = public()
    case_id: int = ref("cases.id", index=True)
    person_id: int = ref("person.id")
    record_id: int | None = ref("record.id", index=True)
    seq: int | None
    said_on: date
    words: str = Field(max_length=LONGEST_WORDS)
    recorded_at: datetime
    recorded_by: int = ref("person.id")


class RecordCorrectionRow(SQLModel, table=True):
    """A record is the corrected version of another, which stays as it was."""

    __tablename__ = "record_correction"

    record_id: int = ref("record.id", primary=True)
    corrects_id: int = ref("record.id", index=True)
    request_id: int | None = ref("data_request.id")
    why: str = Field(max_length=LONGEST_WORDS)
    recorded_at: datetime
    recorded_by: int = ref("person.id")


DATA_REQUEST = METADATA.tables["data_request"]
DATA_REQUEST_TEXT = METADATA.tables["data_request_text"]
DATA_REQUEST_ITEM = METADATA.tables["data_request_item"]
DATA_REQUEST_ABOUT = METADATA.tables["data_request_about"]
STATEMENT = METADATA.tables["statement"]
RECORD_CORRECTION = METADATA.tables["record_correction"]
