"""A linked case that a step opens, and the fact that is recorded in it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.definition import OpenCase, RecordedStep, Workflow
from engine.effects import answers_for
from engine.fields import Value
from engine.service.command import CaseInHand
from engine.service.opening import Opening, begin, insert, let_take_part, open_already
from engine.service.orders import Advance
from engine.store import cases, families, participation
from engine.store.cases import CaseHead

Make = Callable[[CaseInHand, Advance], object]
"""Makes a step in a case in hand: ``engine.service.cases`` hands its own in."""


def open_linked(
    work: CaseInHand,
    part: OpenCase,
    children: tuple[str, ...],
    inputs: Mapping[str, Value],
    record: Make,
) -> Iterator[str]:
    """Open the linked cases for these children, opened by whoever made the step.

    One case for all of them when the workflow is about a family, else one for each. Where one
    is open already and a second may not be, that one is linked instead.
    """
    workflow = work.office.library.of(part.open, work.case.region)
    groups = [children] if workflow.about == "family" else [(child,) for child in children]
    for group in groups:
        about = tuple(child.id for child in work.children if child.public_id in group)
        linked = _in_hand(work, part, workflow, about)
        if linked.case.id == work.case.id:  # it is the one that runs already
            continue
        yield linked.case.public_id
        if part.records:
            record(linked, _recorded(linked, part.records, inputs))


def _in_hand(
    work: CaseInHand, part: OpenCase, workflow: Workflow, about: tuple[int, ...]
) -> CaseInHand:
    """The linked case: the one that is open already, or a new one with its first event."""
    running = open_already(work.connection, workflow, work.case.family_id, about)
    linked = _taken(work, running) if running else _opened(work, workflow, about)
    if linked.case.id != work.case.id:
        cases.link_cases(
            work.connection, work.case, other=linked.case, link=part.link, now=work.now
        )
    if not running:
        begin(linked, {"because_of": work.case.public_id})
        linked = _taken(linked, cases.case_for_clock(work.connection, linked.case.id))
    return linked


def _taken(work: CaseInHand, head: CaseHead) -> CaseInHand:
    workflow = work.office.version(work.connection, head.workflow_hash)
    return CaseInHand(work.office, work.connection, work.viewer, head, workflow, work.now, work.at)


def _opened(work: CaseInHand, workflow: Workflow, about: tuple[int, ...]) -> CaseInHand:
    """The new case; who may not open it in a role of their own takes part no further."""
    family = families.family_by_id(work.connection, work.case.family_id)
    parts = participation.parts_of(
        work.connection, work.viewer, work.case, now=work.now, on=work.today
    )
    held = {part.role for part in parts}
    role = next((role for role in workflow.opens.by_hand if role in held), None)
    opening = Opening(work.viewer, workflow, family, about, work.now, work.at)
    linked = insert(work.office, work.connection, opening)
    if role is not None:
        let_take_part(linked, role)
    return linked


def _recorded(linked: CaseInHand, recorded: RecordedStep, inputs: Mapping[str, Value]) -> Advance:
    return Advance(
        case=linked.case.public_id,
        transition=recorded.step,
        seen_version=linked.case.version,
        inputs=answers_for(recorded, inputs),
    )
