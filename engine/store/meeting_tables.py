"""The tables of a region, and who sits at them in which role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, bindparam, insert, literal, or_, select, update

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.participation import CLOSED
from engine.store.rows import columns, holds, new_id
from engine.store.tables.meetings import MEETING_TABLE, TABLE_MEMBER
from engine.store.tables.people import PARTICIPATION, PERSON
from engine.store.visibility import TABLE_VISIBLE, seen_by


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A table of a region; without municipalities it serves all of them."""

    id: int
    public_id: str
    region: str
    title: str
    municipalities: Sequence[str]
    weekday: str | None
    starts: time | None
    slot_minutes: int | None
    version: int

    def serves(self, municipality: str | None) -> bool:
        """Whether a case of this municipality comes to this table."""
        return not self.municipalities or municipality in self.municipalities


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTable:
    """A table to be made."""

    region: str
    title: str
    municipalities: Sequence[str] = ()
    weekday: str | None = None
    starts: time | None = None
    slot_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """Somebody who sits at a table; ``until_on`` is the first day on which no more."""

    id: int
    public_id: str
    table_id: int
    person_id: int
    person: str
    name: str
    role: str
    from_on: date
    until_on: date | None


_ADD = insert(MEETING_TABLE).returning(*columns(MEETING_TABLE, TableSeen))
_TABLES = select(*columns(MEETING_TABLE, TableSeen))
_SEEN = _TABLES.where(TABLE_VISIBLE).order_by(MEETING_TABLE.c.title, MEETING_TABLE.c.id)
_ONE = _TABLES.where(MEETING_TABLE.c.public_id == bindparam("wanted"), TABLE_VISIBLE)
_BY_KEY = _TABLES.where(MEETING_TABLE.c.id == bindparam("wanted"))
_OF_REGION = _TABLES.where(MEETING_TABLE.c.region == bindparam("wanted")).order_by(
    MEETING_TABLE.c.id
)
_CHANGE = (
    update(MEETING_TABLE)
    .where(MEETING_TABLE.c.id == bindparam("table_id"), MEETING_TABLE.c.version == bindparam("old"))
    .values(
        title=bindparam("new_title"),
        municipalities=bindparam("new_municipalities", type_=MEETING_TABLE.c.municipalities.type),
        version=bindparam("old") + literal(1),
    )
)
_CHANGE_RHYTHM = (
    update(MEETING_TABLE)
    .where(MEETING_TABLE.c.id == bindparam("table_id"), MEETING_TABLE.c.version == bindparam("old"))
    .values(
        weekday=bindparam("day"),
        starts=bindparam("from_time"),
        slot_minutes=bindparam("minutes"),
        version=bindparam("old") + literal(1),
    )
)
_MEMBER = {"person": PERSON.c.public_id, "name": PERSON.c.name}
_MEMBER_COLUMNS = [
    _MEMBER[field.name] if field.name in _MEMBER else TABLE_MEMBER.c[field.name]
    for field in fields(MemberSeen)
]
_MEMBERS = (
    select(*_MEMBER_COLUMNS)
    .join(PERSON, PERSON.c.id == TABLE_MEMBER.c.person_id)
    .where(TABLE_MEMBER.c.table_id.in_(bindparam("ids", expanding=True)), holds(TABLE_MEMBER))
    .order_by(TABLE_MEMBER.c.id)
)
_BUSY_AT = select(literal(1)).where(
    or_(
        select(TABLE_MEMBER.c.id)
        .where(TABLE_MEMBER.c.person_id == bindparam("viewer"), holds(TABLE_MEMBER))
        .exists(),
        select(PARTICIPATION.c.id)
        .where(
            PARTICIPATION.c.person_id == bindparam("viewer"),
            PARTICIPATION.c.region.is_not(None),
            PARTICIPATION.c.role.in_(bindparam("roles", expanding=True)),
            holds(PARTICIPATION),
            ~CLOSED,
        )
        .exists(),
    )
)
_MEMBER_BY_KEY = (
    select(*_MEMBER_COLUMNS)
    .join(PERSON, PERSON.c.id == TABLE_MEMBER.c.person_id)
    .where(TABLE_MEMBER.c.id == bindparam("wanted"))
)
_END = (
    update(TABLE_MEMBER)
    .where(TABLE_MEMBER.c.id == bindparam("member_id"), TABLE_MEMBER.c.ended_at.is_(None))
    .values(until_on=bindparam("until"), ended_at=bindparam("now"))
)
_IN_REGION = select(PARTICIPATION.c.role, PARTICIPATION.c.access).where(
    PARTICIPATION.c.person_id == bindparam("viewer"),
    PARTICIPATION.c.region == bindparam("wanted"),
    holds(PARTICIPATION),
    ~CLOSED,
)


def add_table(connection: Connection, table: NewTable, *, now: datetime) -> TableSeen:
    """Make a table."""
    row = {
        "public_id": new_id(),
        "region": table.region,
        "title": table.title,
        "municipalities": list(table.municipalities),
        "weekday": table.weekday,
        "starts": table.starts,
        "slot_minutes": table.slot_minutes,
        "version": 1,
        "created_at": now,
    }
    return TableSeen(*connection.execute(_ADD, row).one())


def change_table(
    connection: Connection, table: TableSeen, *, title: str, municipalities: Sequence[str]
) -> TableSeen | None:
    """Give the table another title, or let it serve others; None: somebody was first."""
    changed: dict[str, Any] = {
        "table_id": table.id,
        "old": table.version,
        "new_title": title,
        "new_municipalities": list(municipalities),
    }
    if connection.execute(_CHANGE, changed).rowcount != 1:
        return None
    return replace(
        table, title=title, municipalities=list(municipalities), version=table.version + 1
    )


def change_rhythm(
    connection: Connection,
    table: TableSeen,
    *,
    weekday: str | None,
    starts: time | None,
    slot_minutes: int | None,
) -> TableSeen | None:
    """Let the table meet on another day or at another time; None: somebody was first."""
    changed = {
        "table_id": table.id,
        "old": table.version,
        "day": weekday,
        "from_time": starts,
        "minutes": slot_minutes,
    }
    if connection.execute(_CHANGE_RHYTHM, changed).rowcount != 1:
        return None
    return replace(
        table,
        weekday=weekday,
        starts=starts,
        slot_minutes=slot_minutes,
        version=table.version + 1,
    )


def tables_of(connection: Connection, viewer: Viewer, *, on: date) -> tuple[TableSeen, ...]:
    """The tables that the viewer sits at on the day ``on``, and those of their region."""
    return tuple(TableSeen(*row) for row in connection.execute(_SEEN, seen_by(viewer, on)))


def get_table(connection: Connection, viewer: Viewer, public_id: str, *, on: date) -> TableSeen:
    """The table, if the viewer may see it on the day ``on``.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = connection.execute(_ONE, {"wanted": public_id, **seen_by(viewer, on)}).one_or_none()
    if row is None:
        raise NotFound("table")
    return TableSeen(*row)


def table_by_key(connection: Connection, table_id: int) -> TableSeen:
    """The table of a meeting that is in hand."""
    return TableSeen(*connection.execute(_BY_KEY, {"wanted": table_id}).one())


def tables_serving(
    connection: Connection, region: str, municipality: str | None
) -> tuple[TableSeen, ...]:
    """The tables to which a case of this municipality comes; nobody looks."""
    found = (TableSeen(*row) for row in connection.execute(_OF_REGION, {"wanted": region}))
    return tuple(table for table in found if table.serves(municipality))


def members_of(
    connection: Connection, table_ids: Collection[int], *, now: datetime, on: date
) -> Mapping[int, tuple[MemberSeen, ...]]:
    """Who sits at each table on the day ``on``."""
    found: dict[int, list[MemberSeen]] = defaultdict(list)
    wanted = {"ids": list(table_ids), "now": now, "on": on}
    for row in connection.execute(_MEMBERS, wanted):
        member = MemberSeen(*row)
        found[member.table_id].append(member)
    return {table_id: tuple(found[table_id]) for table_id in table_ids}


def is_busy_at_tables(
    connection: Connection, viewer: Viewer, roles: Collection[str], *, now: datetime, on: date
) -> bool:
    """Whether the viewer sits at any table on the day ``on``, or has such a role in a region."""
    wanted = {"viewer": viewer.person, "roles": sorted(roles), "now": now, "on": on}
    return connection.execute(_BUSY_AT, wanted).first() is not None


def add_member(
    connection: Connection,
    table: TableSeen,
    *,
    person_id: int,
    role: str,
    from_on: date,
    now: datetime,
) -> MemberSeen:
    """Let somebody sit at the table in this role from a day on."""
    row = {
        "public_id": new_id(),
        "table_id": table.id,
        "person_id": person_id,
        "role": role,
        "from_on": from_on,
        "recorded_at": now,
    }
    made = connection.execute(insert(TABLE_MEMBER).returning(TABLE_MEMBER.c.id), row)
    return MemberSeen(*connection.execute(_MEMBER_BY_KEY, {"wanted": made.scalar_one()}).one())


def end_member(
    connection: Connection, member: MemberSeen, *, until_on: date, now: datetime
) -> bool:
    """Let somebody sit there no longer, from ``until_on`` on; False: it had an end already."""
    ended = {"member_id": member.id, "until": until_on, "now": now}
    return connection.execute(_END, ended).rowcount == 1


def region_roles(
    connection: Connection, viewer: Viewer, region: str, *, now: datetime, on: date
) -> frozenset[str]:
    """The roles that the viewer has in a whole region on the day ``on``."""
    wanted = {"viewer": viewer.person, "wanted": region, "now": now, "on": on}
    rows = connection.execute(_IN_REGION, wanted).all()
    if any(row.access == "excluded" for row in rows):
        return frozenset()
    return frozenset(row.role for row in rows)
