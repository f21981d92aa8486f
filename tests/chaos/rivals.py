"""Many processes tick on one database at once, each in the middle of a letter when all others are.

Nothing keeps them apart: on SQLite the lock that says who owns the file is passed by. A store
that waits long for its turn stands in for a scheduler that is fair.
"""

from __future__ import annotations

import os
import select
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from sqlalchemy import event

from engine.clock import ManualClock
from engine.ports import Message, Sent
from engine.service.office import Office
from engine.service.tick import tick
from engine.store import deadlines, reminders
from engine.store.cases import CaseHead
from engine.store.deadlines import NewDeadline
from engine.store.reminders import NewReminder
from engine.store.store import Store, open_store
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import MORNING, SMALL_ROLES
from tests.service.desks import a_desk, another_family, professional, small

FAMILIES = 10
"""Each with a regisseur of its own, so that ten letters can be on their way at once."""

DUE = datetime(2026, 3, 3, 6, tzinfo=UTC)
"""When the reminders should go out: at seven in Amsterdam, with the mail of the day."""

TICK = DUE + timedelta(hours=1)
PATIENCE_MS = 60_000
EMERGENCY_S = 600


@dataclass(frozen=True)
class Race:
    """So many processes, and where each writes what it handed over."""

    rivals: int
    notes: Path


class Waiting:
    """A channel that holds its first letter until everybody has one."""

    name = "email"

    def __init__(self, arrived: int, go: int) -> None:
        self.handed: list[str] = []
        self._arrived, self._go = arrived, go

    def send(self, message: Message) -> Sent:
        """Take it; the first time between the claim and the mark of all the others."""
        self.handed.append(message.key)
        if len(self.handed) == 1:
            os.write(self._arrived, b".")
            assert select.select([self._go], [], [], EMERGENCY_S)[0]
            assert os.read(self._go, 1) == b"."
        return Sent()


class Taking:
    """A channel that takes everything at once."""

    name = "email"

    def send(self, message: Message) -> Sent:
        """Take it."""
        return Sent()


def lay_out(store: Store, wanted: int) -> None:
    """Open the cases, and let so many deadlines have a reminder then; one more before it."""
    desk = a_desk(store, ManualClock(MORNING), library=small(), region="default", roles=SMALL_ROLES)
    heads = [desk.opens(workflow="trial").head]
    for nth in range(1, FAMILIES):
        viewer = professional(desk.office, f"regisseur_{nth}", "regisseur")
        other = another_family(desk, viewer)
        other.viewers = {**desk.viewers, "bram": viewer}
        heads.append(other.opens(workflow="trial").head)
    with unit_of_work(store) as connection:
        rows = [_planned(connection, heads[0], 0, DUE - timedelta(days=1))]
        rows += [_planned(connection, heads[nth % FAMILIES], nth + 1, DUE) for nth in range(wanted)]
        reminders.plan_reminders(connection, rows, now=MORNING)


def _planned(connection: Any, head: CaseHead, nth: int, at: datetime) -> NewReminder:
    day = date(2026, 3, 9)
    new = NewDeadline(
        key=f"duty_{nth}",
        kind="hard",
        starts_on=MORNING.date(),
        owner_role="regisseur",
        started_seq=1,
        due_on=day,
        due_at=MORNING + timedelta(days=7),
        late_after=day,
        window_opens=None,
        explanation={},
        terms={},
        occurrence=1,
    )
    deadline = deadlines.start_deadline(connection, head.id, new)
    return NewReminder(
        deadline_id=deadline.id,
        due_on=day,
        step="before_1_weeks",
        audience="owner",
        on_date=at.date(),
        fire_at=at,
    )


def serve(pipe: Pipe, url: str, wanted: int) -> None:
    """Fill the database, and then race as often as asked; each answer is how each rival ended."""
    store = open_store(url)
    if store.is_sqlite:
        event.listen(store.engine, "connect", _be_patient)
    lay_out(store, wanted)
    tick_once(store, MORNING)  # compiles what all rivals need
    store.close()
    pipe.send("ready")
    with suppress(EOFError):  # the other end was closed: that was all
        while True:
            pipe.send(_race(store, pipe.recv()))


def _be_patient(connection: Any, _: object) -> None:
    """SQLite's own waiting is no queue: in ten seconds somebody might never have their turn."""
    connection.execute(f"pragma busy_timeout={PATIENCE_MS}")


def tick_once(store: Store, at: datetime) -> None:
    """Tick, with everybody's mail taken."""
    report = tick(Office(store, ManualClock(at), small()), {"email": Taking()})
    assert report.broken == 0, report


def _race(store: Store, race: Race) -> list[int]:
    """Let all rivals tick, hold each at its first letter, and wait for their ends."""
    came, arrived = os.pipe()
    go, starts = os.pipe()
    children = [_rival(store, race.notes, (came, arrived, go, starts)) for _ in range(race.rivals)]
    os.close(arrived)
    os.close(go)
    for _ in children:
        if not select.select([came], [], [], EMERGENCY_S)[0] or not os.read(came, 1):
            break  # somebody ended without a letter: their own end says why
    with suppress(BrokenPipeError):
        os.write(starts, b"." * race.rivals)
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(came)
    os.close(starts)
    return ends


def _rival(store: Store, notes: Path, pipes: Sequence[int]) -> int:
    child = os.fork()
    if child:
        return child
    came, arrived, go, starts = pipes
    os.close(came)
    os.close(starts)
    try:
        channel = Waiting(arrived, go)
        report = tick(Office(store, ManualClock(TICK), small()), {"email": channel})
        _note(notes / str(os.getpid()), channel.handed)
        os._exit(report.broken)
    except BaseException:
        traceback.print_exc()
        os._exit(255)


def _note(path: Path, handed: Iterable[str]) -> None:
    path.write_text("\n".join(handed))
