"""What was chosen for each person: the plans of a case for the talk that comes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeAlias

from engine.at_the_table import outcome_of, undecided
from engine.catalogue import Status
from engine.definition import Workflow
from engine.invitees import Guest, Relative, guests, is_no_time
from engine.reason import Reason
from engine.store import (
    Connection,
    cases,
    consents,
    events,
    families,
    participation,
    people,
    records,
)
from engine.store.cases import CaseHead
from engine.store.events import EventSeen
from engine.store.records import RecordHead
from engine.text import Text

INVITATION = "invitation_plan"
"""The type of record in which it is chosen how one person is asked to come, or is not."""

INVITED, APART, SENT, SUPERSEDED, NO_WAY = "invited", "heard_apart", "sent", "superseded", "none"
COMES = (INVITED, SENT)

NO_TIME = Text(
    nl="Schrijf de eigen tijd als uu.mm, bijvoorbeeld 10.45: zo is te zien wie tegelijk komt.",
    en="Write the own time as hh.mm, for example 10.45: then it shows who comes at one time.",
)

Lack: TypeAlias = Literal["no_choice", "no_way"]
"""Nothing was chosen for somebody, or they are to be invited and no way to them is safe."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was chosen for one person, or is being chosen; ``person`` is who that is.

    ``suspends``: the choice before it, which does nothing more while this one is open.
    """

    record: str
    version: int
    person: str
    status: str
    is_draft: bool
    on: date
    said: Mapping[str, str]
    is_apart: bool = False
    suspends: Plan | None = None

    @property
    def comes(self) -> bool:
        """Whether this person is asked to come to the table."""
        return self.status in COMES and not self.is_apart

    @property
    def is_of(self) -> frozenset[str]:
        """The records that say this: its own, and that of the choice that it suspends."""
        return frozenset({self.record, *(self.suspends.is_of if self.suspends else ())})

    @property
    def has_no_way(self) -> bool:
        """Whether no way to this person is safe."""
        return self.said.get("safe_contact") == NO_WAY


def plans_of(connection: Connection, case: CaseHead, workflow: Workflow) -> Mapping[str, Plan]:
    """The choice that was made or begun last for each person, for the talk that comes.

    An open choice suspends a made one: until the chair decided nothing goes out. What was
    chosen for an earlier talk does not serve the next one.
    """
    kind = workflow.catalogue.records.get(INVITATION)
    if kind is None:
        return {}
    told = events.events_of_kinds(connection, case, ("advanced", "record_moved"))
    since, apart, found = _last_talk(told, workflow), _heard_apart(told), dict[str, Plan]()
    for head in sorted(records.records_of(connection, case), key=lambda each: each.seq):
        if head.type != INVITATION or head.status == SUPERSEDED or head.seq <= since:
            continue
        plan = _plan(connection, head, is_draft=not kind.statuses[head.status].settled)
        before = found.get(plan.person)
        settled = before.suspends if before and before.is_draft else before
        found[plan.person] = replace(
            plan,
            is_apart=head.public_id in apart,
            suspends=settled if plan.is_draft else None,
        )
    return found


def guests_of(
    connection: Connection,
    case: CaseHead,
    roles: Mapping[str, tuple[str, ...]],
    *,
    on: date,
) -> tuple[Guest, ...]:
    """Who should be asked to come for this case, or may be; ``roles`` are the holders in it."""
    children = people.children_of(connection, [case.id])[case.id]
    family = families.members_of(connection, [case.family_id])[case.family_id]
    has = consents.authorities_of(connection, [child.id for child in children])
    today = {
        each.parent_id
        for each in has
        if each.from_on <= on and (each.until_on is None or each.until_on > on)
    }
    return guests(
        [Relative(each.public_id, each.kind == "parent", each.born) for each in family],
        children=[child.public_id for child in children],
        with_authority=[each.public_id for each in family if each.id in today],
        roles=roles,
        on=on,
    )


def roles_in_case(
    connection: Connection, case: CaseHead, *, now: datetime, on: date
) -> Mapping[str, tuple[str, ...]]:
    """Who holds which role in the case, by public ids."""
    held = participation.holders(connection, case, now=now, on=on)
    return {role: tuple(each.public_id for each in found) for role, found in held.items()}


def lack_of(plan: Plan | None) -> Lack | None:
    """What is missing before this person is safely invited, if anything is."""
    if plan is None or plan.is_draft:
        return "no_choice"
    return "no_way" if plan.status == INVITED and plan.has_no_way else None


def way_is_safe(
    connection: Connection, workflow: Workflow, head: RecordHead, status: Status
) -> Iterator[Reason]:
    """Whether an invitation may be brought to this status.

    Nothing is marked as sent to whom no way is safe, or while a newer choice is open; and no
    choice is made with an own time that cannot be compared with that of others.
    """
    if head.type != INVITATION or not status.settled:
        return
    plan = _plan(connection, head, is_draft=False)
    yield _readable(plan)
    if status is workflow.catalogue.records[INVITATION].statuses.get(SENT):
        yield _reachable(plan)
        case = cases.case_for_clock(connection, head.case_id)
        newest = plans_of(connection, case, workflow).get(plan.person)
        yield _stands(is_newest=newest is None or not newest.is_draft)


def _readable(plan: Plan) -> Reason:
    return Reason(
        key="own_time",
        met=not is_no_time(plan.said.get("own_time", "")),
        asks=Text(nl="Schrijf de eigen tijd als uu.mm", en="Write the own time as hh.mm"),
        says=NO_TIME,
        source="SEED 001 (req 8, 9); DEFAULT",
    )


def _reachable(plan: Plan) -> Reason:
    return Reason(
        key="safe_contact",
        met=not plan.has_no_way,
        asks=Text(
            nl="Kies een veilige weg naar deze persoon", en="Choose a safe way to this person"
        ),
        says=Text(
            nl="Er is geen veilige weg naar deze persoon gekozen, dus er gaat niets uit. "
            "Maak een nieuwe keuze met een veilige weg.",
            en="No safe way to this person was chosen, so nothing goes out. "
            "Make a new choice with a safe way.",
        ),
        source="SEED 001 (req 8, 9); DEFAULT",
    )


def _stands(*, is_newest: bool) -> Reason:
    return Reason(
        key="newer_choice",
        met=is_newest,
        asks=Text(
            nl="Laat de voorzitter eerst over de nieuwe keuze beslissen",
            en="Let the chair decide about the new choice first",
        ),
        says=Text(
            nl="Voor deze persoon is er een nieuwere keuze, en die wacht op de voorzitter. "
            "Tot die is gemaakt, gaat er niets uit.",
            en="There is a newer choice for this person, which waits for the chair. "
            "Until it is made, nothing goes out.",
        ),
        source="SEED 001 (req 8, 9); DEFAULT",
    )


def _plan(connection: Connection, head: RecordHead, *, is_draft: bool) -> Plan:
    text = records.read_text(connection, head)
    said = {key: str(value) for key, value in text.items() if value}
    person = said.pop("person", "")
    return Plan(head.public_id, head.seq, person, head.status, is_draft, head.dated_on, said)


def _last_talk(told: Collection[EventSeen], workflow: Workflow) -> int:
    """The version of the case with which its last talk at a table ended; 0: there was none."""
    talks = undecided(workflow)
    ended = [
        event.seq
        for event in told
        if event.kind == "advanced"
        and event.payload.get("from") in talks
        and _decides(workflow, event.payload)
    ]
    return max(ended, default=0)


def _heard_apart(told: Collection[EventSeen]) -> frozenset[str]:
    """The records that chose to hear somebody apart, also once that was told them."""
    return frozenset(
        str(event.payload["record"])
        for event in told
        if event.kind == "record_moved" and event.payload.get("status") == APART
    )


def _decides(workflow: Workflow, payload: Mapping[str, object]) -> bool:
    """Whether this step brought a case that was on an agenda to an outcome."""
    name, to = str(payload.get("transition")), str(payload.get("to"))
    return name in workflow.transitions and outcome_of(workflow, name, to) == "decided"
