"""The cases and what is in their file."""

from datetime import date, datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.lasting import StateClass
from engine.store.tables.base import METADATA, Json, key, one_of, public, ref

DeviationState: TypeAlias = Literal[
    "asked", "confirmed", "refused", "used", "used_unconfirmed", "rejected", "lapsed"
]


class WorkflowVersionRow(SQLModel, table=True):
    """One published version of a workflow in one region; its hash is its identity."""

    __tablename__ = "workflow_version"
    __table_args__ = (sa.Index(None, "workflow", "region"),)

    id: int | None = key()
    hash: str = Field(max_length=64, unique=True)
    workflow: str
    region: str
    label: str
    definition: Json = Field(sa_type=sa.JSON)
    published_at: datetime
    reason: str | None
    second: str | None


class VersionProofRow(SQLModel, table=True):
    """What was proved of a version when it was published; without a row nobody asked."""

    __tablename__ = "version_proof"

    version_id: int = ref("workflow_version.id", primary=True)
    proof: Json = Field(sa_type=sa.JSON)


class CaseRow(SQLModel, table=True):
    """One case: where it stands and at which version.

    ``closed_on`` is the day on which it was recorded that it is closed.
    """

    __tablename__ = "cases"
    __table_args__ = (one_of("state_class", StateClass), sa.Index(None, "workflow", "state"))

    id: int | None = key()
    public_id: str = public()
    number: str = Field(unique=True)
    family_id: int = ref("family.id", index=True)
    version_id: int = ref("workflow_version.id", index=True)
    workflow: str
    region: str = Field(index=True)
    municipality: str | None
    state: str
    is_final: bool
    state_class: str
    closed_on: date | None
    version: int
    opened_on: date
    opened_at: datetime


class CaseChildRow(SQLModel, table=True):
    """A child part of a case."""

    __tablename__ = "case_child"

    case_id: int = ref("cases.id", primary=True)
    person_id: int = ref("person.id", primary=True, index=True)
    position: int


class CaseLinkRow(SQLModel, table=True):
    """Two cases of a family that belong together, and how."""

    __tablename__ = "case_link"
    __table_args__ = (sa.UniqueConstraint("case_id", "other_id", "link"),)

    id: int | None = key()
    case_id: int = ref("cases.id")
    other_id: int = ref("cases.id", index=True)
    link: str
    made_at: datetime


class CaseNumberRow(SQLModel, table=True):
    """The last case number of a year."""

    __tablename__ = "case_number"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class RecordRow(SQLModel, table=True):
    """A typed document; ``seq`` is the version of the case that changed it last."""

    __tablename__ = "record"

    id: int | None = key()
    public_id: str = public()
    case_id: int = ref("cases.id", index=True)
    child_id: int | None = ref("person.id")
    type: str
    author_id: int = ref("person.id")
    status: str
    dated_on: date
    seq: int
    created_at: datetime


class RecordStatusRow(SQLModel, table=True):
    """A status that a record reached, and the date that its age counts from since."""

    __tablename__ = "record_status"

    id: int | None = key()
    record_id: int = ref("record.id", index=True)
    status: str
    settled: bool
    on_date: date
    dated_on: date
    recorded_at: datetime
    by_id: int = ref("person.id")
    seq: int


class RecordTextRow(SQLModel, table=True):
    """What a record said from a version of the case on; never overwritten."""

    __tablename__ = "record_text"

    id: int | None = key()
    record_id: int = ref("record.id", index=True)
    seq: int
    fields: Json = Field(sa_type=sa.JSON)
    recorded_at: datetime
    by_id: int = ref("person.id")


class FactRow(SQLModel, table=True):
    """A named value of the case from a day on."""

    __tablename__ = "fact"

    id: int | None = key()
    case_id: int = ref("cases.id", index=True)
    name: str
    value: str
    from_on: date
    recorded_at: datetime
    seq: int


class DeviationRow(SQLModel, table=True):
    """A rule to be set aside once, for one transition."""

    __tablename__ = "deviation"
    __table_args__ = (one_of("state", DeviationState), sa.Index(None, "state", "lapses_on"))

    id: int | None = key()
    public_id: str = public()
    case_id: int = ref("cases.id", index=True)
    child_id: int | None = ref("person.id")
    rule: str
    transition: str
    asked_in: str
    asked_by: int = ref("person.id")
    asked_at: datetime
    state: str
    decided_by: int | None = ref("person.id")
    decided_at: datetime | None
    lapses_on: date


WORKFLOW_VERSION = METADATA.tables["workflow_version"]
VERSION_PROOF = METADATA.tables["version_proof"]
CASES = METADATA.tables["cases"]
CASE_CHILD = METADATA.tables["case_child"]
CASE_LINK = METADATA.tables["case_link"]
CASE_NUMBER = METADATA.tables["case_number"]
RECORD = METADATA.tables["record"]
RECORD_STATUS = METADATA.tables["record_status"]
RECORD_TEXT = METADATA.tables["record_text"]
FACT = METADATA.tables["fact"]
DEVIATION = METADATA.tables["deviation"]
