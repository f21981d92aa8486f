"""The review of break-glass: every grant of a region, what was looked at, and how it was judged.

Every read asks that the viewer is privacy officer there; of the child no name is read.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, exists, func, select, update

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.account_roles import WATCHES
from engine.store.log_reviews import Judged
from engine.store.tables.cases import CASE_CHILD, CASES
from engine.store.tables.emergency import EMERGENCY_GRANT, Category
from engine.store.tables.people import ORGANISATION, PERSON
from engine.store.tables.review import ACCOUNT_ROLE, Judgement
from engine.store.tables.trail import ACCESS_LOG, Outcome
from engine.store.tables.work import WORK


@dataclass(frozen=True, slots=True)
class EmergencySeen:
    """A grant as it is reviewed."""

    id: int
    public_id: str
    person_id: int
    name: str
    organisation: str
    child_id: int
    child: str
    region: str
    category: Category
    reason: str
    nth: int
    granted_at: datetime
    ends_at: datetime
    shielded_at: datetime | None
    due_on: date
    judgement: Judgement
    word: str
    owner: str
    follow_up_on: date | None
    judged_at: datetime | None
    judged_by: int | None
    judge: str | None


@dataclass(frozen=True, slots=True)
class EmergencyLook:
    """What the holder did by a grant, or tried when it had ended."""

    at: datetime
    action: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class EmergencyLate:
    """A grant that is not judged after its day."""

    id: int
    public_id: str
    region: str


_CHILD, _JUDGE = PERSON.alias("child"), PERSON.alias("judge")
_ELSEWHERE: dict[str, Any] = {
    "name": PERSON.c.name,
    "organisation": ORGANISATION.c.name.label("organisation_name"),
    "child": _CHILD.c.public_id.label("child_public_id"),
    "judge": _JUDGE.c.name.label("judge_name"),
}
_MAY = (
    exists()
    .where(ACCOUNT_ROLE.c.region == EMERGENCY_GRANT.c.region, WATCHES)
    .correlate(EMERGENCY_GRANT)
)
_SEEN = (
    select(
        *(
            _ELSEWHERE[field.name] if field.name in _ELSEWHERE else EMERGENCY_GRANT.c[field.name]
            for field in fields(EmergencySeen)
        )
    )
    .select_from(EMERGENCY_GRANT)
    .join(PERSON, PERSON.c.id == EMERGENCY_GRANT.c.person_id)
    .join(ORGANISATION, ORGANISATION.c.id == EMERGENCY_GRANT.c.organisation_id)
    .join(_CHILD, _CHILD.c.id == EMERGENCY_GRANT.c.child_id)
    .outerjoin(_JUDGE, _JUDGE.c.id == EMERGENCY_GRANT.c.judged_by)
    .where(_MAY)
)
_LIST = (
    _SEEN.where(EMERGENCY_GRANT.c.id < bindparam("before", type_=Integer))
    .order_by(EMERGENCY_GRANT.c.id.desc())
    .limit(bindparam("most"))
)
_OPEN = (
    _SEEN.where(EMERGENCY_GRANT.c.judgement == "open")
    .order_by(EMERGENCY_GRANT.c.due_on, EMERGENCY_GRANT.c.id)
    .limit(bindparam("most"))
)
_ONE = _SEEN.where(EMERGENCY_GRANT.c.public_id == bindparam("wanted"))
_LOCK = (
    select(EMERGENCY_GRANT.c.id)
    .where(EMERGENCY_GRANT.c.public_id == bindparam("wanted"), _MAY)
    .with_for_update(of=EMERGENCY_GRANT)
)
_NUMBERS = (
    select(CASES.c.number)
    .join(CASE_CHILD, CASE_CHILD.c.case_id == CASES.c.id)
    .where(CASE_CHILD.c.person_id == bindparam("child_id"))
    .order_by(CASES.c.id)
)
_LOOKS = (
    select(ACCESS_LOG.c.at, ACCESS_LOG.c.action, ACCESS_LOG.c.outcome)
    .where(
        ACCESS_LOG.c.person_id == bindparam("holder"),
        ACCESS_LOG.c.record == bindparam("child"),
        ACCESS_LOG.c.emergency,
        ACCESS_LOG.c.at >= bindparam("since"),
    )
    .order_by(ACCESS_LOG.c.id.desc())
    .limit(bindparam("most"))
)
_JUDGE_IT = (
    update(EMERGENCY_GRANT)
    .where(EMERGENCY_GRANT.c.id == bindparam("grant_id"), EMERGENCY_GRANT.c.judgement == "open")
    .values(
        judgement=bindparam("said"),
        word=bindparam("words"),
        owner=bindparam("by_whom"),
        follow_up_on=bindparam("by_day"),
        judged_at=bindparam("now"),
        judged_by=bindparam("by"),
    )
)
_IS_LATE = (EMERGENCY_GRANT.c.judgement == "open", EMERGENCY_GRANT.c.due_on < bindparam("on"))
_LATE = (
    select(EMERGENCY_GRANT.c.id, EMERGENCY_GRANT.c.public_id, EMERGENCY_GRANT.c.region)
    .where(
        *_IS_LATE,
        ~exists().where(WORK.c.key == "emergency-late-" + EMERGENCY_GRANT.c.public_id),
    )
    .order_by(EMERGENCY_GRANT.c.due_on, EMERGENCY_GRANT.c.id)
    .limit(bindparam("most"))
)
_COUNT_LATE = select(func.count()).select_from(EMERGENCY_GRANT).where(*_IS_LATE)
_LAST = 2**31 - 1
_SHOWN = 50


def list_grants(
    connection: Connection, viewer: Viewer, *, on: date, limit: int, before: int | None
) -> tuple[EmergencySeen, ...]:
    """The grants of the viewer's regions, the newest first."""
    asked = {**_seen_by(viewer, on), "before": before or _LAST, "most": limit}
    return tuple(EmergencySeen(*row) for row in connection.execute(_LIST, asked))


def open_grants(connection: Connection, viewer: Viewer, *, on: date) -> tuple[EmergencySeen, ...]:
    """Those that the viewer has to review, what is due first in front."""
    asked = {**_seen_by(viewer, on), "most": _SHOWN}
    return tuple(EmergencySeen(*row) for row in connection.execute(_OPEN, asked))


def get_grant(connection: Connection, viewer: Viewer, public_id: str, *, on: date) -> EmergencySeen:
    """One of them.

    Raises:
        NotFound: there is none, or the viewer does not watch that region.
    """
    asked = {**_seen_by(viewer, on), "wanted": public_id}
    row = connection.execute(_ONE, asked).one_or_none()
    if row is None:
        raise NotFound("grant")
    return EmergencySeen(*row)


def lock_grant(connection: Connection, viewer: Viewer, public_id: str, *, on: date) -> None:
    """Let one at a time judge it, until the transaction ends; on SQLite the turn is enough."""
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {**_seen_by(viewer, on), "wanted": public_id}).all()


def numbers_of(connection: Connection, grant: EmergencySeen) -> tuple[str, ...]:
    """The numbers of the cases that it opened, of a grant that the viewer was found to see."""
    return tuple(connection.execute(_NUMBERS, {"child_id": grant.child_id}).scalars())


def looks_by(connection: Connection, grant: EmergencySeen) -> tuple[EmergencyLook, ...]:
    """What its holder did by it, the newest 50, of a grant that the viewer was found to see."""
    asked = {"holder": grant.person_id, "child": grant.child, "since": grant.granted_at}
    found = connection.execute(_LOOKS, {**asked, "most": _SHOWN})
    return tuple(EmergencyLook(*row) for row in found)


def judge(connection: Connection, grant_id: int, said: Judged, *, by: int, now: datetime) -> bool:
    """Keep what somebody finds of it; False when it was judged before."""
    row = {
        "grant_id": grant_id,
        "said": said.judgement,
        "words": said.word,
        "by_whom": said.owner,
        "by_day": said.follow_up_on,
        "now": now,
        "by": by,
    }
    return connection.execute(_JUDGE_IT, row).rowcount == 1


def late_grants(connection: Connection, *, on: date, limit: int) -> tuple[EmergencyLate, ...]:
    """Not judged after their day, and nobody else was told."""
    rows = connection.execute(_LATE, {"on": on, "most": limit})
    return tuple(EmergencyLate(*row) for row in rows)


def count_late(connection: Connection, *, on: date) -> int:
    """How many are not judged after their day, over all regions."""
    return connection.execute(_COUNT_LATE, {"on": on}).scalar_one()


def _seen_by(viewer: Viewer, on: date) -> dict[str, Any]:
    return {"viewer": viewer.person, "today": on}
