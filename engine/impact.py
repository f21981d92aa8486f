"""What another version of a workflow does to one running case. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from engine.decision import Allowed, Refused, decide
from engine.definition import Invariant, NeverWithout, Workflow
from engine.fields import Value
from engine.reason import Reason
from engine.redating import Redating
from engine.snapshot import Snapshot
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Blocked:
    """A step that was possible and is not any more; without reasons it is no longer there."""

    step: str
    title: Text
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """Something that happened in the case, which an invariant of the new version forbids."""

    seq: int
    on: date
    invariant: NeverWithout
    promise: Text


@dataclass(frozen=True, slots=True)
class RemindersToCome:
    """The reminders that would go out of the deadlines that begin or go on by another rule.

    ``new`` were not planned for that moment before; ``at_once`` are due as soon as it is done:
    a deadline that is then found late. Of ``past`` the moment has gone: they never go out.
    """

    planned: int = 0
    new: int = 0
    at_once: int = 0
    past: int = 0
    first: date | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """What becomes of one case, which stood at ``stood``.

    ``state`` is where it comes to stand, None where the new version has no such state;
    ``unknown`` says what lies in the file that the new version does not know.
    """

    number: str
    state: str | None
    stood: str
    stood_title: Text
    state_title: Text | None = None
    redating: Redating = field(default_factory=Redating)
    blocked: tuple[Blocked, ...] = ()
    broken: tuple[BrokenPromise, ...] = ()
    unknown: tuple[Text, ...] = ()
    reminders: RemindersToCome = RemindersToCome()

    @property
    def obstacles(self) -> tuple[Text, ...]:
        """Why the case cannot be moved, all of it; nothing where it can."""
        return tuple(_obstacles(self))


def state_in(new: Workflow, state: str, states: Mapping[str, str]) -> str | None:
    """Where a case that stands at ``state`` comes to stand; None when nobody said so."""
    return state if state in new.states else states.get(state)


def in_version(case: Snapshot, state: str) -> Snapshot:
    """The case as it stands in a version that has another name for its state."""
    entered = dict(case.entered)
    if state not in entered:
        entered[state] = entered.get(case.state, case.on)
    return replace(case, state=state, entered=entered)


def blocked_steps(old: Workflow, new: Workflow, case: Snapshot, state: str) -> tuple[Blocked, ...]:
    """The steps that somebody in a right role could make, and cannot any more.

    Of a step that asks a form only what it asks beforehand counts.
    """
    return tuple(_blocked(old, new, replace(case, inputs=None), state))


def promise_kept(
    invariant: NeverWithout, then: Snapshot, roles: frozenset[str], new: Workflow
) -> bool:
    """Whether the promise held when the act was done; what nobody can tell counts as held."""
    if isinstance(invariant.without, dict):
        return bool(roles & {role for named in invariant.without.values() for role in named})
    return invariant.without.check(then, new.catalogue).met is not False


def promises_on(invariants: tuple[Invariant, ...], act: str) -> tuple[NeverWithout, ...]:
    """What is promised of this act."""
    return tuple(
        each for each in invariants if isinstance(each, NeverWithout) and act in each.never.values()
    )


def as_then(
    case: Snapshot, inputs: Mapping[str, Value], step: str | None, old: Workflow
) -> Snapshot:
    """The case as it was when a step was made, its form filled in."""
    form = old.transitions[step].input if step in old.transitions else {}
    return replace(case, inputs=inputs, form=form)


def _blocked(old: Workflow, new: Workflow, case: Snapshot, state: str) -> Iterator[Blocked]:
    for name, step in old.transitions.items():
        asked = replace(case, roles=frozenset(step.by))
        if not isinstance(decide(old, asked, name), Allowed):
            continue
        if name not in new.transitions:
            yield Blocked(name, step.title, ())
            continue
        by = frozenset(new.transitions[name].by)
        after = decide(new, replace(in_version(case, state), roles=by), name)
        if isinstance(after, Refused):
            yield Blocked(name, step.title, after.missing)


def _obstacles(impact: Impact) -> Iterator[Text]:
    if impact.state is None:
        was = impact.stood_title
        yield Text(
            nl=f"de nieuwe versie heeft de status ‘{was.nl}’ niet",
            en=f"the new version has no state “{was.en}”",
        )
    for broken in impact.broken:
        yield Text(
            nl=f"wat op {broken.on.isoformat()} gebeurde mag daar niet: {broken.promise.nl}",
            en=f"what happened on {broken.on.isoformat()} may not there: {broken.promise.en}",
        )
    yield from impact.unknown
    if not impact.redating.next_date:
        yield Text(nl="er zou geen termijn meer lopen", en="no deadline would run any more")
