"""An office to work in: a small definition, a store on each database, a clock that stands still.

A test folder takes the fixtures over in its conftest: ``from tests.office import office, store``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from engine.access import Viewer
from engine.clock import ManualClock
from engine.library import Library
from engine.loader import load
from engine.service.office import Office
from engine.service.opening import open_case
from engine.service.orders import OpenCase
from engine.service.repeats import Done
from engine.store import Connection, cases, families, participation, people, versions
from engine.store.cases import CaseHead
from engine.store.families import FamilySeen
from engine.store.participation import NewTaking, Taking
from engine.store.people import NewPerson, PersonSeen
from engine.store.store import Store
from engine.store.unit_of_work import reading, unit_of_work
from tests.kept import a_store
from tests.store.databases import KINDS

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""Monday, nine o'clock in Amsterdam."""

PREPARATION_DUE = date(2026, 4, 13)
"""Six weeks on: a Monday."""

DEFINITIONS: Mapping[str, str] = {
    "calendar.yaml": 'version: "2026"\n',
    "records.yaml": "{}\n",
    "common.yaml": """\
every_case:
  deadlines:
    next_look:
      title: {nl: Volgende blik, en: Next look}
      kind: hard
      starts: {nothing_open: true}
      within: {weeks: 4}
      during: open
      met_by: {act: [return_home]}
      owner: regisseur
      source: DEFAULT
""",
    "acts.yaml": """\
out_of_home_placement: {kind: decision, title: {nl: Plaatsing, en: Placement}, source: "004"}
return_home: {kind: fact, title: {nl: Terug, en: Return home}, source: "004"}
""",
    "roles.yaml": """\
regisseur: {title: {nl: Regisseur, en: Regisseur}, scope: family, one: true, access: regisseur}
scientist: {title: {nl: Gedragswetenschapper, en: Scientist}, access: professional}
coordinator: {title: {nl: Coördinator, en: Coordinator}, scope: region, access: coordinator}
""",
    "rules.yaml": """\
scientist_first:
  on: [out_of_home_placement]
  severity: block_unless_deviation
  requires: {participant: {role: scientist}}
  asks: {nl: Vraag een gedragswetenschapper, en: Ask a behavioural scientist}
  says: {nl: Er is geen gedragswetenschapper., en: There is no behavioural scientist.}
  deviation:
    confirmed_by: [coordinator]
    lapses_after: {days: 14}
    repair: {within: {weeks: 4}, met_by: {act: [return_home]}, owner: regisseur}
  source: "003"
""",
    "retention.yaml": """\
version: "1"
backups_kept: 30
classes:
  youth_file:
    title: {nl: Dossier, en: File}
    starts: last_change
    terms: [{valid_from: "2015-01-01", years: 20, source: "LAW 7.3.8"}]
workflows: {placement: [youth_file]}
""",
    "regions/default.yaml": "region: default\n",
    "placement/workflow.yaml": """\
workflow: placement
version: "1"
title: {nl: Uithuisplaatsing, en: Placement}
about: youth
source: "004"
phases:
  prepare: {title: {nl: Voorbereiden, en: Prepare}}
  close: {title: {nl: Afronden, en: Close}}
include: [every_case]
opens: {by: [regisseur, coordinator]}
states:
  considered: {title: {nl: Overwogen, en: Considered}, phase: prepare, initial: true}
  delayed: {title: {nl: Uitgesteld, en: Delayed}, phase: prepare}
  placed: {title: {nl: Geplaatst, en: Placed}, phase: close}
  returned: {title: {nl: Terug thuis, en: Returned}, phase: close, final: true}
transitions:
  delay:
    {title: {nl: Uitstellen, en: Delay}, from: [considered], to: delayed, by: [regisseur]}
  place:
    title: {nl: Plaatsen, en: Place}
    from: [considered, delayed]
    to: placed
    by: [regisseur]
    main: true
    act: out_of_home_placement
  return_home:
    title: {nl: Terug naar huis, en: Return home}
    from: [placed]
    to: returned
    by: [regisseur]
    act: return_home
deadlines:
  preparation:
    title: {nl: Voorbereiding, en: Preparation}
    kind: hard
    starts: {entering: [considered]}
    within: {weeks: 6}
    during: [considered, delayed]
    met_by: {entering: [placed]}
    owner: regisseur
    reminders:
      - {before: {weeks: 1}, to: [owner]}
      - {before: {days: 0}, to: [owner]}
      - {after: {working_days: 1}, to: [owner, coordinator]}
    suspend: {by: [regisseur], at_most: {weeks: 8}}
    source: DEFAULT
""",
}


@cache
def the_library() -> Library:
    """Load the small definition, once."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in DEFINITIONS.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Path(folder))


def an_office(store: Store, clock: ManualClock) -> Office:
    """Open an office with the small definition published."""
    office = Office(store, clock, the_library())
    with unit_of_work(store) as connection:
        for workflow in office.library.workflows.values():
            versions.publish(connection, workflow, now=clock.now())
    return office


@dataclass(frozen=True)
class World:
    """The Jansen family; Bram is its regisseur, Carla coordinates the region, Anna does nothing."""

    office: Office
    clock: ManualClock
    family: FamilySeen
    sam: PersonSeen
    anna: PersonSeen
    bram: PersonSeen
    carla: PersonSeen
    roles: dict[str, Taking] = field(default_factory=dict)

    def as_(self, person: PersonSeen) -> Viewer:
        """Look and act as this person."""
        return Viewer(person.id, person.public_id)

    def open_case(self) -> CaseHead:
        """Let Bram open a case for Sam."""
        order = OpenCase(
            workflow="placement",
            family=self.family.public_id,
            children=(self.sam.public_id,),
            role="regisseur",
        )
        done = open_case(self.as_(self.bram), self.office, order)
        assert isinstance(done, Done)
        return self.case(done.case)

    def case(self, public_id: str) -> CaseHead:
        """Look where the case stands now."""
        with reading(self.office.store) as connection:
            found = cases.cases_of_family(connection, self.family.id)
            return next(case for case in found if case.public_id == public_id)

    def takes_part(self, person: PersonSeen, role: str) -> Taking:
        """Let somebody take part from today on."""
        with unit_of_work(self.office.store) as connection:
            return self._join(connection, person, role)

    def leaves(self, role: str) -> None:
        """Let whoever has held this role since the beginning hold it no longer, from today on."""
        with unit_of_work(self.office.store) as connection:
            participation.end_participation(
                connection,
                self.roles[role].id,
                until_on=self.office.today(),
                now=self.clock.now(),
            )

    def _join(self, connection: Connection, person: PersonSeen, role: str) -> Taking:
        defined = self.office.library.catalogue.roles[role]
        in_region = defined.scope == "region"
        taking = NewTaking(
            role=role,
            access=defined.access,
            ground="test",
            from_on=self.office.today(),
            region="default" if in_region else None,
            family_id=None if in_region else self.family.id,
        )
        return participation.join(connection, person.id, taking, now=self.clock.now())


def a_world(office: Office, clock: ManualClock) -> World:
    """Fill the office with it."""
    now = clock.now()
    with unit_of_work(office.store) as connection:
        family = families.add_family(connection, "Jansen", region="default", now=now)
        child = NewPerson(
            name="Sam", kind="youth", born=date(2014, 5, 1), family_id=family.id, email=None
        )
        sam = people.add_person(connection, child, now=now)
        anna, bram, carla = (
            a_professional(connection, name, now=now) for name in ("anna", "bram", "carla")
        )
    world = World(office, clock, family, sam, anna, bram, carla)
    roles = {
        "regisseur": world.takes_part(world.bram, "regisseur"),
        "coordinator": world.takes_part(world.carla, "coordinator"),
    }
    return replace(world, roles=roles)


def a_professional(
    connection: Connection, name: str, *, now: datetime, email: str | None = ""
) -> PersonSeen:
    """Add a professional; with an address of their own unless another, or None, is given."""
    address = f"{name}@voorbeeldstad.test" if email == "" else email
    new = NewPerson(name=name.title(), kind="professional", email=address)
    return people.add_person(connection, new, now=now)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Lend a store with tables, first on SQLite and then on PostgreSQL."""
    with a_store(request.param) as store:
        yield store


@pytest.fixture
def clock() -> ManualClock:
    """Lend a clock that stands at Monday morning."""
    return ManualClock(MORNING)


@pytest.fixture
def office(store: Store, clock: ManualClock) -> Office:
    """Lend an office on each database."""
    return an_office(store, clock)


@pytest.fixture
def world(office: Office, clock: ManualClock) -> World:
    """Put a family with its professionals in the office."""
    return a_world(office, clock)
