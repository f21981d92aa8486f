"""What somebody does who is refused: read the reasons, see to each, and try again.

Nothing here knows a rule; every reason names the screen that mends it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from api.caseload.at_work import AtWork, Paper
from engine.catalogue import RecordType
from engine.reason import Fix, Reason
from engine.service import orders
from engine.service.repeats import Done

NOTHING: Mapping[str, object] = MappingProxyType({})
"""Nothing in particular is meant to be said."""

PREFERRED = {
    "family_group_conference": ("declined", "held", "declined"),
    "explanatory_analysis": ("confirmed", "confirmed", "confirmed_with_dissent"),
    "family_form_search": ("not_found",),
    "second_look_back": ("held",),
    "regie_acceptance": ("accepted",),
    "judge_leave": ("given",),
    "stay_elsewhere": ("checked",),
    "handover_request": ("accepted",),
    "chair_talk": ("held",),
    "measure_result": ("ended",),
    "mayor_question": ("not_asked",),
    "family_plan_offer": ("declined",),
    "papers_check": ("fresh",),
    "child_view": ("heard", "heard", "reported"),
    "parents_informed": ("told",),
    "invitation_plan": ("invited",),
    "table_letter": ("handed_over",),
}
"""How a record usually ends, where there is more than one way."""


def mend(work: AtWork, reasons: Iterable[Reason], step: str, *, aside: int = 0) -> None:
    """See to what is missing; the first ``aside`` reasons that may be are set aside instead."""
    for reason in reasons:
        may_deviate = reason.severity == "block_unless_deviation"
        if aside > 0 and may_deviate and set_aside(work, reason.key, step):
            aside -= 1
            continue
        fix = next(_fixes(reason), None)
        if fix is not None:
            _apply(work, fix)


def set_aside(work: AtWork, rule: str, step: str) -> bool:
    """Set a rule aside for this step; whether it may be made now, as far as this rule goes."""
    if not ask_aside(work, rule, step):
        return False
    terms = work.workflow.rules[rule].deviation
    return (terms is not None and terms.confirm != "before") or second_look(work, rule)


def ask_aside(work: AtWork, rule: str, step: str) -> bool:
    """Ask to set a rule aside for this step, by somebody who could make it."""
    known = work.workflow.transitions.get(step)
    asker = work.actor(known.by) if known else None
    if asker is None or rule not in work.workflow.rules:
        return False
    why = "Het kan niet wachten; het ontbrekende volgt binnen de termijn."
    asked = work.give(asker, orders.AskDeviation, rule=rule, transition=step, why=why)
    if not isinstance(asked, Done) or asked.made is None:
        return False
    work.deviations[rule] = (asker, asked.made)
    return True


def second_look(work: AtWork, rule: str) -> bool:
    """Let a second person decide on what was set aside; mostly that is a yes."""
    terms = work.workflow.rules[rule].deviation
    asker, made = work.deviations[rule]
    other = work.actor(terms.confirmed_by, but=(asker,)) if terms else None
    if other is None:
        return False
    agrees = work.rng.random() < 0.85
    why = "Gewogen; kan zo." if agrees else "Dit kan eerst worden geregeld."
    done = work.give(other, orders.DecideDeviation, deviation=made, confirmed=agrees, why=why)
    return agrees and isinstance(done, Done)


def bring(
    work: AtWork, kind: str, wanted: Collection[str] = (), *, says: Mapping[str, object] = NOTHING
) -> bool:
    """Bring a record of this type to one of these statuses, for each child if it is about one."""
    known = work.workflow.catalogue.records.get(kind)
    if known is None:
        return False
    ends = tuple(wanted) or _usual_end(work, kind, known)
    parts = work.children if known.about == "youth" else (None,)
    brought = [
        _bring(work, kind, child, ends, says) for child in parts
    ]  # each, whatever the others
    return all(brought)


def begin(work: AtWork, kind: str, *, by: str = "") -> None:
    """Begin a record and leave it at that."""
    known = work.workflow.catalogue.records.get(kind)
    if known is not None:
        for child in work.children if known.about == "youth" else (None,):
            _write(work, kind, child, by=by)


def consent(work: AtWork, purpose: str) -> None:
    """Ask everybody whom the law asks and who has not answered yet."""
    for child in work.about:
        for name in work.home.asked(child, work.today):
            if (child, purpose, name) not in work.home.answers:
                say(work, purpose, child, name, "given")


def say(work: AtWork, purpose: str, child: str, name: str, answer: str) -> None:
    """Record what somebody of the family answered."""
    ids = work.home.ids
    done = work.give(
        work.inviter, orders.Answer, child=ids[child], to=purpose, answer=answer, person=ids[name]
    )
    if isinstance(done, Done):
        work.home.answers[child, purpose, name] = answer


def _fixes(reason: Reason) -> Iterator[Fix]:
    """The screens that mend a reason: its own, else those of its unmet parts."""
    if reason.fix is not None:
        yield reason.fix
    for part in reason.parts:
        if part.met is not True:
            yield from _fixes(part)


def _apply(work: AtWork, fix: Fix) -> None:
    what, name = fix.target
    match what:
        case "record":
            bring(work, name)
        case "consent":
            consent(work, name)
        case "participant" | "assign":
            work.meet(name)
        case "transition":
            step = work.workflow.transitions[name]
            make_step(work, name, work.writer.filled(step.input))


def make_step(work: AtWork, step: str, inputs: dict[str, object], **more: object) -> Done | None:
    """Make a step once, by whoever may; None when it is refused or nobody may."""
    who = work.actor(work.workflow.transitions[step].by)
    done = work.give(who, orders.Advance, transition=step, inputs=inputs, **more) if who else None
    return done if isinstance(done, Done) else None


def _usual_end(work: AtWork, kind: str, known: RecordType) -> tuple[str, ...]:
    usual = [status for status in PREFERRED.get(kind, ()) if status in known.statuses]
    return (work.rng.choice(usual),) if usual else known.settled


def _bring(
    work: AtWork, kind: str, child: str | None, ends: tuple[str, ...], says: Mapping[str, object]
) -> bool:
    known = work.workflow.catalogue.records[kind]
    paper = work.papers.get((kind, child))
    if paper is None or not _route(known, paper, ends):
        paper = _write(work, kind, child, says=says)
    if paper is None:
        return False
    return all(_move(work, kind, paper, to, says) for to in _route(known, paper, ends) or ())


def _route(known: RecordType, paper: Paper, ends: Collection[str]) -> tuple[str, ...] | None:
    """The shortest way from where the record stands to one of these statuses; None: no way."""
    ways: deque[tuple[str, ...]] = deque([(paper.status,)])
    seen = {paper.status}
    while ways:
        way = ways.popleft()
        if way[-1] in ends:
            return way[1:]
        onward = [to for to in known.moves.get(way[-1], ()) if to not in seen]
        seen.update(onward)
        ways.extend((*way, to) for to in onward)
    return None


def _write(
    work: AtWork,
    kind: str,
    child: str | None,
    *,
    by: str = "",
    says: Mapping[str, object] = NOTHING,
) -> Paper | None:
    known = work.workflow.catalogue.records[kind]
    author = by or work.actor(known.written_by)
    if author is None:
        return None
    answers = work.writer.filled(known.fields, {**_receiver(work, kind, child), **says})
    done = work.give(author, orders.WriteRecord, type=kind, child=child, fields=answers)
    if not isinstance(done, Done) or done.made is None:
        return None
    work.papers[kind, child] = Paper(done.made, known.initial, author)
    return work.papers[kind, child]


def _receiver(work: AtWork, kind: str, child: str | None) -> Mapping[str, object]:
    """A letter goes to a parent who has authority, else to the child that it is about."""
    if kind != "table_letter":
        return NOTHING
    held = [each.name for each in work.home.parents if each.has_authority]
    to = [work.home.ids[name] for name in held]
    return {"receiver": work.rng.choice(to) if to else child}


def _move(work: AtWork, kind: str, paper: Paper, to: str, says: Mapping[str, object]) -> bool:
    known = work.workflow.catalogue.records[kind]
    status = known.statuses[to]
    second = status.four_eyes
    who = work.actor(second.by, but=(paper.author,)) if second else work.actor(known.written_by)
    if who is None:
        return False
    answers = work.writer.filled(status.input, says)
    done = work.give(who, orders.MoveRecord, record=paper.id, to=to, inputs=answers)
    if not isinstance(done, Done):
        return False
    paper.status = to
    return True
