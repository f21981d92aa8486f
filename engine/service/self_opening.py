"""Cases that open by themselves: from an age on, for a youth in help.

What hangs on age is derived from the birth date at every tick, never from a flag that a job
set: a tick that was missed is made up for by the next.

Source: SEED 001 (req 107); the age is the definition's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from engine.access import CLOCK
from engine.ages import birthday
from engine.definition import Workflow
from engine.duties import Birthday
from engine.service.office import Office, local_day
from engine.service.opening import Opening, begin, insert, open_already
from engine.store import Connection, families, self_opening
from engine.store.self_opening import Wanted
from engine.store.unit_of_work import unit_of_work

OLDEST = 23
"""Youth help ends here (Jeugdwet 1.1)."""

_MARGIN = timedelta(days=4)
"""Month ends: the statement finds a few days too many, and the birth date decides."""


@dataclass(frozen=True, slots=True)
class CaseDue:
    """A youth for whom a case of this workflow is due; ``id`` is the youth's key."""

    id: int
    family_id: int
    workflow: Workflow


def cases_due(office: Office, connection: Connection, *, limit: int) -> tuple[CaseDue, ...]:
    """For whom the clock should open a case now."""
    today = local_day(office.clock.now())
    return tuple(
        CaseDue(found.id, found.family_id, workflow)
        for workflow, age, wanted in _wanted(office, today)
        for found in self_opening.youths_due(connection, wanted, limit=limit)
        if age.day(found.born) <= today
    )


def open_due(office: Office, due: CaseDue) -> Literal["opened"] | None:
    """Open the case; None when it was opened meanwhile."""
    with unit_of_work(office.store) as connection:
        families.lock_families(connection, [due.family_id])
        now = office.clock.now()
        if open_already(connection, due.workflow, due.family_id, (due.id,)):
            return None
        family = families.family_by_id(connection, due.family_id)
        opening = Opening(CLOCK, due.workflow, family, (due.id,), now, now)
        begin(insert(office, connection, opening), {})
        return "opened"


def _wanted(office: Office, today: date) -> Iterator[tuple[Workflow, Birthday, Wanted]]:
    for (name, region), workflow in office.library.workflows.items():
        when = workflow.opens.when
        if when:
            yield (
                workflow,
                when.age,
                Wanted(
                    workflow=name,
                    region=region,
                    born_after=birthday(today, -OLDEST),
                    born_until=_born_until(when.age, today) + _MARGIN,
                    beside=when.while_.open_case if when.while_ else (),
                ),
            )


def _born_until(age: Birthday, today: date) -> date:
    """About the last birth date that is of age today."""
    years = age.birthday or age.before_birthday or 0
    early = age.day(today) - birthday(today, years)
    return birthday(today, -years) - early
