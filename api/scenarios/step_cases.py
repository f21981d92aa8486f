"""Steps that open and move cases, and set rules aside for that."""

from __future__ import annotations

from api.scenarios import step_kinds as kinds
from api.scenarios.answers import fields_of_step, translated
from api.scenarios.finding import common, know, know_case, seen, workflow_of
from api.scenarios.names import KnownCase, NoSuchName, World, children_named, named
from api.scenarios.reading import children_in
from engine.service import cases, deviations, opening, orders
from engine.service.command import Outcome
from engine.service.repeats import Done


def open_case(world: World, step: kinds.Open) -> Outcome:
    """Open a case; whoever the file lets take part joins it."""
    about = (step.about,) if isinstance(step.about, str) else step.about
    family, children = children_named(world, about)
    region = world.scenario.region
    workflows = world.office.library.workflows
    form = workflows[step.open, region].opens.input if (step.open, region) in workflows else {}
    order = orders.OpenCase(
        workflow=step.open,
        family=world.families[family].family,
        children=tuple(world.person(child) for child in children),
        role=step.role or world.role(step.as_),
        inputs=translated(world, form, step.with_),
        occurred_at=step.occurred,
        late_reason=step.late_reason,
    )
    done = opening.open_case(world.viewer(step.as_), world.office, order)
    if isinstance(done, Done):
        know_case(world, step.case, KnownCase(done.case, family, children, step.as_))
    return done


def advance(world: World, step: kinds.Do) -> Outcome:
    """Make a transition; the linked cases that it opens become known."""
    case = world.case(step.case)
    inputs = translated(world, fields_of_step(workflow_of(world, step.case), step.do), step.with_)
    if step.for_:
        inputs.setdefault("child", world.person(step.for_))
    order = orders.Advance(
        **common(world, step, step.case),
        transition=step.do,
        seen_version=seen(world, step.case, step.seen),
        inputs=inputs,
    )
    done = cases.advance(world.viewer(step.as_), world.office, order)
    if isinstance(done, Done):
        _know_linked(world, step, case, done)
    return done


def deviate(world: World, step: kinds.Deviate) -> Outcome:
    """Ask to set a rule aside."""
    order = orders.AskDeviation(
        **common(world, step, step.case),
        rule=step.deviate,
        transition=step.for_,
        why=step.why,
    )
    done = deviations.ask_deviation(world.viewer(step.as_), world.office, order)
    know(world.deviations, step.name or step.deviate, step.case, done)
    return done


def confirm(world: World, step: kinds.Confirm) -> Outcome:
    """Confirm a deviation."""
    return _decide(world, step, step.confirm, confirmed=True)


def refuse(world: World, step: kinds.Refuse) -> Outcome:
    """Refuse a deviation."""
    return _decide(world, step, step.refuse, confirmed=False)


def _know_linked(world: World, step: kinds.Do, case: KnownCase, done: Done) -> None:
    if len(step.opens) > len(done.opened):
        raise NoSuchName(f"this step opened {len(done.opened)} cases; opens names {step.opens}")
    for index, opened in enumerate(done.opened):
        name = step.opens[index] if index < len(step.opens) else f"{step.case}.{opened}"
        children = children_in(world, opened)
        know_case(world, name, KnownCase(opened, case.family, children, step.as_))


def _decide(
    world: World, step: kinds.Confirm | kinds.Refuse, name: str, *, confirmed: bool
) -> Outcome:
    made = named("deviation", name, world.deviations)
    order = orders.DecideDeviation(
        **common(world, step, made.case),
        deviation=made.public_id,
        seen_version=seen(world, made.case, step.seen),
        confirmed=confirmed,
        why=step.why,
    )
    return deviations.decide_deviation(world.viewer(step.as_), world.office, order)
