"""What keeps a file longer than its term, and what was destroyed: by whom, why and how much."""

from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, Json, key, one_of, public, ref

DestructionState: TypeAlias = Literal["proposed", "confirmed", "done", "withdrawn"]
DestroyedState: TypeAlias = Literal["waiting", "done", "skipped"]

LONGEST_WORDS = 20_000


def _destroyed_once(column: str) -> sa.Index:
    done = sa.text("state = 'done'")
    name = f"destruction_item_{column}_done"
    return sa.Index(name, column, unique=True, sqlite_where=done, postgresql_where=done)


class LegalHoldRow(SQLModel, table=True):
    """A file is kept whatever its term says, until one asks to lift this and another lifts it."""

    __tablename__ = "legal_hold"

    id: int | None = key()
    public_id: str = public()
    case_id: int = ref("cases.id", index=True)
    reason: str = Field(max_length=LONGEST_WORDS)
    set_by: int = ref("person.id")
    set_at: datetime
    lift_asked_by: int | None = ref("person.id")
    lift_asked_at: datetime | None
    lift_reason: str = Field(max_length=LONGEST_WORDS)
    lifted_by: int | None = ref("person.id")
    lifted_at: datetime | None


class DestructionRow(SQLModel, table=True):
    """What one archivist proposes to destroy and another confirms; done, it is the certificate.

    ``digest`` is the hash of the dry run, ``list_hash`` that of what was destroyed in the end.
    """

    __tablename__ = "destruction"
    __table_args__ = (one_of("state", DestructionState),)

    id: int | None = key()
    public_id: str = public()
    region: str = Field(index=True)
    state: str = Field(index=True)
    proposed_by: int = ref("person.id")
    proposed_at: datetime
    digest: str = Field(max_length=64)
    table_version: str
    table_hash: str = Field(max_length=64)
    backups_kept: int
    decided_by: int | None = ref("person.id")
    decided_at: datetime | None
    done_at: datetime | None
    list_hash: str = Field(max_length=64)


class DestructionItemRow(SQLModel, table=True):
    """One file of it, or what a family shares once it has no file left; ``counts`` per table."""

    __tablename__ = "destruction_item"
    __table_args__ = (
        sa.UniqueConstraint("destruction_id", "place"),
        one_of("state", DestroyedState),
        sa.CheckConstraint("(case_id is null) <> (family_id is null)", name="one_thing"),
        sa.Index(None, "case_id", "state"),
        sa.Index(None, "family_id", "state"),
        sa.Index(None, "state", "id"),
        *(_destroyed_once(column) for column in ("case_id", "family_id")),
    )

    id: int | None = key()
    destruction_id: int = ref("destruction.id")
    place: int
    case_id: int | None = ref("cases.id")
    family_id: int | None = ref("family.id")
    state: str
    from_on: date | None
    bases: list[Any] = Field(sa_type=sa.JSON)
    counts: Json = Field(sa_type=sa.JSON)
    why: str | None
    ended_at: datetime | None


LEGAL_HOLD = METADATA.tables["legal_hold"]
DESTRUCTION = METADATA.tables["destruction"]
DESTRUCTION_ITEM = METADATA.tables["destruction_item"]
