"""The statements of a snapshot: one per table, for any number of cases; no text, no names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from engine.store.for_many import Among, ForMany
from engine.store.participation import COUNTS, HERE
from engine.store.rows import NOW, ON, holds
from engine.store.tables.cases import CASES, RECORD, RECORD_STATUS
from engine.store.tables.clock import DEADLINE
from engine.store.tables.meetings import AGENDA_ITEM, AGREEMENT, ATTENDANCE, MEETING
from engine.store.tables.people import (
    AUTHORITY,
    CONSENT,
    PARTICIPATION,
    PERSON,
    QUALIFICATION,
)
from engine.store.tables.trail import CASE_EVENT

_CHILD, _PARENT = PERSON.alias("child"), PERSON.alias("parent")

TAKINGS = ForMany(
    lambda those: (
        select(
            CASES.c.id.label("case_id"),
            PARTICIPATION.c.role,
            PARTICIPATION.c.person_id,
            PERSON.c.public_id.label("person"),
        )
        .select_from(CASES)
        .join(PARTICIPATION, HERE)
        .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
        .where(those(CASES.c.id), COUNTS)
        .order_by(PARTICIPATION.c.id)
    )
)
"""Who takes part in each case, by the case itself, its family or its region.

Neither who is kept out of it by any row, nor whose account is closed.
"""

QUALIFIED = ForMany(
    lambda those: select(QUALIFICATION.c.person_id, QUALIFICATION.c.name).where(
        those(QUALIFICATION.c.person_id), holds(QUALIFICATION)
    )
)

RECORDS = ForMany(
    lambda those: (
        select(
            RECORD.c.case_id,
            RECORD_STATUS.c.record_id,
            RECORD.c.type,
            RECORD_STATUS.c.status,
            RECORD_STATUS.c.settled,
            RECORD_STATUS.c.dated_on,
            PERSON.c.public_id.label("author"),
            _CHILD.c.public_id.label("child"),
        )
        .select_from(RECORD)
        .join(RECORD_STATUS, RECORD_STATUS.c.record_id == RECORD.c.id)
        .join(PERSON, PERSON.c.id == RECORD.c.author_id)
        .outerjoin(_CHILD, _CHILD.c.id == RECORD.c.child_id)
        .where(
            those(RECORD.c.case_id),
            RECORD_STATUS.c.on_date <= ON,
            RECORD_STATUS.c.recorded_at <= NOW,
        )
        .order_by(RECORD_STATUS.c.id)
    )
)
"""Every status that a document had reached, in the order in which they were recorded.

The order of recording is the order of the moves: a day that lies before that of an earlier
status does not undo the move.
"""

AUTHORITIES = ForMany(
    lambda those: (
        select(_CHILD.c.public_id, _PARENT.c.public_id)
        .select_from(AUTHORITY)
        .join(_CHILD, _CHILD.c.id == AUTHORITY.c.child_id)
        .join(_PARENT, _PARENT.c.id == AUTHORITY.c.parent_id)
        .where(those(AUTHORITY.c.child_id), holds(AUTHORITY))
        .order_by(AUTHORITY.c.id)
    )
)

ANSWERS = ForMany(
    lambda those: (
        select(
            _CHILD.c.public_id.label("child"),
            PERSON.c.public_id.label("person"),
            CONSENT.c.purpose,
            CONSENT.c.answer,
            CONSENT.c.ground,
            CONSENT.c.until_on,
            CONSENT.c.case_id,
        )
        .select_from(CONSENT)
        .join(_CHILD, _CHILD.c.id == CONSENT.c.child_id)
        .outerjoin(PERSON, PERSON.c.id == CONSENT.c.person_id)
        .where(those(CONSENT.c.child_id), CONSENT.c.from_on <= ON, CONSENT.c.recorded_at <= NOW)
        .order_by(CONSENT.c.from_on, CONSENT.c.id)
    )
)
"""Every answer that had been given, the last one last; also those that ran out since."""

EVENTS = ForMany(
    lambda those: (
        select(
            CASE_EVENT.c.case_id,
            CASE_EVENT.c.occurred_on,
            CASE_EVENT.c.transition,
            CASE_EVENT.c.act,
            CASE_EVENT.c.entered,
            PERSON.c.public_id.label("actor"),
        )
        .select_from(CASE_EVENT)
        .outerjoin(PERSON, PERSON.c.id == CASE_EVENT.c.actor_id)
        .where(
            those(CASE_EVENT.c.case_id),
            CASE_EVENT.c.occurred_on <= ON,
            CASE_EVENT.c.recorded_at <= NOW,
            or_(
                CASE_EVENT.c.transition.is_not(None),
                CASE_EVENT.c.act.is_not(None),
                CASE_EVENT.c.entered.is_not(None),
            ),
        )
        .order_by(CASE_EVENT.c.occurred_on, CASE_EVENT.c.seq)
    )
)
"""Every step that had been made, the last one last."""

DUTIES = ForMany(
    lambda those: (
        select(
            DEADLINE.c.case_id, DEADLINE.c.key, DEADLINE.c.state, _CHILD.c.public_id.label("child")
        )
        .outerjoin(_CHILD, _CHILD.c.id == DEADLINE.c.child_id)
        .where(those(DEADLINE.c.case_id))
    )
)


def _present(those: Among) -> Select[Any]:
    # Where each case is on an agenda now. Planning it anew carries over what was planned before,
    # so that what is planned is newer than whatever was discussed.
    state = AGENDA_ITEM.c.state
    newest = (
        select(func.max(AGENDA_ITEM.c.id))
        .where(those(AGENDA_ITEM.c.case_id), or_(state == "planned", state == "discussed"))
        .group_by(AGENDA_ITEM.c.case_id)
    )
    of_item = or_(ATTENDANCE.c.item_id.is_(None), ATTENDANCE.c.item_id == AGENDA_ITEM.c.id)
    marked = and_(ATTENDANCE.c.meeting_id == MEETING.c.id, of_item)
    mark = (ATTENDANCE.c.role, ATTENDANCE.c.how, ATTENDANCE.c.person_id, ATTENDANCE.c.words)
    return (
        select(AGENDA_ITEM.c.case_id, *mark)
        .join(MEETING, MEETING.c.id == AGENDA_ITEM.c.meeting_id)
        .join(ATTENDANCE, marked)
        .where(
            AGENDA_ITEM.c.id.in_(newest),
            or_(MEETING.c.state == "in_session", MEETING.c.state == "to_complete"),
        )
        .order_by(ATTENDANCE.c.id)
    )


PRESENT = ForMany(_present)
"""What was marked at the meeting that discusses each case now, the last word last.

Who sat at an earlier meeting, which may still have to be completed, is no quorum of this one.
"""

AGREEMENTS = ForMany(
    lambda those: (
        select(AGREEMENT.c.case_id, AGREEMENT.c.state)
        .where(those(AGREEMENT.c.case_id))
        .order_by(AGREEMENT.c.id)
    )
)
