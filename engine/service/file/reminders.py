"""The ledger of one case: every reminder, what became of it, and who was told where and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.catalogue import Role
from engine.deviation_duties import duty_rule
from engine.service.command import CaseInHand, looking
from engine.service.file.participants import roles_known
from engine.service.listing import bare
from engine.service.my_cases import reads_names
from engine.service.office import Office
from engine.service.reminder_words import (
    STATES,
    channel_words,
    masked,
    notice_state,
    notice_why,
    why_words,
)
from engine.store import deadlines, ledger_lists, reminders
from engine.store.ledger_lists import NoticeTold
from engine.store.reminders import ReminderSeen
from engine.store.tables.clock import NoticeState, ReminderState
from engine.text import Text

_OVER = ("sent", "sending")


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One message; ``name`` is None for a member of the family where the viewer reads no names.

    ``next_try_at`` is None when no try follows; ``address`` shows no more than its first letter.
    """

    name: str | None
    channel: str
    channel_title: Text
    state: NoticeState
    state_title: Text
    sent_at: datetime | None
    address: str | None
    tries: int
    next_try_at: datetime | None
    why: Text | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One reminder of a deadline, with the messages that it became."""

    id: str
    case: str
    number: str
    deadline: str
    title: Text
    due_on: date
    step: str
    audience: str
    to: Text
    fire_at: datetime
    fired_at: datetime | None
    state: ReminderState
    state_title: Text
    why: Text | None
    told: tuple[ToldRow, ...]


def case_reminders(viewer: Viewer, office: Office, case: str) -> tuple[LedgerRow, ...]:
    """Everything that was ever planned for the case, by its moment; the look is logged.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_reminders") as work:
        return reminders_of(work)


def reminders_of(work: CaseInHand) -> tuple[LedgerRow, ...]:
    """Everything that was ever planned for the case in hand."""
    rows = {row.id: row for row in deadlines.deadlines_of(work.connection, work.case)}
    opened = work.opened
    planned = [
        each
        for each in reminders.reminders_of(work.connection, work.case)
        if opened.shows(rows[each.deadline_id].child_id)
    ]
    ids = [each.id for each in planned]
    told = ledger_lists.notices_by_reminder(work.connection, ids)
    roles, named = roles_known(work), reads_names(work.parts)
    return tuple(
        ledger_row(
            each,
            At(work.case.public_id, work.case.number, rows[each.deadline_id].public_id),
            title=duty_rule(work.workflow, each.key).title,
            to=audience_words(each.audience, rows[each.deadline_id].owner_role, roles),
            told=told_rows(told[each.id], named=named),
            roles=roles,
        )
        for each in planned
    )


@dataclass(frozen=True, slots=True)
class At:
    """Where a row belongs: the public ids of its case and its deadline."""

    case: str
    number: str
    deadline: str


def ledger_row(
    seen: ReminderSeen,
    at: At,
    *,
    title: Text,
    to: Text,
    told: tuple[ToldRow, ...],
    roles: Mapping[str, Role],
) -> LedgerRow:
    """A row of the ledger as people read it."""
    return LedgerRow(
        id=seen.public_id,
        case=at.case,
        number=at.number,
        deadline=at.deadline,
        title=title,
        due_on=seen.due_on,
        step=seen.step,
        audience=seen.audience,
        to=to,
        fire_at=seen.fire_at,
        fired_at=seen.fired_at,
        state=seen.state,
        state_title=STATES[seen.state],
        why=why_words(seen.why, roles) if seen.why else None,
        told=told,
    )


def audience_words(audience: str, owner_role: str, roles: Mapping[str, Role]) -> Text:
    """Which role it is for."""
    role = owner_role if audience == "owner" else audience
    return roles[role].title if role in roles else bare(role)


def told_rows(told: Iterable[NoticeTold], *, named: bool) -> tuple[ToldRow, ...]:
    """The messages; of the family no name and no address, unless the viewer reads names."""
    return tuple(_told(each, known=named or each.kind == "professional") for each in told)


def _told(each: NoticeTold, *, known: bool) -> ToldRow:
    return ToldRow(
        name=each.name if known else None,
        channel=each.channel,
        channel_title=channel_words(each.channel),
        state=each.state,
        state_title=notice_state(each.state),
        sent_at=each.sent_at,
        address=masked(each.address) if known else None,
        tries=each.tries,
        next_try_at=None if each.state in _OVER else each.next_try_at,
        why=notice_why(each.why) if each.why else None,
    )
