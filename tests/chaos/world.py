"""Everybody who works in two regions, their tables, and families without end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from random import Random
from typing import Any, TypeAlias

from api.scenarios.mailbox import Mailbox
from engine.access import Viewer
from engine.catalogue import Role
from engine.clock import ManualClock
from engine.decision import Refused
from engine.definition import SYSTEM
from engine.errors import RegietafelError
from engine.service import attendance, meetings, opening, orders
from engine.service.at_table import TableOutcome
from engine.service.command import Outcome
from engine.service.office import Office
from engine.service.orders import Order
from engine.service.registering import (
    Member,
    NewFamily,
    NewProfessional,
    Registered,
    register_family,
    register_professional,
)
from engine.service.table_orders import MarkAtMeeting, MoveMeeting, PlanMeeting, TableOrder
from engine.service.tables import FirstTable, set_up_table
from engine.service.tick import tick
from engine.snapshot import Snapshot
from engine.store import families, participation, versions
from engine.store.cases import CaseHead
from engine.store.meeting_tables import NewTable
from engine.store.participation import Taking
from engine.store.store import Store
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.builders import COMMANDS, MORNING
from tests.service.desks import shipped

REGIONS = ("default", "oldebroek")
AT_TABLE = ("chair", "secretary", "council_adviser")
AGES = (10, 11, 13, 15, 16, 17, 17, 17)
TableCommand: TypeAlias = Callable[[Viewer, Office, Any], TableOutcome]


@dataclass
class Planned:
    """A meeting that somebody planned."""

    id: str
    on: date
    state: str = "concept"
    version: int = 1


@dataclass
class World:
    """An office, and who works there; every act counts as one command."""

    office: Office
    clock: ManualClock
    luck: Random
    staff: dict[str, list[Viewer]] = field(default_factory=dict)
    """Who works in each role; two people, so that another can look or take over."""

    tables: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, list[Planned]] = field(default_factory=dict)
    families: dict[str, tuple[str, Registered]] = field(default_factory=dict)
    """By public id: the region, and its members."""

    known: dict[int, str] = field(default_factory=dict)
    heads: dict[int, CaseHead] = field(default_factory=dict)
    """Where each case stands, as it was seen after the last command."""

    in_hand: tuple[int, Snapshot] | None = None
    """The case in which a step is tried, as whoever tries it saw it just before."""

    given: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    after_each: Callable[[str, bool], None] = lambda *_: None
    """Hears of every command, and whether it changed something."""

    mailbox: Mailbox = field(default_factory=Mailbox)

    @property
    def today(self) -> date:
        """The date in Amsterdam."""
        return self.office.today()

    @property
    def roles(self) -> Mapping[str, Role]:
        """Every role that there is."""
        return self.office.library.catalogue.roles

    def members_of(self, family_id: int) -> Mapping[str, str]:
        """The public ids of a family."""
        if family_id not in self.known:
            with reading(self.office.store) as connection:
                self.known[family_id] = families.family_by_id(connection, family_id).public_id
        return self.families[self.known[family_id]][1].members

    def viewer(self, person: int) -> Viewer | None:
        """Whoever has this key."""
        return next(
            (one for held in self.staff.values() for one in held if one.person == person), None
        )

    def takings(self, head: CaseHead) -> tuple[Taking, ...]:
        """Who takes part in the case today, other than to look."""
        with reading(self.office.store) as connection:
            found = participation.takings_of(connection, head, now=self.clock.now(), on=self.today)
        there = (each for each in found if each.access not in {"none", "excluded"})
        return tuple(sorted(there, key=lambda each: each.id))

    def gives(self, by: Viewer, order: Order | orders.OpenCase) -> Outcome | None:
        """Give a command on a case; None when it asked for something that is not there."""
        known: Any = (
            opening.open_case if isinstance(order, orders.OpenCase) else COMMANDS[type(order)]
        )
        done: Outcome | None = self._counted(
            type(order).__name__, lambda: known(by, self.office, order)
        )
        return done

    def at_table(self, by: Viewer, command: TableCommand, order: TableOrder) -> Any:
        """Give a command on a table."""
        return self._counted(type(order).__name__, lambda: command(by, self.office, order))

    def waits(self, **how_long: float) -> None:
        """Let time pass, and the clock do its work."""
        self.clock.move_to(self.clock.now() + timedelta(**how_long))
        report = self._counted("wait", lambda: tick(self.office, {Mailbox.name: self.mailbox}))
        assert report.broken == 0, self.tally

    def _counted(self, name: str, act: Callable[[], Any]) -> Any:
        """Act, and let whoever watches look; a refusal changes nothing."""
        self.given += 1
        try:
            outcome = act()
        except RegietafelError as error:
            outcome, word = None, error.code
        else:
            word = type(outcome).__name__
        self.tally[f"{name}: {word}"] += 1
        self.after_each(name, outcome is not None and not isinstance(outcome, Refused))
        return outcome

    def family(self, region: str, by: Viewer) -> str:
        """Register one more family with one child, by whoever will open its case."""
        born = self.today - timedelta(days=365 * self.luck.choice(AGES) + self.luck.randint(0, 364))
        members = (
            Member(name="sam", born=born, is_child=True),
            Member(name="els", authority_over=("sam",)),
            Member(name="tom", authority_over=("sam",) if self.luck.random() < 0.5 else ()),
        )
        new = NewFamily(name="Jansen", region=region, members=members)
        made = register_family(by, self.office, new)
        self.families[made.family] = (region, made)
        return made.family

    def meeting(self, region: str) -> Planned | None:
        """A meeting of the table that has not begun, planned if need be."""
        known = self.meetings.setdefault(region, [])
        ahead = [
            each for each in known if each.state in ("concept", "fixed") and each.on >= self.today
        ]
        if ahead:
            return ahead[0]
        day = self.today + timedelta(days=self.luck.randint(3, 16))
        made = self.at_table(
            self.staff["secretary"][0],
            meetings.plan_meeting,
            PlanMeeting(table=self.tables[region], on=day),
        )
        if getattr(made, "id", None) is None:
            return None
        known.append(Planned(made.id, day, made.state, made.version))
        return known[-1]

    def moves(self, meeting: Planned, to: str) -> bool:
        """Bring a meeting on, by its chair."""
        done = self.at_table(
            self.staff["chair"][0],
            meetings.move_meeting,
            MoveMeeting(meeting=meeting.id, to=to, seen_version=meeting.version),
        )
        if getattr(done, "state", None) == to:
            meeting.state, meeting.version = done.state, done.version
        return meeting.state == to

    def opens(self, meeting: Planned) -> None:
        """Open a meeting on its day, everybody of the table in the room."""
        if meeting.on > self.today:
            self.waits(days=(meeting.on - self.today).days)
        if self.moves(meeting, "in_session"):
            for role in AT_TABLE:
                here = MarkAtMeeting(
                    meeting=meeting.id, person=self.staff[role][0].id, how="in_room"
                )
                self.at_table(self.staff["secretary"][0], attendance.mark_at_meeting, here)


def a_world(store: Store, seed: int) -> World:
    """Publish what both regions go by, and let everybody work there."""
    clock = ManualClock(MORNING)
    office = Office(store, clock, shipped())
    with unit_of_work(store) as connection:
        for (_, region), workflow in office.library.workflows.items():
            if region in REGIONS:
                versions.publish(connection, workflow, now=clock.now())
    world = World(office, clock, Random(seed))
    for role, kind in office.library.catalogue.roles.items():
        if not kind.family and role != SYSTEM:
            world.staff[role] = [_professional(office, f"{role}_{nth}", role) for nth in (1, 2)]
    for region in REGIONS:
        table = NewTable(region=region, title="Tafel")
        members = tuple((world.staff[role][0], role) for role in AT_TABLE)
        world.tables[region] = set_up_table(
            office, FirstTable(table=table, members=members)
        ).public_id
    return world


def _professional(office: Office, name: str, role: str) -> Viewer:
    works_as: Mapping[str, tuple[str, ...]] = {
        "regisseur": ("regisseur", "cjg_worker", "proposed_regisseur", "receiving_regisseur"),
        "protection_worker": ("protection_worker", "gi_worker", "requester"),
    }
    return register_professional(
        office,
        NewProfessional(
            name=name,
            subject=name,
            works_as=works_as.get(role, (role,)),
            email=f"{name.replace('_', '.')}@voorbeeldstad.test",
            regions=REGIONS,
        ),
    )


def order_of(kind: type[Order], case: str, version: int, said: Mapping[str, object]) -> Order:
    """An order on a case at the version of now."""
    known: Collection[str] = {each.name for each in fields(kind)}
    seen = {"seen_version": version} if "seen_version" in known else {}
    return kind(case=case, **{**seen, **said})  # type: ignore[arg-type]  # each order has its own
