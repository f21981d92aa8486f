"""What a step does beyond its own case: linked cases, roles, notices."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from engine.effects import Consequences, consequences
from engine.service.agenda import chosen_meeting, follow_agenda
from engine.service.command import CaseInHand
from engine.service.linked import Make, open_linked
from engine.service.participants import end_role, hand_over, person_for, role_named
from engine.service.repeats import Done
from engine.service.seating import seat
from engine.snapshot import Snapshot
from engine.store import notices, participation
from engine.store.notices import NewNotice


def spread(work: CaseInHand, case: Snapshot, transition: str, done: Done, record: Make) -> Done:
    """Carry out the step's consequences in the same transaction; linked cases get own events.

    ``record`` makes the step that is noted in a linked case as it opens.
    """
    found = consequences(work.workflow, case, transition)
    _hand_over(work, found)
    step = work.workflow.transitions[transition]
    seat(work, case, found.seats, chosen_meeting(work, step, case.inputs or {}))
    follow_agenda(work, case, transition, done)
    opened = chain.from_iterable(
        open_linked(work, part, children, case.inputs or {}, record)
        for part, children in found.opens
    )
    _tell(work, found, done.version)
    return replace(done, opened=tuple(opened))


def _hand_over(work: CaseInHand, found: Consequences) -> None:
    for role in found.ends:
        end_role(work, role)
    for role, person in found.assigns:
        named = person_for(work, person, role_named(work, role))
        hand_over(work, named, role, ground="named in a step")


def _tell(work: CaseInHand, found: Consequences, version: int) -> None:
    """A notice with fixed words to whoever holds the role now."""
    holders = participation.holders(work.connection, work.case, now=work.now, on=work.today)
    made = [
        notices.add_notice(
            work.connection,
            NewNotice(
                key=f"told-{work.case.public_id}-{version}-{role}-{holder.public_id}",
                person_id=holder.id,
                channel="email",
                template="told",
                language=holder.language,
                case_id=work.case.id,
                address=holder.email,
            ),
            now=work.now,
        )
        for role in found.tells
        for holder in holders.get(role, ())
    ]
    work.office.announce(work.connection, [notice for notice in made if notice is not None])
