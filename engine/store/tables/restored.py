"""What a restored database is told: that its mail waits, and what was sent after its backup."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key


class MailHoldRow(SQLModel, table=True):
    """Since when nothing goes out, because this was restored; and who let it go again, and why.

    ``backup`` is the SHA-256 of what was restored, ``despite`` why that was done with faults.
    """

    __tablename__ = "mail_hold"

    id: int | None = key()
    began_at: datetime
    backup: str
    despite: str | None
    compared_at: datetime | None
    released_at: datetime | None
    released_by: str | None
    reason: str | None


class SentBeforeRow(SQLModel, table=True):
    """A message that left before this was restored, and that the database does not know of."""

    __tablename__ = "sent_before"

    key: str = Field(primary_key=True)
    mail: str
    sent_at: datetime


MAIL_HOLD = METADATA.tables["mail_hold"]
SENT_BEFORE = METADATA.tables["sent_before"]
