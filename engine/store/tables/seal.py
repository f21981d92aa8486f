"""What holds the trails: seals over their rows, and anchors of the seals outside the database."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, ref


class SealRow(SQLModel, table=True):
    """The rows of one organisation in one sealing; ``organisation`` is its public id, or empty.

    No row is referred to: what was sealed may be destroyed one day, and the seal stays.
    """

    __tablename__ = "seal"
    __table_args__ = (sa.UniqueConstraint("organisation", "sealing"),)

    id: int | None = key()
    organisation: str = Field(max_length=32)
    sealing: int = Field(index=True)
    form: int
    sealed_at: datetime
    log_after: int = Field(sa_type=sa.BigInteger)
    log_up_to: int = Field(sa_type=sa.BigInteger)
    events_after: int = Field(sa_type=sa.BigInteger)
    events_up_to: int = Field(sa_type=sa.BigInteger)
    leaves: bytes
    prev: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AnchorRow(SQLModel, table=True):
    """The seals from one sealing up to another, signed."""

    __tablename__ = "anchor"

    id: int | None = key()
    number: int = Field(unique=True)
    made_at: datetime
    first_sealing: int
    last_sealing: int
    prev: str = Field(max_length=64)
    hash: str = Field(max_length=64)
    signature: str = Field(max_length=64)


class AnchorSentRow(SQLModel, table=True):
    """Where an anchor was kept, and since when."""

    __tablename__ = "anchor_sent"

    anchor_id: int = ref("anchor.id", primary=True)
    place: str = Field(primary_key=True)
    sent_at: datetime


SEAL = METADATA.tables["seal"]
ANCHOR = METADATA.tables["anchor"]
ANCHOR_SENT = METADATA.tables["anchor_sent"]
