"""Which rows go when a file is destroyed, table by table and in this order.

What happened (``case_event``) and who looked (``access_log``) stay, with ids that lead to nobody:
their trails stay whole. Of a case its number and dates stay. What a family shares goes when no
file of it is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Integer,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.sql.expression import TableClause

from engine.store.destroyed import DESTROYED_FAMILIES
from engine.store.tables.absence import ABSENCE
from engine.store.tables.batch import BATCH, BATCH_ITEM
from engine.store.tables.cases import (
    CASE_CHILD,
    CASE_LINK,
    CASES,
    DEVIATION,
    FACT,
    RECORD,
    RECORD_STATUS,
    RECORD_TEXT,
)
from engine.store.tables.clock import (
    CONTACT,
    CONTACT_DUTY,
    CONTACT_PERSON,
    DEADLINE,
    NOTICE,
    REMINDER,
)
from engine.store.tables.emergency import EMERGENCY_GRANT
from engine.store.tables.meetings import (
    AGENDA_ITEM,
    AGREEMENT,
    AGREEMENT_READER,
    AGREEMENT_TEXT,
    ATTENDANCE,
)
from engine.store.tables.notice_settings import NOTICE_SETTING, QUIET_HOURS
from engine.store.tables.people import (
    ACCOUNT,
    AUTHORITY,
    CONSENT,
    FAMILY,
    PARTICIPATION,
    PERSON,
    QUALIFICATION,
    REGISTRATION,
)
from engine.store.tables.publication import PUBLICATION
from engine.store.tables.retention import LEGAL_HOLD
from engine.store.tables.review import LOG_SIGNAL
from engine.store.tables.rights import (
    DATA_REQUEST,
    DATA_REQUEST_ABOUT,
    DATA_REQUEST_ITEM,
    DATA_REQUEST_TEXT,
    RECORD_CORRECTION,
    STATEMENT,
)
from engine.store.tables.sessions import MEETING_MODE, SESSION, STEP_UP
from engine.store.tables.trail import CASE_EVENT, CASE_EVENT_DETAIL, STORED_ANSWER
from engine.store.tables.views import SAVED_VIEW
from engine.store.tables.ways_out import FEED, HOOK_CALL
from engine.store.tables.work import WORK

STAYS: Mapping[str, str] = {
    "case_event": "what happened, by ids: the chain",
    "access_log": "who looked, by ids: the trail",
    "seal": "hashes",
    "anchor": "hashes",
    "anchor_sent": "places",
    "gap": "hashes",
    "gap_signature": "hashes",
    "case_number": "a counter",
    "destruction": "the certificate",
    "destruction_item": "the certificate",
    "workflow_version": "definitions",
    "version_proof": "definitions",
    "rule_setting": "settings of a region",
    "calendar_edition": "settings of a region",
    "account_role": "of professionals",
    "organisation": "of professionals",
    "meeting_table": "of a table",
    "table_member": "of a table",
    "meeting": "of a table",
    "log_review": "of a month of the log",
    "fallback": "of a region",
    "hook": "addresses of systems",
    "heartbeat": "moments",
    "clock_guard": "moments",
    "mail_hold": "moments",
    "sent_before": "ids",
    "batch": "who asked what; its words go",
    "family": "an empty row that ids lead to",
    "person": "an empty row that ids lead to",
    "cases": "number, kind and dates",
    "log_signal": "who looked; its words go",
    "emergency_grant": "who was let in; its words go",
}
"""The tables of which rows stay, and what those are; of the rest every row of the file goes."""

GIVEN_COPY = "given_copy"
"""What a copy of somebody's data that tells of the file is counted as: its row stays."""

_WANTED: BindParameter[int] = bindparam("wanted", type_=Integer)


@dataclass(frozen=True)
class Wipe:
    """One statement, and the table that it counts for."""

    table: str
    statement: Delete | Update

    @cached_property
    def asks(self) -> frozenset[str]:
        """The names of its parameters."""
        return frozenset(self.statement.compile().params)


def _gone(table: TableClause, *where: ColumnElement[bool]) -> Wipe:
    return Wipe(table.name, delete(table).where(*where))


def _emptied(table: TableClause, where: ColumnElement[bool], **values: object) -> Wipe:
    """Rows that stay without their words; those that have none any more are not counted."""
    left = or_(*(table.c[name].is_distinct_from(value) for name, value in values.items()))
    return Wipe(table.name, update(table).where(where, left).values(**values))


def _of_case(table: TableClause) -> Select[tuple[int]]:
    return select(table.c.id).where(table.c.case_id == _WANTED)


_EVENTS, _RECORDS, _AGREEMENTS = map(_of_case, (CASE_EVENT, RECORD, AGREEMENT))
_DEADLINES, _ITEMS = map(_of_case, (DEADLINE, AGENDA_ITEM))
_REQUESTS = _of_case(DATA_REQUEST)
_COPIES = select(DATA_REQUEST_ABOUT.c.request_id).where(DATA_REQUEST_ABOUT.c.case_id == _WANTED)
_GIVEN = DATA_REQUEST_TEXT.c.given
_IS_GIVEN = and_(_GIVEN.is_not(None), cast(_GIVEN, Text) != "null")
_REMINDERS = select(REMINDER.c.id).where(REMINDER.c.deadline_id.in_(_DEADLINES))
_BATCHES = select(BATCH_ITEM.c.batch_id).where(BATCH_ITEM.c.deadline_id.in_(_DEADLINES))

OF_A_CASE: Sequence[Wipe] = (
    _gone(HOOK_CALL, HOOK_CALL.c.event_id.in_(_EVENTS)),
    _gone(CASE_EVENT_DETAIL, CASE_EVENT_DETAIL.c.event_id.in_(_EVENTS)),
    _gone(PUBLICATION, PUBLICATION.c.case_id == _WANTED),
    _gone(RECORD_CORRECTION, RECORD_CORRECTION.c.record_id.in_(_RECORDS)),
    _gone(STATEMENT, STATEMENT.c.case_id == _WANTED),
    Wipe(  # a copy that tells of this file too, of whichever case it was asked
        GIVEN_COPY,
        update(DATA_REQUEST_TEXT)
        .where(
            DATA_REQUEST_TEXT.c.request_id.in_(_COPIES),
            DATA_REQUEST_TEXT.c.request_id.not_in(_REQUESTS),
            _IS_GIVEN,
        )
        .values(given=null()),
    ),
    _gone(DATA_REQUEST_TEXT, DATA_REQUEST_TEXT.c.request_id.in_(_REQUESTS)),
    _gone(DATA_REQUEST_ITEM, DATA_REQUEST_ITEM.c.request_id.in_(_REQUESTS)),
    _gone(
        DATA_REQUEST_ABOUT,
        or_(
            DATA_REQUEST_ABOUT.c.case_id == _WANTED,
            DATA_REQUEST_ABOUT.c.request_id.in_(_REQUESTS),
        ),
    ),
    _gone(DATA_REQUEST, DATA_REQUEST.c.case_id == _WANTED),
    _gone(RECORD_TEXT, RECORD_TEXT.c.record_id.in_(_RECORDS)),
    _gone(RECORD_STATUS, RECORD_STATUS.c.record_id.in_(_RECORDS)),
    _gone(RECORD, RECORD.c.case_id == _WANTED),
    _gone(FACT, FACT.c.case_id == _WANTED),
    _gone(DEVIATION, DEVIATION.c.case_id == _WANTED),
    _gone(AGREEMENT_READER, AGREEMENT_READER.c.agreement_id.in_(_AGREEMENTS)),
    _gone(AGREEMENT_TEXT, AGREEMENT_TEXT.c.agreement_id.in_(_AGREEMENTS)),
    _gone(AGREEMENT, AGREEMENT.c.case_id == _WANTED),
    _gone(ATTENDANCE, ATTENDANCE.c.item_id.in_(_ITEMS)),
    _gone(AGENDA_ITEM, AGENDA_ITEM.c.case_id == _WANTED),
    _gone(NOTICE, or_(NOTICE.c.case_id == _WANTED, NOTICE.c.reminder_id.in_(_REMINDERS))),
    _gone(REMINDER, REMINDER.c.deadline_id.in_(_DEADLINES)),
    _gone(CONTACT_DUTY, CONTACT_DUTY.c.deadline_id.in_(_DEADLINES)),
    Wipe(BATCH.name, update(BATCH).where(BATCH.c.id.in_(_BATCHES)).values(said={})),
    _gone(BATCH_ITEM, BATCH_ITEM.c.deadline_id.in_(_DEADLINES)),
    _gone(DEADLINE, DEADLINE.c.case_id == _WANTED),
    _gone(WORK, WORK.c.case_id == _WANTED),
    _emptied(LOG_SIGNAL, LOG_SIGNAL.c.case_id == _WANTED, word="", owner=""),
    _gone(CONSENT, CONSENT.c.case_id == _WANTED),
    _gone(PARTICIPATION, PARTICIPATION.c.case_id == _WANTED),
    _gone(LEGAL_HOLD, LEGAL_HOLD.c.case_id == _WANTED),
    _gone(CASE_LINK, or_(CASE_LINK.c.case_id == _WANTED, CASE_LINK.c.other_id == _WANTED)),
    _gone(CASE_CHILD, CASE_CHILD.c.case_id == _WANTED),
    _emptied(CASES, CASES.c.id == _WANTED, municipality=None),
)
"""What goes with the file of a case; ``wanted`` is its key."""

_MEMBERS = select(PERSON.c.id).where(PERSON.c.family_id == _WANTED)
_TALKS = select(CONTACT.c.id).where(CONTACT.c.family_id == _WANTED)
_ELSEWHERE = select(CASE_CHILD.c.person_id)
"""Children of a file that is left: of another family, for this one has none."""

_CHILDREN = _MEMBERS.where(PERSON.c.id.not_in(_ELSEWHERE))


def _named(column: ColumnElement[int | None]) -> ColumnElement[bool]:
    return exists().where(column == PERSON.c.id)


_STILL_NAMED = or_(
    *(
        _named(column)
        for column in (
            *(CASE_CHILD.c.person_id, PARTICIPATION.c.person_id, PARTICIPATION.c.child_id),
            *(AUTHORITY.c.child_id, AUTHORITY.c.parent_id, CONSENT.c.child_id),
            *(CONSENT.c.person_id, CONTACT_PERSON.c.person_id, AGREEMENT.c.owner_id),
        )
    )
)
_OF_GONE_FAMILIES = or_(
    PERSON.c.family_id == _WANTED,
    PERSON.c.family_id.in_(DESTROYED_FAMILIES),
    PERSON.c.family_id.in_(bindparam("earlier", expanding=True)),
)
_LEAVING = select(PERSON.c.id).where(_OF_GONE_FAMILIES, ~_STILL_NAMED)
"""Whom nothing of another family's file names; asked after the rest of this one is gone.

With them whoever outlasted a family that went before, for somebody of this one.
"""

_SESSIONS = select(SESSION.c.id).where(SESSION.c.person_id.in_(_LEAVING))

OF_A_FAMILY: Sequence[Wipe] = (
    _gone(CONTACT_DUTY, CONTACT_DUTY.c.contact_id.in_(_TALKS)),
    _gone(CONTACT_PERSON, CONTACT_PERSON.c.contact_id.in_(_TALKS)),
    _gone(CONTACT, CONTACT.c.family_id == _WANTED),
    _gone(PARTICIPATION, PARTICIPATION.c.family_id == _WANTED),
    _gone(CONSENT, CONSENT.c.child_id.in_(_CHILDREN)),
    _gone(AUTHORITY, AUTHORITY.c.child_id.in_(_CHILDREN)),
    _gone(REGISTRATION, REGISTRATION.c.family_id == _WANTED),
    _emptied(EMERGENCY_GRANT, EMERGENCY_GRANT.c.family_id == _WANTED, reason="", word="", owner=""),
    _gone(NOTICE, NOTICE.c.person_id.in_(_LEAVING)),
    _gone(WORK, WORK.c.person_id.in_(_LEAVING)),
    _gone(ATTENDANCE, ATTENDANCE.c.person_id.in_(_LEAVING)),
    _gone(AGREEMENT_READER, AGREEMENT_READER.c.person_id.in_(_LEAVING)),
    _gone(NOTICE_SETTING, NOTICE_SETTING.c.person_id.in_(_LEAVING)),
    _gone(QUIET_HOURS, QUIET_HOURS.c.person_id.in_(_LEAVING)),
    _gone(QUALIFICATION, QUALIFICATION.c.person_id.in_(_LEAVING)),
    _gone(FEED, FEED.c.person_id.in_(_LEAVING)),
    _gone(SAVED_VIEW, SAVED_VIEW.c.person_id.in_(_LEAVING)),
    _gone(ABSENCE, ABSENCE.c.person_id.in_(_LEAVING)),
    _gone(STORED_ANSWER, STORED_ANSWER.c.person_id.in_(_LEAVING)),
    _gone(MEETING_MODE, MEETING_MODE.c.session_id.in_(_SESSIONS)),
    _gone(STEP_UP, STEP_UP.c.session_id.in_(_SESSIONS)),
    _gone(SESSION, SESSION.c.person_id.in_(_LEAVING)),
    _gone(ACCOUNT, ACCOUNT.c.person_id.in_(_LEAVING)),
    _emptied(PERSON, PERSON.c.id.in_(_LEAVING), name="", born=None, email=None),
    _emptied(FAMILY, FAMILY.c.id == _WANTED, name="", region="", municipality=None),
)
"""What goes with the last file of a family; ``wanted`` is the key of the family."""


def wipe_file(connection: Connection, case_id: int) -> dict[str, int]:
    """Destroy the file of a case; how many rows of each table that were."""
    return _wiped(connection, OF_A_CASE, {"wanted": case_id})


def wipe_family(
    connection: Connection, family_id: int, *, earlier: Sequence[int] = ()
) -> dict[str, int]:
    """Destroy what a family shares, once no file of it is left; how many rows of each table.

    Args:
        earlier: the families that went before, where that is not noted yet: in a dry run.
    """
    return _wiped(connection, OF_A_FAMILY, {"wanted": family_id, "earlier": list(earlier)})


def _wiped(
    connection: Connection, wipes: Sequence[Wipe], wanted: Mapping[str, object]
) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in wipes:
        asked = {name: wanted[name] for name in wanted if name in each.asks}
        rows = connection.execute(each.statement, asked).rowcount
        if rows:
            counts[each.table] = counts.get(each.table, 0) + rows
    return counts


def would_wipe(
    connection: Connection, case_ids: Sequence[int], family_ids: Sequence[int]
) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """The dry run: everything is destroyed as it will be, counted, and taken back."""
    trial = connection.begin_nested()
    try:
        files = [wipe_file(connection, each) for each in case_ids]
        families = [
            wipe_family(connection, each, earlier=family_ids[:nth])
            for nth, each in enumerate(family_ids)
        ]
        return files, families
    finally:
        trial.rollback()
