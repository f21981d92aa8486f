"""Who hears of a meeting, with which items of their own, and what they were told last.

For the clock's way out: nobody looks. Each person hears when and where their own items are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, update

from engine.meeting_entry import Said
from engine.store.agenda import LIVE
from engine.store.lasting import lasts
from engine.store.meetings import MeetingHead
from engine.store.participation import COUNTS
from engine.store.rows import ON, columns, holds
from engine.store.tables.cases import CASES
from engine.store.tables.clock import NOTICE
from engine.store.tables.meetings import AGENDA_ITEM, TABLE_MEMBER
from engine.store.tables.people import ACCOUNT, PARTICIPATION, PERSON
from engine.text import Language


@dataclass(frozen=True, slots=True)
class Hearer:
    """A professional who hears of a meeting."""

    id: int
    public_id: str
    email: str | None
    language: Language


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody's calendar was to say last, and who that is.

    ``heard``: some word about the meeting may have reached them. ``stands``: the last one was
    not put aside before it left.
    """

    hearer: Hearer
    said: Said
    heard: bool
    stands: bool


_HEARER = columns(PERSON, Hearer)
_SIZE = len(_HEARER)
_REACHED = ("sending", "sent", "uncertain", "in_app")
"""In these states a notice may be known to its reader; one that waits or failed is not."""

_HERE = or_(
    PARTICIPATION.c.case_id == CASES.c.id,
    PARTICIPATION.c.family_id == CASES.c.family_id,
)
_WITH_ITEMS = (
    select(AGENDA_ITEM.c.id.label("item_id"), *_HEARER)
    .select_from(AGENDA_ITEM)
    .join(CASES, CASES.c.id == AGENDA_ITEM.c.case_id)
    .join(PARTICIPATION, _HERE)  # whoever takes part in the whole region has no part in this
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .where(
        AGENDA_ITEM.c.meeting_id == bindparam("wanted"),
        AGENDA_ITEM.c.state.in_(LIVE),
        PERSON.c.kind == "professional",
        PARTICIPATION.c.access.not_in(("none", "excluded")),
        COUNTS,
        lasts(PARTICIPATION, ON),
    )
    .order_by(PERSON.c.id, AGENDA_ITEM.c.position)
)
_WHO_SIT = (
    select(*_HEARER)
    .join(TABLE_MEMBER, TABLE_MEMBER.c.person_id == PERSON.c.id)
    .where(
        TABLE_MEMBER.c.table_id == bindparam("table_id"),
        holds(TABLE_MEMBER),
        ~exists().where(and_(ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.active.is_(False))),
    )
    .order_by(PERSON.c.id)
)
_TOLD = (
    select(*_HEARER, NOTICE.c.said, NOTICE.c.state)
    .join(NOTICE, NOTICE.c.person_id == PERSON.c.id)
    .where(NOTICE.c.meeting_id == bindparam("wanted"))
    .order_by(NOTICE.c.id)
)
_OVERTAKEN = (
    update(NOTICE)
    .where(
        NOTICE.c.meeting_id == bindparam("meeting"),
        NOTICE.c.person_id == bindparam("reader"),
        NOTICE.c.state == "open",
    )
    .values(state="superseded", why=bindparam("because"), next_try_at=None)
)


def hearers(
    connection: Connection, meeting: MeetingHead, *, now: datetime, on: date
) -> Mapping[Hearer, frozenset[int]]:
    """The professionals who take part in a case on the agenda or sit at the table, each once.

    With the keys of their own items: none for who sits there and takes part in nothing.
    """
    found: dict[Hearer, set[int]] = {}
    wanted = {"wanted": meeting.id, "table_id": meeting.table_id, "now": now, "on": on}
    for sits in connection.execute(_WHO_SIT, wanted):
        found[Hearer(*sits)] = set()
    for item_id, *row in connection.execute(_WITH_ITEMS, wanted):
        found.setdefault(Hearer(*row), set()).add(item_id)
    return {hearer: frozenset(items) for hearer, items in found.items()}


def last_told(connection: Connection, meeting: MeetingHead) -> Mapping[int, Told]:
    """What everybody who ever heard of the meeting was told last, by the key of the person."""
    found: dict[int, Told] = {}
    for row in connection.execute(_TOLD, {"wanted": meeting.id}):
        before = found.get(row.id)
        heard = row.state in _REACHED or (before is not None and before.heard)
        stands = row.state != "superseded"
        found[row.id] = Told(Hearer(*row[:_SIZE]), Said(**row.said), heard, stands)
    return found


def supersede_waiting(
    connection: Connection, meeting: MeetingHead, person_id: int, *, why: str
) -> None:
    """Let no mail leave of what somebody was to be told of the meeting and did not hear yet."""
    wanted = {"meeting": meeting.id, "reader": person_id, "because": why}
    connection.execute(_OVERTAKEN, wanted)
