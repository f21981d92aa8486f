"""What a step asks: each reason once, with words, and never of a fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter

from engine.definition import Transition, Workflow
from engine.guards import AllOf, Composed, Guard
from engine.guards.composed import kind_of
from engine.guards.file import RecordGuard
from engine.problems import Problem

# What a kind of guard is about: the second half of its reason's key.
_SUBJECT: Mapping[str, Callable[[object], str]] = {
    "record": attrgetter("record.type"),
    "participant": attrgetter("participant.role"),
    "assigned": attrgetter("assigned"),
    "elapsed": attrgetter("elapsed.since.name"),
    "input": attrgetter("field"),
    "fact": attrgetter("name"),
    "consent": attrgetter("consent.to"),
    "linked_case": attrgetter("linked_case.workflow"),
    "deadline": attrgetter("deadline.key"),
    "present": attrgetter("present"),
    "agreements": attrgetter("agreements.key"),
    "period": attrgetter("period.key"),
}
_NEEDED_WORDS = ("key", "asks", "says")


def reason_key(guard: Guard) -> str:
    """The key of the reason that a guard answers with; empty for a composed one without."""
    if isinstance(guard, Composed):
        return guard.key or ""
    kind = kind_of(guard) or ""
    subject = _SUBJECT.get(kind)
    return f"{kind}.{subject(guard)}".removesuffix(".") if subject else kind


def reason_problems(workflow: Workflow) -> Iterator[Problem]:
    """What is wrong with the reasons that each step can be refused with."""
    for name, step in workflow.transitions.items():
        found = [
            *_of_facts(workflow, step),
            *_without_words(step),
            *_repeated(workflow, step),
            *_asked_already(workflow, step),
        ]
        for says in found:
            yield Problem(where=name, says=says, at=("transitions", name, "requires"))


def _of_facts(workflow: Workflow, step: Transition) -> Iterator[str]:
    act = workflow.catalogue.acts.get(step.act or "")
    if act and act.kind == "fact" and step.requires:
        yield f"'{step.act}' is a fact; what happened anyway is never refused: leave out 'requires'"


def _without_words(step: Transition) -> Iterator[str]:
    """A composed guard stands for several: only its author knows what to call that."""
    for guard in step.requires:
        if isinstance(guard, Composed):
            absent = [key for key in _NEEDED_WORDS if getattr(guard, key) is None]
            if absent:
                yield f"'{kind_of(guard)}' in 'requires' lacks {_listed(absent)}"


def _repeated(workflow: Workflow, step: Transition) -> Iterator[str]:
    keys = [reason_key(guard) for guard in step.requires]
    keys += workflow.rules_on(step.act)
    for key, times in Counter(filter(None, keys)).items():
        if times > 1:
            yield f"the reason '{key}' occurs {times} times; give a composed guard another 'key'"


def _asked_already(workflow: Workflow, step: Transition) -> Iterator[str]:
    rules = workflow.rules_on(step.act)
    asked = {key: _parts(rule.requires, workflow) for key, rule in rules.items()}
    for guard in step.requires:
        for part in _parts(guard, workflow):
            for key, parts in asked.items():
                if part in parts:
                    yield f"the rule '{key}' on '{step.act}' asks this already: leave it out"


def _parts(guard: Guard, workflow: Workflow) -> list[object]:
    """What a guard asks, without its words; of ``all_of`` each part."""
    members = guard.members if isinstance(guard, AllOf) else (guard,)
    return [_bare(member, workflow) for member in members]


def _bare(guard: Guard, workflow: Workflow) -> object:
    kind = kind_of(guard) or ""
    if isinstance(guard, Composed):
        return kind, [_bare(member, workflow) for member in guard.members]
    if isinstance(guard, RecordGuard):
        wanted = guard.record
        record = workflow.catalogue.records.get(wanted.type)
        statuses = wanted.status or (record.settled if record else ())
        return kind, wanted.model_copy(update={"status": tuple(sorted(statuses))})
    return kind, getattr(guard, kind)


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
