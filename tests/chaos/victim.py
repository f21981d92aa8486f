"""A client at work on the real database, which ends itself in the middle at a named moment.

It runs in a fresh process without threads, which forks for each run: what is dear (definitions,
compiled statements) is made once. No product code knows of it: it hears of the engine's own
events, and stands before the channel.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Literal, TypeAlias

from sqlalchemy import Engine, event

from api.wiring import channels_from
from engine.clock import ManualClock
from engine.ports import Channel, Message
from engine.service.delivery import Answer
from engine.settings import Settings
from engine.store import schema
from engine.store.store import Store, open_store
from tests.chaos.errands import STEPS, Client, a_desk_of_errands
from tests.chaos.notebook import Notebook
from tests.service.builders import MORNING, Desk

DOMAIN = "voorbeeldstad.test"
At: TypeAlias = Literal["statement", "commit", "committed", "send", "sent"]
"""Before a statement, before or after a commit, before a letter goes out or once it has gone."""


@dataclass(frozen=True)
class Moment:
    """Where the client ends: the nth time in this step that it gets there."""

    step: str
    at: At
    nth: int


@dataclass(frozen=True)
class Run:
    """What the client is to do: go on after what is in its notebook, up to a moment if any."""

    notes: Path
    until: Moment | None = None
    kill_after_s: float | None = None
    apart: bool = True  # else in the process itself, which so compiles what all others need


class Watch:
    """Counts what the client comes by in each step, and ends it at its moment."""

    def __init__(self, notes: Notebook, until: Moment | None) -> None:
        self.notes, self._until = notes, until
        self.step, self.came = "", Counter[str]()

    def begin(self, step: str) -> None:
        """Count anew."""
        self.step = step
        self.came.clear()

    def at(self, place: At) -> None:
        """Count, and perhaps end: nothing can catch this, nothing is flushed or closed."""
        self.came[place] += 1
        if self._until == Moment(self.step, place, self.came[place]):
            os.kill(os.getpid(), signal.SIGKILL)


class WatchedChannel:
    """The real way out, with a note of what it was handed and what it has handed over."""

    name = "email"

    def __init__(self, channel: Channel, watch: Watch) -> None:
        self._channel, self._watch = channel, watch
        self.on_its_way = ""

    def send(self, message: Message) -> Answer:
        """Hand it over, between two notes."""
        self.on_its_way = message.key
        self._watch.notes.write(send=message.key)
        self._watch.at("send")
        answer = self._channel.send(message)
        self._watch.notes.write(sent=message.key)
        self._watch.at("sent")
        return answer

    def marked(self) -> None:
        """Note that the first commit after it is there."""
        if self.on_its_way:
            self._watch.notes.write(marked=self.on_its_way)
            self.on_its_way = ""


def listen(engine: Engine, watch: Watch, marked: Callable[[], None]) -> Callable[[], None]:
    """Let the watch hear of each statement and commit; what it gives back ends that."""
    commits: list[object] = []

    def before_statement(*_: object) -> None:
        watch.at("statement")

    def before_commit(connection: object) -> None:
        watch.at("commit")
        commits.append(connection)

    def given_back(*_: object) -> None:
        if commits:  # a connection that only read commits nothing
            commits.clear()
            marked()
            watch.at("committed")

    heard: list[tuple[object, str, Callable[..., None]]] = [
        (engine, "before_cursor_execute", before_statement),
        (engine, "commit", before_commit),
        (engine.pool, "checkin", given_back),
    ]
    for where, what, how in heard:
        event.listen(where, what, how)

    def stop() -> None:
        for where, what, how in heard:
            event.remove(where, what, how)

    return stop


def serve(pipe: Pipe, url: str, smtp_url: str) -> None:
    """Lay the desk out, and then run as often as asked; each answer is how the run ended."""
    store = open_store(url)
    schema.require_current(store)
    desk = a_desk_of_errands(store, ManualClock(MORNING))
    settings = Settings.model_validate(
        {"smtp_url": smtp_url, "mail_from": f"regietafel@{DOMAIN}", "mail_domains": (DOMAIN,)}
    )
    store.close()
    pipe.send("ready")
    with suppress(EOFError):  # the other end was closed: that was all
        _obey(pipe, store, desk, settings)


def _obey(pipe: Pipe, store: Store, desk: Desk, settings: Settings) -> None:
    while True:
        wanted: Run = pipe.recv()
        if wanted.apart:
            pipe.send(_apart(store, desk, settings, wanted))
        else:
            run(store, desk, settings, wanted)
            store.close()
            pipe.send(0)


def run(store: Store, desk: Desk, settings: Settings, wanted: Run) -> None:
    """Do every errand that the notebook does not hold yet."""
    clock = ManualClock(MORNING)
    office = replace(desk.office, store=store, clock=clock)
    watch = Watch(Notebook(wanted.notes), wanted.until)
    own = channels_from(settings, clock, print)["email"]
    channel = WatchedChannel(own, watch)
    client = Client(replace(desk, office=office, clock=clock), {"email": channel}, watch.notes)
    client.take_up()
    stop = listen(store.engine, watch, channel.marked)
    for step in STEPS[len(client.done) :]:
        watch.begin(step.name)
        client.does(step)
        watch.notes.write(step=step.name, came=dict(watch.came), **client.done[-1])
    stop()
    watch.notes.close()


def _apart(store: Store, desk: Desk, settings: Settings, wanted: Run) -> int:
    """Run in a child, and wait for its end; it is negative for a signal."""
    gc.freeze()  # else the child's own collector copies all that it shares with us
    child = os.fork()
    if child == 0:
        try:
            run(store, desk, settings, wanted)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if wanted.kill_after_s is not None:
        ended = os.pidfd_open(child)
        if not select.select([ended], [], [], wanted.kill_after_s)[0]:
            os.kill(child, signal.SIGKILL)
        os.close(ended)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
