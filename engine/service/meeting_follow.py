"""What follows when a meeting changes: who hears of it, and the work that it leaves.

In the same transaction: what is not kept was never told.
"""

from __future__ import annotations

from collections.abc import Collection

from engine.service.at_table import TableWork
from engine.service.command import CaseInHand
from engine.service.invitation_work import ask_for_choices, case_changed, talk_changed
from engine.service.meeting_notices import invite, tell_again
from engine.store import meeting_tables
from engine.store import work as kept
from engine.store.meetings import MeetingHead
from engine.store.tables.meetings import MeetingState
from engine.store.work import NewWork


def follow_meeting(work: TableWork, meeting: MeetingHead, to: MeetingState | None) -> None:
    """Let the meeting as it is now have its consequences; ``to`` is where it was brought, if so.

    Fixing the agenda invites everybody who has a part in it. A change of a fixed one, and
    cancelling it, is told to those who heard; what changes while it is in session to nobody.
    A family hears by letter only: what theirs says wrongly now is work for the secretary.
    """
    if to is None:
        talk_changed(work, meeting)
    if to == "fixed":
        invite(work.office, work.connection, meeting)
        ask_for_choices(work, meeting)
    elif meeting.state in ("fixed", "cancelled"):
        tell_again(work.office, work.connection, meeting)
    elif to == "to_complete":
        _ask_to_complete(work, meeting)
    elif to == "held":
        kept.work_gone(work.connection, _key(meeting), now=work.now)


def follow_case(
    work: CaseInHand, touched: Collection[MeetingHead], *, to: MeetingHead | None = None
) -> None:
    """Let the same hold when a case comes to a fixed agenda, ``to``, or leaves one.

    Whoever has a part in the case that comes is invited; of the agenda that it leaves only
    those hear who heard of it. Whether its family was told right goes for every agenda.
    """
    here = TableWork(work.office, work.connection, work.viewer, work.now)
    case_changed(here, work.case)
    for meeting in touched:
        if meeting.state != "fixed":
            continue
        if to is not None and meeting.id == to.id:
            invite(work.office, work.connection, meeting)
            ask_for_choices(here, meeting)
        else:
            tell_again(work.office, work.connection, meeting)


def _ask_to_complete(work: TableWork, meeting: MeetingHead) -> None:
    """What is missing is the chair's to complete, by noon of the next working day (DEFAULT)."""
    table = meeting_tables.table_by_key(work.connection, meeting.table_id)
    new = NewWork(
        kind="to_complete",
        key=_key(meeting),
        why="ended",
        region=table.region,
        about=meeting.public_id,
        role="chair",
    )
    kept.add_work(work.connection, new, now=work.now)


def _key(meeting: MeetingHead) -> str:
    return f"to_complete-{meeting.public_id}"
