"""Who has authority (gezag) over a child, and what was answered when consent was asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, Connection, bindparam, insert, or_, select, update

from engine.store.cases import CaseHead
from engine.store.rows import columns, new_id, values_of
from engine.store.tables.people import AUTHORITY, CONSENT, Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """What one person said to one purpose for one child; without a person it holds for all."""

    child_id: int
    purpose: str
    answer: Answer
    from_on: date
    person_id: int | None = None
    ground: str | None = None
    until_on: date | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerRecorded:
    """What one person said to one purpose for one child; without a person it holds for all."""

    public_id: str
    child_id: int
    person_id: int | None
    purpose: str
    answer: Answer
    ground: str | None
    from_on: date
    until_on: date | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class AuthorityRecorded:
    """A parent or guardian has authority over a child; ``until_on`` is the first day without."""

    child_id: int
    parent_id: int
    from_on: date
    until_on: date | None
    source: str
    recorded_at: datetime


_ADD_AUTHORITY = insert(AUTHORITY).returning(AUTHORITY.c.id)
_END_AUTHORITY = (
    update(AUTHORITY)
    .where(
        AUTHORITY.c.child_id == bindparam("child"),
        AUTHORITY.c.parent_id == bindparam("parent"),
        AUTHORITY.c.until_on.is_(None),
    )
    .values(until_on=bindparam("until"))
)
_CHILDREN: BindParameter[int] = bindparam("ids", expanding=True)
_ANSWERS = (
    select(*columns(CONSENT, AnswerRecorded))
    .where(
        CONSENT.c.child_id.in_(_CHILDREN),
        or_(CONSENT.c.case_id.is_(None), CONSENT.c.case_id == bindparam("case_id")),
    )
    .order_by(CONSENT.c.from_on, CONSENT.c.id)
)
_AUTHORITIES = (
    select(*columns(AUTHORITY, AuthorityRecorded))
    .where(AUTHORITY.c.child_id.in_(_CHILDREN))
    .order_by(AUTHORITY.c.id)
)


def set_authority(
    connection: Connection,
    child_id: int,
    *,
    parent_id: int,
    from_on: date,
    source: str,
    by: int,
    now: datetime,
) -> int:
    """Record that a parent or guardian has authority (gezag) over a child; its key."""
    row = {
        "child_id": child_id,
        "parent_id": parent_id,
        "from_on": from_on,
        "source": source,
        "recorded_at": now,
        "recorded_by": by,
    }
    made: int = connection.execute(_ADD_AUTHORITY, row).scalar_one()
    return made


def end_authority(connection: Connection, child_id: int, *, parent_id: int, until_on: date) -> bool:
    """End the authority of a parent over a child; whether there was any to end."""
    ended = {"child": child_id, "parent": parent_id, "until": until_on}
    return connection.execute(_END_AUTHORITY, ended).rowcount > 0


def add_consent(connection: Connection, consent: NewConsent, *, by: int, now: datetime) -> str:
    """Record what somebody said; its public id. The newest answer of a person counts."""
    public_id = new_id()
    row = {**values_of(consent), "public_id": public_id, "recorded_by": by, "recorded_at": now}
    connection.execute(insert(CONSENT), row)
    return public_id


def answers_of(
    connection: Connection, case: CaseHead, child_ids: Collection[int]
) -> tuple[AnswerRecorded, ...]:
    """Every answer about these children that holds for the case, the last one last."""
    rows = connection.execute(_ANSWERS, {"ids": list(child_ids), "case_id": case.id})
    return tuple(AnswerRecorded(*row) for row in rows)


def authorities_of(
    connection: Connection, child_ids: Collection[int]
) -> tuple[AuthorityRecorded, ...]:
    """Who has, had or will have authority over these children, in the order of recording."""
    rows = connection.execute(_AUTHORITIES, {"ids": list(child_ids)})
    return tuple(AuthorityRecorded(*row) for row in rows)
