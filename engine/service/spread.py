"""What a step does beyond its own case: linked cases, roles, notices."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import chain

from engine.effects import Consequences, consequences
from engine.notice_times import told_sort
from engine.service.agenda import chosen_meeting, follow_agenda
from engine.service.command import CaseInHand
from engine.service.linked import Make, open_linked
from engine.service.outgoing import put
from engine.service.participants import end_role, hand_over, person_for, role_named
from engine.service.recipients import ladders_of
from engine.service.repeats import Done
from engine.service.seating import seat
from engine.snapshot import Snapshot
from engine.store.notices import NewNotice
from engine.store.participation import HolderSeen


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
    tell(work, found.tells, done.version)
    return replace(done, opened=tuple(opened))


def _hand_over(work: CaseInHand, found: Consequences) -> None:
    for role in found.ends:
        end_role(work, role)
    for role, person in found.assigns:
        named = person_for(work, person, role_named(work, role))
        hand_over(work, named, role, ground="named in a step")


def tell(work: CaseInHand, roles: Collection[str], version: int) -> None:
    """A notice with fixed words to whoever hears for each role: once, however many roles.

    Whoever acted knows of it. A role that nobody holds here is told of nothing.
    """
    made = [
        put(
            work.office,
            work.connection,
            NewNotice(
                key=f"told-{work.case.public_id}-{version}-{person.public_id}",
                person_id=person.id,
                channel="email",
                template="told",
                sort=told_sort(work.case.workflow),
                language=person.language,
                case_id=work.case.id,
                address=person.email,
            ),
            now=work.now,
        )
        for person in _hearing(work, roles)
        if person.id != work.viewer.person
    ]
    work.office.announce(work.connection, [notice for notice in made if notice is not None])


def _hearing(work: CaseInHand, roles: Collection[str]) -> Collection[HolderSeen]:
    """Who hears for these roles today, everybody once: the deputy of whoever is away."""
    if not roles:
        return ()
    ladders = ladders_of(work.connection, work.case, work.now)
    return {
        person: ladders.people[person]
        for role in roles
        if role in ladders.holders
        for person in ladders.told(role, work.today).people
    }.values()
