"""Steps about deadlines: talks that meet them, and moving them."""

from __future__ import annotations

from datetime import date

from api.scenarios import step_kinds as kinds
from api.scenarios.finding import case_of, common, deadline_of, deadline_or_all, seen
from api.scenarios.moments import later
from api.scenarios.names import World
from engine.service import contacts, deadlines, orders
from engine.service.command import Outcome
from engine.span import Span


def contact(world: World, step: kinds.Contact) -> Outcome:
    """Record a held talk."""
    order = orders.HoldContact(
        **common(world, step, case_of(world, step)),
        held_on=step.on or world.office.today(),
        words=step.contact,
        with_persons=tuple(world.person(name) for name in step.with_),
        counts_for=tuple(
            (
                world.case(duty.case).public_id,
                deadline_of(world, duty.case, duty.deadline, duty.child),
            )
            for duty in step.counts_for
        ),
    )
    return contacts.hold_contact(world.viewer(step.as_), world.office, order)


def extend(world: World, step: kinds.Extend) -> Outcome:
    """Extend a deadline."""
    order = orders.Extend(
        **common(world, step, step.case),
        deadline=deadline_of(world, step.case, step.extend, step.child),
        by=step.by,
        reason=step.reason,
        seen_version=seen(world, step.case, step.seen),
    )
    return deadlines.extend(world.viewer(step.as_), world.office, order)


def suspend(world: World, step: kinds.Suspend) -> Outcome:
    """Let deadlines stand still."""
    order = orders.Suspend(
        **common(world, step, step.case),
        until=step.until or _in(world, step.by),
        reason=step.reason,
        seen_version=seen(world, step.case, step.seen),
        deadline=deadline_or_all(world, step.case, step.suspend, step.child),
    )
    return deadlines.suspend(world.viewer(step.as_), world.office, order)


def resume(world: World, step: kinds.Resume) -> Outcome:
    """Let deadlines run on."""
    order = orders.Resume(
        **common(world, step, step.case),
        seen_version=seen(world, step.case, step.seen),
        reason=step.reason,
        deadline=deadline_or_all(world, step.case, step.resume, step.child),
    )
    return deadlines.resume(world.viewer(step.as_), world.office, order)


def _in(world: World, span: Span | None) -> date:
    """The day so much after today."""
    calendar = world.office.library.calendars[world.scenario.region]
    return later(world.clock.now(), span or Span(days=0), calendar).date()
