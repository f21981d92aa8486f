"""What somebody saved of their own lists: a filter with a name."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, public, ref


class SavedViewRow(SQLModel, table=True):
    """A filter of deadlines under a name, of one person and for nobody else."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)

    id: int | None = key()
    public_id: str = public()
    person_id: int = ref("person.id")
    name: str = Field(max_length=60)
    query: str = Field(max_length=500)
    made_at: datetime


SAVED_VIEW = METADATA.tables["saved_view"]
