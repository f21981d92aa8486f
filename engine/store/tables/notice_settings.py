"""How somebody wants to hear of things."""

from datetime import datetime, time

from sqlmodel import Field, SQLModel

from engine.notice_times import Choice, Sort
from engine.store.tables.base import METADATA, one_of, ref


class NoticeSettingRow(SQLModel, table=True):
    """What somebody chose for a sort of notice; without a row the default holds."""

    __tablename__ = "notice_setting"
    __table_args__ = (one_of("sort", Sort), one_of("choice", Choice))

    person_id: int = ref("person.id", primary=True)
    sort: str = Field(primary_key=True)
    choice: str
    chosen_at: datetime


class QuietHoursRow(SQLModel, table=True):
    """When somebody wants no mail, by the clocks of Amsterdam."""

    __tablename__ = "quiet_hours"

    person_id: int = ref("person.id", primary=True)
    from_time: time | None
    until_time: time | None
    weekends: bool
    chosen_at: datetime


NOTICE_SETTING = METADATA.tables["notice_setting"]
QUIET_HOURS = METADATA.tables["quiet_hours"]
