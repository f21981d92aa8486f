"""Writers take turns."""

from __future__ import annotations

from collections import deque
from threading import Lock

from engine.errors import Busy


class ArrivalLock:
    """One writer at a time, in order of arrival (SQLite's busy handler is no queue).

    A thread that holds the turn does not get it twice: it would wait for itself.
    """

    def __init__(self, patience_s: float = 5.0) -> None:
        self._guard, self._waiting, self._busy = Lock(), deque[Lock](), False
        self._patience_s = patience_s

    def __enter__(self) -> None:
        """Wait for the turn.

        Raises:
            Busy: it did not come within ``patience_s`` seconds.
        """
        with self._guard:
            if not self._busy:
                self._busy = True
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        if turn.acquire(timeout=self._patience_s):
            return
        with self._guard:
            if turn in self._waiting:  # else the turn came at this very moment
                self._waiting.remove(turn)
                raise Busy(self._patience_s)

    def __exit__(self, *_: object) -> None:
        """Hand the turn to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()  # handed over: nobody can slip in between
            else:
                self._busy = False
