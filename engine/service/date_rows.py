"""A deadline in a list, as people read it: how it stands, who owes it, what was last sent of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from engine.calendar import Calendar
from engine.definition import Workflow
from engine.ladder import STAND_IN
from engine.looks import Look, look_of
from engine.service.dates import is_late
from engine.service.listing import Listing, bare
from engine.service.my_cases import title_of
from engine.service.office import local_day
from engine.service.working_days import working_days_to
from engine.store import date_beside
from engine.store.date_beside import FiredSeen, OwesSeen
from engine.store.date_lists import DateListed
from engine.text import Text

BecameOf: TypeAlias = Literal["failed", "uncertain", "waiting", "seen", "delivered", "in_app"]

LEAD = STAND_IN[0]
"""Whoever leads the team and holds the role of somebody else does so for the interim."""


@dataclass(frozen=True, slots=True)
class LastReminder:
    """The last reminder that went out: the how-manieth; None where no message shows its fate."""

    times: int
    on: date
    became: BecameOf | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow:
    """One deadline that lives; ``owners`` are the professionals among whoever holds the role.

    ``held`` where anybody does, also of the family. ``late`` is never said of a norm: that is
    ``past_norm``. ``interim``: who stands here does so until there is somebody else; ``vacant``
    names the role that nobody holds.
    """

    id: str
    key: str
    title: Text
    due_on: date
    due_at: datetime
    over: int | None
    late: bool
    past_norm: bool
    look: Look
    suspended: bool
    suspended_until: date | None
    owner: Text
    owners: tuple[str, ...]
    held: bool
    interim: bool
    vacant: Text | None
    last: LastReminder | None
    case: str
    number: str
    region: str
    workflow: Text
    phase: Text

    @property
    def is_law(self) -> bool:
        """Whether the law sets it."""
        return self.look == "law"


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to the deadlines of one page, by key."""

    workflows: Mapping[str, Workflow]
    owed: Mapping[int, Mapping[str, tuple[OwesSeen, ...]]]
    fired: Mapping[int, FiredSeen]
    calendars: Mapping[str, Calendar]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owes:
    """Who owes a deadline, as its row says it."""

    role: Text
    names: tuple[str, ...]
    held: bool
    interim: bool
    vacant: Text | None


def beside(work: Listing, page: Sequence[DateListed]) -> Beside:
    """All that the rows of one page need, in a few statements."""
    roles = {each.deadline.owner_role for each in page} | {*STAND_IN}
    cases, ids = {each.head.id for each in page}, [each.deadline.id for each in page]
    connection, viewer, on = work.connection, work.viewer, work.today
    return Beside(
        workflows=work.workflows(each.head for each in page),
        owed=date_beside.who_owes(connection, viewer, cases, roles, now=work.now, on=on),
        fired=date_beside.last_fired(connection, viewer, ids, on=on),
        calendars={
            region: work.office.calendar(work.connection, region)
            for region in sorted({each.head.region for each in page})
        },
    )


def row_of(work: Listing, listed: DateListed, known: Beside) -> DateRow:
    """The row of a deadline."""
    row, head = listed.deadline, listed.head
    workflow = known.workflows.get(head.workflow_hash)
    look, past = look_of(row.key, is_law=row.is_law), is_late(row, now=work.now)
    owes = _owes(work, row.owner_role, known.owed[head.id])
    return DateRow(
        id=row.public_id,
        key=row.key,
        title=title_of(workflow, row.key),
        due_on=row.due_on,
        due_at=row.due_at,
        over=working_days_to(known.calendars[head.region], work.today, row.due_on),
        late=past and look != "norm",
        past_norm=past and look == "norm",
        look=look,
        suspended=row.state == "suspended",
        suspended_until=row.suspended_until,
        owner=owes.role,
        owners=owes.names,
        held=owes.held,
        interim=owes.interim,
        vacant=owes.vacant,
        last=_last(known.fired.get(row.id)),
        case=head.public_id,
        number=head.number,
        region=head.region,
        workflow=workflow.title if workflow else bare(head.workflow),
        phase=_phase(workflow, head.state),
    )


def _owes(work: Listing, role: str, held: Mapping[str, tuple[OwesSeen, ...]]) -> _Owes:
    """Who owes it now: whoever holds its role, or else the first role that stands in."""
    holder = next((each for each in (role, *STAND_IN) if held.get(each)), role)
    people = held.get(holder, ())
    leads = set() if role == LEAD else {each.public_id for each in held.get(LEAD, ())}
    return _Owes(
        role=_title(work, holder),
        names=tuple(each.name for each in people if each.kind == "professional"),
        held=bool(people),
        interim=bool(people) and (holder != role or {each.public_id for each in people} <= leads),
        vacant=None if held.get(role) else _title(work, role),
    )


def _title(work: Listing, role: str) -> Text:
    roles = work.office.library.catalogue.roles
    return roles[role].title if role in roles else bare(role)


def _last(fired: FiredSeen | None) -> LastReminder | None:
    if fired is None:
        return None
    return LastReminder(fired.times, local_day(fired.at), _became(fired))


def _became(fired: FiredSeen) -> BecameOf | None:
    """The worst that became of its messages: one that did not arrive is work for somebody."""
    known: Mapping[str, BecameOf] = {
        "failed": "failed",
        "uncertain": "uncertain",
        "open": "waiting",
        "sending": "waiting",
        "sent": "seen" if fired.is_read else "delivered",
        "in_app": "seen" if fired.is_read else "in_app",
    }
    return next((became for state, became in known.items() if state in fired.states), None)


def _phase(workflow: Workflow | None, state: str) -> Text:
    known = workflow.states.get(state) if workflow else None
    return workflow.phases[known.phase].title if workflow and known else bare(state)
