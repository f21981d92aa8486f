"""The runner inside the server: APScheduler as a metronome, nothing more.

The rows say what is due, so nothing is kept here: no job store, no cron, no time of its own. One
process owns the database; a lock file beside it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from engine.clock import SystemClock
from engine.ports import HookSender, RunnerHealth, Uptime
from engine.runner.health import health_of
from engine.runner.owner import OwnerLock
from engine.service.anchoring import Anchoring
from engine.service.delivery import Channels, rescue
from engine.service.office import Office
from engine.service.tick import tick
from engine.store import Connection

_log = structlog.get_logger(__name__)


class EmbeddedRunner:
    """Sweeps every ``sweep_seconds``, and soon after something was announced.

    Hand ``announce`` to the office of those who save; on SQLite a sweep so woken waits for the
    turn to write, so it sees what was committed. With ``uptime`` nothing is due while the clock
    is not to be believed.
    """

    def __init__(
        self,
        office: Office,
        channels: Channels,
        *,
        sweep_seconds: float,
        lock_file: Path,
        uptime: Uptime | None = None,
        hooks: HookSender | None = None,
        anchoring: Anchoring | None = None,
    ) -> None:
        self._office, self._channels, self._uptime = office, channels, uptime
        self._hooks, self._anchoring = hooks, anchoring
        self._metronome = _Metronome(self._sweep, sweep_seconds)
        self._own = OwnerLock(lock_file)
        self._turn = Lock()
        self._halted, self._woken = Event(), Event()

    def announce(self, connection: Connection, notice_ids: Sequence[int]) -> None:
        """Sweep soon: when the caller's transaction has ended, and once for many callers."""
        if notice_ids and not self._woken.is_set():
            self._woken.set()
            self._metronome.beat_now()

    def start(self) -> None:
        """Take the database, take up what an earlier run left half-way, and begin to sweep.

        Raises:
            ConfigurationError: another process has the database.
        """
        self._own.take()
        self._halted.clear()
        try:
            rescue(self._office)
        except BaseException:
            self._own.give_back()
            raise
        self._metronome.start()

    def stop(self, timeout_s: float) -> None:
        """Begin nothing new, wait for the item in hand, and leave the database to others.

        When that item takes longer, the database stays ours until the process ends.
        """
        self._halted.set()
        self._metronome.stop()
        if not self._turn.acquire(timeout=timeout_s):
            _log.warning("sweep_still_runs", waited_s=timeout_s)
            return
        self._turn.release()
        self._own.give_back()

    def health(self) -> RunnerHealth:
        """How far behind the work is."""
        return health_of(self._office)

    def _sweep(self) -> None:
        """Do all that is due; whatever happens, the next sweep comes."""
        with self._turn:
            self._woken.clear()
            if self._halted.is_set():
                return
            try:
                rescue(self._office)  # in our turn nothing is being sent: such rows were left
                halt = self._halted.is_set
                tick(
                    self._office,
                    self._channels,
                    halt=halt,
                    uptime=self._uptime,
                    hooks=self._hooks,
                    anchoring=self._anchoring,
                )
            except Exception as error:
                _log.error("sweep_broke", error=type(error).__name__)


class _Metronome:
    """APScheduler, which has no types: one interval job in memory, and beats in between."""

    def __init__(self, beat: Callable[[], None], seconds: float) -> None:
        self._beat, self._seconds = beat, seconds
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        """Beat now, and every so many seconds."""
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(max_workers=2)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        first = {"next_run_time": _now()}
        self._scheduler.add_job(self._beat, "interval", seconds=self._seconds, id="sweep", **first)
        self._scheduler.start()

    def beat_now(self) -> None:
        """One beat more, at once."""
        if self._scheduler:
            self._scheduler.add_job(self._beat, "date", run_date=_now())

    def stop(self) -> None:
        """No beat after this one."""
        if self._scheduler:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None


def _now() -> datetime:
    """The time by which the metronome runs: the machine's, whatever clock the office has."""
    return SystemClock().now()
