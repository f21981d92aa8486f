"""How many of those who must be asked were safely invited, for each case of an agenda.

The rule of the step sees the newest invitation only; who makes the agenda has to know of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.at_the_table import outcome_of, undecided
from engine.catalogue import RecordType
from engine.definition import Workflow
from engine.invitees import MUST_CHOOSE, Relative, guests
from engine.reason import Reason
from engine.service.at_table import TableWork
from engine.service.invitation_plans import COMES, INVITATION, INVITED, NO_WAY, SUPERSEDED
from engine.store import consents, families, invited, people
from engine.store.cases import CaseHead
from engine.store.consents import AuthorityRecorded
from engine.store.invited import ChoiceSeen, StepSeen
from engine.store.people import PersonSeen
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Invited:
    """Of how many the invitation was carried out, ``of`` all whom it concerns."""

    done: int
    of: int


def invited_of(
    work: TableWork, cases: Collection[tuple[CaseHead, Workflow]]
) -> Mapping[int, Invited]:
    """By the key of the case, in a constant number of statements; not where no plans are made.

    It concerns whoever must be asked, and everybody else who was chosen to come.
    """
    known = {head.id: (head, flow) for head, flow in cases if INVITATION in flow.catalogue.records}
    if not known:
        return {}
    chosen = invited.choices_of(work.connection, list(known), INVITATION)
    steps = invited.steps_of(work.connection, list(known))
    must = _must_be_asked(work, [head for head, _ in known.values()])
    return {
        key: _counted(must[key], _since_talk(chosen[key], steps[key], flow), flow)
        for key, (_, flow) in known.items()
    }


def with_invited(reason: Reason, found: Invited | None) -> Reason:
    """The reason, if it asks for invitations, answered for everybody whom it concerns."""
    if found is None or not found.of or set(reason.records) != {INVITATION}:
        return reason
    done, of = found.done, found.of
    return replace(
        reason,
        met=done == of,
        says=Text(
            nl=f"Veilig uitgenodigd: {done} van {of}.", en=f"Safely invited: {done} of {of}."
        ),
    )


def _counted(must: Collection[str], chosen: Sequence[ChoiceSeen], workflow: Workflow) -> Invited:
    """The newest choice of each person counts, also while it is still to be made."""
    newest = {str(choice.says.get("person", "")): choice for choice in chosen}
    coming = {person for person, choice in newest.items() if choice.status in COMES}
    asked, kind = coming.union(must), workflow.catalogue.records[INVITATION]
    done = sum(person in newest and _is_done(newest[person], kind) for person in asked)
    return Invited(done, len(asked))


def _is_done(choice: ChoiceSeen, kind: RecordType) -> bool:
    """Whether it was settled and carried out, and nothing went out where no way is safe."""
    unsafe = choice.status in COMES and choice.says.get("safe_contact") == NO_WAY
    return kind.statuses[choice.status].settled and choice.status != INVITED and not unsafe


def _since_talk(
    chosen: Sequence[ChoiceSeen], steps: Sequence[StepSeen], workflow: Workflow
) -> list[ChoiceSeen]:
    """What was chosen since the last talk ended; it does not serve a later one."""
    talks = undecided(workflow)
    ended = [step.seq for step in steps if _ends_talk(workflow, step, talks)]
    since = max(ended, default=0)
    return [each for each in chosen if each.seq > since and each.status != SUPERSEDED]


def _ends_talk(workflow: Workflow, step: StepSeen, talks: Collection[str]) -> bool:
    name, to = str(step.payload.get("transition")), str(step.payload.get("to"))
    if step.payload.get("from") not in talks or name not in workflow.transitions:
        return False
    return outcome_of(workflow, name, to) == "decided"


def _must_be_asked(work: TableWork, heads: Collection[CaseHead]) -> Mapping[int, frozenset[str]]:
    children = people.children_of(work.connection, [head.id for head in heads])
    members = families.members_of(work.connection, {head.family_id for head in heads})
    every = {child.id for group in children.values() for child in group}
    holds = defaultdict[int, set[int]](set)
    for each in consents.authorities_of(work.connection, every):
        if _holds(each, work.today):
            holds[each.child_id].add(each.parent_id)
    return {
        head.id: _must(children[head.id], members[head.family_id], holds, work.today)
        for head in heads
    }


def _holds(authority: AuthorityRecorded, on: date) -> bool:
    return authority.from_on <= on and (authority.until_on is None or authority.until_on > on)


def _must(
    children: Sequence[PersonSeen],
    family: Sequence[PersonSeen],
    holds: Mapping[int, Collection[int]],
    on: date,
) -> frozenset[str]:
    """Of the family, those for whom nobody may forget to choose."""
    having = {parent for child in children for parent in holds.get(child.id, ())}
    found = guests(
        [Relative(each.public_id, each.kind == "parent", each.born) for each in family],
        children=[child.public_id for child in children],
        with_authority=[each.public_id for each in family if each.id in having],
        roles={},
        on=on,
    )
    return frozenset(guest.person for guest in found if guest.why in MUST_CHOOSE)
