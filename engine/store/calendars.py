"""The editions of each region's calendar, and the dates that still go by an older one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from engine.access import Viewer
from engine.calendar_edition import FILE, NATIONAL, CalendarEdition, EditionDays
from engine.store.cases import HEADS, CaseHead
from engine.store.rows import Values, new_id
from engine.store.tables.calendar import CALENDAR_EDITION
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE, REMINDER
from engine.store.tables.people import PERSON
from engine.store.visibility import VISIBLE, seen_by


@dataclass(frozen=True, slots=True)
class EditionHead:
    """Which edition is the newest of a region, or of the country."""

    id: int
    public_id: str
    region: str
    number: int


@dataclass(frozen=True, slots=True)
class EditionSeen:
    """One edition with whoever made it; ``done_at`` is when the last open date went by it."""

    id: int
    public_id: str
    region: str
    number: int
    days: Values
    reason: str
    made_by: int
    made_at: datetime
    done_at: datetime | None
    maker: str
    maker_id: str

    @property
    def edition(self) -> CalendarEdition:
        """What it says."""
        return CalendarEdition(self.region, self.number, EditionDays.model_validate(self.days))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdition:
    """What is to hold from now on."""

    region: str
    number: int
    days: EditionDays
    reason: str
    made_by: int


_SHARED = text("select pg_advisory_xact_lock_shared(7218028)")
_ALONE = text("select pg_advisory_xact_lock(7218028)")

_LATER = CALENDAR_EDITION.alias("later")
_NEWEST = (
    select(*(CALENDAR_EDITION.c[field.name] for field in fields(EditionHead)))
    .where(
        CALENDAR_EDITION.c.region.in_(bindparam("regions", expanding=True)),
        CALENDAR_EDITION.c.number
        == select(func.max(_LATER.c.number))
        .where(_LATER.c.region == CALENDAR_EDITION.c.region)
        .scalar_subquery(),
    )
    .order_by(CALENDAR_EDITION.c.region != NATIONAL)
)
_ELSEWHERE: Mapping[str, Any] = {"maker": PERSON.c.name, "maker_id": PERSON.c.public_id}
_SEEN = select(
    *(
        _ELSEWHERE[field.name] if field.name in _ELSEWHERE else CALENDAR_EDITION.c[field.name]
        for field in fields(EditionSeen)
    )
).join(PERSON, PERSON.c.id == CALENDAR_EDITION.c.made_by)
_BY_ID = _SEEN.where(CALENDAR_EDITION.c.id.in_(bindparam("ids", expanding=True)))
_OF_REGION = _SEEN.where(
    CALENDAR_EDITION.c.region.in_(bindparam("regions", expanding=True))
).order_by(CALENDAR_EDITION.c.made_at.desc(), CALENDAR_EDITION.c.id.desc())
_PENDING = _SEEN.where(CALENDAR_EDITION.c.done_at.is_(None)).order_by(CALENDAR_EDITION.c.id)
_DONE = (
    update(CALENDAR_EDITION)
    .where(CALENDAR_EDITION.c.id == bindparam("edition_id"), CALENDAR_EDITION.c.done_at.is_(None))
    .values(done_at=bindparam("now"))
)

_ALIVE = DEADLINE.c.state.in_(("open", "suspended"))
_LABEL = DEADLINE.c.explanation["calendar"].as_string()
_DATED_OTHERWISE = (
    select(CASES.c.id)
    .where(
        CASES.c.region == bindparam("wanted_region"),
        CASES.c.id > bindparam("after"),
        select(DEADLINE.c.id)
        .where(DEADLINE.c.case_id == CASES.c.id, _ALIVE, bindparam("label") != _LABEL)
        .exists(),
    )
    .order_by(CASES.c.id)
    .limit(bindparam("most"))
)
_HEADS_AFTER = (
    HEADS.where(
        CASES.c.region == bindparam("wanted_region"),
        CASES.c.id > bindparam("after"),
        CASES.c.is_final.is_(False),
    )
    .order_by(CASES.c.id)
    .limit(bindparam("most"))
)
_PLANNED = select(
    REMINDER.c.deadline_id, REMINDER.c.step, REMINDER.c.audience, REMINDER.c.fire_at
).where(REMINDER.c.deadline_id.in_(bindparam("ids", expanding=True)), REMINDER.c.state == "planned")
_SEEN_OF = select(CASES.c.id).where(CASES.c.id.in_(bindparam("ids", expanding=True)), VISIBLE)
_RELABEL = (
    update(DEADLINE)
    .where(DEADLINE.c.id == bindparam("deadline_id"), _ALIVE)
    .values(explanation=bindparam("to_explanation"))
)


def share_calendars(connection: Connection) -> None:
    """Compute dates; nobody changes a calendar until the transaction ends.

    Else a date that is computed by the edition before could be saved after everything was moved
    to the new one, and stay wrong for ever. On SQLite the writer's turn is enough.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_SHARED)


def take_calendars(connection: Connection) -> None:
    """Change a calendar; whoever computes dates is waited for, and waits.

    To be called before anything of the calendar is read.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_ALONE)


def newest(connection: Connection, region: str) -> tuple[EditionHead, ...]:
    """The newest edition of the country and of the region, the country's in front."""
    rows = connection.execute(_NEWEST, {"regions": [NATIONAL, region]})
    return tuple(EditionHead(*row) for row in rows)


def number_of(found: Collection[EditionHead], region: str) -> int:
    """The number of the newest edition of this region; where nobody changed it, the file's."""
    return next((each.number for each in found if each.region == region), FILE)


def editions(connection: Connection, ids: Collection[int]) -> tuple[EditionSeen, ...]:
    """These editions, the country's in front."""
    found = [EditionSeen(*row) for row in connection.execute(_BY_ID, {"ids": list(ids)})]
    return tuple(sorted(found, key=lambda each: each.region != NATIONAL))


def editions_of(connection: Connection, region: str) -> tuple[EditionSeen, ...]:
    """Every edition of the region and of the country, the newest in front."""
    rows = connection.execute(_OF_REGION, {"regions": [NATIONAL, region]})
    return tuple(EditionSeen(*row) for row in rows)


def add_edition(connection: Connection, new: NewEdition, *, now: datetime) -> str:
    """Let it hold from now on; its public id.

    One (region, number) exists once: a database error otherwise.
    """
    row: Values = {
        "public_id": new_id(),
        "region": new.region,
        "number": new.number,
        "days": new.days.model_dump(mode="json"),
        "reason": new.reason,
        "made_by": new.made_by,
        "made_at": now,
        "done_at": None,
    }
    connection.execute(insert(CALENDAR_EDITION), dict(row))
    return str(row["public_id"])


def pending(connection: Connection) -> tuple[EditionSeen, ...]:
    """The editions by which some open date may still have to move, the oldest in front."""
    return tuple(EditionSeen(*row) for row in connection.execute(_PENDING))


def mark_done(connection: Connection, edition_id: int, *, now: datetime) -> None:
    """No open date goes by the edition before it any more."""
    connection.execute(_DONE, {"edition_id": edition_id, "now": now})


def cases_dated_otherwise(
    connection: Connection, region: str, label: str, *, after: int, limit: int
) -> tuple[int, ...]:
    """The cases with an open date that was computed by another calendar than this."""
    wanted = {"wanted_region": region, "label": label, "after": after, "most": limit}
    return tuple(connection.execute(_DATED_OTHERWISE, wanted).scalars())


def heads_after(
    connection: Connection, region: str, *, after: int, limit: int
) -> tuple[CaseHead, ...]:
    """The next open cases of a region, to weigh what would move: nobody looks."""
    wanted = {"wanted_region": region, "after": after, "most": limit}
    return tuple(CaseHead(*row) for row in connection.execute(_HEADS_AFTER, wanted))


def planned_of(
    connection: Connection, deadline_ids: Collection[int]
) -> Mapping[int, Mapping[tuple[str, str], datetime]]:
    """When the reminders of each deadline go out that are still planned, by step and audience."""
    found: dict[int, dict[tuple[str, str], datetime]] = defaultdict(dict)
    for row in connection.execute(_PLANNED, {"ids": list(deadline_ids)}):
        found[row.deadline_id][row.step, row.audience] = row.fire_at
    return found


def seen_among(
    connection: Connection, viewer: Viewer, case_ids: Collection[int], *, on: date
) -> frozenset[int]:
    """Those of the cases that the viewer may see on the day ``on``."""
    wanted = {"ids": list(case_ids), **seen_by(viewer, on)}
    return frozenset(connection.execute(_SEEN_OF, wanted).scalars())


def relabel(connection: Connection, deadline_id: int, explanation: Values) -> None:
    """Keep that the date was computed anew and came out the same."""
    connection.execute(_RELABEL, {"deadline_id": deadline_id, "to_explanation": dict(explanation)})
