"""What a step does beyond its own case: linked cases, roles, notices."""

from __future__ import annotations

from dataclasses import replace

from engine.definition import OpenCase
from engine.effects import Consequences, consequences
from engine.service.command import CaseInHand
from engine.service.opening import Opening, begin, insert, let_take_part
from engine.service.participants import end_role, hand_over, person_for, role_named
from engine.service.repeats import Done
from engine.snapshot import Snapshot
from engine.store import cases, families, notices, participation
from engine.store.notices import NewNotice


def spread(work: CaseInHand, case: Snapshot, transition: str, done: Done) -> Done:
    """Carry out the step's consequences in the same transaction; linked cases get own events."""
    found = consequences(work.workflow, case, transition)
    _hand_over(work, found)
    opened = tuple(_open_linked(work, part, child) for part, child in found.opens)
    _tell(work, found, done.version)
    return replace(done, opened=opened)


def _hand_over(work: CaseInHand, found: Consequences) -> None:
    for role in found.ends:
        end_role(work, role)
    for role, person in found.assigns:
        named = person_for(work, person, role_named(work, role))
        hand_over(work, named, role, ground="named in a step")


def _open_linked(work: CaseInHand, part: OpenCase, child: str | None) -> str:
    """A linked case of the same family, opened by whoever made the step.

    Who may not open it in a role of their own takes part no further than before.
    """
    workflow = work.office.library.of(part.open, work.case.region)
    about = tuple(c.id for c in work.children if child in (None, c.public_id))
    family = families.family_by_id(work.connection, work.case.family_id)
    parts = participation.parts_of(
        work.connection, work.viewer, work.case, now=work.now, on=work.today
    )
    role = next((role for role in workflow.opens.by if role in {part.role for part in parts}), None)
    opening = Opening(work.viewer, workflow, family, about, work.now, work.at)
    linked = insert(work.office, work.connection, opening)
    if role is not None:
        let_take_part(linked, role)
    cases.link_cases(work.connection, work.case, other=linked.case, link=part.link, now=work.now)
    return begin(linked, {"because_of": work.case.public_id}).case


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
