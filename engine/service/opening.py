"""Open a case for a family: by a person, or as the consequence of a step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import JsonValue

from engine.access import Viewer
from engine.definition import Workflow
from engine.errors import NotFound
from engine.fields import InputProblem, InvalidInput, Value, read_answers
from engine.happened import Happened
from engine.reason import Reason
from engine.service.account_roles import looks_after_nothing
from engine.service.command import CaseInHand, Outcome, once, refuse
from engine.service.moments import happened_at
from engine.service.office import Office, local_day
from engine.service.orders import OpenCase
from engine.service.plain import plain
from engine.service.repeats import Done, seen_before
from engine.service.settle import Change, settle
from engine.store import Connection, cases, families, participation, people
from engine.store.cases import CaseHead, NewCase
from engine.store.families import FamilySeen
from engine.store.participation import NewTaking
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Opening:
    """A case about to be opened, and by whom."""

    viewer: Viewer
    workflow: Workflow
    family: FamilySeen
    children: tuple[int, ...]
    now: datetime
    at: datetime  # when it happened


def open_case(viewer: Viewer, office: Office, order: OpenCase) -> Outcome:
    """Open a case; the opener takes part from now on, in the role named.

    Refused with the reason ``role`` when the workflow is not opened by that role or the
    opener does not work in it, ``one_holder`` when another person holds it already, and
    ``open_already`` when one such case runs and a second may not.

    Raises:
        NotFound: no such family or child, or the family is not for this viewer.
        InvalidInput: the form has problems.
        UnknownWorkflow: this region has no such workflow.
    """

    def do(connection: Connection) -> Done:
        now = office.clock.now()
        today = local_day(now)
        family = families.family_to_open_for(connection, viewer, order.family, on=today)
        families.lock_families(connection, [family.id])
        seen_before(connection, viewer, order, now)
        workflow = office.library.of(order.workflow, family.region)
        inputs = _answers(workflow, order)
        at = happened_at(order.occurred_at, order.late_reason, now)
        children = _children(connection, family, order.children)
        _open_to_them(connection, viewer, family, children, today)
        opening = Opening(viewer, workflow, family, children, now, at)
        taken = open_already(connection, workflow, family.id, children)
        work = insert(office, connection, opening)
        _may_open(work, order.role, taken)
        let_take_part(work, order.role)
        late = {"late_reason": order.late_reason} if order.late_reason else {}
        return begin(work, {"inputs": plain(inputs), **late})

    # there is no case yet; the log keeps for which family one was asked
    return once(viewer, office, order, do, case=order.family, action="OpenCase")


def insert(office: Office, connection: Connection, opening: Opening) -> CaseInHand:
    """The row of the new case, pinned to its version, with its children."""
    head = cases.insert_case(
        connection,
        NewCase(
            family_id=opening.family.id,
            workflow_hash=opening.workflow.hash,
            state=opening.workflow.initial,
            is_draft=opening.workflow.states[opening.workflow.initial].draft,
            opened_on=local_day(opening.now),
            children=opening.children,
            municipality=opening.family.municipality,
        ),
        now=opening.now,
    )
    viewer, workflow = opening.viewer, opening.workflow
    return CaseInHand(office, connection, viewer, head, workflow, opening.now, opening.at)


def let_take_part(work: CaseInHand, role: str) -> None:
    """The opener takes part from today, unless they do so already through the family."""
    if work.viewer.person in _holders(work, role):
        return
    defined = work.workflow.catalogue.roles[role]
    in_family = defined.scope == "family"
    taking = NewTaking(
        role=role,
        access=defined.access,
        ground="opened the case",
        from_on=work.today,
        family_id=work.case.family_id if in_family else None,
        case_id=None if in_family else work.case.id,
        organisation_id=work.viewer.organisation,
    )
    participation.join(work.connection, work.viewer.person, taking, now=work.now)


def begin(work: CaseInHand, details: Mapping[str, JsonValue]) -> Done:
    """The first event: the case stands in its initial state and its deadlines run."""
    initial = work.workflow.initial
    return settle(
        work,
        Change(
            kind="opened",
            happened=Happened(on=work.on, at=work.at, entered=initial, opened=True),
            before=work.snapshot(),
            payload={"workflow": work.workflow.workflow, "to": initial},
            details=details,
            made=work.case.public_id,
        ),
    )


def _answers(workflow: Workflow, order: OpenCase) -> dict[str, Value]:
    """What the form says.

    Raises:
        InvalidInput: with every problem; no child was named is one of them.
    """
    inputs, problems = read_answers(workflow.opens.input, order.inputs, order.children)
    if not order.children:
        says = Text(nl="Kies een jeugdige.", en="Choose a youth.")
        problems = (InputProblem("children", "missing", says), *problems)
    if problems:
        raise InvalidInput(*problems)
    return inputs


def _children(
    connection: Connection, family: FamilySeen, wanted: tuple[str, ...]
) -> tuple[int, ...]:
    """The keys of the children that the case is about.

    Raises:
        NotFound: one of them is no child of this family.
    """
    found = [people.person_by_public_id(connection, child) for child in dict.fromkeys(wanted)]
    if any(child.family_id != family.id or child.kind != "youth" for child in found):
        raise NotFound("person")
    return tuple(child.id for child in found)


def _open_to_them(
    connection: Connection,
    viewer: Viewer,
    family: FamilySeen,
    children: Collection[int],
    today: date,
) -> None:
    """Whoever takes part in the family for one child opens no case about another.

    Raises:
        NotFound: one of them is not for the viewer.
    """
    some = families.children_open(connection, viewer, [family.id], on=today).get(family.id)
    if some is not None and not some.issuperset(children):
        raise NotFound("person")


def _holders(work: CaseInHand, role: str) -> frozenset[int]:
    """Who holds the role today: in the case, its family or its region."""
    return frozenset(
        taking.person_id
        for taking in participation.takings_of(
            work.connection, work.case, now=work.now, on=work.today
        )
        if taking.role == role
    )


def open_already(
    connection: Connection, workflow: Workflow, family: int, children: Collection[int]
) -> CaseHead | None:
    """The open case beside which no second one may be opened, if there is one."""
    if not workflow.opens.one_open:
        return None
    running = [
        head
        for head in cases.cases_of_family(connection, family)
        if head.workflow == workflow.workflow and not head.is_final
    ]
    if workflow.about == "family":
        return next(iter(running), None)
    about = people.children_of(connection, [head.id for head in running])
    ours = (head for head in running if {child.id for child in about[head.id]} & set(children))
    return next(ours, None)


def _may_open(work: CaseInHand, role: str, taken: CaseHead | None) -> None:
    viewer = work.viewer
    works_as = people.qualifications_of(work.connection, viewer.person, on=work.today, now=work.now)
    holders = _holders(work, role)
    works = viewer.person in holders or role in works_as
    reasons = opening_reasons(work.workflow, role, viewer, holders=holders, works=works)
    refuse(
        "open",
        *reasons,
        looks_after_nothing(work.connection, viewer.person, today=work.today),
        _none_open(work.workflow, taken),
    )


def _none_open(workflow: Workflow, taken: CaseHead | None) -> Reason:
    nl, en = workflow.title.nl, workflow.title.en
    return Reason(
        key="open_already",
        met=taken is None,
        asks=Text(nl="Ga verder in de zaak die al loopt", en="Go on in the case that runs already"),
        says=Text(
            nl=f"Er loopt al een zaak '{nl}'; ga daarin verder.",
            en=f"There is an open case '{en}' already; go on in that one.",
        ),
        source=workflow.opens.source or workflow.source,
    )


def opening_reasons(
    workflow: Workflow, role: str, viewer: Viewer, *, holders: Collection[int], works: bool
) -> tuple[Reason, Reason]:
    """Whether somebody may open a case of this workflow in this role.

    ``holders`` are the keys of whoever holds the role in the family already; ``works`` says
    whether the viewer holds it or works in it.
    """
    roles = workflow.catalogue.role_titles(workflow.opens.by_hand or workflow.opens.by)
    known = workflow.catalogue.roles.get(role)
    held = known is not None and known.one and bool(holders) and viewer.person not in holders
    opens = Reason(
        key="role",
        met=role in workflow.opens.by_hand and works,
        asks=Text(nl=f"Dit doet: {roles.nl}", en=f"This is done by: {roles.en}"),
        says=Text(
            nl=f"Deze zaak wordt geopend door: {roles.nl}.",
            en=f"This case is opened by: {roles.en}.",
        ),
        source=workflow.opens.source or workflow.source,
    )
    one_holder = Reason(
        key="one_holder",
        met=not held,
        asks=Text(nl="Overleg met wie deze rol heeft", en="Consult whoever holds this role"),
        says=Text(
            nl="Een ander heeft deze rol al in dit gezin.",
            en="Another person holds this role in this family already.",
        ),
        source="SEED 004 (req 130)",
    )
    return opens, one_holder
