"""What the step that begins the talk will ask of each case on an agenda, weighed beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.access import Part, children_shown, classes_shown
from engine.at_the_table import begins_talk, planning_steps, sets_aside
from engine.decision import decide
from engine.definition import Workflow
from engine.reason import Reason
from engine.service.at_table import TableWork
from engine.service.invitation_plans import INVITATION
from engine.service.invited import Invited, InvitedAgain, invited_of, named_again, with_invited
from engine.service.my_cases import reads_names
from engine.service.points import Point, SetAside, point_of
from engine.service.reasons_shown import shown
from engine.service.stripping import shown_answers
from engine.snapshot import Snapshot
from engine.store import case_lists, meeting_tables, snapshots, step_answers
from engine.store.agenda import ItemListed
from engine.store.meeting_tables import MemberSeen
from engine.store.meetings import AHEAD, MeetingHead
from engine.store.snapshots import Asks
from engine.store.step_answers import AnswersSeen
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Readiness:
    """The points of an item; ``met`` of ``of``, those that only the form answers not counted.

    ``step`` is the step that begins the talk, ``set_aside`` what the chair set aside in words
    that fit no point, ``again`` whose invitation is not right any more.
    """

    step: str
    step_title: Text
    points: tuple[Point, ...]
    met: int
    of: int
    set_aside: tuple[SetAside, ...] = ()
    again: tuple[InvitedAgain, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing that is known beforehand, but for what was set aside."""
        return not self.missing

    @property
    def missing(self) -> tuple[Point, ...]:
        """What is not met, and was not set aside."""
        return tuple(each for each in self.points if each.met is False and not each.set_aside)

    @property
    def asked_then(self) -> tuple[Point, ...]:
        """What only the form of the step will answer."""
        return tuple(each for each in self.points if each.met is None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """An item whose case the viewer may read, and what was said of it before."""

    listed: ItemListed
    workflow: Workflow
    step: str
    parts: tuple[Part, ...]


def readiness_of(
    work: TableWork, meeting: MeetingHead, items: Collection[ItemListed]
) -> Mapping[int, Readiness]:
    """How ready each planned item of the meeting is, by key, in a constant number of statements.

    Not of an item whose names the viewer may not read, nor of one that was discussed already.
    """
    asked = _asked(work, [each for each in items if each.item.state == "planned"])
    heads = [each.listed.case for each in asked]
    asks = Asks.of(*(each.workflow.catalogue for each in asked))
    taken = snapshots.take(
        work.connection, heads, viewer=None, on=work.today, now=work.now, asks=asks
    )
    steps = {key for each in asked for key in _answering(each.workflow)}
    said = step_answers.answers_of(work.connection, [head.id for head in heads], steps)
    members = meeting_tables.members_of(
        work.connection, [meeting.table_id], now=work.now, on=work.today
    )[meeting.table_id]
    counts = invited_of(work, [(each.listed.case, each.workflow) for each in asked])
    told = [each.listed.case.id for each in asked if _reads_plans(each)]
    again = named_again(work.connection, {key: counts[key] for key in told if key in counts})
    found = {}
    for each in asked:
        case = taken[each.listed.case.id]
        ahead = meeting.state in AHEAD
        there = _expected(case, members) if ahead else case.present
        answers = said[each.listed.case.id]
        weighed, invited = replace(case, present=there), counts.get(each.listed.case.id)
        ready = _readiness(each, weighed, answers, invited, ahead=ahead)
        found[each.listed.item.id] = replace(ready, again=again.get(each.listed.case.id, ()))
    return found


def _reads_plans(asked: _Asked) -> bool:
    """Whether the viewer may read what was chosen for whom."""
    kind = asked.workflow.catalogue.records.get(INVITATION)
    reads = children_shown(asked.parts).every  # it names other parents too
    return reads and kind is not None and kind.class_ in classes_shown(asked.parts)


def _asked(work: TableWork, items: Sequence[ItemListed]) -> list[_Asked]:
    """The items that have a step which begins their talk, and that the viewer may read."""
    ids = [each.case.id for each in items]
    versions = work.office.versions_of(work.connection, {each.case.workflow_hash for each in items})
    begins = {identity: begins_talk(each) for identity, each in versions.items()}
    parts = case_lists.parts_by_case(work.connection, work.viewer, ids, now=work.now, on=work.today)
    return [
        _Asked(each, versions[each.case.workflow_hash], step, parts[each.case.id])
        for each in items
        if (step := begins.get(each.case.workflow_hash)) and reads_names(parts[each.case.id])
    ]


def _answering(workflow: Workflow) -> frozenset[str]:
    """The steps whose answers count: those that planned the case, and that set a point aside."""
    return planning_steps(workflow) | sets_aside(workflow)


def _expected(case: Snapshot, members: Collection[MemberSeen]) -> frozenset[str]:
    """The roles of whoever takes part; in a role of the table only if they sit at this one."""
    seated: dict[str, set[str]] = defaultdict(set)
    for member in members:
        seated[member.role].add(member.person)
    return frozenset(
        role
        for role, holders in case.holders.items()
        if role not in seated or any(holder.person in seated[role] for holder in holders)
    )


def _readiness(
    asked: _Asked,
    case: Snapshot,
    answers: Sequence[AnswersSeen],
    invited: Invited | None,
    *,
    ahead: bool,
) -> Readiness:
    workflow = asked.workflow
    found = (*_of_talk(asked, case), *_of_planning(workflow, case, answers))
    counted = [with_invited(each, invited) for each in found]
    reasons = shown(counted, asked.parts, workflow.catalogue)
    aside = _set_aside(asked, answers)
    points = tuple(point_of(each, workflow.catalogue, aside, ahead=ahead) for each in reasons)
    used = {each.set_aside for each in points}
    return Readiness(
        step=asked.step,
        step_title=workflow.transitions[asked.step].title,
        points=points,
        met=sum(each.met is True for each in points),
        of=sum(each.met is not None for each in points),
        set_aside=tuple(each for each in aside if each not in used),
    )


def _of_talk(asked: _Asked, case: Snapshot) -> Iterator[Reason]:
    """What the step that begins the talk asks; not who may make it, nor where the case stands."""
    for each in decide(asked.workflow, case, asked.step).reasons:
        if each.key not in {"state", "role"}:
            yield each


def _of_planning(
    workflow: Workflow, case: Snapshot, answers: Sequence[AnswersSeen]
) -> Iterator[Reason]:
    """What the form answered by which the case was planned: the GI, the room, the interpreter."""
    planned = [each for each in answers if each.transition in planning_steps(workflow)]
    for last in planned[-1:]:
        asking = decide(workflow, case, last.transition).reasons
        said = decide(workflow, replace(case, inputs=last.answers), last.transition).reasons
        yield from (then for now, then in zip(asking, said, strict=True) if now.met is None)


def _set_aside(asked: _Asked, answers: Sequence[AnswersSeen]) -> list[SetAside]:
    """What was set aside since the case came on this agenda, as the viewer may read it."""
    found = []
    for each in answers:
        step = asked.workflow.transitions[each.transition]
        since = each.seq > asked.listed.item.seq
        if since and each.transition in sets_aside(asked.workflow):
            shown, opened = classes_shown(asked.parts), children_shown(asked.parts)
            said = shown_answers(step.input, each.answers, shown, opened).fields
            found.append(SetAside(str(said.get("item", "")), str(said.get("reason", "")) or None))
    return found
