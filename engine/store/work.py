"""Work that a named role must do: made once while it is open, closed by a person or by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from engine.access import Viewer
from engine.errors import NotFound
from engine.ladder import STAND_IN
from engine.store.account_roles import ARCHIVES, WATCHES
from engine.store.participation import CLOSED
from engine.store.rows import holds, insert_or_nothing, new_id, values_of
from engine.store.tables.cases import CASES
from engine.store.tables.meetings import MEETING, TABLE_MEMBER
from engine.store.tables.people import ACCOUNT, PARTICIPATION, PERSON
from engine.store.tables.review import ACCOUNT_ROLE
from engine.store.tables.work import WORK, WorkKind, WorkState
from engine.store.visibility import VISIBLE, seen_by, taking_part_now

NO_ADDRESS = "no_address"
REFUSED = "refused"
"""Why somebody cannot be reached: nothing is known, or the server refused it for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWork:
    """Something that a role must do; while one with this key is open there is no second.

    ``person_id`` is whom it is about; ``about`` what it is about in one word that is no name: the
    role that nobody holds, the public id of a notice. ``why`` is a key, never free text. Without
    a region it is for whoever has the role anywhere.
    """

    kind: WorkKind
    key: str
    why: str
    region: str | None = None
    case_id: int | None = None
    person_id: int | None = None
    about: str | None = None
    role: str = STAND_IN[0]


@dataclass(frozen=True, slots=True)
class WorkSeen:
    """One thing to do, with its case and the professional it is about; both may be None.

    ``met_on`` is the day of the meeting that it is about, if it is about one.
    """

    id: int
    public_id: str
    kind: WorkKind
    region: str | None
    case_id: int | None
    case: str | None
    number: str | None
    person: str | None
    name: str | None
    role: str
    about: str | None
    why: str
    state: WorkState
    made_at: datetime
    met_on: date | None


_ADD = insert_or_nothing(WORK, "open_key")
_IN_REGION = and_(
    or_(
        PARTICIPATION.c.role == WORK.c.role,
        and_(
            PARTICIPATION.c.role.in_(STAND_IN),
            WORK.c.kind.not_in(("log_review", "destruction")),
        ),
    ),
    PARTICIPATION.c.region.is_not(None),
    or_(WORK.c.region.is_(None), PARTICIPATION.c.region == WORK.c.region),
)
_IN_CASE = and_(
    WORK.c.kind.in_(("no_safe_contact", "tell_family")),
    PARTICIPATION.c.role == WORK.c.role,
    PARTICIPATION.c.case_id == WORK.c.case_id,
    PARTICIPATION.c.child_id.is_(None),  # it may be about anybody of the family
)
_OF_ITS_TABLE = and_(
    WORK.c.kind == "to_complete",
    MEETING.c.public_id == WORK.c.about,
    TABLE_MEMBER.c.table_id == MEETING.c.table_id,
    TABLE_MEMBER.c.role == WORK.c.role,
)
_TAKES_PART = exists().where(
    taking_part_now(),
    or_(_IN_REGION, _IN_CASE),
    PARTICIPATION.c.access.not_in(("none", "excluded")),
)
_SITS = exists().where(
    _OF_ITS_TABLE,
    TABLE_MEMBER.c.person_id == bindparam("viewer"),
    TABLE_MEMBER.c.from_on <= bindparam("today"),
    or_(TABLE_MEMBER.c.until_on.is_(None), TABLE_MEMBER.c.until_on > bindparam("today")),
)
_LOOKS_AFTER = exists().where(
    WORK.c.kind == "log_review",
    ACCOUNT_ROLE.c.region == WORK.c.region,
    ACCOUNT_ROLE.c.role == WORK.c.role,
    WATCHES,
)
_DESTROYS = exists().where(
    WORK.c.kind == "destruction",
    ACCOUNT_ROLE.c.region == WORK.c.region,
    ACCOUNT_ROLE.c.role == WORK.c.role,
    ARCHIVES,
)
_MINE = or_(_TAKES_PART, _SITS, _LOOKS_AFTER, _DESTROYS)
_MET_ON = (
    select(MEETING.c.on_date)
    .where(WORK.c.kind == "to_complete", MEETING.c.public_id == WORK.c.about)
    .scalar_subquery()
)
_ELSEWHERE: dict[str, Any] = {
    "case": CASES.c.public_id.label("case_public_id"),
    "number": CASES.c.number,
    "person": PERSON.c.public_id.label("person_public_id"),
    "name": case((PERSON.c.kind == "professional", PERSON.c.name)),  # of no family
    "met_on": _MET_ON.label("met_on"),
}
_IS_OPEN = WORK.c.state == "open"
_SEEN = (
    select(
        *(
            _ELSEWHERE[field.name] if field.name in _ELSEWHERE else WORK.c[field.name]
            for field in fields(WorkSeen)
        )
    )
    .select_from(WORK)
    .outerjoin(CASES, CASES.c.id == WORK.c.case_id)
    .outerjoin(PERSON, PERSON.c.id == WORK.c.person_id)
    .where(_MINE, or_(WORK.c.case_id.is_(None), VISIBLE))
)
_LIST = (
    _SEEN.where(_IS_OPEN, WORK.c.id > bindparam("after_id", type_=Integer))
    .order_by(WORK.c.id)
    .limit(bindparam("most"))
)
_ONE = _SEEN.where(WORK.c.public_id == bindparam("wanted"))
_COUNT = (
    select(func.count())
    .select_from(WORK)
    .outerjoin(CASES, CASES.c.id == WORK.c.case_id)
    .where(_IS_OPEN, _MINE, or_(WORK.c.case_id.is_(None), VISIBLE))
)
_COUNT_ALL = select(func.count()).select_from(WORK).where(_IS_OPEN)
_CLOSE = (
    update(WORK)
    .where(WORK.c.id == bindparam("work_id"), _IS_OPEN)
    .values(
        state="done",
        open_key=None,
        closed_at=bindparam("now"),
        closed_by=bindparam("by"),
        word=bindparam("said"),
    )
)
_GONE = (
    update(WORK)
    .where(WORK.c.open_key == bindparam("wanted"))
    .values(state="gone", open_key=None, closed_at=bindparam("now"))
)
_GONE_IN_CASE = (
    update(WORK)
    .where(
        WORK.c.case_id == bindparam("of_case"),
        WORK.c.kind == bindparam("of_kind"),
        WORK.c.person_id.not_in(bindparam("but", expanding=True)),
        _IS_OPEN,
    )
    .values(state="gone", open_key=None, closed_at=bindparam("now"))
)


Owners: TypeAlias = Mapping[tuple[str | None, str], tuple[str, ...]]
"""The names of those who hold a role in a region, by both."""

_HOLD_IT = (
    select(PARTICIPATION.c.region, PARTICIPATION.c.role, PERSON.c.name)
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .where(
        PARTICIPATION.c.region.in_(bindparam("regions", expanding=True)),
        PARTICIPATION.c.access.not_in(("none", "excluded")),
        ~CLOSED,
        holds(PARTICIPATION),
    )
    .order_by(PARTICIPATION.c.id)
)
_LOOK_AFTER_IT = (
    select(ACCOUNT_ROLE.c.region, ACCOUNT_ROLE.c.role, PERSON.c.name)
    .join(PERSON, PERSON.c.id == ACCOUNT_ROLE.c.person_id)
    .join(ACCOUNT, and_(ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.active))
    .where(
        ACCOUNT_ROLE.c.region.in_(bindparam("regions", expanding=True)),
        holds(ACCOUNT_ROLE),
    )
    .order_by(ACCOUNT_ROLE.c.id)
)


_NEAR = (
    select(WORK.c.id, PERSON.c.name)
    .join(PARTICIPATION, and_(_IN_CASE, holds(PARTICIPATION)))
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .where(
        WORK.c.id.in_(bindparam("ids", expanding=True)),
        PARTICIPATION.c.access.not_in(("none", "excluded")),
        ~CLOSED,
    )
)
_AT_TABLE = (
    select(WORK.c.id, PERSON.c.name)
    .join(MEETING, MEETING.c.public_id == WORK.c.about)
    .join(TABLE_MEMBER, and_(_OF_ITS_TABLE, holds(TABLE_MEMBER)))
    .join(PERSON, PERSON.c.id == TABLE_MEMBER.c.person_id)
    .where(WORK.c.id.in_(bindparam("ids", expanding=True)))
)


def add_work(connection: Connection, new: NewWork, *, now: datetime) -> int | None:
    """Make it; its key, or None: it is open already."""
    row = {**values_of(new), "public_id": new_id(), "open_key": new.key, "state": "open"}
    return _ADD(connection, {**row, "made_at": now, "word": ""})


def list_work(
    connection: Connection, viewer: Viewer, *, on: date, limit: int, after: int | None = None
) -> tuple[WorkSeen, ...]:
    """What is open for the viewer, the oldest first: for whoever has the role, or stands in.

    Of a case only to who may see it.
    """
    wanted = {"after_id": after or 0, "most": limit, **seen_by(viewer, on)}
    return tuple(WorkSeen(*row) for row in connection.execute(_LIST, wanted))


def get_work(connection: Connection, viewer: Viewer, public_id: str, *, on: date) -> WorkSeen:
    """One of them, open or closed.

    Raises:
        NotFound: there is none, or it is not theirs.
    """
    row = connection.execute(_ONE, {"wanted": public_id, **seen_by(viewer, on)}).one_or_none()
    if row is None:
        raise NotFound("work")
    return WorkSeen(*row)


def count_work(connection: Connection, viewer: Viewer, *, on: date) -> int:
    """How much is open for the viewer."""
    return connection.execute(_COUNT, seen_by(viewer, on)).scalar_one()


def count_open_work(connection: Connection) -> int:
    """How much is open for anybody: a figure, for whoever watches the program."""
    return connection.execute(_COUNT_ALL).scalar_one()


def close_work(connection: Connection, work_id: int, *, by: int, word: str, now: datetime) -> bool:
    """Somebody did it and says what; False when it was closed before."""
    done = {"work_id": work_id, "by": by, "said": word, "now": now}
    return connection.execute(_CLOSE, done).rowcount == 1


def work_gone(connection: Connection, key: str, *, now: datetime) -> bool:
    """What asked for it is gone; False when none with this key is open."""
    return connection.execute(_GONE, {"wanted": key, "now": now}).rowcount == 1


def work_gone_in_case(
    connection: Connection,
    case_id: int,
    kind: WorkKind,
    *,
    but: Collection[int],
    now: datetime,
) -> None:
    """What asked for work of this kind in the case is gone, but for that about these persons."""
    wanted = {"of_case": case_id, "of_kind": kind, "but": list(but), "now": now}
    connection.execute(_GONE_IN_CASE, wanted)


def owners_of(
    connection: Connection, regions: Collection[str | None], *, on: date, now: datetime
) -> Owners:
    """Who holds which role in each of these regions on the day ``on``."""
    found: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    wanted = {"regions": sorted(filter(None, regions)), "on": on, "now": now}
    for statement in (_HOLD_IT, _LOOK_AFTER_IT):
        for region, role, name in connection.execute(statement, wanted):
            found[region, role].append(name)
    return {place: tuple(dict.fromkeys(names)) for place, names in found.items()}


def near_owners(
    connection: Connection, work_ids: Collection[int], *, on: date, now: datetime
) -> Mapping[int, tuple[str, ...]]:
    """Who does what is for a role in a case or at a table, where no region is asked."""
    found: dict[int, list[str]] = defaultdict(list)
    for statement in (_NEAR, _AT_TABLE):
        wanted = {"ids": list(work_ids), "on": on, "now": now}
        for work_id, name in connection.execute(statement, wanted):
            found[work_id].append(name)
    return {work_id: tuple(dict.fromkeys(names)) for work_id, names in found.items()}
