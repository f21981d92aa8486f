"""A command on a table or a meeting, and a look at one: no case changes, so there is no event.

The access log keeps who did and who looked; versions and keys work as for a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, TypeVar

from pydantic import TypeAdapter

from engine.access import Viewer
from engine.decision import Refused
from engine.errors import NotFound, StepUpNeeded
from engine.service.command import Turned
from engine.service.office import Office, local_day
from engine.service.repeats import Answers, unless_answered
from engine.service.step_up import SECOND_FACTOR
from engine.service.table_orders import TableOrder
from engine.store import Connection, access_log, meetings, people
from engine.store.access_log import LogEntry
from engine.store.meetings import MeetingListed
from engine.store.tables.trail import Outcome as LogOutcome
from engine.store.unit_of_work import unit_of_work


@dataclass(frozen=True, slots=True)
class Changed:
    """What a command changed: the table or the meeting as it is now, and what was made."""

    id: str
    version: int
    state: str = ""
    made: str | None = None


TableOutcome: TypeAlias = Changed | Refused
OrderT = TypeVar("OrderT", bound=TableOrder)
_ANSWERS = Answers(TypeAdapter(Changed))


@dataclass(frozen=True, slots=True)
class TableWork:
    """A table or a meeting inside its transaction."""

    office: Office
    connection: Connection
    viewer: Viewer
    now: datetime

    @property
    def today(self) -> date:
        """The day of recording."""
        return local_day(self.now)


def at_table(
    viewer: Viewer, office: Office, order: OrderT, do: Callable[[TableWork, OrderT], Changed]
) -> TableOutcome:
    """Run a command in one transaction; a repeat under the same key gets the first answer.

    Raises:
        NotFound: there is no such table or meeting, or it is not for this viewer.
        StaleMeeting: it changed after the version that the order has seen.
        InvalidInput: something on the form is missing or malformed.
        StepUpNeeded: the command asks for a fresh second factor, and there is none.
    """
    now, action = office.clock.now(), type(order).__name__

    def attempt() -> Changed:
        with unit_of_work(office.store) as connection:
            if order.key is not None:
                people.lock_person(connection, viewer.person)  # both may come at one moment
            kept = _ANSWERS.find(connection, viewer, order, now)
            if kept is not None:
                return kept
            changed = do(TableWork(office, connection, viewer, now), order)
            _ANSWERS.keep(connection, viewer, order, changed, now)
            _log(connection, viewer, now, action, "done", order.about, order.logged)
            return changed

    try:
        return unless_answered(attempt)
    except Turned as turned:
        keys = tuple(reason.key for reason in turned.refused.missing)
        _log_apart(viewer, office, action, "refused", order.about, keys)
        return turned.told
    except NotFound:
        _log_apart(viewer, office, action, "denied", order.about)
        raise
    except StepUpNeeded:
        _log_apart(viewer, office, action, "denied", order.about, (SECOND_FACTOR,))
        raise


@contextmanager
def looking_at(viewer: Viewer, office: Office, about: str, action: str) -> Iterator[TableWork]:
    """A look at a table or a meeting; that somebody looked is a row of the log.

    Raises:
        NotFound: there is none, or it is not for this viewer.
    """
    now = office.clock.now()
    try:
        with unit_of_work(office.store) as connection:
            yield TableWork(office, connection, viewer, now)
            _log(connection, viewer, now, action, "done", about)
    except NotFound:
        _log_apart(viewer, office, action, "denied", about)
        raise


def meeting_seen(work: TableWork, public_id: str) -> MeetingListed:
    """The meeting, if it is for the viewer.

    Raises:
        NotFound: there is none, or it is not theirs.
    """
    return meetings.get_meeting(work.connection, work.viewer, public_id, on=work.today)


def _log(
    connection: Connection,
    viewer: Viewer,
    now: datetime,
    action: str,
    outcome: LogOutcome,
    record: str,
    keys: tuple[str, ...] = (),
) -> None:
    entry = LogEntry(at=now, action=action, outcome=outcome, record=record, reason_keys=keys)
    access_log.log(connection, viewer, entry)


def _log_apart(
    viewer: Viewer,
    office: Office,
    action: str,
    outcome: LogOutcome,
    record: str,
    keys: tuple[str, ...] = (),
) -> None:
    """Log what was rolled back, in a transaction of its own."""
    with unit_of_work(office.store) as connection:
        _log(connection, viewer, office.clock.now(), action, outcome, record, keys)
