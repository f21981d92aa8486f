"""A look at one item of an agenda: its meeting and its case, in one transaction and log row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.at_table import TableWork, meeting_seen
from engine.service.command import CaseInHand
from engine.service.office import Office
from engine.store import access_log, agenda
from engine.store.access_log import LogEntry
from engine.store.agenda import ItemHead
from engine.store.meetings import MeetingListed
from engine.store.unit_of_work import unit_of_work


@dataclass(frozen=True, slots=True)
class ItemInHand:
    """An item, its meeting and its case, to look at."""

    table: TableWork
    meeting: MeetingListed
    item: ItemHead
    work: CaseInHand


@contextmanager
def looking_at_item(
    viewer: Viewer, office: Office, meeting: str, item: str, action: str
) -> Iterator[ItemInHand]:
    """An item to look at; that somebody looked is a row of the log, with the case.

    Raises:
        NotFound: there is no such item at this meeting, or its case is not for this viewer.
    """
    now = office.clock.now()
    try:
        with unit_of_work(office.store) as connection:
            table = TableWork(office, connection, viewer, now)
            found = meeting_seen(table, meeting)
            listed = agenda.get_item(connection, viewer, found.head, item, on=table.today)
            workflow = office.version(connection, listed.case.workflow_hash)
            work = CaseInHand(office, connection, viewer, listed.case, workflow, now, now)
            yield ItemInHand(table, found, listed.item, work)
            entry = LogEntry(at=now, action=action, outcome="done", record=item)
            access_log.log(connection, viewer, work.logged(entry))
    except NotFound:
        with unit_of_work(office.store) as connection:
            denied = LogEntry(at=now, action=action, outcome="denied", record=item)
            access_log.log(connection, viewer, denied)
        raise
