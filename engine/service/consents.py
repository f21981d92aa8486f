"""Authority over a child and consent to something: dated facts, per parent and child."""

from __future__ import annotations

from typing import cast, get_args

from engine.access import Viewer
from engine.consent import FOR_ALL, WITHOUT_PARENTS
from engine.definition import Workflow
from engine.errors import NotFound
from engine.fields import InputProblem, InvalidInput
from engine.guards import leaves
from engine.guards.people import ConsentGuard
from engine.happened import Happened
from engine.service.child_parts import must_be_near
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.event_kinds import EventKind
from engine.service.office import Office
from engine.service.orders import Answer, SetAuthority
from engine.service.repeats import Done
from engine.service.roles_asked import records_here
from engine.service.settle import Change, settle
from engine.service.sharing import SHARING
from engine.store import consents, people
from engine.store.consents import NewConsent
from engine.store.people import PersonSeen
from engine.store.tables.people import Answer as ConsentAnswer
from engine.text import Text

ANSWERS = get_args(ConsentAnswer)
GROUNDS = (
    "averts_serious_harm",
    "well_considered_wish",
    "court_measure",
    "statutory_duty",
    "not_able_to_judge",
)
"""Why consent stands without somebody, or is not needed: never an empty switch.

Source: LAW Jeugdwet 7.3.4; SAFETY 5.5.
"""


def set_authority(viewer: Viewer, office: Office, order: SetAuthority) -> Outcome:
    """Record from which day a parent or guardian has authority over a child, and by which source.

    Raises:
        NotFound: no such child or parent in this family.
    """
    return carry_out(viewer, office, order, _set_authority)


def answer_consent(viewer: Viewer, office: Office, order: Answer) -> Outcome:
    """Record what a person answered, or the ground on which nobody need be asked.

    Whether the consent is complete follows from the child's age and the authority of that
    day; a later answer of the same person replaces an earlier one from its day on. What is said
    to sharing with a party holds for the child in every case, for what is shared is of the child.

    Raises:
        NotFound: no such child or person in this family.
        InvalidInput: an unknown purpose, answer or ground, or none where one is needed.
    """
    return carry_out(viewer, office, order, _answer)


def _set_authority(work: CaseInHand, order: SetAuthority) -> Done:
    refuse("set_authority", records_here(work))
    child, parent = _child(work, order.child), _member(work, order.parent)
    refuse("set_authority", records_here(work, child.id))
    consents.set_authority(
        work.connection,
        child.id,
        parent_id=parent.id,
        from_on=order.from_on or work.on,
        source=order.source,
        by=work.viewer.person,
        now=work.now,
    )
    if order.until_on:
        consents.end_authority(
            work.connection, child.id, parent_id=parent.id, until_on=order.until_on
        )
    payload = {"child": child.public_id, "parent": parent.public_id}
    return _settled(work, "authority_set", payload, {"source": order.source})


def _answer(work: CaseInHand, order: Answer) -> Done:
    refuse("answer_consent", records_here(work))
    _check(work.workflow, order)
    child = _child(work, order.child)
    refuse("answer_consent", records_here(work, child.id))
    person = _member(work, order.person) if order.person else None
    made = consents.add_consent(
        work.connection,
        NewConsent(
            child_id=child.id,
            purpose=order.to,
            answer=cast(ConsentAnswer, order.answer),  # checked above
            from_on=work.on,
            person_id=person.id if person else None,
            ground=order.ground,
            until_on=order.until_on,
            case_id=None if order.to in SHARING else work.case.id,
        ),
        by=work.viewer.person,
        now=work.now,
    )
    payload = {"child": child.public_id, "to": order.to, "consent": made}
    by_whom = {"person": person.public_id} if person else {}
    said = {"answer": order.answer, "ground": order.ground or ""}
    return _settled(work, "consent_answered", {**payload, **by_whom}, said, made)


def _check(workflow: Workflow, order: Answer) -> None:
    asked = (*purposes(workflow), *SHARING)
    problems = [] if order.to in asked else [_choose("to", asked)]
    if order.answer not in ANSWERS:
        problems.append(_choose("answer", ANSWERS))
    if order.ground not in (None, *GROUNDS):
        problems.append(_choose("ground", GROUNDS))
    problems += _of_nobody(order) if order.person is None else _of_somebody(order)
    if problems:
        raise InvalidInput(*problems)


def _of_nobody(order: Answer) -> list[InputProblem]:
    """Nobody need be asked: only on a ground of the law, and never as a yes."""
    wanted = tuple(sorted(FOR_ALL))
    problems = [] if order.ground in wanted else [_choose("ground", wanted)]
    return [
        *problems,
        *([] if order.answer == "not_needed" else [_choose("answer", ("not_needed",))]),
    ]


def _of_somebody(order: Answer) -> list[InputProblem]:
    """One person's answer: not being asked has a ground, the youth alone is the youth's own."""
    if order.answer == "not_needed" and order.ground is None:
        return [_choose("ground", GROUNDS)]
    if order.ground in WITHOUT_PARENTS and order.person != order.child:
        return [_choose("person", (order.child,))]
    return []


def purposes(workflow: Workflow) -> tuple[str, ...]:
    """What consent is asked to anywhere in this workflow."""
    guards = [
        *(guard for step in workflow.transitions.values() for guard in step.requires),
        *(rule.requires for rule in workflow.rules.values()),
        *(rule.when for rule in workflow.deadlines.values() if rule.when),
        *(
            guard
            for record in workflow.catalogue.records.values()
            for status in record.statuses.values()
            for guard in status.requires
        ),
    ]
    asked = (leaf for guard in guards for leaf in leaves(guard))
    return tuple(sorted({leaf.consent.to for leaf in asked if isinstance(leaf, ConsentGuard)}))


def _choose(field: str, choices: tuple[str, ...]) -> InputProblem:
    listed = ", ".join(choices)
    return InputProblem(
        field, "malformed", Text(nl=f"Kies uit {listed}.", en=f"Choose one of {listed}.")
    )


def _child(work: CaseInHand, public_id: str) -> PersonSeen:
    person = _member(work, public_id)
    if person.kind != "youth":
        raise NotFound("person")
    work.must_be_open(person.id, "person")
    return person


def _member(work: CaseInHand, public_id: str) -> PersonSeen:
    person = people.person_by_public_id(work.connection, public_id)
    if person.family_id != work.case.family_id:
        raise NotFound("person")
    must_be_near(work, public_id)
    return person


def _settled(
    work: CaseInHand,
    kind: EventKind,
    payload: dict[str, str],
    details: dict[str, str],
    made: str | None = None,
) -> Done:
    return settle(
        work,
        Change(
            kind=kind,
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload=dict(payload),
            details=dict(details),
            made=made,
        ),
    )
