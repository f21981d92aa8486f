"""Break-glass (noodtoegang): what somebody was let in on for an hour, and what was found of it."""

from datetime import date, datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, one_of, public, ref
from engine.store.tables.review import LONGEST_WORDS, Judgement

Category: TypeAlias = Literal["acute_danger", "missing_child", "medical_emergency", "other"]


class EmergencyGrantRow(SQLModel, table=True):
    """Somebody may read the core of one child's file; there is none without a day for its review.

    ``nth`` counts how often they were let in within 30 days, this time included; ``after_log`` is
    the last row of the log before it, so that a clock that is set back later shows.
    """

    __tablename__ = "emergency_grant"
    __table_args__ = (
        one_of("category", Category),
        one_of("judgement", Judgement),
        sa.Index(None, "person_id", "granted_at"),
        sa.Index(None, "judgement", "due_on"),
    )

    id: int | None = key()
    public_id: str = public()
    person_id: int = ref("person.id")
    organisation_id: int = ref("organisation.id")
    child_id: int = ref("person.id", index=True)
    family_id: int = ref("family.id")
    region: str
    category: str
    reason: str = Field(max_length=LONGEST_WORDS)
    nth: int
    granted_at: datetime
    ends_at: datetime
    after_log: int
    shielded_at: datetime | None
    due_on: date
    judgement: str
    word: str = Field(max_length=LONGEST_WORDS)
    owner: str
    follow_up_on: date | None
    judged_at: datetime | None
    judged_by: int | None = ref("person.id")


EMERGENCY_GRANT = METADATA.tables["emergency_grant"]
