"""What a region's calendar says beside its file, from one change to the next."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, Json, key, public, ref


class CalendarEditionRow(SQLModel, table=True):
    """One edition: everything that differs from the file, by whom and why.

    Rows are added, never changed but for ``done_at``: until then open dates still move by it.
    """

    __tablename__ = "calendar_edition"
    __table_args__ = (sa.UniqueConstraint("region", "number"),)

    id: int | None = key()
    public_id: str = public()
    region: str
    number: int
    days: Json = Field(sa_type=sa.JSON)
    reason: str = Field(max_length=20_000)
    made_by: int = ref("person.id")
    made_at: datetime
    done_at: datetime | None = Field(index=True)


CALENDAR_EDITION = METADATA.tables["calendar_edition"]
