"""How many of those who must be asked were safely invited, for each case of an agenda.

The rule of the step sees the newest invitation only; who makes the agenda has to know of each.
Who was told another time or place than holds now is not invited, and has to be told again.
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
from engine.service.invitation_plans import (
    APART,
    COMES,
    INVITATION,
    INVITED,
    NO_WAY,
    SENT,
    SUPERSEDED,
)
from engine.service.talk_told import CHANGED, Again, outdated_of
from engine.store import Connection, consents, families, invited, people
from engine.store.cases import CaseHead
from engine.store.consents import AuthorityRecorded
from engine.store.invited import ChoiceSeen, StepSeen
from engine.store.people import PersonSeen
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Invited:
    """Of how many the invitation was carried out, ``of`` all whom it concerns.

    ``again`` are those to whom it went out and must be given anew, by person, with why.
    """

    done: int
    of: int
    again: Mapping[str, Again]


@dataclass(frozen=True, slots=True)
class InvitedAgain:
    """Somebody whose invitation is not right any more, and what changed."""

    person: str
    name: str
    why: Text


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
    made = {key: _since_talk(chosen[key], steps[key], flow) for key, (_, flow) in known.items()}
    sent = {
        key: _sent(made[key], steps[key], flow.catalogue.records[INVITATION])
        for key, (_, flow) in known.items()
    }
    again = outdated_of(work.connection, sent)
    return {
        key: _counted(must[key], made[key], again[key], flow) for key, (_, flow) in known.items()
    }


def with_invited(reason: Reason, found: Invited | None) -> Reason:
    """The reason, if it asks for invitations, answered for everybody whom it concerns."""
    if found is None or not found.of or set(reason.records) != {INVITATION}:
        return reason
    return replace(reason, met=found.done == found.of, says=_says(found))


def named_again(
    connection: Connection, found: Mapping[int, Invited]
) -> Mapping[int, tuple[InvitedAgain, ...]]:
    """Whom to invite again, by the key of the case, with their names and why."""
    persons = people.persons_by_public_id(
        connection, {person for each in found.values() for person in each.again}
    )
    return {
        key: tuple(
            InvitedAgain(person, persons[person].name, CHANGED[why])
            for person, why in each.again.items()
        )
        for key, each in found.items()
    }


def _says(found: Invited) -> Text:
    done, of, again = found.done, found.of, len(found.again)
    return Text(
        nl=f"Veilig uitgenodigd: {done} van {of}."
        + (f" Opnieuw uit te nodigen: {again}." if again else ""),
        en=f"Safely invited: {done} of {of}."
        + (f" To be invited again: {again}." if again else ""),
    )


def _counted(
    must: Collection[str],
    chosen: Sequence[ChoiceSeen],
    again: Mapping[str, Again],
    workflow: Workflow,
) -> Invited:
    """The newest choice of each person counts, also while it is still to be made."""
    newest = {str(choice.says.get("person", "")): choice for choice in chosen}
    coming = {person for person, choice in newest.items() if choice.status in COMES}
    asked, kind = coming.union(must), workflow.catalogue.records[INVITATION]
    done = sum(
        person in newest and person not in again and _is_done(newest[person], kind)
        for person in asked
    )
    return Invited(done, len(asked), again)


def _is_done(choice: ChoiceSeen, kind: RecordType) -> bool:
    """Whether it was settled and carried out, and nothing went out where no way is safe."""
    unsafe = choice.status in COMES and choice.says.get("safe_contact") == NO_WAY
    return kind.statuses[choice.status].settled and choice.status != INVITED and not unsafe


def _sent(
    chosen: Sequence[ChoiceSeen], steps: Sequence[StepSeen], kind: RecordType
) -> Mapping[str, int]:
    """With which version it went out to whom; an open choice does not hide that it did."""
    apart = {
        step.payload.get("record")
        for step in steps
        if step.kind == "record_moved" and step.payload.get("status") == APART
    }
    made = [each for each in chosen if kind.statuses[each.status].settled]
    newest = {str(each.says.get("person", "")): each for each in made}
    return {
        person: each.seq
        for person, each in newest.items()
        if each.status == SENT and each.record not in apart
    }


def _since_talk(
    chosen: Sequence[ChoiceSeen], steps: Sequence[StepSeen], workflow: Workflow
) -> list[ChoiceSeen]:
    """What was chosen since the last talk ended; it does not serve a later one."""
    talks = undecided(workflow)
    made = [step for step in steps if step.kind == "advanced"]
    ended = [step.seq for step in made if _ends_talk(workflow, step, talks)]
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
