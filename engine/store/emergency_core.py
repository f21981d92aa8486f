"""The core of a child's file, for whoever was let in on it: each read holds ``OPENS`` itself.

Run them with ``opened_by``: what does not open now gives no row.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, or_, select

from engine.store.cases import HEADS, CaseHead
from engine.store.emergency import OPENS
from engine.store.events import EventSeen
from engine.store.participation import CLOSED, HERE, KEPT_OUT
from engine.store.rows import Values, columns, holds
from engine.store.tables.cases import (
    CASE_CHILD,
    CASES,
    RECORD,
    RECORD_STATUS,
    RECORD_TEXT,
)
from engine.store.tables.emergency import EMERGENCY_GRANT
from engine.store.tables.people import ACCOUNT, ORGANISATION, PARTICIPATION, PERSON, PersonKind
from engine.store.tables.rights import RECORD_CORRECTION
from engine.store.tables.trail import CASE_EVENT, CASE_EVENT_DETAIL

KINDS = ("opened", "advanced", "record_written", "record_edited", "record_moved")
"""Events that hold answers to a form."""


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """Somebody of the family."""

    id: int
    public_id: str
    name: str
    born: date | None
    kind: PersonKind


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A professional who works on an open case of the child, and how to reach them."""

    role: str
    name: str
    organisation: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class RecordNow:
    """A record with its status, and what it says now."""

    case_id: int
    type: str
    child_id: int | None
    status: str
    dated_on: date
    created_at: datetime
    fields: Values


_CHILD = select(EMERGENCY_GRANT.c.child_id).where(OPENS)
_FAMILY = select(EMERGENCY_GRANT.c.family_id).where(OPENS)
_CASES = select(CASE_CHILD.c.case_id).where(CASE_CHILD.c.person_id.in_(_CHILD))
_MEMBERS = (
    select(*columns(PERSON, MemberSeen))
    .where(PERSON.c.family_id.in_(_FAMILY))
    .order_by(PERSON.c.kind.desc(), PERSON.c.born, PERSON.c.id)
)
_HEADS = HEADS.where(CASES.c.id.in_(_CASES)).order_by(CASES.c.id.desc())
_WORKERS = (
    select(PARTICIPATION.c.role, PERSON.c.name, ORGANISATION.c.name, PERSON.c.email)
    .select_from(CASES)
    .join(PARTICIPATION, HERE)
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .outerjoin(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .outerjoin(
        ORGANISATION,
        ORGANISATION.c.id
        == func.coalesce(PARTICIPATION.c.organisation_id, ACCOUNT.c.organisation_id),
    )
    .where(
        CASES.c.id.in_(_CASES),
        CASES.c.is_final.is_(False),
        PARTICIPATION.c.role.in_(bindparam("roles", expanding=True)),
        or_(PARTICIPATION.c.child_id.is_(None), PARTICIPATION.c.child_id.in_(_CHILD)),
        PERSON.c.kind == "professional",
        holds(PARTICIPATION),
        ~KEPT_OUT,
        ~CLOSED,
    )
    .order_by(PARTICIPATION.c.id)
)
_BESIDE = ("actor", "on_behalf_of", "details")
_READ = [field.name for field in fields(EventSeen) if field.name not in _BESIDE]
_EVENTS = (
    select(
        CASE_EVENT.c.case_id,
        CASE_EVENT_DETAIL.c.details,
        *(CASE_EVENT.c[name] for name in _READ),
    )
    .join(CASE_EVENT_DETAIL, CASE_EVENT_DETAIL.c.event_id == CASE_EVENT.c.id)
    .where(CASE_EVENT.c.case_id.in_(_CASES), CASE_EVENT.c.kind.in_(KINDS))
    .order_by(CASE_EVENT.c.occurred_at.desc(), CASE_EVENT.c.id.desc())
)
_NEWEST = (
    select(func.max(RECORD_TEXT.c.id))
    .where(RECORD_TEXT.c.record_id == RECORD.c.id)
    .correlate(RECORD)
    .scalar_subquery()
)
CORRECTED = (
    exists()
    .where(
        RECORD_CORRECTION.c.corrects_id == RECORD.c.id,
        RECORD_STATUS.c.record_id == RECORD_CORRECTION.c.record_id,
        RECORD_STATUS.c.settled,
    )
    .correlate(RECORD)
)
"""Its corrected version was settled: that one counts, whatever became of it since."""

_TEXT: dict[str, Any] = {"fields": RECORD_TEXT.c.fields}
_NOW = [
    _TEXT[field.name] if field.name in _TEXT else RECORD.c[field.name]
    for field in fields(RecordNow)
]
_RECORDS = (
    select(*_NOW)
    .join(RECORD_TEXT, RECORD_TEXT.c.id == _NEWEST)
    .where(
        RECORD.c.case_id.in_(_CASES),
        RECORD.c.type.in_(bindparam("types", expanding=True)),
        or_(RECORD.c.child_id.is_(None), RECORD.c.child_id.in_(_CHILD)),
        ~CORRECTED,
    )
    .order_by(RECORD.c.dated_on.desc(), RECORD.c.id.desc())
)


def members(connection: Connection, opened: dict[str, Any]) -> tuple[MemberSeen, ...]:
    """The child and its family."""
    return tuple(MemberSeen(*row) for row in connection.execute(_MEMBERS, opened))


def cases(connection: Connection, opened: dict[str, Any]) -> tuple[CaseHead, ...]:
    """The cases of the child, open and closed, the newest first."""
    return tuple(CaseHead(*row) for row in connection.execute(_HEADS, opened))


def workers(
    connection: Connection, opened: dict[str, Any], roles: Collection[str]
) -> tuple[WorkerSeen, ...]:
    """Who holds one of these roles in an open case of the child."""
    found = connection.execute(_WORKERS, {**opened, "roles": list(roles)})
    return tuple(dict.fromkeys(WorkerSeen(*row) for row in found))


def events(connection: Connection, opened: dict[str, Any]) -> tuple[tuple[int, EventSeen], ...]:
    """What was filled in on forms, with the key of its case, the newest first.

    To be stripped before it is shown. Who did it is not read.
    """
    return tuple(_event(*row) for row in connection.execute(_EVENTS, opened))


def records(
    connection: Connection, opened: dict[str, Any], types: Collection[str]
) -> tuple[RecordNow, ...]:
    """The records of these types about the child or shared, whatever their status, newest first.

    Without what was corrected since. To be stripped before it is shown.
    """
    found = connection.execute(_RECORDS, {**opened, "types": sorted(types)})
    return tuple(RecordNow(*row) for row in found)


def _event(case_id: int, details: Values, *row: Any) -> tuple[int, EventSeen]:
    known = dict(zip(_READ, row, strict=True))
    return case_id, EventSeen(**known, actor=None, on_behalf_of=None, details=details)
