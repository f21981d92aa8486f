"""Cases that owe much: for every filter a hit, and the same rows where nobody may look."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from engine.access import Viewer
from engine.calendar import AMSTERDAM
from engine.clock import ManualClock
from engine.looks import Look
from engine.service.dates import is_late
from engine.service.office import Office
from engine.store import (
    cases,
    deadlines,
    deviations,
    events,
    families,
    notices,
    participation,
    people,
    reminders,
    versions,
)
from engine.store.cases import CaseHead, NewCase
from engine.store.deadlines import DeadlineSeen, NewDeadline
from engine.store.deviations import NewDeviation
from engine.store.events import NewEvent
from engine.store.notices import NewNotice
from engine.store.participation import NewTaking
from engine.store.people import NewPerson, PersonSeen
from engine.store.reminders import NewReminder
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.tables.people import PersonKind
from engine.store.unit_of_work import reading, unit_of_work
from tests.office import MORNING
from tests.service.builders import TODAY
from tests.service.desks import shipped

HERE, ELSEWHERE = "oldebroek", "foodvalley"
KEYS = (
    "preparation",
    "under_twelve_search",
    "under_twelve_decision",
    "decision_after_18",
    "agreement.4f2a",
    "repair.explanatory_analysis",
)
ROLES = ("regisseur", "protection_worker", "coordinator", "parent_with_authority")
"""Bram, nobody, Cora; the last is of Els, a parent, and in one of the families only."""

NAMES = ("CANARY-Els", "CANARY-Sam")
"""Names of the family, which no list and no file may show."""


@dataclass(frozen=True)
class Owed:
    """A deadline and what the oracle needs to know of it."""

    row: DeadlineSeen
    case: CaseHead
    phase: str
    born: date
    held: frozenset[str]
    deviates: bool
    failed: bool

    @property
    def look(self) -> Look:
        """Which look it has, by the words of the domain."""
        if self.row.is_law:
            return "law"
        return "agreement" if self.row.key.startswith("agreement") else "norm"


@dataclass
class Board:
    """The office, who looks, and all that is owed in the region of Cora."""

    office: Office
    clock: ManualClock
    staff: Mapping[str, PersonSeen]
    els: PersonSeen
    owed: list[Owed] = field(default_factory=list)

    def as_(self, name: str) -> Viewer:
        """Look as somebody."""
        return Viewer(self.staff[name].id, self.staff[name].public_id)


@dataclass(frozen=True)
class _Family:
    region: str
    id: int
    child: PersonSeen
    held: frozenset[str]


def a_board(store: Store, *, each: int = 10, seed: int = 20260302) -> Board:
    """Fill an empty store: of every case ``each`` deadlines, drawn by lot."""
    clock = ManualClock(MORNING)
    office = Office(store, clock, shipped())
    drawn = random.Random(seed)
    with unit_of_work(store) as connection:
        staff = {
            name: _person(connection, name) for name in ("bram", "cora", "tess", "fien", "nora")
        }
        own = _family(connection, HERE, "parent_with_authority", born=date(2008, 8, 1))
        young = _family(connection, HERE, born=date(2016, 8, 1))
        other = _family(connection, ELSEWHERE, born=date(2008, 8, 1))
        _takes(connection, staff["cora"], "coordinator", region=HERE)
        for family in (own, young):
            _takes(connection, staff["bram"], "regisseur", family_id=family.id)
        els = _person(connection, NAMES[0], "parent", own.id)
        board = Board(office, clock, staff, els)
        _takes(connection, els, "parent_with_authority", family_id=own.id)
        _takes(connection, staff["fien"], "regisseur", family_id=other.id)
        seen = [
            _case(connection, board, own, "placement", "considered"),
            _case(connection, board, young, "placement", "placed"),
            _case(connection, board, own, "crisis", "reported"),
            _case(connection, board, young, "crisis", "aftercare"),
            _case(connection, board, own, "transition_18", "started"),
            _case(connection, board, young, "transition_18", "started"),
        ]
        for case, family in zip(seen, (own, young) * 3, strict=True):
            board.owed += _owes(connection, board, case, family, drawn, each)
        foreign = _case(connection, board, other, "placement", "considered")
        _owes(connection, board, foreign, other, drawn, each)
        hidden = _case(connection, board, own, "placement", "considered")
        _owes(connection, board, hidden, own, drawn, each)
        for name in ("cora", "bram"):
            _takes(connection, staff[name], "excluded", case_id=hidden.id)
    return board


def let_lead(board: Board, name: str) -> None:
    """Let somebody lead the team of the region as well."""
    with unit_of_work(board.office.store) as connection:
        _takes(connection, board.staff[name], "team_lead", region=HERE)


def late_of(owed: Owed, now: datetime) -> bool:
    """Whether it is past its window, as every other page says it."""
    return is_late(owed.row, now=now)


def _owes(
    connection: Connection,
    board: Board,
    case: CaseHead,
    family: _Family,
    drawn: random.Random,
    many: int,
) -> list[Owed]:
    deviates = drawn.random() < 0.5
    if deviates:
        asked = NewDeviation(
            rule="explanatory_analysis",
            transition="decide_to_place",
            asked_by=board.staff["bram"].id,
            lapses_on=TODAY + timedelta(days=9),
        )
        deviations.ask(connection, case, asked, now=MORNING)
    phase = shipped().of(case.workflow, case.region).states[case.state].phase
    found = []
    for number in range(many):
        row = _deadline(connection, case, drawn, number)
        failed = _reminded(connection, board, row, drawn)
        born = family.child.born or TODAY
        found.append(Owed(row, case, phase, born, family.held, deviates, failed))
    return [each for each in found if each.row.state in ("open", "suspended")]


def _deadline(
    connection: Connection, case: CaseHead, drawn: random.Random, number: int
) -> DeadlineSeen:
    due_on = TODAY + timedelta(days=drawn.randint(-9, 16))
    hours = drawn.random() < 0.2
    midnight = datetime.combine(due_on + timedelta(days=1), time(), AMSTERDAM)
    moment = MORNING + timedelta(hours=drawn.randint(-30, 30))
    key = drawn.choice(KEYS)
    new = NewDeadline(
        key=key,
        kind="hours" if hours else "hard",
        starts_on=TODAY - timedelta(days=30),
        due_on=due_on,
        due_at=moment if hours else midnight.astimezone(UTC),
        late_after=due_on + timedelta(days=drawn.choice((0, 0, 3))),
        window_opens=None,
        explanation={},
        terms={},
        owner_role=drawn.choice(ROLES),
        is_law=drawn.random() < 0.3 and "." not in key,
        started_seq=drawn.choice((1, 2)),
        occurrence=number + 1,
    )
    row = deadlines.start_deadline(connection, case.id, new)
    fate = drawn.random()
    if fate < 0.15:
        until = TODAY + timedelta(days=5)
        deadlines.suspend_deadline(connection, row.id, on=TODAY, until=until)
        return replace(row, state="suspended", suspended_on=TODAY, suspended_until=until)
    if fate < 0.25:
        deadlines.end_deadline(connection, row.id, state="met", on=TODAY, seq=2)
        return replace(row, state="met")
    return row


def _reminded(
    connection: Connection, board: Board, row: DeadlineSeen, drawn: random.Random
) -> bool:
    """Let a reminder of it go out to Bram, or none; whether it did not arrive."""
    state = drawn.choice(("", "", "sent", "failed", "uncertain"))
    if not state:
        return False
    new = NewReminder(
        deadline_id=row.id,
        due_on=row.due_on,
        step="before_1_weeks",
        audience="owner",
        on_date=TODAY,
        fire_at=MORNING,
    )
    reminders.plan_reminders(connection, [new], now=MORNING)
    table = METADATA.tables["reminder"]
    made: int = connection.execute(
        select(table.c.id).where(table.c.deadline_id == row.id)
    ).scalar_one()
    reminders.fire(connection, made, now=MORNING)
    bram = board.staff["bram"]
    notice = NewNotice(
        key=f"reminder-{made}",
        person_id=bram.id,
        channel="email",
        template="reminder",
        language="nl",
        reminder_id=made,
        case_id=row.case_id,
    )
    added = notices.add_notice(connection, notice, now=MORNING)
    told = METADATA.tables["notice"]
    connection.execute(update(told).where(told.c.id == added).values(state=state))
    return state != "sent"


def _case(
    connection: Connection, board: Board, family: _Family, workflow: str, state: str
) -> CaseHead:
    definition = board.office.library.of(workflow, family.region)
    version = versions.publish(connection, definition, now=MORNING)
    new = NewCase(
        family_id=family.id,
        workflow_hash=version.hash,
        state=state,
        opened_on=TODAY,
        children=[family.child.id],
    )
    case = cases.insert_case(connection, new, now=MORNING)
    for found in ([], ["explanatory_analysis"]):
        case = cases.bump_version(connection, case)
        event = NewEvent(
            kind="moved",
            recorded_at=MORNING,
            occurred_on=TODAY,
            occurred_at=MORNING,
            workflow_hash=version.hash,
            payload={"found_without_gate": list(found)} if found else {},
            details={},
        )
        events.append_event(connection, case, event)
    return case


def _family(connection: Connection, region: str, *more: str, born: date) -> _Family:
    family = families.add_family(connection, "CANARY-Jansen", region=region, now=MORNING)
    child = NewPerson(name=NAMES[1], kind="youth", born=born, family_id=family.id)
    held = frozenset({"regisseur", "coordinator", *more})
    return _Family(region, family.id, people.add_person(connection, child, now=MORNING), held)


def _person(
    connection: Connection, name: str, kind: PersonKind = "professional", family: int | None = None
) -> PersonSeen:
    person = people.add_person(
        connection, NewPerson(name=name, kind=kind, family_id=family), now=MORNING
    )
    if kind == "professional":
        people.add_account(connection, person.id, issuer="demo", subject=name)
    return person


def _takes(connection: Connection, person: PersonSeen, role: str, **where: object) -> None:
    known = shipped().catalogue.roles
    taking = NewTaking(
        role=role,
        access=known[role].access if role in known else role,
        ground="test",
        from_on=TODAY,
        **where,  # type: ignore[arg-type]  # a place of a NewTaking
    )
    participation.join(connection, person.id, taking, now=MORNING)


def log_rows(store: Store) -> Sequence[Any]:
    """The access log, oldest first."""
    table = METADATA.tables["access_log"]
    with reading(store) as connection:
        return list(connection.execute(select(table).order_by(table.c.id)))
