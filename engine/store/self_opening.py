"""Youths for whom the clock opens a case: of an age, in help, and without such a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, exists, false, or_, select

from engine.store.tables.cases import CASE_CHILD, CASES
from engine.store.tables.people import FAMILY, PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which youths: born after one day and up to another, with one of these cases open."""

    workflow: str
    region: str
    born_after: date
    born_until: date
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YouthDue:
    """A youth who may be of age for it; the birth date decides."""

    id: int
    born: date
    family_id: int


_OF_YOUTH = (
    select(CASES.c.id)
    .join(CASE_CHILD, CASE_CHILD.c.case_id == CASES.c.id)
    .where(CASE_CHILD.c.person_id == PERSON.c.id)
)
_IN_HELP = exists(
    _OF_YOUTH.where(
        CASES.c.is_final.is_(false()),
        CASES.c.workflow.in_(bindparam("beside", expanding=True)),
    )
)
_HAS_ONE = exists(_OF_YOUTH.where(CASES.c.workflow == bindparam("workflow")))
_DUE = (
    select(PERSON.c.id, PERSON.c.born, FAMILY.c.id)
    .join(FAMILY, FAMILY.c.id == PERSON.c.family_id)
    .where(
        PERSON.c.born > bindparam("born_after"),
        PERSON.c.born <= bindparam("born_until"),
        PERSON.c.kind == "youth",
        FAMILY.c.region == bindparam("region"),
        or_(bindparam("always"), _IN_HELP),
        ~_HAS_ONE,
    )
    .order_by(PERSON.c.born, PERSON.c.id)
    .limit(bindparam("most"))
)


def youths_due(connection: Connection, wanted: Wanted, *, limit: int) -> tuple[YouthDue, ...]:
    """The youths of the region without a case of the workflow, the oldest first."""
    rows = connection.execute(
        _DUE,
        {
            "workflow": wanted.workflow,
            "region": wanted.region,
            "born_after": wanted.born_after,
            "born_until": wanted.born_until,
            "beside": list(wanted.beside),
            "always": not wanted.beside,
            "most": limit,
        },
    )
    return tuple(YouthDue(*row) for row in rows)
