"""The life of one case: what its people mean to do, visit by visit."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.caseload import chores, mending, talks, with_family
from api.caseload import intents as i
from api.caseload.at_work import AtWork
from api.caseload.chores import Temper
from engine.decision import Refused
from engine.service import orders
from engine.service.repeats import Done

ROUNDS = 2
"""How often somebody mends what a step misses before giving up."""


@dataclass(slots=True)
class Life:
    """One case, what is still meant to happen to it, and how its people keep to dates."""

    work: AtWork
    goes_on: date
    plan: deque[i.Intent]
    temper: Temper = field(default_factory=Temper)
    keeps_dates: bool = True
    chores_on: date | None = None
    is_story: str = ""  # by which name the story asks for it

    def visit(self) -> date | None:
        """Do what is meant for today; the day of the next visit, None when there is none."""
        if self.chores_on is not None and self.chores_on <= self.work.today:
            chores.do_chores(self.work, self.temper)
        waits = self._live()
        if self.keeps_dates:
            self.chores_on = chores.next_chore(self.work, self.temper)
        if self.work.case and not self.work.is_open:
            return None
        days = [] if waits is None else [self.work.today + timedelta(days=waits)]
        if self.chores_on is not None:
            days.append(max(self.chores_on, self.work.today + timedelta(days=1)))
        return min(days, default=None)

    def _live(self) -> int | None:
        """Do everything up to the next wait, in days; a chore may come before it is over."""
        today = self.work.today
        if self.goes_on > today:
            return (self.goes_on - today).days
        while self.plan:
            intent = self.plan.popleft()
            if isinstance(intent, i.Wait | i.AwaitMeeting):
                days = self._days(intent)
                self.goes_on = today + timedelta(days=days)
                if days:
                    return days
                continue
            self._do(intent)
            if not self.work.is_open:
                self.plan.clear()
        return None

    def _days(self, intent: i.Wait | i.AwaitMeeting) -> int:
        """How many days pass."""
        if isinstance(intent, i.Wait):
            return self.work.rng.randint(intent.low, intent.high)
        sitting = self.work.sitting
        return max(0, (sitting.on - self.work.today).days) if sitting else 0

    def _do(self, intent: i.Usual | i.WithFamily | i.AtTable) -> None:
        match intent:
            case i.Open():
                self.work.open(intent.says, intent.role)
            case i.Look():
                self._look(intent)
            case i.Do():
                self._step(intent)
            case i.Ask() | i.Meet() | i.Begin() | i.Settle():
                self._prepare(intent)
            case i.Invite() | i.Attend() | i.AgreeOn() | i.Conclude():
                if not talks.take_part(self.work, intent):
                    self.plan.clear()
            case _:
                with_family.do(self.work, intent)

    def _prepare(self, intent: i.Ask | i.Meet | i.Begin | i.Settle) -> None:
        work = self.work
        match intent:
            case i.Ask():
                mending.ask_aside(work, intent.rule, intent.step)
            case i.Meet():
                work.meet(intent.role, who=intent.who)
            case i.Begin():
                mending.begin(work, intent.record, by=intent.by)
            case i.Settle():
                ends = (intent.to,) if intent.to else ()
                mending.bring(work, intent.record, ends, says=intent.says)

    def _look(self, intent: i.Look) -> None:
        """Ask what the step would answer, and see to whatever it misses."""
        step = self.work.workflow.transitions.get(intent.step)
        who = self.work.actor(step.by) if step else None
        if step is None or who is None:
            return
        inputs = self.work.writer.filled(step.input, intent.says)
        seen = self.work.would_answer(who, intent.step, inputs)
        if isinstance(seen, Refused):
            mending.mend(self.work, seen.missing, intent.step, aside=intent.aside)

    def _step(self, intent: i.Do) -> None:
        """Make the step, mending what it misses; refused in the end, the life stops here."""
        work, step = self.work, self.work.workflow.transitions.get(intent.step)
        if step is None:
            return
        inputs = work.writer.filled(step.input, {**intent.says, **talks.planned(work, step)})
        ago = timedelta(hours=intent.hours_ago)
        at = work.clock.now() - ago if ago else None
        for turn in range(ROUNDS + 1):
            who = work.actor(step.by)
            if who is None:
                break
            outcome = work.give(
                who, orders.Advance, transition=intent.step, inputs=inputs, occurred_at=at
            )
            if isinstance(outcome, Done):
                return
            if outcome is None or not intent.mends or turn == ROUNDS:
                break
            aside = intent.aside if turn == 0 else len(outcome.missing)
            mending.mend(work, outcome.missing, intent.step, aside=aside)
        self.plan.clear()
