"""Who is away and who deputises; where a region's mail goes when nobody else can be reached."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, public, ref


class AbsenceRow(SQLModel, table=True):
    """Somebody is away from a day on; ``until_on`` is the first day back, if that is known.

    A change ends this row and adds another, so that it can be shown who was told of what and why.
    """

    __tablename__ = "absence"

    id: int | None = key()
    public_id: str = public()
    person_id: int = ref("person.id", index=True)
    from_on: date
    until_on: date | None
    deputy_id: int | None = ref("person.id", index=True)
    recorded_by: int = ref("person.id")
    recorded_at: datetime
    ended_by: int | None = ref("person.id")
    ended_at: datetime | None


class FallbackRow(SQLModel, table=True):
    """The person without a login that stands for a region's fallback address."""

    __tablename__ = "fallback"

    region: str = Field(primary_key=True)
    person_id: int = ref("person.id")


ABSENCE = METADATA.tables["absence"]
FALLBACK = METADATA.tables["fallback"]
