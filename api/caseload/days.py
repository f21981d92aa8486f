"""One day after another: reminders go out in the morning, then people do their visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from heapq import heapify, heappop, heappush

from api.caseload.at_work import AtWork
from api.caseload.life import Life
from engine.calendar import AMSTERDAM
from engine.clock import ManualClock
from engine.due import at_reminder_time
from engine.runner.manual import ManualRunner
from engine.service.delivery import Channels
from engine.service.office import Office, local_day
from engine.store import cases, deadlines, deviations, notices, reminders
from engine.store.unit_of_work import reading

FIRST_VISIT, LAST_VISIT = time(8, 30), time(15, 30)
"""Within these hours a visit begins; the acts of one take an hour at most."""


class Days:
    """The walk through the time that the caseload takes to come about."""

    def __init__(
        self,
        office: Office,
        clock: ManualClock,
        channels: Channels,
        progress: Callable[[int, int], None],
    ) -> None:
        self._office, self._clock, self._progress = office, clock, progress
        self._runner = ManualRunner(office, channels)
        self._calendar = office.library.calendars["default"]

    def live(self, lives: list[Life], until: datetime) -> None:
        """Let everybody live up to ``until``; linked cases join ``lives`` as they open."""
        total, opened = len(lives), 0
        agenda = [(life.goes_on, nth) for nth, life in enumerate(lives)]
        heapify(agenda)
        while agenda:
            day, nth = heappop(agenda)
            today = self._first_moment(day)
            if today >= local_day(until):
                continue
            if today > day:
                heappush(agenda, (today, nth))
                continue
            life, was_open = lives[nth], bool(lives[nth].work.case)
            self._begin(today)
            again = life.visit()
            if life.work.case and not was_open:
                opened += 1
                self._progress(opened, total)
            if again is not None:
                heappush(agenda, (again, nth))
            for linked in self._linked(life):
                heappush(agenda, (linked.goes_on, len(lives)))
                lives.append(linked)
        self._runner.run_until(until)

    def _first_moment(self, day: date) -> date:
        """The first working day from this one on on which there is still time for a visit."""
        now = self._clock.now().astimezone(AMSTERDAM)
        day = max(day, now.date())
        if day == now.date() and now.time() > LAST_VISIT:
            return self._calendar.next_working_day(day)
        return self._calendar.walk(day, forward=True)[0]

    def _begin(self, today: date) -> None:
        """The clock stands at a moment of today; what is due by the morning went out before."""
        morning = at_reminder_time(today, self._office.reminder_time)
        if morning > self._clock.now() and self._is_due_by(morning):
            self._runner.run_until(morning)
        self._clock.move_to(max(self._clock.now(), at_reminder_time(today, FIRST_VISIT)))

    def _is_due_by(self, moment: datetime) -> bool:
        """Whether there is anything to do for a tick; most mornings there is not."""
        day = local_day(moment)
        with reading(self._office.store) as connection:
            return bool(
                reminders.count_due(connection, now=moment)
                or notices.open_notices(connection, now=moment, limit=1)
                or deadlines.suspended_until_due(connection, day)
                or deviations.due_to_lapse(connection, on=day, now=moment, limit=1)
            )

    def _linked(self, life: Life) -> list[Life]:
        """The lives of the cases that a step of this one opened; somebody looks after them."""
        work, made = life.work, []
        with reading(self._office.store) as connection:
            heads = [cases.case_for_operator(connection, one) for one in work.opened]
        work.opened.clear()
        for head in heads:
            workflow = self._office.library.of(head.workflow, head.region)
            linked = AtWork(
                self._office, self._clock, work.cast, work.rng, work.home, workflow, work.about
            )
            linked.take_up(head.public_id, head.version, head.state, {})
            made.append(Life(linked, work.today, type(life.plan)(), life.temper))
        return made
