"""The world of one scenario: its families, its professionals, and who joins which case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from api.scenarios.grammar import Family, Professional, Scenario
from api.scenarios.names import NoSuchName, World, address
from api.scenarios.step_kinds import Open
from api.scenarios.tables import set_up_tables
from engine.access import Viewer
from engine.catalogue import Role
from engine.clock import ManualClock
from engine.library import Library
from engine.problems import Place, unknown
from engine.service.office import Office
from engine.service.registering import (
    Member,
    NewFamily,
    NewProfessional,
    register_family,
    register_professional,
)
from engine.store import families, participation, versions
from engine.store.cases import CaseHead
from engine.store.participation import NewTaking
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work


def of_its_own(name: str) -> str:
    """A login that no other scenario in the same database has."""
    return f"{name}-{uuid4().hex}"


def build(
    office: Office,
    clock: ManualClock,
    scenario: Scenario,
    *,
    login: Callable[[str], str] = of_its_own,
) -> World:
    """Register the families and the professionals, and publish what their region goes by.

    Raises:
        NoSuchName: a role, region or child that is not there, or a name given twice.
    """
    world = World(office, clock, scenario)
    if scenario.region not in office.library.regions:
        says = unknown("region", scenario.region, office.library.regions)
        raise NoSuchName(f"there is {says}", ("region",))
    _check_names(scenario)
    _check_roles(office, scenario.people)
    publish(office.store, office.library, scenario.region, now=clock.now())
    for name, person in scenario.people.items():
        new_one = _professional(name, person, login(name), scenario.region)
        world.viewers[name] = register_professional(office, new_one)
    set_up_tables(world)
    for name, family in scenario.families.items():
        new = _family(name, family, scenario.region)
        world.families[name] = register_family(_registrar(world, name), office, new)
        _let_family_have_its_people(world, world.families[name].family)
    return world


def let_others_join(world: World, head: CaseHead) -> None:
    """Whoever the file lets take part from the start does so now, at the scope of the role."""
    now, today = world.clock.now(), world.office.today()
    with unit_of_work(world.office.store) as connection:
        for viewer, key, role in _who_join(world):
            takings = participation.takings_of(connection, head, now=now, on=today)
            held = [taking for taking in takings if taking.role == key]
            if any(role.one or taking.person_id == viewer.person for taking in held):
                continue
            taking = replace(
                _taking(world, viewer, key),
                family_id=head.family_id if role.scope == "family" else None,
                case_id=head.id if role.scope == "case" else None,
            )
            participation.join(connection, viewer.person, taking, now=now)


def _let_family_have_its_people(world: World, family: str) -> None:
    """Whoever has a role of the whole family from the start has it before its first case."""
    with unit_of_work(world.office.store) as connection:
        family_id = families.family_by_public_id(connection, family).id
        for viewer, key, role in _who_join(world):
            if role.scope == "family":
                taking = replace(_taking(world, viewer, key), family_id=family_id)
                participation.join(connection, viewer.person, taking, now=world.clock.now())


def _taking(world: World, viewer: Viewer, role: str) -> NewTaking:
    """How they take part from today; the place is still to be said."""
    return NewTaking(
        role=role,
        access=world.office.library.catalogue.roles[role].access,
        ground="takes part in the scenario",
        from_on=world.office.today(),
        organisation_id=viewer.organisation,
    )


def _who_join(world: World) -> Iterator[tuple[Viewer, str, Role]]:
    """Those who join every case; a role of a whole region was taken up before."""
    roles = world.office.library.catalogue.roles
    for name, person in world.scenario.people.items():
        if person.joins != "later" and roles[person.role].scope != "region":
            yield world.viewers[name], person.role, roles[person.role]


def _registrar(world: World, family: str) -> Viewer:
    """Whoever opens the first case of the family; of one without cases, whoever is named first."""
    names = {family, *world.scenario.families[family].children}
    openers = (
        world.viewers[step.as_]
        for step in world.scenario.steps
        if isinstance(step, Open)
        and step.expect != "denied"
        and step.as_ in world.viewers
        and names.intersection([step.about] if isinstance(step.about, str) else step.about)
    )
    return next(openers, next(iter(world.viewers.values())))


def _professional(name: str, person: Professional, login: str, region: str) -> NewProfessional:
    return NewProfessional(
        name=name,
        subject=login,
        works_as=(person.role,),
        email=address(name),
        language=person.language,
        issuer="demo",
        regions=(region,),
    )


def _family(name: str, family: Family, region: str) -> NewFamily:
    children = [
        Member(name=child, born=said.born, is_child=True) for child, said in family.children.items()
    ]
    parents = [
        Member(name=parent, authority_over=said.authority)
        for parent, said in family.parents.items()
    ]
    return NewFamily(
        name=name,
        region=region,
        municipality=family.municipality,
        members=(*children, *parents),
    )


def publish(store: Store, library: Library, region: str, *, now: datetime) -> None:
    """Publish what cases of a region go by, as far as it is not there yet."""
    with unit_of_work(store) as connection:
        for (_, where), workflow in library.workflows.items():
            if where == region:
                versions.publish(connection, workflow, now=now)


def _check_names(scenario: Scenario) -> None:
    """Everybody has a name of their own, and authority is over children of the family."""
    seen: set[str] = set(scenario.people)
    for key, family in scenario.families.items():
        for name, place in _members(key, family):
            if name in seen:
                raise NoSuchName(f"somebody else is called '{name}', too", place)
            seen.add(name)
        _check_authority(key, family)


def _members(key: str, family: Family) -> Iterator[tuple[str, Place]]:
    for name in family.children:
        yield name, ("families", key, "children", name)
    for name in family.parents:
        yield name, ("families", key, "parents", name)


def _check_authority(key: str, family: Family) -> None:
    for name, parent in family.parents.items():
        for child in parent.authority:
            if child not in family.children:
                place = ("families", key, "parents", name, "authority")
                raise NoSuchName(f"there is {unknown('child', child, family.children)}", place)


def _check_roles(office: Office, people: Mapping[str, Professional]) -> None:
    roles, holders = office.library.catalogue.roles, dict[str, str]()
    for name, person in people.items():
        place = ("people", name, "role")
        if person.role not in roles:
            raise NoSuchName(f"there is {unknown('role', person.role, roles)}", place)
        if person.joins == "later" or not roles[person.role].one:
            continue
        if person.role in holders:
            other = holders[person.role]
            raise NoSuchName(f"'{other}' has this role; let one of them join later", place)
        holders[person.role] = name
