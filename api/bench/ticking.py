"""Ticks over few and over many open deadlines, and requests while a long tick runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from threading import Thread
from time import perf_counter_ns
from typing import cast

from sqlalchemy import create_engine, make_url, text

from api.bench.crowd import DAY, FIRST, Crowd, crowded
from api.bench.world import World
from engine.clock import ManualClock
from engine.errors import RegietafelError
from engine.library import Library
from engine.ports import Message, Sent
from engine.service.my_cases import my_cases
from engine.service.office import Office
from engine.service.orders import WriteRecord
from engine.service.records import write_record
from engine.service.tick import tick
from engine.store.store import open_store

RECORD = "alternatives_weighed"


class Taking:
    """A mail server that takes everything at once: what is measured is ours."""

    name = "email"

    def send(self, message: Message) -> Sent:
        """Take it."""
        return Sent()


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many deadlines are open in the one and in the other, and how many are due in a tick.

    ``days`` are the ticks of which the median counts; ``busy`` are due in the long one.
    """

    few: int = 1_000
    many: int = 1_000_000
    due: int = 100
    days: int = 5
    busy: int = 5_000


@dataclass(frozen=True, slots=True)
class Ticks:
    """Milliseconds of a tick with as many due, out of few and out of many open deadlines."""

    sizes: Sizes
    of_few: float
    of_many: float

    @property
    def ratio(self) -> float:
        """How much longer it takes out of many."""
        return self.of_many / self.of_few


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What people met while one tick ran over so many: milliseconds and errors."""

    due: int
    tick_ms: float
    requests: int
    errors: int
    median: float
    longest: float


@dataclass(frozen=True, slots=True)
class Ticked:
    """One row of the table of ticks."""

    place: str
    ticks: Ticks
    meanwhile: Meanwhile

    def __str__(self) -> str:
        """In one line, for the terminal."""
        ticks, sizes, people = self.ticks, self.ticks.sizes, self.meanwhile
        return (
            f"{self.place}: a tick with {sizes.due} due takes {ticks.of_few:.0f} ms out of "
            f"{sizes.few:,} and {ticks.of_many:.0f} ms out of {sizes.many:,}, ratio "
            f"{ticks.ratio:.2f}; while a tick of {people.due:,} ran: {people.requests:,} requests, "
            f"{people.errors} errors, the longest waited {people.longest:.0f} ms"
        )


def beside(url: str, name: str) -> str:
    """Another database at the same place, empty."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return f"{url}.{name}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine.dispose()
    return parsed.set(database=name).render_as_string(hide_password=False)


def compared(urls: Sequence[str], library: Library, sizes: Sizes) -> Ticks:
    """Tick in turn on two empty databases, with few and with many open deadlines."""
    with ExitStack() as stack:
        offices = [
            _world(stack, url, library, Crowd(count, sizes.due, sizes.days)).office
            for url, count in zip(urls, (sizes.few, sizes.many), strict=True)
        ]
        rounds = [
            [_ticked(office, FIRST + nth * DAY, sizes.due) for office in offices]
            for nth in range(sizes.days)
        ]
    of_few, of_many = (median(times) for times in zip(*rounds, strict=True))
    return Ticks(sizes, of_few, of_many)


def met(url: str, library: Library, due: int) -> Meanwhile:
    """Look and write, one request after another, while a tick over so many runs."""
    with ExitStack() as stack:
        world = _world(stack, url, library, Crowd(due, due, 1))
        people = _People(world)
        people.ask()  # compiles
        people.waited.clear()
        took: list[float] = []
        sweep = Thread(target=lambda: took.append(_ticked(world.office, FIRST, due)))
        sweep.start()
        while sweep.is_alive():
            people.ask()
        sweep.join()
    waited = people.waited
    return Meanwhile(due, took[0], len(waited), people.errors, median(waited), max(waited))


class _People:
    """Whoever works while the clock does: they look at their list, and write a record."""

    def __init__(self, world: World) -> None:
        self._office, self._waiting = world.office, world.waiting[0]
        form = world.office.library.catalogue.records[RECORD].fields
        answers = {name: "tekst" for name, field in form.items() if not field.optional}
        self._order = WriteRecord(case=self._waiting.order.case, type=RECORD, fields=answers)
        self.waited: list[float] = []
        self.errors = 0

    def ask(self) -> None:
        """Two requests."""
        self._timed(lambda: my_cases(self._waiting.viewer, self._office))
        self._timed(lambda: write_record(self._waiting.viewer, self._office, self._order))

    def _timed(self, request: Callable[[], object]) -> None:
        began = perf_counter_ns()
        try:
            request()
        except RegietafelError:
            self.errors += 1
        self.waited.append((perf_counter_ns() - began) / 1e6)


def _world(stack: ExitStack, url: str, library: Library, crowd: Crowd) -> World:
    """A crowd on an empty database, and a first tick behind it, which compiles the statements."""
    store = open_store(url)
    stack.callback(store.close)
    world = crowded(store, library, crowd)
    tick(world.office, {Taking.name: Taking()})
    return world


def _ticked(office: Office, at: datetime, due: int) -> float:
    """How long a tick takes at this moment, at which so many reminders are due."""
    clock = cast("ManualClock", office.clock)
    clock.move_to(at)
    began = perf_counter_ns()
    report = tick(office, {Taking.name: Taking()})
    took = (perf_counter_ns() - began) / 1e6
    if (report.fired, report.broken) != (due, 0):
        raise RuntimeError(f"The tick did not do what was due: {report}")
    return took
