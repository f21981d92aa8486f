"""What a case looks like now, in the local names of a scenario: plain values to compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from api.scenarios.names import World, named
from engine.service.office import local_day
from engine.service.recipients import Ladders, ladders_of
from engine.store import (
    Connection,
    cases,
    deadlines,
    families,
    notices,
    people,
    records,
)
from engine.store import events as trail
from engine.store import reminders as ledger
from engine.store.cases import CaseHead
from engine.store.deadlines import DeadlineSeen
from engine.store.unit_of_work import reading

Row: TypeAlias = Mapping[str, object]
"""One deadline, reminder or count, by the keys that scenario files use."""

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class CaseNow:
    """One case, read at one moment; ``part`` is a child when only its part was asked for."""

    head: CaseHead
    deadlines: tuple[Row, ...]
    reminders: tuple[Row, ...]
    sent: tuple[Row, ...]
    records: Mapping[str, str]
    events: int
    open_cases: tuple[str, ...]

    @property
    def alive(self) -> tuple[Row, ...]:
        """The deadlines that are still owed."""
        return tuple(row for row in self.deadlines if row["state"] in ("open", "suspended"))

    @property
    def late(self) -> tuple[str, ...]:
        """The deadlines that are late."""
        return tuple(str(row["about"]) for row in self.deadlines if row["late"])

    @property
    def next_date(self) -> date | None:
        """The first day on which something is due; what stands still is not due."""
        days = [row["due"] for row in self.deadlines if row["state"] == "open"]
        return min((day for day in days if isinstance(day, date)), default=None)


def head_of(world: World, public_id: str) -> CaseHead:
    """Where the case stands; nobody looks, so nothing is hidden or logged."""
    with reading(world.office.store) as connection:
        return _head(world, connection, public_id)


def case_now(world: World, public_id: str, *, child: str | None = None) -> CaseNow:
    """Everything that an expectation may ask of a case, or of the part of one child."""
    with reading(world.office.store) as connection:
        head = _head(world, connection, public_id)
        children = people.children_of(connection, [head.id])[head.id]
        looking = _Looking(
            world=world,
            connection=connection,
            head=head,
            now=world.clock.now(),
            children={one.id: world.name_of(one.public_id) or "" for one in children},
            ladders=ladders_of(connection, head, world.clock.now()),
        )
        family = cases.cases_of_family(connection, head.family_id)
        return CaseNow(
            head=head,
            deadlines=tuple(looking.deadlines(child)),
            reminders=tuple(looking.reminders()),
            sent=tuple(looking.sent()),
            records=looking.records(child),
            events=len(trail.events_since(connection, head, seq=0)),
            open_cases=tuple(sorted(one.workflow for one in family if not one.is_final)),
        )


def children_in(world: World, public_id: str) -> tuple[str, ...]:
    """The children that a case is about, by their local names."""
    with reading(world.office.store) as connection:
        head = _head(world, connection, public_id)
        children = people.children_of(connection, [head.id])[head.id]
    return tuple(name for child in children if (name := world.name_of(child.public_id)))


def deadline_named(world: World, public_id: str, key: str, child: str | None) -> str:
    """The public id of the deadline of this key: one still owed, else the newest.

    Raises:
        NoSuchName: the case never had one.
    """
    with reading(world.office.store) as connection:
        head = _head(world, connection, public_id)
        wanted = world.person(child) if child else None
        parts = people.children_of(connection, [head.id])[head.id]
        part = next((one.id for one in parts if one.public_id == wanted), None)
        rows = [
            row
            for row in deadlines.deadlines_of(connection, head)
            if child is None or row.child_id == part
        ]
    named("deadline of this case", key, {row.key: row for row in rows})
    mine = [row for row in rows if row.key == key]
    return next((row for row in mine if _is_alive(row)), mine[-1]).public_id


def record_type_of(world: World, public_id: str, record: str) -> str:
    """The type of a record of the case."""
    with reading(world.office.store) as connection:
        return records.get_record(connection, _head(world, connection, public_id), record).type


@dataclass(frozen=True, slots=True)
class Unmet:
    """The keys of what was not met in a step that was made all the same."""

    set_aside: frozenset[str]
    warned: frozenset[str]


def unmet_last(world: World, public_id: str) -> Unmet:
    """What a deviation set aside in the last step, and what it was warned of."""
    with reading(world.office.store) as connection:
        head = _head(world, connection, public_id)
        said = trail.events_since(connection, head, seq=head.version - 1)[-1].payload
    return Unmet(frozenset(said.get("set_aside", ())), frozenset(said.get("warned", ())))


@dataclass(frozen=True, slots=True)
class _Looking:
    """A case under our eyes, with what it takes to put names to its rows."""

    world: World
    connection: Connection
    head: CaseHead
    now: datetime
    children: Mapping[int, str]
    ladders: Ladders

    def deadlines(self, child: str | None) -> Iterator[Row]:
        """Every deadline that the case ever had."""
        for row in deadlines.deadlines_of(self.connection, self.head):
            part = self.children.get(row.child_id or 0)
            if child is None or part == child:
                yield {
                    "about": self.world.deadline_name(row.key),
                    "due": row.due_on,
                    "owner": _joined(self.audience(row.owner_role)),
                    "state": row.state,
                    "child": part,
                    "late": self.is_late(row),
                }

    def reminders(self) -> Iterator[Row]:
        """The ledger of the case, one row for each person who would hear now."""
        owners = {
            row.id: row.owner_role for row in deadlines.deadlines_of(self.connection, self.head)
        }
        for row in ledger.reminders_of(self.connection, self.head):
            role = owners[row.deadline_id] if row.audience == "owner" else row.audience
            for person in self.audience(role) or (NOBODY,):
                about = self.world.deadline_name(row.key)
                yield {"about": about, "to": person, "on": row.on_date, "state": row.state}

    def sent(self) -> Iterator[Row]:
        """How many mails with something about the case the mail server took, by person."""
        accepted, mails = self.world.mailbox.accepted, defaultdict[int, set[str]](set)
        for notice in notices.notices_of(self.connection, self.head):
            if notice.bundle and accepted[notice.bundle]:
                mails[notice.person_id].add(notice.bundle)
        times = {person: sum(accepted[key] for key in keys) for person, keys in mails.items()}
        for name, viewer in self.world.viewers.items():
            if viewer.person in times:
                yield {"to": name, "times": times[viewer.person]}

    def records(self, child: str | None) -> Mapping[str, str]:
        """The status of the newest record of each type."""
        return {
            row.type: row.status
            for row in records.records_of(self.connection, self.head)
            if child is None or self.children.get(row.child_id or 0) == child
        }

    def audience(self, role: str) -> tuple[str, ...]:
        """Who would hear today of what this role must do."""
        told = self.ladders.told(role, local_day(self.now)).people
        names = (self.world.name_of(self.ladders.people[each].public_id) for each in told)
        return tuple(sorted(name for name in names if name))

    def is_late(self, row: DeadlineSeen) -> bool:
        """Late is computed: past its date, or past its window, and still open."""
        if row.state != "open":
            return False
        if row.kind == "hours":
            return self.now >= row.due_at
        return local_day(self.now) > row.late_after


def _head(world: World, connection: Connection, public_id: str) -> CaseHead:
    for registered in world.families.values():
        family = families.family_by_public_id(connection, registered.family)
        for head in cases.cases_of_family(connection, family.id):
            if head.public_id == public_id:
                return head
    raise LookupError(public_id)  # only ids that the engine gave us come here


def _is_alive(row: DeadlineSeen) -> bool:
    return row.state in ("open", "suspended")


def _joined(names: tuple[str, ...]) -> str:
    return " and ".join(names) or NOBODY
