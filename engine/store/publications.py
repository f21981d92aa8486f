"""What was decided about who of a family reads what; nothing of it is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.errors import NotFound
from engine.store.cases import CaseHead
from engine.store.rows import columns, new_id, values_of
from engine.store.tables.cases import CASE_CHILD
from engine.store.tables.publication import PUBLICATION, ItemKind, PublicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPublication:
    """An item and a person, and what is decided about the two."""

    child_id: int | None
    item_kind: ItemKind
    item: str
    reader_id: int
    state: PublicationState
    by_id: int
    on_date: date
    reason: str = ""
    lapses_on: date | None = None


@dataclass(frozen=True, slots=True)
class PublicationSeen:
    """One decision; ``lapses_on`` is the first day on which one that was only asked counts not.

    Asked without such a day, it counts only once it is confirmed.
    """

    id: int
    public_id: str
    case_id: int
    child_id: int | None
    item_kind: ItemKind
    item: str
    reader_id: int
    state: PublicationState
    by_id: int
    on_date: date
    recorded_at: datetime
    reason: str
    lapses_on: date | None
    second_id: int | None
    second_at: datetime | None
    second_reason: str

    def counts(self, on: date) -> bool:
        """Whether it still says something on this day; the newest that does, decides."""
        if self.state == "asked":
            return self.lapses_on is not None and on < self.lapses_on
        return self.state != "refused"

    def can_count(self, on: date) -> bool:
        """Whether it does, or will as soon as a second professional confirms it."""
        return self.counts(on) or (self.state == "asked" and self.lapses_on is None)

    @property
    def waits(self) -> bool:
        """Whether somebody else still has to decide about it."""
        return self.state in {"asked", "objected"}


_SEEN = select(*columns(PUBLICATION, PublicationSeen))
_OF_CASE = (
    _SEEN.where(PUBLICATION.c.case_id == bindparam("wanted_case"))
    .where(PUBLICATION.c.item_kind != "child")
    .order_by(PUBLICATION.c.id)
)
_ABOUT_CHILDREN = _SEEN.where(
    PUBLICATION.c.item_kind == "child",
    PUBLICATION.c.child_id.in_(
        select(CASE_CHILD.c.person_id).where(CASE_CHILD.c.case_id == bindparam("wanted_case"))
    ),
).order_by(PUBLICATION.c.id)
_ONE = _SEEN.where(
    PUBLICATION.c.case_id == bindparam("wanted_case"),
    PUBLICATION.c.public_id == bindparam("wanted"),
)
_DECIDE = (
    update(PUBLICATION)
    .where(PUBLICATION.c.id == bindparam("of"), PUBLICATION.c.state == bindparam("from_state"))
    .values(
        state=bindparam("to"),
        second_id=bindparam("by"),
        second_at=bindparam("now"),
        second_reason=bindparam("why"),
    )
)


def add_publication(
    connection: Connection, case: CaseHead, new: NewPublication, *, now: datetime, seq: int
) -> str:
    """Record it; its public id."""
    public_id = new_id()
    row = {**values_of(new), "public_id": public_id, "case_id": case.id, "recorded_at": now}
    connection.execute(insert(PUBLICATION), {**row, "second_reason": "", "seq": seq})
    return public_id


def carry_publication(
    connection: Connection, found: PublicationSeen, item: str, *, now: datetime, seq: int
) -> str:
    """Let the same be decided about another item, by whom and until when it was; its public id."""
    row = {
        **values_of(found),
        "public_id": new_id(),
        "item": item,
        "recorded_at": now,
        "seq": seq,
    }
    del row["id"]
    connection.execute(insert(PUBLICATION), row)
    return str(row["public_id"])


def get_publication(connection: Connection, case: CaseHead, public_id: str) -> PublicationSeen:
    """One of this case.

    Raises:
        NotFound: this case has none with this id; another case may.
    """
    wanted = {"wanted_case": case.id, "wanted": public_id}
    row = connection.execute(_ONE, wanted).one_or_none()
    if row is None:
        raise NotFound("publication")
    return PublicationSeen(*row)


def publications_of(connection: Connection, case: CaseHead) -> tuple[PublicationSeen, ...]:
    """Everything that was decided about items of the case, oldest first."""
    rows = connection.execute(_OF_CASE, {"wanted_case": case.id})
    return tuple(PublicationSeen(*row) for row in rows)


def words_about(connection: Connection, case: CaseHead) -> tuple[PublicationSeen, ...]:
    """What the youths of the case said of who reads about them, in whichever case, oldest first."""
    rows = connection.execute(_ABOUT_CHILDREN, {"wanted_case": case.id})
    return tuple(PublicationSeen(*row) for row in rows)


def decide_publication(
    connection: Connection,
    found: PublicationSeen,
    to: PublicationState,
    *,
    by: int,
    why: str,
    now: datetime,
) -> PublicationSeen | None:
    """Decide about one that waits; None: somebody did meanwhile."""
    decided = {"of": found.id, "from_state": found.state, "to": to}
    said = {"by": by, "why": why, "now": now}
    if connection.execute(_DECIDE, {**decided, **said}).rowcount != 1:
        return None
    return replace(found, state=to, second_id=by, second_at=now, second_reason=why)
