"""The life of one case: what its people mean to do, visit by visit."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.caseload import chores, mending
from api.caseload import intents as i
from api.caseload.at_work import REGISSEUR, AtWork
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
            if isinstance(intent, i.Wait):
                days = self.work.rng.randint(intent.low, intent.high)
                self.goes_on = today + timedelta(days=days)
                return days
            self._do(intent)
            if not self.work.is_open:
                self.plan.clear()
        return None

    def _do(self, intent: i.Intent) -> None:
        work = self.work
        match intent:
            case i.Open():
                work.open(intent.says)
            case i.Look():
                self._look(intent)
            case i.Do():
                self._step(intent)
            case i.Ask():
                mending.ask_aside(work, intent.rule, intent.step)
            case i.Meet():
                work.meet(intent.role, who=intent.who)
            case i.Begin():
                mending.begin(work, intent.record, by=intent.by)
            case i.Settle():
                mending.bring(work, intent.record, (intent.to,) if intent.to else ())
            case _:
                self._with_the_family(intent)

    def _with_the_family(self, intent: i.Intent) -> None:
        match intent:
            case i.Seat():
                self._seat(intent.percent)
            case i.Say():
                self._say(intent)
            case i.Talk():
                chores.talk(self.work)
            case i.HandOver():
                self._hand_over(intent.role)
            case i.Pause():
                chores.pause(self.work, self.work.inviter, intent.days)

    def _look(self, intent: i.Look) -> None:
        """Ask what the step would answer, and see to what it misses."""
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
        inputs = work.writer.filled(step.input, intent.says)
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

    def _seat(self, percent: int) -> None:
        """The youth of 12 or older and the parents take part."""
        if self.work.rng.randrange(100) >= percent:
            return
        work, child = self.work, self.work.children[0]
        parts = {
            parent.name: f"parent_with{'' if parent.has_authority else 'out'}_authority"
            for parent in work.home.parents
        }
        if (work.today - work.home.born[work.about[0]]).days > 12 * 366:
            parts[work.about[0]] = "youth"
        for name, role in parts.items():
            person = work.home.ids[name]
            work.give(
                work.inviter, orders.Join, person=person, role=role, ground="gezin", child=child
            )

    def _say(self, intent: i.Say) -> None:
        home, child = self.work.home, self.work.about[0]
        parents = [parent.name for parent in home.parents if parent.has_authority]
        nth = -1 if intent.whom == "last_parent" else 0
        name = child if intent.whom == "youth" else parents[nth]
        mending.say(self.work, intent.purpose, child, name, intent.answer)

    def _hand_over(self, role: str) -> None:
        """A colleague takes over; for the regisseur that counts in the whole family."""
        work = self.work
        held = work.holders(role)
        others = work.cast.working_as(role, but=held)
        if not held or not others:
            return
        who = work.rng.choice(others)
        done = work.give(
            held[0],
            orders.Assign,
            person=work.cast.people[who].id,
            role=role,
            ground="neemt het over van een collega",
        )
        if isinstance(done, Done):
            if role == REGISSEUR:
                work.home.lead = who
            else:
                work.team[role] = [who]
