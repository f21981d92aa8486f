"""What a version of a workflow says of places at a table, once for all of its cases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.at_the_table import awaits_place, due_a_place, due_at_table, schedulable, waiting
from engine.definition import Workflow
from engine.store.deadlines import DeadlineSeen


@dataclass(frozen=True, slots=True)
class Places:
    """What a version says of tables: where cases wait for one, return to it, or have a place.

    ``talk`` are the deadlines that a talk meets, ``place`` those that a place on an agenda does.
    """

    workflow: Workflow
    waits: frozenset[str]
    returns: frozenset[str]
    planned: frozenset[str]
    talk: frozenset[str]
    place: frozenset[str]

    @classmethod
    def of(cls, workflow: Workflow) -> Places:
        """The same for every case of the version."""
        planned, waits = waiting(workflow), awaits_place(workflow)
        return cls(
            workflow=workflow,
            waits=waits,
            returns=schedulable(workflow) - planned - waits,
            planned=planned,
            talk=due_at_table(workflow),
            place=due_a_place(workflow),
        )

    @property
    def states(self) -> frozenset[str]:
        """Where a case is before a table."""
        return self.waits | self.returns | self.planned

    def owed(self, rows: Collection[DeadlineSeen]) -> DeadlineSeen | None:
        """By when the case must be at a table; else by when it must have a place."""
        running = [row for row in rows if row.state == "open"]
        talk = [row for row in running if row.key in self.talk]
        place = [row for row in running if row.key in self.place]
        return min(talk or place, key=lambda row: (row.due_on, row.id), default=None)
