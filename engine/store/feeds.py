"""Calendars that people subscribe to: by the hash of their token, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, or_, select, update

from engine.access import Viewer
from engine.store.rows import Values, columns, new_id
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.tables.meetings import AGENDA_ITEM, MEETING, MEETING_TABLE, TABLE_MEMBER
from engine.store.tables.people import ACCOUNT, PARTICIPATION, PERSON
from engine.store.tables.ways_out import FEED
from engine.store.visibility import (
    MEETING_VISIBLE,
    VISIBLE,
    part_visible,
    reaches,
    seen_by,
)
from engine.text import Language


@dataclass(frozen=True, slots=True)
class FeedSeen:
    """A calendar, and what it said when it was read last."""

    id: int
    public_id: str
    person_id: int
    told: Values
    made_at: datetime


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """Whose it is."""

    person: str
    organisation: int | None
    language: Language


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting in which somebody has a part: when and where, no more."""

    public_id: str
    on_date: date
    starts: time | None
    place: str | None
    region: str


_FEED = columns(FEED, FeedSeen)
_SIZE = len(_FEED)
_FIND = (
    select(*_FEED, PERSON.c.public_id.label("person"), ACCOUNT.c.organisation_id, PERSON.c.language)
    .join(PERSON, PERSON.c.id == FEED.c.person_id)
    .join(ACCOUNT, ACCOUNT.c.person_id == FEED.c.person_id)
    .where(FEED.c.token_hash == bindparam("wanted"), FEED.c.revoked_at.is_(None), ACCOUNT.c.active)
    .with_for_update(of=FEED)  # two that read at once must not both count the same change
)
_MINE = (
    select(*_FEED)
    .where(FEED.c.person_id == bindparam("viewer"), FEED.c.revoked_at.is_(None))
    .order_by(FEED.c.id.desc())
    .limit(1)
)
_REVOKE = (
    update(FEED)
    .where(FEED.c.person_id == bindparam("viewer"), FEED.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_TELL = update(FEED).where(FEED.c.id == bindparam("feed_id")).values(told=bindparam("said"))


def _now() -> ColumnElement[bool]:
    """The viewer holds this part today; another day is not asked, for plans change."""
    return (
        (PARTICIPATION.c.person_id == bindparam("viewer"))
        & (PARTICIPATION.c.from_on <= bindparam("today"))
        & or_(PARTICIPATION.c.until_on.is_(None), PARTICIPATION.c.until_on > bindparam("today"))
        & PARTICIPATION.c.access.not_in(("none", "excluded"))
    )


_HERE = or_(
    PARTICIPATION.c.case_id == CASES.c.id,
    PARTICIPATION.c.family_id == CASES.c.family_id,
)
_OWNED = (
    select(PARTICIPATION.c.id)
    .where(
        _now(),
        PARTICIPATION.c.role == DEADLINE.c.owner_role,
        reaches(PARTICIPATION, DEADLINE.c.child_id),
        or_(_HERE, PARTICIPATION.c.region == CASES.c.region),
    )
    .correlate(DEADLINE, CASES)
    .exists()
)
_DAYS = (
    select(DEADLINE.c.due_on, func.count().label("deadlines"))
    .join(CASES, CASES.c.id == DEADLINE.c.case_id)
    .where(
        VISIBLE,
        part_visible(DEADLINE.c.child_id),
        _OWNED,
        DEADLINE.c.state == "open",
        DEADLINE.c.due_on.between(bindparam("first"), bindparam("last")),
    )
    .group_by(DEADLINE.c.due_on)
    .order_by(DEADLINE.c.due_on)
)
_SITS = select(TABLE_MEMBER.c.table_id).where(
    TABLE_MEMBER.c.person_id == bindparam("viewer"),
    TABLE_MEMBER.c.from_on <= bindparam("today"),
    or_(TABLE_MEMBER.c.until_on.is_(None), TABLE_MEMBER.c.until_on > bindparam("today")),
)
_IN_A_CASE = (
    select(AGENDA_ITEM.c.meeting_id)
    .join(CASES, CASES.c.id == AGENDA_ITEM.c.case_id)
    .join(PARTICIPATION, _HERE)
    .where(VISIBLE, _now(), AGENDA_ITEM.c.state.in_(("planned", "discussed")))
)
_SITTINGS = (
    select(
        MEETING.c.public_id,
        MEETING.c.on_date,
        MEETING.c.starts,
        MEETING.c.place,
        MEETING_TABLE.c.region,
    )
    .join(MEETING_TABLE, MEETING_TABLE.c.id == MEETING.c.table_id)
    .where(
        MEETING_VISIBLE,
        or_(MEETING.c.table_id.in_(_SITS), MEETING.c.id.in_(_IN_A_CASE)),
        MEETING.c.state != "cancelled",
        MEETING.c.on_date.between(bindparam("first"), bindparam("last")),
    )
    .order_by(MEETING.c.on_date, MEETING.c.id)
)


def add_feed(connection: Connection, person_id: int, *, token_hash: str, now: datetime) -> None:
    """Make somebody's calendar."""
    row = {
        "public_id": new_id(),
        "person_id": person_id,
        "token_hash": token_hash,
        "told": {},
        "made_at": now,
    }
    connection.execute(insert(FEED), row)


def find_feed(connection: Connection, token_hash: str) -> tuple[FeedSeen, FeedOwner] | None:
    """The calendar of this token and whose it is; None if revoked, or the account is closed."""
    row = connection.execute(_FIND, {"wanted": token_hash}).one_or_none()
    return None if row is None else (FeedSeen(*row[:_SIZE]), FeedOwner(*row[_SIZE:]))


def feed_of(connection: Connection, viewer: Viewer) -> FeedSeen | None:
    """The viewer's own calendar, if they made one and did not revoke it."""
    row = connection.execute(_MINE, {"viewer": viewer.person}).one_or_none()
    return None if row is None else FeedSeen(*row)


def revoke_feeds(connection: Connection, viewer: Viewer, *, now: datetime) -> bool:
    """Let the viewer's address be known no more; False when they had none."""
    return connection.execute(_REVOKE, {"viewer": viewer.person, "now": now}).rowcount > 0


def remember(connection: Connection, feed: FeedSeen, told: Values) -> None:
    """Keep what the calendar says now."""
    connection.execute(_TELL, {"feed_id": feed.id, "said": dict(told)})


def owned_days(
    connection: Connection, viewer: Viewer, *, first: date, last: date, on: date
) -> Mapping[date, int]:
    """How many open deadlines are due on each day, of a role that the viewer holds in the case."""
    wanted = {"first": first, "last": last, **seen_by(viewer, on)}
    return {row.due_on: row.deadlines for row in connection.execute(_DAYS, wanted)}


def sittings(
    connection: Connection, viewer: Viewer, *, first: date, last: date, on: date
) -> tuple[Sitting, ...]:
    """The meetings at which the viewer sits, or to which a case comes in which they take part.

    Whoever takes part in a whole region sees its meetings elsewhere; they have no part in them.
    """
    wanted = {"first": first, "last": last, **seen_by(viewer, on)}
    return tuple(Sitting(*row) for row in connection.execute(_SITTINGS, wanted))
