"""Whether the clock is to be believed."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA


class ClockGuardRow(SQLModel, table=True):
    """What is held for right, since when the clock is not, and who said last that it is.

    A row for each start of a machine; without ``began`` it is to be looked at anew.
    """

    __tablename__ = "clock_guard"

    boot: str = Field(primary_key=True)
    began: datetime | None
    jumped_at: datetime | None
    ahead_s: int
    confirmed_at: datetime | None
    confirmed_by: str | None
    why: str | None


CLOCK_GUARD = METADATA.tables["clock_guard"]
