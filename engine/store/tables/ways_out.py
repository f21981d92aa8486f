"""What leaves the program: a calendar that somebody subscribes to, events to other systems."""

from datetime import datetime
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, Json, key, one_of, public, ref

CallState: TypeAlias = Literal["open", "sending", "sent", "failed", "uncertain"]


class FeedRow(SQLModel, table=True):
    """The calendar of one person; ``told`` is what it said last, so that a change is counted."""

    __tablename__ = "feed"

    id: int | None = key()
    public_id: str = public()
    person_id: int = ref("person.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    told: Json = Field(sa_type=sa.JSON)
    made_at: datetime
    revoked_at: datetime | None


class HookRow(SQLModel, table=True):
    """An address that hears of events; without ``kinds`` of all.

    The secrets stand here as they are: whoever signs must have them, and what they sign holds
    ids only. Whoever copies this table can pretend to be us to a receiver, and learns nothing.
    """

    __tablename__ = "hook"

    id: int | None = key()
    public_id: str = public()
    url: str
    kinds: list[Any] = Field(sa_type=sa.JSON)
    secret: str = Field(repr=False)
    previous_secret: str | None = Field(repr=False)
    active: bool
    disabled_why: str | None
    made_at: datetime


class HookCallRow(SQLModel, table=True):
    """One event to one address."""

    __tablename__ = "hook_call"
    __table_args__ = (
        sa.UniqueConstraint("hook_id", "event_id"),
        one_of("state", CallState),
        sa.Index(None, "state", "next_try_at"),
    )

    id: int | None = key()
    public_id: str = public()
    hook_id: int = ref("hook.id")
    event_id: int = ref("case_event.id", index=True)
    state: str
    tries: int
    next_try_at: datetime | None
    why: str | None
    made_at: datetime
    sent_at: datetime | None


FEED = METADATA.tables["feed"]
HOOK = METADATA.tables["hook"]
HOOK_CALL = METADATA.tables["hook_call"]
