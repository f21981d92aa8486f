"""Steps about meetings and agreements: the table meets, marks who is there, and agrees."""

from __future__ import annotations

from api.scenarios import meeting_kinds as kinds
from api.scenarios.finding import common, know, person_or_none, seen
from api.scenarios.names import NoSuchName, World, named
from engine.access import Viewer
from engine.decision import Refused
from engine.service import agreements, attendance, meetings, orders, table_orders
from engine.service.at_table import Changed, TableOutcome
from engine.service.command import Outcome
from engine.store import agenda, participation
from engine.store import meetings as kept
from engine.store.meetings import MeetingHead
from engine.store.unit_of_work import reading


def meet(world: World, step: kinds.Meet) -> Outcome | TableOutcome:
    """Plan a meeting, find the one of that day, or bring one on."""
    if step.on is None:
        return _bring_on(world, step)
    table = named("table", step.meet, world.tables)
    name = str(step.name)
    if (table, step.on) in world.planned:
        world.meetings[name] = world.planned[table, step.on]
        return Changed(world.meetings[name], 0)
    order = table_orders.PlanMeeting(table=table, on=step.on, starts=step.starts, place=step.place)
    done = meetings.plan_meeting(world.viewer(step.as_), world.office, order)
    if isinstance(done, Changed):
        world.planned[table, step.on] = world.meetings[name] = done.id
    return done


def absent(world: World, step: kinds.Absent) -> Outcome:
    """Mark somebody who is not there."""
    return _mark(world, step, step.absent, step.reason)


def attends(world: World, step: kinds.Attends) -> Outcome:
    """Mark somebody who is there."""
    return _mark(world, step, step.attends, "")


def agree(world: World, step: kinds.Agree) -> Outcome:
    """Make an agreement."""
    order = orders.Agree(
        **common(world, step, step.case),
        text=step.agree,
        due_on=step.due,
        owner=person_or_none(world, step.owner),
        owner_words=step.owner_is,
        child=person_or_none(world, step.child),
        visible_to=tuple(world.person(name) for name in step.visible_to),
    )
    done = agreements.agree(world.viewer(step.as_), world.office, order)
    know(world.agreements, step.name or step.agree, step.case, done)
    return done


def owns(world: World, step: kinds.Owns) -> Outcome:
    """Say whose an agreement is."""
    made = named("agreement", step.owns, world.agreements)
    order = orders.NameOwner(
        **common(world, step, made.case),
        agreement=made.public_id,
        seen_version=seen(world, made.case, step.seen),
        owner=person_or_none(world, step.owner),
        owner_words=step.owner_is,
    )
    return agreements.name_owner(world.viewer(step.as_), world.office, order)


def settle(world: World, step: kinds.Settle) -> Outcome:
    """Record what came of an agreement."""
    made = named("agreement", step.settle, world.agreements)
    order = orders.SettleAgreement(
        **common(world, step, made.case),
        agreement=made.public_id,
        result=step.result,
        seen_version=seen(world, made.case, step.seen),
        words=step.words,
    )
    return agreements.settle_agreement(world.viewer(step.as_), world.office, order)


def _bring_on(world: World, step: kinds.Meet) -> Outcome | TableOutcome:
    viewer = world.viewer(step.as_)
    meeting = named("meeting", step.meet, world.meetings)
    head = _head(world, viewer, meeting)
    order = table_orders.MoveMeeting(meeting=meeting, to=str(step.to), seen_version=head.version)
    done = meetings.move_meeting(viewer, world.office, order)
    for name in step.present if isinstance(done, Changed) else ():
        for marked in _seen_there(world, step, head, name):
            if isinstance(marked, Refused):
                return marked
    return done


def _seen_there(
    world: World, step: kinds.Meet, meeting: MeetingHead, name: str
) -> list[Outcome | TableOutcome]:
    """Mark a member for the whole meeting, anybody else at the cases in which they take part."""
    viewer, person = world.viewer(step.as_), world.person(name)
    if name in world.members[meeting.table_id]:
        order = table_orders.MarkAtMeeting(meeting=meeting.public_id, person=person, how="in_room")
        return [attendance.mark_at_meeting(viewer, world.office, order)]
    found = _cases_on(world, meeting, name)
    if not found:
        raise NoSuchName(f"{name} takes part in no case of this meeting", ("present",))
    return [
        attendance.mark_at_item(
            viewer,
            world.office,
            orders.MarkAtItem(case=case, person=person, how="in_room"),
        )
        for case in found
    ]


def _mark(world: World, step: kinds.Absent | kinds.Attends, name: str, reason: str) -> Outcome:
    order = orders.MarkAtItem(
        **common(world, step, step.case),
        person=world.person(name),
        how=step.how,
        role=step.role,
        reason=reason,
    )
    return attendance.mark_at_item(world.viewer(step.as_), world.office, order)


def _head(world: World, viewer: Viewer, meeting: str) -> MeetingHead:
    with reading(world.office.store) as connection:
        found = kept.get_meeting(connection, viewer, meeting, on=world.office.today())
    return found.head


def _cases_on(world: World, meeting: MeetingHead, name: str) -> list[str]:
    """The cases on the agenda in which this professional takes part today."""
    viewer, now, today = world.viewer(name), world.clock.now(), world.office.today()
    with reading(world.office.store) as connection:
        return [
            each.case.public_id
            for each in agenda.items_of(connection, meeting)
            if each.item.state in agenda.LIVE
            and any(
                taking.person_id == viewer.person and taking.region is None
                for taking in participation.takings_of(connection, each.case, now=now, on=today)
            )
        ]
