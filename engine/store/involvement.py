"""Who is involved with a child, for whoever comes at night and takes part in nothing.

Looked for by the whole name and the birth date, never through ``visibility``: what it may tell
is said by whoever asks here, who is kept out is asked here, and every try is logged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, exists, func, or_, select, tuple_

from engine.access import Viewer
from engine.store.emergency_core import CORRECTED
from engine.store.participation import CLOSED, HERE, KEPT_OUT
from engine.store.rows import columns, holds
from engine.store.tables.cases import CASE_CHILD, CASES, RECORD
from engine.store.tables.people import ACCOUNT, FAMILY, ORGANISATION, PARTICIPATION, PERSON
from engine.store.tables.trail import ACCESS_LOG, CASE_EVENT
from engine.text import Language


@dataclass(frozen=True, slots=True)
class Named:
    """A child as it is registered, and the key of its family."""

    id: int
    public_id: str
    name: str
    family_id: int


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody who works with the child now, and how to reach them."""

    case_id: int
    case: str
    role: str
    id: int
    public_id: str
    name: str
    email: str | None
    language: Language
    organisation: str | None


_BORN = (
    select(*columns(PERSON, Named))
    .where(
        PERSON.c.born == bindparam("born"),
        PERSON.c.kind == "youth",
        PERSON.c.family_id.is_not(None),
    )
    .order_by(PERSON.c.id)
)
_KEPT_OUT = (
    select(FAMILY.c.id)
    .select_from(FAMILY)
    .join(
        PARTICIPATION,
        or_(
            PARTICIPATION.c.family_id == FAMILY.c.id,
            PARTICIPATION.c.region == FAMILY.c.region,
            PARTICIPATION.c.case_id.in_(
                select(CASES.c.id).where(CASES.c.family_id == FAMILY.c.id).correlate(FAMILY)
            ),
        ),
    )
    .where(
        FAMILY.c.id.in_(bindparam("ids", expanding=True)),
        PARTICIPATION.c.person_id == bindparam("viewer"),
        PARTICIPATION.c.access == "excluded",
        holds(PARTICIPATION),
    )
)
_OF_CHILD = (
    select(CASES.c.id)
    .join(CASE_CHILD, CASE_CHILD.c.case_id == CASES.c.id)
    .where(CASE_CHILD.c.person_id.in_(bindparam("ids", expanding=True)))
)
_INVOLVED = (
    select(
        CASES.c.id,
        CASES.c.public_id,
        PARTICIPATION.c.role,
        PERSON.c.id,
        PERSON.c.public_id,
        PERSON.c.name,
        PERSON.c.email,
        PERSON.c.language,
        ORGANISATION.c.name,
    )
    .select_from(CASES)
    .join(CASE_CHILD, CASE_CHILD.c.case_id == CASES.c.id)
    .join(PARTICIPATION, HERE)
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .outerjoin(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .outerjoin(
        ORGANISATION,
        ORGANISATION.c.id
        == func.coalesce(PARTICIPATION.c.organisation_id, ACCOUNT.c.organisation_id),
    )
    .where(
        CASE_CHILD.c.person_id.in_(bindparam("ids", expanding=True)),
        or_(
            PARTICIPATION.c.child_id.is_(None),
            PARTICIPATION.c.child_id == CASE_CHILD.c.person_id,
        ),
        CASES.c.is_final.is_(False),
        PARTICIPATION.c.role.in_(bindparam("roles", expanding=True)),
        PERSON.c.kind == "professional",
        holds(PARTICIPATION),
        ~KEPT_OUT,
        ~CLOSED,
    )
    .order_by(CASES.c.id, PARTICIPATION.c.id)
)
_HAS_PLAN = select(
    or_(
        exists().where(
            CASE_EVENT.c.case_id.in_(_OF_CHILD),
            CASE_EVENT.c.transition.in_(bindparam("steps", expanding=True)),
        ),
        exists().where(
            RECORD.c.case_id.in_(_OF_CHILD),
            or_(
                RECORD.c.child_id.is_(None), RECORD.c.child_id.in_(bindparam("ids", expanding=True))
            ),
            tuple_(RECORD.c.type, RECORD.c.status).in_(bindparam("papers", expanding=True)),
            ~CORRECTED,
        ),
    )
)
_ASKED = select(func.count()).where(
    ACCESS_LOG.c.person_id == bindparam("viewer"),
    ACCESS_LOG.c.action == bindparam("of_action"),
    ACCESS_LOG.c.at > bindparam("since"),
)


def born_on(connection: Connection, day: date) -> tuple[Named, ...]:
    """Every child that is registered with this birth date."""
    return tuple(Named(*row) for row in connection.execute(_BORN, {"born": day}))


def families_closed_to(
    connection: Connection, viewer: Viewer, families: Collection[int], *, on: date, now: datetime
) -> frozenset[int]:
    """Those of the families from which, or from a case or the region of which, they are kept."""
    wanted = {"ids": list(families), "viewer": viewer.person, "on": on, "now": now}
    return frozenset(connection.execute(_KEPT_OUT, wanted).scalars())


def involved_with(
    connection: Connection,
    children: Collection[int],
    roles: Collection[str],
    *,
    on: date,
    now: datetime,
) -> tuple[Reachable, ...]:
    """The professionals who hold one of the roles in an open case of these children."""
    wanted = {"ids": list(children), "roles": list(roles), "on": on, "now": now}
    return tuple(Reachable(*row) for row in connection.execute(_INVOLVED, wanted))


def has_plan(
    connection: Connection,
    children: Collection[int],
    *,
    steps: Collection[str],
    papers: Mapping[str, Collection[str]],
) -> bool:
    """Whether these children have a safety plan: one of these steps was ever made, or a record.

    ``papers``: by type of record, the statuses in which it is a plan.
    """
    kinds = [(kind, status) for kind, statuses in papers.items() for status in statuses]
    wanted = {"ids": list(children), "steps": list(steps), "papers": kinds}
    return bool(connection.execute(_HAS_PLAN, wanted).scalar_one())


def times_asked(connection: Connection, viewer: Viewer, action: str, *, since: datetime) -> int:
    """How often this viewer did this since then, as the log has it."""
    wanted = {"viewer": viewer.person, "of_action": action, "since": since}
    found: int = connection.execute(_ASKED, wanted).scalar_one()
    return found
