"""Who watches the log: account roles, the review of a month, and the signals in it."""

from datetime import date, datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, Json, key, one_of, public, ref

AccountRoleName: TypeAlias = Literal["privacy_officer", "archivist"]
ReviewState: TypeAlias = Literal["open", "closed"]
SignalKind: TypeAlias = Literal[
    "kept_out", "after_end", "no_part", "surname", "tries", "many", "by_region"
]
Judgement: TypeAlias = Literal["open", "explained", "follow_up"]

LONGEST_WORDS = 20_000


class AccountRoleRow(SQLModel, table=True):
    """Somebody looks after the program in a region; it opens no case, family or table.

    A table of its own, so that no condition on participation can take it for a part.
    """

    __tablename__ = "account_role"
    __table_args__ = (one_of("role", AccountRoleName),)

    id: int | None = key()
    public_id: str = public()
    person_id: int = ref("person.id", index=True)
    role: str
    region: str
    from_on: date
    until_on: date | None
    recorded_at: datetime


class LogReviewRow(SQLModel, table=True):
    """The log of one region in one month is to be reviewed; ``until_on`` is the first day after."""

    __tablename__ = "log_review"
    __table_args__ = (
        one_of("state", ReviewState),
        sa.UniqueConstraint("region", "from_on"),
        sa.Index(None, "state", "due_on"),
    )

    id: int | None = key()
    public_id: str = public()
    region: str
    from_on: date
    until_on: date
    due_on: date
    state: str
    made_at: datetime
    closed_at: datetime | None
    closed_by: int | None = ref("person.id")
    word: str = Field(max_length=LONGEST_WORDS)


class LogSignalRow(SQLModel, table=True):
    """Something in the log that somebody must judge, with the numbers that made it one."""

    __tablename__ = "log_signal"
    __table_args__ = (
        one_of("kind", SignalKind),
        one_of("judgement", Judgement),
        sa.UniqueConstraint("review_id", "place"),
    )

    id: int | None = key()
    public_id: str = public()
    review_id: int = ref("log_review.id")
    place: int
    kind: str
    person_id: int = ref("person.id")
    case_id: int | None = ref("cases.id")
    on_date: date | None
    numbers: Json = Field(sa_type=sa.JSON)
    first_at: datetime
    last_at: datetime
    judgement: str
    word: str = Field(max_length=LONGEST_WORDS)
    owner: str
    follow_up_on: date | None
    judged_at: datetime | None
    judged_by: int | None = ref("person.id")


ACCOUNT_ROLE = METADATA.tables["account_role"]
LOG_REVIEW = METADATA.tables["log_review"]
LOG_SIGNAL = METADATA.tables["log_signal"]
