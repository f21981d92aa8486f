"""What must be so after every command, for each case that it moved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from api.check_command import recorded_in
from engine.definition import SYSTEM, NeverWithout, Workflow
from engine.guards import Guard
from engine.library import Library
from engine.proof.budget import Budget
from engine.proof.chart import Chart, chart
from engine.proof.space import Space
from engine.proof.steps import conditions_of
from engine.service.command import CaseInHand
from engine.snapshot import Snapshot
from engine.store import cases, deadlines, events, reminders
from engine.store.cases import CaseHead
from engine.store.events import EventSeen
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.chaos.world import World
from tests.proof.abstraction import value_in

CASES = METADATA.tables["cases"]
COORDINATOR = "coordinator"


def what_counts(workflow: Workflow) -> str:
    """All that a chart depends on; in most regions it is the same."""
    parts = {"states", "transitions", "rules", "facts", "deadlines", "catalogue", "invariants"}
    return str(workflow.model_dump_json(by_alias=True, include=parts))


class Known:
    """The chart of each definition, drawn once."""

    def __init__(self) -> None:
        self._charts: dict[str, Chart] = {}
        self._alike: dict[tuple[str, str], Chart] = {}

    def of(self, workflow: Workflow, library: Library) -> Chart:
        """Everything that can happen to a case of this definition, as far as the proof knows."""
        if workflow.hash not in self._charts:
            key = workflow.workflow, what_counts(workflow)
            if key not in self._alike:
                conditions = {name: conditions_of(workflow, name) for name in workflow.transitions}
                space = Space.of(workflow, recorded_in(workflow.workflow, library))
                self._alike[key] = chart(space, conditions, Budget())
            self._charts[workflow.hash] = self._alike[key]
        return self._charts[workflow.hash]


KNOWN = Known()


@dataclass
class Promises:
    """Keeps up with every case, and looks at each that moved."""

    world: World
    seen: dict[int, int] = field(default_factory=dict)
    """The version of each case that was looked at last."""

    opened: list[int] = field(default_factory=list)
    """The cases that are new since somebody asked."""

    made: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often each step was made, by workflow and state."""

    kept: Counter[str] = field(default_factory=Counter)
    """How often each ``never without`` was put to the test."""

    def look(self, command: str, changed: bool) -> None:
        """Look at every case that the command moved; one that was refused moved none."""
        with reading(self.world.office.store) as connection:
            rows = connection.execute(select(CASES.c.id, CASES.c.version)).all()
            for id_, version in rows:
                if self.seen.get(id_) != version:
                    after = f"{command}, case {id_}, command {self.world.given}"
                    assert changed, after
                    self._moved(connection, id_, after)
        self.world.in_hand = None

    def _moved(self, connection: Connection, id_: int, after: str) -> None:
        head = cases.case_for_clock(connection, id_)
        happened = events.events_since(connection, head, seq=self.seen.get(id_, 0))
        if id_ not in self.seen:
            self.opened.append(id_)
        workflow = self.world.office.library.of(head.workflow, head.region)
        moves = [event for event in happened if event.transition]
        for event in moves:
            self._made(workflow, event, head, after)
        if moves or id_ not in self.seen:
            self._is_on_the_chart(connection, workflow, head, after)
        self.seen[id_] = head.version
        self.world.heads[id_] = head
        self._owes_what_it_should(connection, workflow, head, after)

    def _made(self, workflow: Workflow, event: EventSeen, head: CaseHead, after: str) -> None:
        """The step was known to the proof, and nothing was without what it must not be without."""
        name = str(event.transition)
        step, state = workflow.transitions[name], str(event.payload["from"])
        known = KNOWN.of(workflow, self.world.office.library)
        assert (state, name) in known.steps, (after, workflow.workflow, state, name)
        assert event.payload["to"] == step.target(state), (after, name)
        self.made[workflow.workflow, state, name] += 1
        before = self._just_before(event, head)
        roles = before.roles if before else self._roles(event, head)
        assert not before or roles & set(step.by), (after, name, roles)
        for promise in workflow.invariants:
            if not isinstance(promise, NeverWithout) or promise.never["act"] != step.act:
                continue
            if isinstance(promise.without, dict):
                assert roles & set(promise.without["role"]), (after, name, promise.source)
                self.kept["role"] += 1
            elif before:
                holds(workflow, promise.without, before, f"{after} {name}")
                self.kept[head.workflow] += 1
            else:
                self.kept["not seen before"] += 1

    def _just_before(self, event: EventSeen, head: CaseHead) -> Snapshot | None:
        """The case as whoever made the step saw it, if the walk tried that step."""
        case, before = self.world.in_hand or (0, None)
        return before if before and (case, before.actor) == (head.id, event.actor) else None

    def _roles(self, event: EventSeen, head: CaseHead) -> frozenset[str]:
        """The roles of whoever made a step that the walk did not try itself."""
        if event.actor is None:
            return frozenset({SYSTEM})
        held = self.world.takings(head)
        return frozenset(taking.role for taking in held if taking.person == event.actor)

    def _is_on_the_chart(
        self, connection: Connection, workflow: Workflow, head: CaseHead, after: str
    ) -> None:
        """Where the case stands now, with all that the proof remembers, is known to it."""
        office, now = self.world.office, self.world.clock.now()
        by = next(iter(self.world.staff[COORDINATOR]))
        case = CaseInHand(office, connection, by, head, workflow, now, now).snapshot()
        known = KNOWN.of(workflow, self.world.office.library)
        values = tuple(
            value_in(known.field.space.dimensions[key], case) for key in known.field.held
        )
        assert (head.state, values) in known.came, (after, head.workflow, head.state, values)

    def _owes_what_it_should(
        self, connection: Connection, workflow: Workflow, head: CaseHead, after: str
    ) -> None:
        owed = [
            row
            for row in deadlines.deadlines_of(connection, head)
            if row.state in ("open", "suspended")
        ]
        if not head.is_final:
            assert owed, (after, head.workflow, head.state)
            assert {row.owner_role for row in owed} <= workflow.catalogue.roles.keys(), after
            return
        planned = [
            row for row in reminders.reminders_of(connection, head) if row.state == "planned"
        ]
        assert (owed, planned) == ([], []), (after, head.workflow, head.state)

    def at_the_end(self) -> None:
        """Every version is a number of events, every chain whole, every open case has an owner."""
        with reading(self.world.office.store) as connection:
            for id_ in self.seen:
                head = cases.case_for_clock(connection, id_)
                assert len(events.events_since(connection, head, seq=0)) == head.version, id_
                assert events.verify_chain(connection, id_) is None, id_
                self._somebody_hears(connection, head)

    def _somebody_hears(self, connection: Connection, head: CaseHead) -> None:
        """What an open case owes is somebody's: of the owner's role, else of the coordinator."""
        held = {taking.role for taking in self.world.takings(head)}
        rows = deadlines.deadlines_of(connection, head)
        owners = {row.owner_role for row in rows if row.state == "open"}
        assert head.is_final or owners & held or COORDINATOR in held, (head.workflow, head.state)


def holds(workflow: Workflow, guard: Guard, case: Snapshot, after: str) -> None:
    """What an act must not be without was there just before it."""
    assert guard.check(case, workflow.catalogue).met is True, (after, guard)
