"""The tables of a scenario: those of its file, or one for whoever sits at tables."""

from __future__ import annotations

from api.scenarios.meeting_kinds import Table
from api.scenarios.names import NoSuchName, World
from engine.problems import unknown
from engine.service.tables import FirstTable, set_up_table
from engine.store.meeting_tables import NewTable

USUAL = "tafel"
_SIT = frozenset({"chair", "secretary", "council_adviser"})


def set_up_tables(world: World) -> None:
    """Make the tables of the file; without any, one with everybody who sits at a table.

    Raises:
        NoSuchName: a member is nobody of the file.
    """
    tables = world.scenario.tables or _usual(world)
    for name, table in tables.items():
        for member in table.members:
            if member not in world.scenario.people:
                says = unknown("professional", member, world.scenario.people)
                raise NoSuchName(f"there is {says}", ("tables", name, "members"))
        made = set_up_table(world.office, _first(world, name, table))
        world.tables[name] = made.public_id
        world.members[made.id] = table.members


def _usual(world: World) -> dict[str, Table]:
    people = world.scenario.people.items()
    members = tuple(name for name, person in people if person.role in _SIT)
    return {USUAL: Table(members=members)} if members else {}


def _first(world: World, name: str, table: Table) -> FirstTable:
    new = NewTable(region=world.scenario.region, title=name, municipalities=table.municipalities)
    members = tuple((world.viewers[each], world.role(each)) for each in table.members)
    return FirstTable(table=new, members=members)
