"""One day after another: reminders go out in the morning, then people do their visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from heapq import heapify, heappop, heappush

from api.caseload.beside import Beside
from api.caseload.life import Life
from api.caseload.sittings import Sittings
from api.caseload.story import LOOK_BACK, PLACEMENT
from api.caseload.watching import Watching
from engine.calendar import AMSTERDAM
from engine.clock import ManualClock
from engine.due import at_reminder_time
from engine.runner.manual import ManualRunner
from engine.service.delivery import Channels
from engine.service.office import Office, local_day
from engine.store import deadlines, deviations, notices, reminders
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
        sittings: Sittings,
        beside: Beside,
        watching: Watching,
    ) -> None:
        self._office, self._clock, self._progress = office, clock, progress
        self._sittings, self._beside, self._watching = sittings, beside, watching
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
            joined = self._begin(today, lives)
            again = life.visit()
            if life.work.case and not was_open:
                opened += 1
                self._progress(opened, total)
            if again is not None:
                heappush(agenda, (again, nth))
            for other in (*joined, *self._beside.opened_by(life)):
                heappush(agenda, (other.goes_on, len(lives)))
                lives.append(other)
        self._sittings.wrap_up(self._office.today())
        self._runner.run_until(until)
        lives += self._beside.opened_by_the_clock(lives)

    def _first_moment(self, day: date) -> date:
        """The first working day from this one on on which there is still time for a visit."""
        now = self._clock.now().astimezone(AMSTERDAM)
        day = max(day, now.date())
        if day == now.date() and now.time() > LAST_VISIT:
            return self._calendar.next_working_day(day)
        return self._calendar.walk(day, forward=True)[0]

    def _begin(self, today: date, lives: list[Life]) -> list[Life]:
        """The clock stands at a moment of today; what is due by the morning went out before.

        A new day: the meetings of the day before are completed first.
        """
        joined: list[Life] = []
        morning = at_reminder_time(today, self._office.reminder_time)
        if local_day(self._clock.now()) < today:
            self._sittings.wrap_up(self._office.today())
        is_due = morning > self._clock.now() and self._is_due_by(morning)
        if is_due and self._runner.run_until(morning).opened:
            joined = self._beside.opened_by_the_clock(lives)
        self._clock.move_to(max(self._clock.now(), at_reminder_time(today, FIRST_VISIT)))
        told = {life.is_story: life.work.case for life in lives}
        self._watching.goes_on(told.get(LOOK_BACK, ""), placement=told.get(PLACEMENT, ""))
        return joined

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
