"""Desks to begin with: the definitions, a family, and the professionals who work for it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from engine.access import Viewer
from engine.clock import ManualClock
from engine.library import Library
from engine.loader import load
from engine.service.office import Office
from engine.service.registering import (
    Member,
    NewFamily,
    NewProfessional,
    Registered,
    register_family,
    register_professional,
)
from engine.store import participation, versions
from engine.store.participation import NewTaking
from engine.store.store import Store
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.builders import REGION, ROLES, TODAY, CaseAtDesk, Desk
from tests.service.definitions import SMALL
from tests.service.stages import STAGES, keep, put_back
from tests.shipped import the_library

shipped = the_library
"""The definitions that come with the product."""


@cache
def small() -> Library:
    """Load the small definitions of these tests, once."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in SMALL.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Path(folder))


def a_desk(
    store: Store,
    clock: ManualClock,
    *,
    library: Library | None = None,
    region: str = REGION,
    roles: Mapping[str, str] = ROLES,
    born: date = date(2012, 5, 1),
) -> Desk:
    """Register the Jansens and their professionals, with the definitions of one region."""
    definitions = library or shipped()
    office = Office(store, clock, definitions)
    here = [each for (_, where), each in definitions.workflows.items() if where == region]
    office.known.update({workflow.hash: workflow for workflow in here})
    key = (store.is_sqlite, region, tuple(office.known), tuple(roles.items()), born, clock.now())
    if key in STAGES:
        put_back(key, store)
        members, viewers = STAGES[key].made
        return Desk(office, clock, region, members, viewers, key)
    with unit_of_work(store) as connection:
        for workflow in here:
            versions.publish(connection, workflow, now=clock.now())
    viewers = {name: professional(office, name, role) for name, role in roles.items()}
    members = registered(office, viewers["bram"], region, born)
    keep(key, store, (members, viewers))
    return Desk(office, clock, region, members, viewers, key)


def professional(office: Office, name: str, *works_as: str) -> Viewer:
    """Register a professional, who works in every region where a role is of a region."""
    new = NewProfessional(
        name=name,
        subject=name,
        works_as=works_as,
        email=f"{name}@voorbeeldstad.test",
        regions=tuple(office.library.regions),
    )
    return register_professional(office, new)


def registered(
    office: Office, by: Viewer, region: str = REGION, born: date = date(2012, 5, 1)
) -> Registered:
    """Register a family like the Jansens."""
    members = (
        Member(name="sam", born=born, is_child=True),
        Member(name="els", authority_over=("sam",)),
        Member(name="tom", authority_over=("sam",)),
    )
    return register_family(by, office, NewFamily(name="Jansen", region=region, members=members))


def another_family(desk: Desk, by: Viewer | None = None) -> Desk:
    """Register a second family at the same office, with the same professionals."""
    new = registered(desk.office, by or desk.viewers["bram"], desk.region)
    return replace(desk, registered=new)


def takes_part(desk: Desk, viewer: Viewer, **where: object) -> None:
    """Let somebody take part from today; who is kept out takes part as ``excluded``."""
    taking = {"role": "x", "access": "professional", "ground": "test", "from_on": TODAY, **where}
    with unit_of_work(desk.office.store) as connection:
        participation.join(
            connection,
            viewer.person,
            NewTaking(**taking),  # type: ignore[arg-type]  # a builder with defaults
            now=desk.clock.now(),
        )


def holders(case: CaseAtDesk, role: str) -> list[str]:
    """Name who holds a role in the case now."""
    with reading(case.desk.office.store) as connection:
        found = participation.holders(
            connection, case.head, now=case.desk.clock.now(), on=case.desk.office.today()
        )
    names = {viewer.id: name for name, viewer in case.desk.viewers.items()}
    return [names.get(holder.public_id, holder.public_id) for holder in found.get(role, ())]
