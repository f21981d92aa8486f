"""Of what a reminder reminds, in words that a restore brings back the same."""

from __future__ import annotations

from sqlalchemy import Connection, and_, bindparam, func, select

from engine.notice_key import Reminded
from engine.store.tables.cases import CASE_CHILD, CASES
from engine.store.tables.clock import DEADLINE, REMINDER
from engine.store.tables.people import FAMILY, PERSON

_FIRST, _BEFORE, _THEIRS = CASE_CHILD.alias(), CASES.alias(), CASE_CHILD.alias()
_YOUTH, _CHILD = PERSON.alias(), PERSON.alias()
_NTH = (
    select(func.count())
    .select_from(_BEFORE)
    .outerjoin(_THEIRS, and_(_THEIRS.c.case_id == _BEFORE.c.id, _THEIRS.c.position == 0))
    .where(
        _BEFORE.c.family_id == CASES.c.family_id,
        _BEFORE.c.workflow == CASES.c.workflow,
        _BEFORE.c.id < CASES.c.id,
        func.coalesce(_THEIRS.c.person_id, 0) == func.coalesce(_FIRST.c.person_id, 0),
    )
    .correlate(CASES, _FIRST)
    .scalar_subquery()
)
_REMINDED = (
    select(
        FAMILY.c.public_id.label("family"),
        CASES.c.workflow,
        func.coalesce(_YOUTH.c.public_id, "").label("youth"),
        _NTH.label("nth"),
        DEADLINE.c.key.label("deadline"),
        func.coalesce(_CHILD.c.public_id, "").label("child"),
        DEADLINE.c.occurrence,
        REMINDER.c.due_on,
        REMINDER.c.step,
        REMINDER.c.audience,
    )
    .select_from(REMINDER)
    .join(DEADLINE, DEADLINE.c.id == REMINDER.c.deadline_id)
    .join(CASES, CASES.c.id == DEADLINE.c.case_id)
    .join(FAMILY, FAMILY.c.id == CASES.c.family_id)
    .outerjoin(_FIRST, and_(_FIRST.c.case_id == CASES.c.id, _FIRST.c.position == 0))
    .outerjoin(_YOUTH, _YOUTH.c.id == _FIRST.c.person_id)
    .outerjoin(_CHILD, _CHILD.c.id == DEADLINE.c.child_id)
    .where(REMINDER.c.id == bindparam("reminder_id"))
)


def reminded(connection: Connection, reminder_id: int) -> Reminded:
    """For the tick: nobody looks."""
    row = connection.execute(_REMINDED, {"reminder_id": reminder_id}).one()
    return Reminded(**row._asdict())
