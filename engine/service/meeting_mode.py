"""Meeting mode: nobody who runs a meeting is signed off while the family talks.

The session that began it may rest 120 minutes instead of 15, on that device and for that meeting
only; ten hours after its sign-in it is over all the same. It ends with the meeting, with the day of
the meeting, with the lock button (``sessions.sign_out``), and when its owner no longer runs the
table.

Not here yet: the second factor again when an outcome is fixed. It comes with the real sign-in,
for there is no factor to ask again in the demo (SAFETY 3, control 11).
"""

from __future__ import annotations

from datetime import date

from engine.access import Viewer
from engine.errors import NotFound
from engine.reason import Reason
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, meeting_seen
from engine.service.command import refuse
from engine.service.office import Office
from engine.service.table_orders import StayAtTable
from engine.service.table_roles import roles_at, runs_it
from engine.store import Connection, access_log, meeting_modes
from engine.store.access_log import LogEntry
from engine.store.meetings import MeetingHead
from engine.text import Text


def stay_at_table(viewer: Viewer, office: Office, order: StayAtTable) -> TableOutcome:
    """Let the session that asks rest longer while the meeting is in session; a second time is one.

    Refused with ``role`` for whoever does not run the meeting, ``state`` when it is not in session,
    ``day`` when its day is over.

    Raises:
        NotFound: there is no such meeting for this viewer, or the session is over.
    """
    return at_table(viewer, office, order, _stay)


def stays_at_table(connection: Connection, viewer: Viewer, meeting: str, *, on: date) -> bool:
    """Whether the session that asks rests longer for this meeting."""
    session = meeting_modes.session_named(connection, viewer.session)
    return session is not None and meeting in (
        meeting_modes.meetings_of_mode(connection, session, on=on)
    )


def end_at_meeting(work: TableWork, meeting: MeetingHead) -> None:
    """Let every session that rested longer for this meeting live as any other; a row of the log."""
    if meeting_modes.end_mode_at_meeting(work.connection, meeting, now=work.now):
        entry = LogEntry(
            at=work.now, action="end_meeting_mode", outcome="done", record=meeting.public_id
        )
        access_log.log(work.connection, work.viewer, entry)


def _stay(work: TableWork, order: StayAtTable) -> Changed:
    meeting = meeting_seen(work, order.meeting).head
    held = roles_at(work.connection, work.viewer, meeting.table_id, now=work.now, on=work.today)
    refuse("stay_at_table", runs_it(held), _in_session(meeting), _of_today(work, meeting))
    session = meeting_modes.session_named(work.connection, work.viewer.session)
    if session is None:
        raise NotFound("session")
    if meeting.public_id not in meeting_modes.meetings_of_mode(
        work.connection, session, on=work.today
    ):
        meeting_modes.begin_mode(work.connection, session, meeting, now=work.now)
    return Changed(meeting.public_id, meeting.version, meeting.state)


def _in_session(meeting: MeetingHead) -> Reason:
    return Reason(
        key="state",
        met=meeting.state == "in_session",
        asks=Text(nl="Open eerst de bijeenkomst", en="First open the meeting"),
        says=Text(
            nl="Deze bijeenkomst is niet in zitting. Open de bijeenkomst eerst.",
            en="This meeting is not in session. Open the meeting first.",
        ),
        source="DEFAULT",
    )


def _of_today(work: TableWork, meeting: MeetingHead) -> Reason:
    return Reason(
        key="day",
        met=meeting.state != "in_session" or meeting.on_date == work.today,
        asks=Text(nl="Rond de bijeenkomst af", en="Complete the meeting"),
        says=Text(
            nl="Vergaderstand kan alleen op de dag van de bijeenkomst. Rond deze af.",
            en="Meeting mode is only for the day of the meeting. Complete this one.",
        ),
        source="DEFAULT",
    )
