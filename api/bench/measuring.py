"""Measure in turn: our command, the SQL by hand, our command, and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter_ns, thread_time_ns
from typing import cast

from api.bench.by_hand import ByHand, Cursor, Driver
from api.bench.statements import Tally, statements_sent, tally
from api.bench.world import Waiting, lay_out
from api.bench.written import written_for
from engine.decision import Refused
from engine.library import Library
from engine.service.cases import advance
from engine.service.office import Office
from engine.store.store import Store

WARM_UP = 20
"""Pairs that are run first and not counted: caches, prepared statements."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one command: by the clock on the wall, and of the processor."""

    waited: float
    worked: float


@dataclass(frozen=True, slots=True)
class Side:
    """How long one of the two took, each time, and what it sent."""

    taken: tuple[Taken, ...]
    sent: Tally

    @property
    def median(self) -> float:
        """Half of the commands took at most this long."""
        return median(each.waited for each in self.taken)

    @property
    def p95(self) -> float:
        """Nineteen of twenty took at most this long."""
        return quantiles((each.waited for each in self.taken), n=20, method="inclusive")[-1]

    @property
    def processor(self) -> float:
        """What half of them took of the processor at most, without that of a server."""
        return median(each.worked for each in self.taken)


@dataclass(frozen=True, slots=True)
class Figures:
    """One database, both sides."""

    version: str
    ours: Side
    by_hand: Side

    @property
    def ratio(self) -> float:
        """How much of our time the SQL by hand takes."""
        return self.by_hand.median / self.ours.median

    @property
    def processor_ratio(self) -> float:
        """The same of the processor: what other work on the machine disturbs least."""
        return self.by_hand.processor / self.ours.processor


def measure(store: Store, library: Library, *, pairs: int) -> Figures:
    """Both sides on this empty database, ``pairs`` times, each time on two fresh cases."""
    world = lay_out(store, library, 2 * (pairs + WARM_UP + 1))
    with bare(store) as driver:
        (first, second), *rest = pairs_of(world.waiting)
        with statements_sent() as ours_sent:
            ours(world.office, first)
        writes = written_for(driver, first, is_sqlite=store.is_sqlite)
        watched = Watched(driver)
        ByHand(watched, writes, is_sqlite=store.is_sqlite)(second)
        by_hand = ByHand(driver, writes, is_sqlite=store.is_sqlite)
        for one, other in rest[:WARM_UP]:
            ours(world.office, one)
            by_hand(other)
        taken = [
            (_timed(lambda case: ours(world.office, case), one), _timed(by_hand, other))
            for one, other in rest[WARM_UP:]
        ]
        version = _version(driver, is_sqlite=store.is_sqlite)
    mine, theirs = zip(*taken, strict=True)
    return Figures(version, Side(mine, tally(ours_sent)), Side(theirs, tally(watched.sent)))


def ours(office: Office, waiting: Waiting) -> None:
    """The whole command, as the product runs it.

    Raises:
        RuntimeError: it was refused, so there is nothing to compare with.
    """
    outcome = advance(waiting.viewer, office, waiting.order)
    if isinstance(outcome, Refused):
        missing = ", ".join(reason.key for reason in outcome.missing)
        raise RuntimeError(f"{outcome.transition} was refused: {missing}")  # noqa: TRY004


def pairs_of(waiting: Sequence[Waiting]) -> list[tuple[Waiting, Waiting]]:
    """Neighbours: of the same caseload, so both see a database that is as full."""
    return list(zip(waiting[::2], waiting[1::2], strict=True))


@contextmanager
def bare(store: Store) -> Iterator[Driver]:
    """A connection of the driver itself, with the settings that the store gives every one."""
    borrowed = store.engine.raw_connection()
    driver = borrowed.driver_connection
    if driver is None:
        raise RuntimeError("The store gave no connection.")
    if store.is_sqlite:
        driver.execute("PRAGMA query_only=0")  # whoever had it last may only have read
    else:
        driver.autocommit = True  # else psycopg begins by itself; we say BEGIN and COMMIT
    try:
        yield cast("Driver", driver)
    finally:
        borrowed.detach()
        borrowed.close()


class Watched:
    """A driver that remembers what it was sent."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.sent: list[str] = []

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Cursor:
        """Remember it, and send it."""
        self.sent.append(statement)
        return self._driver.execute(statement, values)


def _timed(command: Callable[[Waiting], None], waiting: Waiting) -> Taken:
    began, worked = perf_counter_ns(), thread_time_ns()
    command(waiting)
    return Taken((perf_counter_ns() - began) / 1e6, (thread_time_ns() - worked) / 1e6)


def _version(driver: Driver, *, is_sqlite: bool) -> str:
    question = "SELECT sqlite_version()" if is_sqlite else "SHOW server_version"
    (version,) = driver.execute(question).fetchone() or ("unknown",)
    return f"{'SQLite' if is_sqlite else 'PostgreSQL'} {version}"
