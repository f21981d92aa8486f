"""What a region has set of its rules, outside any version of a workflow."""

from datetime import date, datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, one_of, public, ref

Enforcement: TypeAlias = Literal["shadow", "on"]
SettingState: TypeAlias = Literal["asked", "confirmed", "refused"]


class RuleSettingRow(SQLModel, table=True):
    """From a day on a rule binds in a region, or is only shown; asked by one, decided by another.

    Rows are added, never changed but for the decision: together they are the history.
    """

    __tablename__ = "rule_setting"
    __table_args__ = (
        one_of("enforcement", Enforcement),
        one_of("state", SettingState),
        sa.Index(None, "region", "rule", "from_on"),
    )

    id: int | None = key()
    public_id: str = public()
    region: str
    rule: str
    enforcement: str
    from_on: date
    reason: str = Field(max_length=20_000)
    asked_by: int = ref("person.id")
    asked_at: datetime
    state: str
    decided_by: int | None = ref("person.id")
    decided_at: datetime | None
    decision: str = Field(max_length=20_000)


RULE_SETTING = METADATA.tables["rule_setting"]
