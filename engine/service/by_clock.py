"""What the clock does in a case: a command like any other, that nobody gave."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from engine.access import CLOCK
from engine.service.cases import note_step
from engine.service.command import CaseInHand
from engine.service.office import Office
from engine.service.orders import Advance
from engine.service.repeats import Done
from engine.store import Connection, cases, families


def in_hand(office: Office, connection: Connection, case_id: int) -> CaseInHand:
    """The case for the clock, its family locked."""
    now = office.clock.now()
    families.lock_families(connection, [cases.case_for_clock(connection, case_id).family_id])
    head = cases.case_for_clock(connection, case_id)
    workflow = office.version(connection, head.workflow_hash)
    return CaseInHand(office, connection, CLOCK, head, workflow, now, now)


def note(work: CaseInHand, transition: str, told: Mapping[str, JsonValue] | None = None) -> Done:
    """Make a step that is the clock's own; ``told`` is what its event says beside it."""
    order = Advance(case=work.case.public_id, transition=transition, seen_version=work.case.version)
    return note_step(work, order, told)
