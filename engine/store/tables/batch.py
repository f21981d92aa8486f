"""One act on many deadlines: who asked, and what became of each."""

from datetime import datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, Json, key, one_of, public, ref

BatchAct: TypeAlias = Literal["remind", "assign", "extend"]
BatchState: TypeAlias = Literal["open", "done", "stopped"]
ItemState: TypeAlias = Literal["waiting", "done", "refused", "skipped"]


class BatchRow(SQLModel, table=True):
    """What somebody asked to be done to many deadlines."""

    __tablename__ = "batch"
    __table_args__ = (one_of("act", BatchAct), one_of("state", BatchState))

    id: int | None = key()
    public_id: str = public()
    person_id: int = ref("person.id", index=True)
    act: str
    said: Json = Field(sa_type=sa.JSON)
    state: str
    made_at: datetime
    ended_at: datetime | None


class BatchItemRow(SQLModel, table=True):
    """One of them; ``why`` holds the reasons for what was not done, in both languages."""

    __tablename__ = "batch_item"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "deadline_id"),
        one_of("state", ItemState),
        sa.Index(None, "state", "id"),
    )

    id: int | None = key()
    batch_id: int = ref("batch.id")
    deadline_id: int = ref("deadline.id")
    state: str
    why: Json = Field(sa_type=sa.JSON)
    ended_at: datetime | None


BATCH = METADATA.tables["batch"]
BATCH_ITEM = METADATA.tables["batch_item"]
