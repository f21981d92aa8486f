"""What was decided about who of a family reads what."""

from datetime import date, datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, one_of, public, ref

ItemKind: TypeAlias = Literal["record", "agreement", "child"]
PublicationState: TypeAlias = Literal[
    "published",
    "asked",
    "withheld",
    "refused",
    "allowed",
    "withdrawn",
    "objected",
    "upheld",
    "set_aside",
]

LONGEST_REASON = 20_000


class PublicationRow(SQLModel, table=True):
    """An item was published to a person or withheld, or a youth said whether they may read.

    Never deleted: the newest that counts, counts. ``child_id`` is none for what is shared; an item
    of the kind ``child`` is all that is about that child, and the word is the youth's.
    ``second_id`` is who confirmed or refused a withholding, or decided about an objection.
    """

    __tablename__ = "publication"
    __table_args__ = (
        one_of("item_kind", ItemKind),
        one_of("state", PublicationState),
        sa.Index(None, "item", "reader_id"),
    )

    id: int | None = key()
    public_id: str = public()
    case_id: int = ref("cases.id", index=True)
    child_id: int | None = ref("person.id")
    item_kind: str
    item: str = Field(max_length=32)
    reader_id: int = ref("person.id", index=True)
    state: str
    by_id: int = ref("person.id")
    on_date: date
    recorded_at: datetime
    reason: str = Field(max_length=LONGEST_REASON)
    lapses_on: date | None
    second_id: int | None = ref("person.id")
    second_at: datetime | None
    second_reason: str = Field(max_length=LONGEST_REASON)
    seq: int


PUBLICATION = METADATA.tables["publication"]
