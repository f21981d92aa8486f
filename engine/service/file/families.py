"""Families: those of the viewer, and what there is of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from engine.access import Viewer
from engine.ages import age_on
from engine.errors import NotFound
from engine.service.listing import Listing, listing
from engine.service.office import Office
from engine.store import access_log, consents
from engine.store import families as homes
from engine.store.access_log import LogEntry
from engine.store.families import FamilyCase
from engine.store.people import PersonSeen
from engine.store.tables.people import PersonKind
from engine.store.unit_of_work import unit_of_work
from engine.text import Text


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody of a family; ``authority_over`` are the public ids of children, today."""

    id: str
    name: str
    born: date | None
    age: int | None
    kind: PersonKind
    authority_over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in the list."""

    id: str
    name: str
    region: str
    municipality: str | None
    members: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True)
class CaseOfFamily:
    """A case of a family that the viewer may see."""

    id: str
    number: str
    workflow_title: Text
    state_title: Text
    is_final: bool
    opened_on: date


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """A family with the cases that the viewer may see."""

    row: FamilyRow
    cases: tuple[CaseOfFamily, ...]


def families(viewer: Viewer, office: Office) -> tuple[FamilyRow, ...]:
    """The families in which the viewer reads names today, or which they registered; by name."""
    with listing(viewer, office, "list_families") as work:
        found = homes.families_of(work.connection, viewer, on=work.today)
        return _rows(work, found)


def family(viewer: Viewer, office: Office, public_id: str) -> FamilyShown:
    """One of them.

    Raises:
        NotFound: there is no such family, or it is not for this viewer.
    """
    with looking_at_family(viewer, office, public_id, "read_family") as work:
        found = homes.get_family(work.connection, viewer, public_id, on=work.today)
        cases = homes.cases_seen(work.connection, viewer, found, on=work.today)
        return FamilyShown(_rows(work, [found])[0], tuple(_case(work, each) for each in cases))


@contextmanager
def looking_at_family(
    viewer: Viewer, office: Office, public_id: str, action: str
) -> Iterator[Listing]:
    """A look at one family; it, or the try that was denied, is a row of the log.

    Raises:
        NotFound: there is no such family, or it is not for this viewer.
    """
    now = office.clock.now()
    try:
        with unit_of_work(office.store) as connection:
            yield Listing(office, connection, viewer, now)
            entry = LogEntry(at=now, action=action, outcome="done", record=public_id)
            access_log.log(connection, viewer, entry)
    except NotFound:
        with unit_of_work(office.store) as connection:
            entry = LogEntry(at=now, action=action, outcome="denied", record=public_id)
            access_log.log(connection, viewer, entry)
        raise


def _rows(work: Listing, found: Collection[homes.FamilySeen]) -> tuple[FamilyRow, ...]:
    every = homes.members_of(work.connection, [each.id for each in found])
    people = [person for each in every.values() for person in each]
    over = _authority(work, people)
    members = _shown(work, every, over)
    return tuple(
        FamilyRow(
            id=each.public_id,
            name=each.name,
            region=each.region,
            municipality=each.municipality,
            members=tuple(
                _member(work, person, over, {one.public_id for one in members[each.id]})
                for person in members[each.id]
            ),
        )
        for each in found
    )


def _shown(
    work: Listing, every: Mapping[int, Sequence[PersonSeen]], over: Mapping[int, list[str]]
) -> Mapping[int, Sequence[PersonSeen]]:
    """Of each family those who belong to the child parts that are open to the viewer.

    The children themselves, who has authority over them today, and who takes part for them.
    """
    some = homes.children_open(work.connection, work.viewer, list(every), on=work.today)
    if not some:
        return every
    beside = homes.persons_beside(
        work.connection,
        [child for children in some.values() for child in children],
        on=work.today,
        now=work.now,
    )

    def near(person: PersonSeen, family: int) -> bool:
        children = some[family]
        ids = {each.public_id for each in every[family] if each.id in children}
        takes_part = any(person.id in beside[child] for child in children)
        return person.id in children or takes_part or not ids.isdisjoint(over.get(person.id, ()))

    return {
        key: [each for each in members if key not in some or near(each, key)]
        for key, members in every.items()
    }


def _member(
    work: Listing, person: PersonSeen, over: Mapping[int, list[str]], shown: Collection[str]
) -> MemberRow:
    return MemberRow(
        id=person.public_id,
        name=person.name,
        born=person.born,
        age=age_on(person.born, work.today) if person.born else None,
        kind=person.kind,
        authority_over=tuple(each for each in over.get(person.id, ()) if each in shown),
    )


def _authority(work: Listing, people: Collection[PersonSeen]) -> Mapping[int, list[str]]:
    """Over whom each parent has authority today."""
    children = {person.id: person.public_id for person in people if person.kind == "youth"}
    found: dict[int, list[str]] = defaultdict(list)
    for row in consents.authorities_of(work.connection, list(children)):
        if row.from_on <= work.today and (row.until_on is None or row.until_on > work.today):
            found[row.parent_id].append(children[row.child_id])
    return {parent: list(dict.fromkeys(over)) for parent, over in found.items()}


def _case(work: Listing, case: FamilyCase) -> CaseOfFamily:
    workflow = work.office.version(work.connection, case.workflow_hash)
    return CaseOfFamily(
        id=case.public_id,
        number=case.number,
        workflow_title=workflow.title,
        state_title=workflow.states[case.state].title,
        is_final=case.is_final,
        opened_on=case.opened_on,
    )
