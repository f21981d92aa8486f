"""Everything that waits for a moment: selected as due and not yet made, never as "is today".

An outage of any length is made up for, the oldest first. Each item has its own transaction, and
on SQLite its own turn, so that whoever saves something never waits for the whole.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

import structlog

from engine.ports import HookSender, Uptime
from engine.service.anchoring import Anchoring, anchor_what_is_new
from engine.service.batch_work import do_item
from engine.service.calendar_moves import StillToMove, finish, move_case, new_editions
from engine.service.clock_guard import holds
from engine.service.delivery import Channels, Sender, fire_reminder
from engine.service.destroying import certify, destroy_item, destructions_ready, items_due
from engine.service.emergency_due import emergencies_late, tell_emergency_late
from engine.service.hook_calls import Calls
from engine.service.lapsing import lapse, resume
from engine.service.log_review_due import (
    make_review,
    note_looked,
    reviews_due,
    reviews_late,
    tell_late,
)
from engine.service.office import Office, local_day
from engine.service.sealing import seal_what_is_new
from engine.service.self_opening import CaseDue, cases_due, open_due
from engine.service.unowned import close_what_is_gone, found_unowned, name_work
from engine.service.vacancies import fill, vacant_cases
from engine.store import (
    Connection,
    answers,
    batches,
    deadlines,
    deviations,
    heartbeat,
    reminders,
    vacancies,
)
from engine.store.batches import ItemDue
from engine.store.deadlines import DeadlineSeen
from engine.store.deviations import DeviationHead
from engine.store.reminders import ReminderSeen
from engine.store.unit_of_work import reading, unit_of_work
from engine.store.vacancies import VacantCase

BATCH = 100
SWEEP = "sweep"
"""The name under which the tick leaves its heartbeat."""

BEAT = timedelta(seconds=10)
"""So often at most a tick says that it is at work, so that a long one is not held for stopped."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TickReport:
    """What one tick did, or several together; ``broken`` counts what raised."""

    opened: int = 0
    filled: int = 0
    moved: int = 0
    named: int = 0
    resumed: int = 0
    lapsed: int = 0
    fired: int = 0
    superseded: int = 0
    suppressed: int = 0
    sent: int = 0
    failed: int = 0
    uncertain: int = 0
    called: int = 0
    uncalled: int = 0
    done: int = 0
    refused: int = 0
    skipped: int = 0
    purged: int = 0
    broken: int = 0

    def __add__(self, other: TickReport) -> TickReport:
        """Both together."""
        names = [field.name for field in fields(self)]
        return TickReport(**{name: getattr(self, name) + getattr(other, name) for name in names})


def never() -> bool:
    """Go on until everything is done."""
    return False


def tick(
    office: Office,
    channels: Channels,
    *,
    halt: Callable[[], bool] = never,
    uptime: Uptime | None = None,
    hooks: HookSender | None = None,
    anchoring: Anchoring | None = None,
) -> TickReport:
    """Do all that is due; an item that raises is logged and waits for the next tick.

    While the clock is not to be believed nothing is due: a reminder that went out and a deadline
    that ran on cannot be taken back. What people asked for goes on, and the heartbeat says that
    the tick runs.

    Args:
        halt: asked before every item; once it says yes the tick ends and the rest waits.
        uptime: a clock that nobody sets, to hold the other against; without it that is believed.
        hooks: the way out to other systems; without it what they are to hear waits.
        anchoring: where seals are kept outside the database; without it they stay inside.
    """
    walk = _Walk(office, halt, meanwhile=partial(_hold_trails, office, anchoring))
    walk.lets("seal", lambda halt: seal_what_is_new(office, halt=halt))
    _asked_for(walk, office)
    if walk.believes_clock(uptime):
        _chores(walk, office, channels)
        if hooks is not None:
            calls = Calls(office, hooks)
            walk.each("call", calls.due, calls.make)
    _hold_trails(office, anchoring, walk)
    walk.once("beat", _beat)
    return TickReport(**walk.tally)


def _asked_for(walk: _Walk, office: Office) -> None:
    """What somebody asked for, which is too much for one transaction; it waits for no moment."""
    walk.each("calendar", StillToMove(office), lambda found: move_case(office, found))
    walk.each("calendar", new_editions, lambda found: finish(office, found))
    walk.each("batch", _was_asked, lambda found: do_item(office, found))


def _chores(walk: _Walk, office: Office, channels: Channels) -> None:
    """What waits for a moment, in the order in which one leads to the next."""
    walk.each("open", partial(_of_age, office), lambda found: open_due(office, found))
    walk.each("fill", partial(_vacant, office), lambda found: fill(office, found))
    walk.each("own", found_unowned, lambda found: name_work(office, found))
    walk.once("own", close_what_is_gone)
    walk.each("review", reviews_due, lambda found: make_review(office, found))
    walk.each("review", reviews_late, lambda found: tell_late(office, found))
    walk.each("review", emergencies_late, lambda found: tell_emergency_late(office, found))
    walk.once("review", note_looked)
    walk.each("resume", _stands_still, lambda found: resume(office, found))
    walk.each("lapse", _may_lapse, lambda found: lapse(office, found))
    walk.each("remind", _should_go_out, lambda found: fire_reminder(office, found.id))
    sender = Sender(office, channels)
    walk.each("send", sender.waits, sender.send)
    walk.each("destroy", items_due, lambda found: destroy_item(office, found))
    walk.each("destroy", destructions_ready, lambda found: certify(office, found))
    walk.once("purge", lambda connection, now: answers.purge_answers(connection, now=now))


def _hold_trails(office: Office, anchoring: Anchoring | None, walk: _Walk) -> None:
    """Seal and anchor when that is due, whatever the clock says.

    First in a tick, and between two mails too: no mail server may keep a trail open.
    """
    walk.lets("seal", lambda halt: seal_what_is_new(office, halt=halt))
    if anchoring is not None:
        walk.lets("anchor", lambda halt: anchor_what_is_new(office, anchoring, halt=halt))


class _Due(Protocol):
    """Something that is due."""

    @property
    def id(self) -> int: ...


DueT = TypeVar("DueT", bound=_Due)
ResultT = TypeVar("ResultT")


class _Walk:
    """One walk along everything that is due."""

    def __init__(
        self, office: Office, halt: Callable[[], bool], meanwhile: Callable[[_Walk], None]
    ) -> None:
        self._office, self._halt, self._meanwhile = office, halt, meanwhile
        self._beaten = office.clock.now()
        self.tally: Counter[str] = Counter()

    def believes_clock(self, uptime: Uptime | None) -> bool:
        """Whether the clock was not set; one that cannot be judged is not believed."""
        if uptime is None:
            return True
        return self._tried("watch", None, lambda: holds(self._office, uptime)) is True

    def each(
        self,
        chore: str,
        find: Callable[[Connection, datetime, int], Sequence[DueT]],
        do: Callable[[DueT], str | None],
    ) -> None:
        """Do every item once, in batches, until none is left."""
        done: set[int] = set()
        while batch := self._batch(chore, find, done):
            for item in batch:
                if self._halt():
                    return
                self._beat()
                done.add(item.id)
                outcome = self._tried(chore, item.id, partial(do, item))
                if outcome:
                    self.tally[outcome] += 1
        self._beat()

    def once(self, chore: str, do: Callable[[Connection, datetime], int]) -> None:
        """Do this in one transaction, unless the tick must end."""
        if not self._halt():
            self.tally["purged"] += self._tried(chore, None, lambda: self._write(do)) or 0
            self._beat()

    def lets(self, chore: str, do: Callable[[Callable[[], bool]], object]) -> None:
        """Do this, which has transactions of its own and asks itself whether it must end."""
        self._tried(chore, None, lambda: do(self._halt))
        self._beat()

    def _beat(self) -> None:
        """Say that the tick is at work, if it did not for a while; when the clock was set too.

        What may not wait for the end of a long tick is done in between.
        """
        now = self._office.clock.now()
        if abs(now - self._beaten) >= BEAT:
            self._beaten = now
            self._tried("beat", None, lambda: self._write(_beat))
            self._meanwhile(self)

    def _batch(
        self,
        chore: str,
        find: Callable[[Connection, datetime, int], Sequence[DueT]],
        done: set[int],
    ) -> list[DueT]:
        """What is due and was not tried; beyond those that raised, which stay due."""
        limit = BATCH + self.tally["broken"]
        found = self._tried(chore, None, lambda: self._read(find, limit)) or ()
        return [item for item in found if item.id not in done]

    def _read(
        self, find: Callable[[Connection, datetime, int], Sequence[DueT]], limit: int
    ) -> Sequence[DueT]:
        with reading(self._office.store) as connection:
            return find(connection, self._office.clock.now(), limit)

    def _write(self, do: Callable[[Connection, datetime], int]) -> int:
        with unit_of_work(self._office.store) as connection:
            return do(connection, self._office.clock.now())

    def _tried(self, chore: str, item: int | None, do: Callable[[], ResultT]) -> ResultT | None:
        """What it answers; None when it raised, whatever that was: the others go on."""
        try:
            return do()
        except Exception as error:
            self.tally["broken"] += 1
            # The type and the way to it, never the sentence: that may hold a name or an address.
            way = [frame.name for frame in traceback.extract_tb(error.__traceback__)]
            _log.error("chore_broke", chore=chore, item=item, error=type(error).__name__, way=way)
            return None


def _of_age(office: Office, connection: Connection, now: datetime, limit: int) -> Sequence[CaseDue]:
    return cases_due(office, connection, limit=limit)


def _vacant(
    office: Office, connection: Connection, now: datetime, limit: int
) -> Sequence[VacantCase]:
    wanted = vacant_cases(office)
    return vacancies.vacant_cases(connection, wanted, on=local_day(now), now=now, limit=limit)


def _stands_still(connection: Connection, now: datetime, limit: int) -> Sequence[DeadlineSeen]:
    return deadlines.suspended_until_due(connection, local_day(now))[:limit]


def _may_lapse(connection: Connection, now: datetime, limit: int) -> Sequence[DeviationHead]:
    return deviations.due_to_lapse(connection, on=local_day(now), now=now, limit=limit)


def _was_asked(connection: Connection, now: datetime, limit: int) -> Sequence[ItemDue]:
    return batches.items_due(connection, limit=limit)


def _should_go_out(connection: Connection, now: datetime, limit: int) -> Sequence[ReminderSeen]:
    return reminders.due_reminders(connection, now=now, limit=limit)


def _beat(connection: Connection, now: datetime) -> int:
    heartbeat.stamp(connection, SWEEP, now=now)
    return 0
