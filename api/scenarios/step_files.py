"""Steps that fill the file of a case: records, consent, authority, who takes part."""

from __future__ import annotations

from api.scenarios import step_kinds as kinds
from api.scenarios.answers import fields_of_record, translated
from api.scenarios.finding import case_of, child_of, common, know, person_or_none, seen, workflow_of
from api.scenarios.names import World, named
from api.scenarios.reading import record_type_of
from engine.service import consents, leaving, orders, participants, records
from engine.service.absence_orders import ReportAbsence
from engine.service.absences import report_absence
from engine.service.at_table import TableOutcome
from engine.service.command import Outcome
from engine.service.repeats import Done


def write_record(world: World, step: kinds.Write) -> Outcome:
    """Begin a record."""
    fields = fields_of_record(workflow_of(world, step.case), step.record)
    order = orders.WriteRecord(
        **common(world, step, step.case),
        type=step.record,
        child=person_or_none(world, step.child),
        fields=translated(world, fields, step.with_),
    )
    done = records.write_record(world.viewer(step.as_), world.office, order)
    know(world.records, step.name or step.record, step.case, done)
    return done


def edit_record(world: World, step: kinds.Edit) -> Outcome:
    """Write the fields of a draft anew."""
    made = named("record", step.edit, world.records)
    kind = record_type_of(world, world.case(made.case).public_id, made.public_id)
    fields = fields_of_record(workflow_of(world, made.case), kind)
    order = orders.EditRecord(
        **common(world, step, made.case),
        record=made.public_id,
        seen_version=seen(world, made.case, step.seen),
        fields=translated(world, fields, step.with_),
    )
    return records.edit_record(world.viewer(step.as_), world.office, order)


def move_record(world: World, step: kinds.Move) -> Outcome:
    """Bring a record to another status."""
    made = named("record", step.move, world.records)
    kind = record_type_of(world, world.case(made.case).public_id, made.public_id)
    fields = fields_of_record(workflow_of(world, made.case), kind, step.to)
    order = orders.MoveRecord(
        **common(world, step, made.case),
        record=made.public_id,
        to=step.to,
        seen_version=seen(world, made.case, step.seen),
        inputs=translated(world, fields, step.with_),
    )
    return records.move_record(world.viewer(step.as_), world.office, order)


def answer_consent(world: World, step: kinds.Consent) -> Outcome:
    """One answer for each person; without a person one that holds for all. The first no stops."""
    done: Outcome | None = None
    for person in step.from_ or (None,):
        order = orders.Answer(
            **common(world, step, step.case),
            child=child_of(world, step.case, step.child),
            to=step.consent,
            answer=step.answer,
            person=person_or_none(world, person),
            ground=step.ground,
            until_on=step.until,
        )
        done = consents.answer_consent(world.viewer(step.as_), world.office, order)
        if not isinstance(done, Done):
            return done
    assert done is not None  # noqa: S101 - there is always one answer
    return done


def set_authority(world: World, step: kinds.Authority) -> Outcome:
    """Record who has authority over a child."""
    order = orders.SetAuthority(
        **common(world, step, step.case),
        child=child_of(world, step.case, step.child),
        parent=world.person(step.authority),
        source=step.source,
        from_on=step.from_,
        until_on=step.until,
    )
    return consents.set_authority(world.viewer(step.as_), world.office, order)


def join(world: World, step: kinds.Join) -> Outcome:
    """Let somebody take part."""
    order = orders.Join(
        **common(world, step, case_of(world, step)),
        person=world.person(step.join),
        role=step.role or world.role(step.join),
        ground=step.ground,
        child=person_or_none(world, step.child),
        until_on=step.until,
    )
    return participants.join(world.viewer(step.as_), world.office, order)


def leave(world: World, step: kinds.Leave) -> Outcome:
    """End somebody's part."""
    order = orders.Leave(
        **common(world, step, step.case),
        person=world.person(step.leave),
        role=step.role or world.role(step.leave),
        seen_version=seen(world, step.case, step.seen),
        until_on=step.until,
    )
    return leaving.leave(world.viewer(step.as_), world.office, order)


def report_away(world: World, step: kinds.Away) -> TableOutcome:
    """Report somebody away."""
    order = ReportAbsence(
        person=world.person(step.absent.person),
        from_on=step.absent.from_,
        until_on=step.absent.until,
        deputy=person_or_none(world, step.absent.deputy),
    )
    return report_absence(world.viewer(step.as_), world.office, order)


def assign(world: World, step: kinds.Assign) -> Outcome:
    """Hand a role over."""
    order = orders.Assign(
        **common(world, step, step.case),
        person=world.person(step.assign),
        role=step.role or world.role(step.assign),
        ground=step.ground,
        seen_version=seen(world, step.case, step.seen),
    )
    return participants.assign(world.viewer(step.as_), world.office, order)
