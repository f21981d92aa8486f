"""About whom a copy is, whose names stay in it, and who else has a name in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from engine.access import ChildPart, Opened
from engine.data_copy import Other
from engine.service.command import CaseInHand, in_same_family
from engine.service.data_askers import children_told_of
from engine.service.file.told_to_family import Told, told_to
from engine.service.my_cases import reads_names
from engine.store import families, parts_ever, people
from engine.store.people import PersonSeen

_FUNCTIONS = {
    "youth": "een ander kind",
    "parent": "een ander gezinslid",
    "relative": "een ander gezinslid",
}
WORKER = "een ander"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose data; ``own`` are the children about whom they are told, itself among them."""

    person: PersonSeen
    asker: PersonSeen
    own: tuple[PersonSeen, ...]
    told: Told
    others: tuple[Other, ...]
    names: dict[str, str] = field(default_factory=dict, repr=False)
    """What stands for everybody whom a form may name, by public id."""

    @property
    def theirs(self) -> frozenset[str]:
        """The names that stay: of the person, of who asked, and of their children."""
        return frozenset({each.name for each in (self.person, self.asker, *self.own)})

    @property
    def keys(self) -> frozenset[int]:
        """The keys of their children."""
        return frozenset(child.id for child in self.own)

    @property
    def for_another(self) -> bool:
        """Whether somebody else than the person gets the copy."""
        return self.person.id != self.asker.id

    @property
    def opened(self) -> Opened:
        """The child parts of which they are told anything."""
        parts = frozenset(ChildPart(child.id, child.public_id) for child in self.own)
        return Opened(children=parts)

    def about(self, work: CaseInHand) -> bool:
        """Whether a case is about them, or about a child of theirs."""
        return bool(self.keys & {child.id for child in work.children})

    def shared(self, work: CaseInHand) -> bool:
        """Whether it is about other children too."""
        return not {child.id for child in work.children} <= self.keys


def whose(work: CaseInHand, person: PersonSeen, asker: PersonSeen) -> Whose:
    """Whose data the copy holds; a youth is told of itself only."""
    own = (person,) if person.kind == "youth" else children_told_of(work, person)
    told = told_to(work, [child.id for child in own])
    theirs = {person.id, asker.id, *(child.id for child in own)}
    others = tuple(_others(work, theirs, told))
    stand = {each.public_id: each.name for each in (person, asker, *own)}
    return Whose(
        person, asker, own, told, others, stand | {each.id: each.function for each in others}
    )


def cases_of(work: CaseInHand) -> Iterator[CaseInHand]:
    """The cases of the family whose contents the viewer may read, oldest first."""
    family = families.family_by_id(work.connection, work.case.family_id)
    for row in families.cases_seen(work.connection, work.viewer, family, on=work.today):
        found = in_same_family(work, row.public_id)
        if reads_names(found.parts):
            yield found


def _others(work: CaseInHand, theirs: Collection[int], told: Told) -> Iterator[Other]:
    """Everybody else of the family, and the professionals whose names are not told."""
    home = work.case.family_id
    for each in families.members_of(work.connection, [home])[home]:
        if each.id not in theirs:
            yield Other(each.public_id, each.name, _FUNCTIONS.get(each.kind, WORKER))
    ever = {part.person for part in parts_ever.parts_ever(work.connection, work.case)}
    workers = people.persons_by_public_id(work.connection, sorted(ever))
    for public_id, person in workers.items():
        if person.kind == "professional" and told.is_hidden(public_id):
            yield Other(public_id, person.name, WORKER)
