"""Who is signed in. Of a token only its SHA-256 is here: a copy of this table opens nothing."""

from datetime import datetime
from typing import Literal, TypeAlias

from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, one_of, public, ref
from engine.text import Language

Through: TypeAlias = Literal["page", "api"]


class SessionRow(SQLModel, table=True):
    """From one sign-in until it is ended, was idle too long or is too old."""

    __tablename__ = "session"
    __table_args__ = (one_of("through", Through), one_of("language", Language))

    id: int | None = key()
    public_id: str = public()
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int = ref("person.id")
    through: str
    language: str | None
    started_at: datetime = Field(index=True)
    seen_at: datetime
    ended_at: datetime | None


class StepUpRow(SQLModel, table=True):
    """When a second factor was shown in a session last, while no act used that up."""

    __tablename__ = "step_up"

    session_id: int = ref("session.id", primary=True)
    shown_at: datetime


class MeetingModeRow(SQLModel, table=True):
    """A session lives longer while its meeting is in session."""

    __tablename__ = "meeting_mode"

    id: int | None = key()
    session_id: int = ref("session.id", index=True)
    meeting_id: int = ref("meeting.id", index=True)
    began_at: datetime
    ended_at: datetime | None


SESSION = METADATA.tables["session"]
STEP_UP = METADATA.tables["step_up"]
MEETING_MODE = METADATA.tables["meeting_mode"]
