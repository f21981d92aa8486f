"""A table with its members, and a case that comes to it: every step a real command."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from engine.clock import ManualClock
from engine.library import Library
from engine.loader import load
from engine.service import attendance, meetings, rhythm_change, tables
from engine.service.at_table import Changed, TableOutcome
from engine.service.meeting_page import MeetingShown, meeting
from engine.service.table_orders import (
    AddMember,
    ChangeMeeting,
    ChangeRhythm,
    ChangeTable,
    EndMember,
    MakeTable,
    MarkAtMeeting,
    MoveMeeting,
    OrderAgenda,
    PlanMeeting,
)
from engine.service.tables import FirstTable, set_up_table
from engine.store.meeting_tables import NewTable
from engine.store.store import Store
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import a_desk
from tests.service.table_definitions import TABLE

TABLE_ROLES = {
    "bram": "regisseur",
    "rik": "requester",
    "anna": "worker",
    "vera": "chair",
    "sita": "secretary",
    "carla": "council_adviser",
    "cora": "coordinator",
}
SIT = ("vera", "sita", "carla")
TUESDAY = date(2026, 3, 10)
DOES: Mapping[type[Any], Any] = {
    MakeTable: tables.make_table,
    ChangeTable: tables.change_table,
    ChangeRhythm: rhythm_change.change_rhythm,
    AddMember: tables.add_member,
    EndMember: tables.end_member,
    PlanMeeting: meetings.plan_meeting,
    ChangeMeeting: meetings.change_meeting,
    MoveMeeting: meetings.move_meeting,
    OrderAgenda: meetings.order_agenda,
    MarkAtMeeting: attendance.mark_at_meeting,
}
"""Every command on a table or a meeting, by its order."""


@cache
def at_tables() -> Library:
    """Load the definitions of a table, once."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in TABLE.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Path(folder))


@dataclass
class Room:
    """The desk of the Jansens, with a table of its region."""

    desk: Desk
    table: str

    def does(self, by: str, kind: type[Any], **said: Any) -> TableOutcome:
        """Give a command on the table, or on a meeting of it."""
        if kind in {ChangeTable, ChangeRhythm, AddMember, EndMember, PlanMeeting}:
            said = {"table": self.table, **said}
        outcome: TableOutcome = DOES[kind](self.desk.viewers[by], self.desk.office, kind(**said))
        return outcome

    def done(self, by: str, kind: type[Any], **said: Any) -> Changed:
        """Give a command that changes something."""
        outcome = self.does(by, kind, **said)
        assert isinstance(outcome, Changed), [reason.key for reason in outcome.missing]
        return outcome

    def refused(self, by: str, kind: type[Any], **said: Any) -> list[str]:
        """Give a command that is refused; the keys of the reasons that stop it."""
        outcome = self.does(by, kind, **said)
        assert not isinstance(outcome, Changed), outcome
        return [reason.key for reason in outcome.missing]

    def plans(self, on: date = TUESDAY, by: str = "sita") -> str:
        """Plan a meeting; its public id."""
        return self.done(by, PlanMeeting, on=on).id

    def brings(self, meeting_id: str, *states: str, by: str = "vera") -> Changed:
        """Bring a meeting along these states."""
        changed = Changed(meeting_id, 0)
        for to in states:
            seen = self.shown(meeting_id, by).row.version
            changed = self.done(by, MoveMeeting, meeting=meeting_id, to=to, seen_version=seen)
        return changed

    def lacks(self, meeting_id: str, to: str, by: str = "vera") -> list[str]:
        """Try to bring a meeting on; the keys of the reasons that stop it."""
        seen = self.shown(meeting_id, by).row.version
        return self.refused(by, MoveMeeting, meeting=meeting_id, to=to, seen_version=seen)

    def shown(self, meeting_id: str, by: str = "vera") -> MeetingShown:
        """Look at a meeting."""
        return meeting(self.desk.viewers[by], self.desk.office, meeting_id)

    def case(self) -> CaseAtDesk:
        """Open a case that the table accepted."""
        case = self.desk.opens(workflow="talk")
        case.joins("rik", "anna", roles=TABLE_ROLES)
        case.step("accept")
        return case

    def scheduled(self, meeting_id: str) -> CaseAtDesk:
        """Open a case that is on the agenda of this meeting."""
        case = self.case()
        case.step("schedule", by="sita", meeting=meeting_id)
        return case

    def opens(self, meeting_id: str) -> None:
        """Let the day come, and the meeting begin with everybody there."""
        self.desk.clock.move_to(self.desk.clock.now().replace(day=TUESDAY.day))
        self.brings(meeting_id, "in_session")
        for name in SIT:
            person = self.desk.who(name)
            self.done("vera", MarkAtMeeting, meeting=meeting_id, person=person, how="in_room")


def a_room(store: Store, clock: ManualClock) -> Room:
    """Set up the Jansens and a table with a chair, a secretary and an adviser of the council."""
    desk = a_desk(store, clock, library=at_tables(), region="default", roles=TABLE_ROLES)
    members = tuple((desk.viewers[name], TABLE_ROLES[name]) for name in SIT)
    table = NewTable(region="default", title="Tafel")
    made = set_up_table(desk.office, FirstTable(table=table, members=members))
    return Room(desk, made.public_id)
