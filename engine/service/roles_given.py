"""To whom a step gives a role, and why somebody may not have it.

Giving a role by a step asks no less than giving it by hand: nobody lets themselves see more, and a
professional gets the roles in which they work.

Source: SAFETY 5.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.access import CLOCK, classes_shown
from engine.access import Part as Access
from engine.catalogue import Role
from engine.decision import Decision, Refused
from engine.definition import AssignRole, EndRole, Transition, Workflow
from engine.effects import person_given
from engine.reason import Reason
from engine.service.account_roles import looks_after_nothing
from engine.service.command import CaseInHand
from engine.service.participants import person_for, role_named, roles_known, takings, works_as
from engine.service.roles_asked import not_oneself
from engine.snapshot import Snapshot


def weighed(work: CaseInHand, case: Snapshot, name: str, decision: Decision) -> Decision:
    """The decision, a refusal when the step gives a role to somebody who may not have it.

    Raises:
        NotFound: the form names nobody, or nobody for this role.
    """
    if isinstance(decision, Refused):
        return decision
    step = work.workflow.transitions[name]
    unmet = {each.key: each for each in _reasons(work, case, step) if each.stops}
    if not unmet:
        return decision
    return Refused(name, (*decision.reasons, *unmet.values()), acting=True)


def _reasons(work: CaseInHand, case: Snapshot, step: Transition) -> Iterator[Reason]:
    """Who is found as the holder of another role stands in for it, and is asked nothing."""
    for part in step.then:
        if isinstance(part, AssignRole) and not part.holder and person_given(part, case):
            named = person_given(part, case)
            yield from (
                _of_actor(work, part)
                if part.person == "actor"
                else _of_named(work, part.assign, named)
            )


def _of_actor(work: CaseInHand, part: AssignRole) -> Iterator[Reason]:
    """Whoever acts gets a role that shows more only when they work in it."""
    if work.viewer is CLOCK:
        return
    role, held = role_named(work, part.assign), takings(work)
    if not not_oneself(work, role, work.viewer.person, held).met:
        person = person_for(work, work.viewer.id, role)
        yield looks_after_nothing(work.connection, person.id, today=work.today)
        yield works_as(work, person, part.assign, held)


def _of_named(work: CaseInHand, key: str, named: str) -> Iterator[Reason]:
    """Whoever the form names works in the role, and in the one that they exchange it for."""
    held = takings(work)
    person = person_for(work, named, role_named(work, key))
    yield looks_after_nothing(work.connection, person.id, today=work.today)
    later = tuple(_exchanged_for(work.workflow, key))
    for each in later or (key,):
        yield works_as(work, person, each, held, or_as=_does_too(work, each))
    for each in (key, *later):
        yield not_oneself(work, role_named(work, each), person.id, held)


def _exchanged_for(workflow: Workflow, key: str) -> Iterator[str]:
    """The roles that a holder takes instead of this one: proposed first, then accepted."""
    for step in workflow.transitions.values():
        if key in step.by and any(isinstance(p, EndRole) and p.end == key for p in step.then):
            yield from _taken(step)


def _does_too(work: CaseInHand, key: str) -> frozenset[str]:
    """The roles in which one works to be fit for this one, which is nobody's profession.

    Who may take it by a step of their own may be named for it (a requester); who works as the one
    holder in the family may stand beside another (a substitute).
    """
    role = role_named(work, key)
    if role.one or role.qualification:
        return frozenset()
    if role.scope == "family":
        return frozenset(name for name, each in roles_known(work).items() if _beside(role, each))
    takes = (step for step in work.workflow.transitions.values() if key in _taken(step))
    return frozenset(by for step in takes for by in step.by)


def _beside(role: Role, other: Role) -> bool:
    shown = classes_shown([Access("", role.access)])
    return (
        other.scope == role.scope
        and other.one
        and shown <= classes_shown([Access("", other.access)])
    )


def _taken(step: Transition) -> tuple[str, ...]:
    """The roles that whoever makes the step gets."""
    return tuple(
        part.assign for part in step.then if isinstance(part, AssignRole) and part.person == "actor"
    )
