"""What a scenario has made so far, by the local names of its file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from api.scenarios.grammar import Scenario
from api.scenarios.mailbox import Mailbox
from engine.access import Viewer
from engine.agreement_duties import agreement_key
from engine.clock import ManualClock
from engine.problems import Place, unknown
from engine.service.office import Office
from engine.service.registering import Registered

Thing = TypeVar("Thing")


class NoSuchName(LookupError):
    """A scenario speaks of something that it did not introduce; ``at`` leads to the place."""

    def __init__(self, says: str, at: Place = ()) -> None:
        """Keep the sentence and the place in the file, if it is not the step at hand."""
        super().__init__(says)
        self.at = at


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case that has a local name."""

    public_id: str
    family: str
    children: tuple[str, ...]
    opener: str


@dataclass(frozen=True, slots=True)
class Made:
    """A record, a deviation or an agreement with a local name, and that of its case."""

    case: str
    public_id: str


@dataclass(slots=True)
class World:
    """All that a scenario has made so far."""

    office: Office
    clock: ManualClock
    scenario: Scenario
    mailbox: Mailbox = field(default_factory=Mailbox)
    families: dict[str, Registered] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    cases: dict[str, KnownCase] = field(default_factory=dict)
    records: dict[str, Made] = field(default_factory=dict)
    deviations: dict[str, Made] = field(default_factory=dict)
    agreements: dict[str, Made] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    members: dict[int, Collection[str]] = field(default_factory=dict)
    """Who sits at each table, by its key inside."""

    meetings: dict[str, str] = field(default_factory=dict)
    planned: dict[tuple[str, date], str] = field(default_factory=dict)
    """The meeting of each table and day."""

    remembered: dict[str, Mapping[str, int]] = field(default_factory=dict)
    """The version of every case at the moments that were remembered."""

    def viewer(self, name: str) -> Viewer:
        """The professional of this name, who acts."""
        return named("professional", name, self.viewers)

    def role(self, name: str) -> str:
        """The role that a professional has in the file."""
        return named("professional", name, self.scenario.people).role

    def case(self, name: str) -> KnownCase:
        """The case of this name."""
        return named("case", name, self.cases)

    def person(self, name: str) -> str:
        """The public id of anybody in the file."""
        return named("person", name, self.persons())

    def persons(self) -> dict[str, str]:
        """The public id of everybody by local name."""
        members = [family.members for family in self.families.values()]
        professionals = {name: viewer.id for name, viewer in self.viewers.items()}
        return {name: id_ for found in (*members, professionals) for name, id_ in found.items()}

    def deadline_name(self, key: str) -> str:
        """What a deadline is called in the file: that of an agreement by its local name."""
        names = {agreement_key(made.public_id): name for name, made in self.agreements.items()}
        return agreement_key(names[key]) if key in names else key

    def name_of(self, public_id: str) -> str | None:
        """The local name of somebody, or None: they are not of this scenario."""
        names = {id_: name for name, id_ in self.persons().items()}
        return names.get(public_id)


def named(kind: str, name: str, known: Mapping[str, Thing]) -> Thing:
    """What has this name.

    Raises:
        NoSuchName: nothing has; the sentence names the nearest.
    """
    if name not in known:
        raise NoSuchName(f"there is {unknown(kind, name, known)}")
    return known[name]


def address(name: str) -> str:
    """Where mail to the professional of this name goes."""
    return f"{name}@scenario.test"


def children_named(world: World, about: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The family, and its children, that a case is about: children by name, or a family."""
    wanted = tuple(about)
    for name, family in world.scenario.families.items():
        if wanted == (name,):
            return name, tuple(family.children)
        if wanted and set(wanted) <= set(family.children):
            return name, wanted
    known = {
        name: family
        for key, family in world.scenario.families.items()
        for name in (key, *family.children)
    }
    for name in wanted:
        named("child or family", name, known)
    raise NoSuchName(f"{', '.join(wanted)} are not of one family")
