"""The dates of a case: what is due when, who owns it, and how the date was computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.deviation_duties import duty_rule
from engine.explanation import Explanation
from engine.ladder import STAND_IN
from engine.looks import Look, look_of
from engine.service.command import CaseInHand, looking
from engine.service.ladder_shown import RungShown, ladder_shown
from engine.service.office import Office, local_day
from engine.service.recipients import DEPUTY, Ladders, ladders_of, role_told
from engine.snapshot import DutyState
from engine.store import deadlines, reminders
from engine.store.deadlines import DeadlineSeen
from engine.store.participation import HolderSeen
from engine.store.reminders import ReminderSeen
from engine.text import Text


@dataclass(frozen=True, slots=True)
class DateSeen:
    """One deadline of a case as people read it."""

    id: str
    key: str
    title: Text
    due_on: date
    due_at: datetime
    state: DutyState
    is_law: bool
    late: bool
    owner: Text
    owners: tuple[str, ...]  # names; empty where nobody holds the role
    explanation: Explanation
    reminders: tuple[ReminderSeen, ...]
    ladders: Mapping[int, tuple[RungShown, ...]]
    """Who would hear of each planned reminder, by its key."""

    @property
    def look(self) -> Look:
        """Of the law, agreed with a person, or a norm: that is never late, only past."""
        return look_of(self.key, is_law=self.is_law)


def dates_of(viewer: Viewer, office: Office, case: str) -> tuple[DateSeen, ...]:
    """Every deadline that the case ever had, the next due first.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "dates") as work:
        return dates_in(work)


def dates_in(work: CaseInHand) -> tuple[DateSeen, ...]:
    """Every deadline that the case in hand ever had, the next due first.

    None that is of a child whose part is not open to the viewer.
    """
    planned, opened = reminders.reminders_of(work.connection, work.case), work.opened
    found = deadlines.deadlines_of(work.connection, work.case)
    rows = [row for row in found if opened.shows(row.child_id)]
    ladders = ladders_of(work.connection, work.case, work.now)
    seen = [
        _seen(work, row, tuple(each for each in planned if each.deadline_id == row.id), ladders)
        for row in rows
    ]
    return tuple(sorted(seen, key=lambda one: (one.due_at, one.key)))


def is_late(row: DeadlineSeen, *, now: datetime) -> bool:
    """Open and past its window; a term in hours from its moment on."""
    past = now >= row.due_at if row.kind == "hours" else local_day(now) > row.late_after
    return row.state == "open" and past


def owner_of(row: DeadlineSeen, holders: Mapping[str, Sequence[HolderSeen]]) -> str:
    """The role that owns it; where nobody holds that, whoever holds it in the interim."""
    return next((role for role in (row.owner_role, *STAND_IN) if holders.get(role)), DEPUTY)


def _seen(
    work: CaseInHand,
    row: DeadlineSeen,
    planned: tuple[ReminderSeen, ...],
    ladders: Ladders,
) -> DateSeen:
    ladders = ladders.about(row.child_id)
    holders, roles = ladders.present, work.office.library.catalogue.roles
    role = owner_of(row, holders)
    return DateSeen(
        id=row.public_id,
        key=row.key,
        title=duty_rule(work.workflow, row.key).title,
        due_on=row.due_on,
        due_at=row.due_at,
        state=row.state,
        is_law=row.is_law,
        late=is_late(row, now=work.now),
        owner=roles[role].title,
        owners=tuple(holder.name for holder in holders.get(role, ())),
        explanation=Explanation.from_data(row.explanation),
        reminders=planned,
        ladders={
            each.id: ladder_shown(ladders, roles, role_told(each, row), each.on_date)
            for each in planned
            if each.state == "planned"
        },
    )
