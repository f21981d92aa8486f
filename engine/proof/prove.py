"""Prove every invariant of a definition, or show how it is broken. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.definition import AfterAlways, AlwaysHolds, Invariant, NeverWithout, Workflow
from engine.guards import Guard
from engine.proof.budget import Budget, LimitReached
from engine.proof.chart import Chart, chart
from engine.proof.findings import idle, unmeetable, unreachable
from engine.proof.lasting import lasting_failure
from engine.proof.never import Question, breaking, guard_of, not_there, question
from engine.proof.people import WHO
from engine.proof.report import (
    NOT_PLAYED,
    TOO_MUCH,
    Broken,
    Failing,
    Finding,
    NotProved,
    Proved,
    Report,
    Verdict,
)
from engine.proof.search import Path
from engine.proof.solved import Clash, Puzzle, solved
from engine.proof.space import Space
from engine.proof.standing import standing_failure
from engine.proof.steps import Conditions, conditions_of, keys_read


@dataclass(frozen=True)
class Played:
    """How far the real engine went: all the way, or until a step that it refused.

    ``tried`` is False where nobody could say the path to it.
    """

    went: bool
    tried: bool = True
    step: str = ""
    because: frozenset[str] = frozenset()


NOT_TRIED = Played(went=False, tried=False)

Replay: TypeAlias = Callable[[Workflow, Path, Guard | None], Played]
"""Goes a path on the real engine; before its last step the guard must not be met there, either."""


@dataclass(frozen=True, kw_only=True)
class How:
    """How to prove.

    Args:
        unbound: the rules in shadow, which do not bind yet.
        all_facts: search everything, instead of what an invariant reads and what shares it.
        limits: a budget for each invariant, with its own limit in time.
        replay: goes a counter-example on the real engine.
        recorded: the steps that a step of another case may record as it opens one.
    """

    unbound: frozenset[str] = frozenset()
    all_facts: bool = False
    limits: Callable[[], Budget] = Budget
    replay: Replay | None = None
    recorded: frozenset[str] = frozenset()


def prove(workflow: Workflow, how: How | None = None) -> Report:
    """What is known of every invariant of the definition, and what was found beside them."""
    proof = Proof(workflow, how or How())
    checked = tuple((one, proof.verdict(one)) for one in workflow.invariants)
    return Report(checked, tuple(proof.findings()))


class Proof:
    """One definition, its dimensions and what its steps demand."""

    def __init__(self, workflow: Workflow, how: How) -> None:
        self.workflow, self.how = workflow, how
        self.space = Space.of(workflow, how.recorded)
        self.conditions = self._conditions(())
        self.binding = self._conditions(how.unbound)
        self._charts: dict[int, tuple[Conditions, Chart, int]] = {}

    def verdict(self, invariant: Invariant) -> Verdict:
        """What is known of one invariant: with all rules on, then with those that bind."""
        found = self._limited(invariant, self.conditions)
        if isinstance(found, Proved) and self.how.unbound:
            now = self._limited(invariant, self.binding)
            return replace(found, binds=isinstance(now, Proved))
        return found

    def findings(self) -> Iterator[Finding]:
        """What nobody meant; of a definition too large to chart nothing about its states."""
        try:
            found = self._chart(self.conditions, self.how.limits())
        except LimitReached:
            yield Finding("not_charted", self.workflow.workflow, TOO_MUCH)
            return
        yield from unreachable(found)
        yield from unmeetable(found)
        yield from idle(self.space, self.conditions, self.how.limits)

    def _conditions(self, unbound: Collection[str]) -> Conditions:
        names = self.workflow.transitions
        return {name: conditions_of(self.workflow, name, unbound) for name in names}

    def _chart(self, conditions: Conditions, budget: Budget) -> Chart:
        """The chart, drawn once; every budget that uses it pays for it."""
        if id(conditions) not in self._charts:
            own = self.how.limits()
            self._charts[id(conditions)] = (
                conditions,
                chart(self.space, conditions, own),
                own.spent,
            )
        _, found, cost = self._charts[id(conditions)]
        budget.spend(cost)
        return found

    def _limited(self, invariant: Invariant, conditions: Conditions) -> Verdict:
        budget = self.how.limits()
        try:
            if isinstance(invariant, NeverWithout):
                asked = question(self.space, conditions, invariant)
                return self._never(asked, invariant, budget)
            return self._structural(invariant, conditions, budget)
        except LimitReached:
            return NotProved(budget.spent, TOO_MUCH)

    def _never(self, asked: Question, invariant: NeverWithout, budget: Budget) -> Verdict:
        """Search over the cone; what stops a path from being gone joins it, and again."""
        cone = keys_read(asked.conditions) if self.how.all_facts else frozenset[str]()
        cone |= asked.cone()
        while path := breaking(asked, cone, budget):
            whole = solved(Puzzle(self.space, asked.conditions, path, cone), budget)
            played = self._played(whole, guard_of(invariant))
            if isinstance(whole, Path) and (played is None or played.went or not played.tried):
                failing = Failing(whole, not_there(self.workflow, invariant))
                return Broken(budget.spent, failing, self._left_out(cone), _went(played))
            more = whole.keys if isinstance(whole, Clash) else _stopping(asked.conditions, played)
            if more <= cone:
                return NotProved(budget.spent, NOT_PLAYED)
            cone |= more
        return Proved(budget.spent, self._left_out(cone))

    def _structural(
        self, invariant: AfterAlways | AlwaysHolds, conditions: Conditions, budget: Budget
    ) -> Verdict:
        found = self._chart(conditions, budget)
        held = frozenset(found.field.held)
        if isinstance(invariant, AfterAlways):
            failing = lasting_failure(found, invariant, budget)
        else:
            failing = standing_failure(found, invariant)
        if failing is None:
            return Proved(budget.spent, self._left_out(held))
        whole = solved(Puzzle(self.space, conditions, failing.path, held), budget)
        played = self._played(whole)
        failing = replace(failing, path=whole) if isinstance(whole, Path) else failing
        return Broken(budget.spent, failing, self._left_out(held), _went(played))

    def _played(self, whole: Path | Clash, without: Guard | None = None) -> Played | None:
        """What the real engine says of the path, if it is asked at all."""
        if self.how.replay is None:
            return None
        if isinstance(whole, Clash):
            return NOT_TRIED
        return self.how.replay(self.workflow, whole, without)

    def _left_out(self, cone: Collection[str]) -> tuple[str, ...]:
        return tuple(sorted(self.space.dimensions.keys() - {WHO} - set(cone)))


def _went(played: Played | None) -> bool | None:
    return None if played is None else played.went


def _stopping(conditions: Conditions, played: Played | None) -> frozenset[str]:
    """What the guards read that stopped the replay."""
    if played is None or played.step not in conditions:
        return frozenset()
    stopping = (one for one in conditions[played.step] if one.key in played.because)
    return frozenset(key for one in stopping for key in one.keys)
