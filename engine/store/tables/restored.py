"""What a restored database is told: that its mail waits, what was sent, what its trails lack."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, ref


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


class GapRow(SQLModel, table=True):
    """What a restore took away from the trails, and where their numbers go on; never changed."""

    __tablename__ = "gap"

    id: int | None = key()
    restored_at: datetime
    since: datetime | None
    backup: str
    last_sealing: int
    last_anchor: int
    prev: str = Field(max_length=64)
    next_sealing: int
    next_anchor: int
    seen_outside: str = Field(max_length=64)


class GapSignatureRow(SQLModel, table=True):
    """The signature of a gap; the key may come to hand later than the restore."""

    __tablename__ = "gap_signature"

    gap_id: int = ref("gap.id", primary=True)
    signature: str = Field(primary_key=True, max_length=64)
    signed_at: datetime


MAIL_HOLD = METADATA.tables["mail_hold"]
SENT_BEFORE = METADATA.tables["sent_before"]
GAP = METADATA.tables["gap"]
GAP_SIGNATURE = METADATA.tables["gap_signature"]
