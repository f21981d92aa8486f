"""Work: what a named role must do that is no deadline of a case."""

from datetime import datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, one_of, public, ref

WorkKind: TypeAlias = Literal[
    "unreachable",
    "given_up",
    "uncertain",
    "left",
    "no_owner",
    "hook",
    "no_safe_contact",
    "tell_family",
    "to_complete",
    "log_review",
    "destruction",
]
WorkState: TypeAlias = Literal["open", "done", "gone"]


class WorkRow(SQLModel, table=True):
    """One thing to do; ``open_key`` is its identity while it is open, so that it is made once.

    Done by a person, with a word; gone by itself, when its cause is.
    """

    __tablename__ = "work"
    __table_args__ = (one_of("kind", WorkKind), one_of("state", WorkState), sa.Index(None, "state"))

    id: int | None = key()
    public_id: str = public()
    kind: str
    key: str
    open_key: str | None = Field(unique=True)
    region: str | None = Field(index=True)
    case_id: int | None = ref("cases.id", index=True)
    person_id: int | None = ref("person.id", index=True)
    role: str
    about: str | None
    why: str
    state: str
    made_at: datetime
    closed_at: datetime | None
    closed_by: int | None = ref("person.id")
    word: str = Field(max_length=20_000)


WORK = METADATA.tables["work"]
