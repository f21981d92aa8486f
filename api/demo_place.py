"""Where the demo is kept, and where it is made: what stands in its place is whole.

Making it is thousands of small commands that each wait for the disk. Nothing is lost when it is
thrown away half-way, so it is made in memory where there is a folder for that.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from engine.runner.owner import OwnerLock

MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder in it that only we may enter
ROOM = 256 * 1024 * 1024
"""What must be free there, in bytes: many times what 120 cases take."""


def caseload_in(home: Path) -> Path:
    """The folder of the caseload; it is there whole or not at all."""
    return home / "caseload"


def make_in(home: Path, fill: Callable[[Path], None]) -> None:
    """Let ``fill`` make the caseload in a folder apart, and put it in its place when it is whole.

    What an earlier run left half-way is thrown away first, and so is this one when it ends early.

    Raises:
        ConfigurationError: another process is making it.
    """
    own = OwnerLock(home / "making.lock")
    own.take()
    try:
        _clear(home)
        with _ended_by_signal():
            fill(_workplace(home / "making"))
            shutil.copytree(home / "making", home / "made")
            (home / "made").rename(caseload_in(home))
    finally:
        _clear(home)
        own.give_back()


def _workplace(making: Path) -> Path:
    """An empty folder; a link to it stays where the next run finds it."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        making.symlink_to(tempfile.mkdtemp(prefix="regietafel-", dir=MEMORY))
    else:
        making.mkdir()
    return making.resolve()


def _clear(home: Path) -> None:
    making = home / "making"
    shutil.rmtree(making.resolve(), ignore_errors=True)
    making.unlink(missing_ok=True)
    shutil.rmtree(home / "made", ignore_errors=True)


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Let SIGTERM end it as Ctrl+C does, so that nothing is left lying about."""

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
