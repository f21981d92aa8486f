"""One process owns the database, and a lock file beside it says which."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from engine.errors import ConfigurationError


class OwnerLock:
    """A lock file that one process holds; it is free when that process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Hold it.

        Raises:
            ConfigurationError: it is held already.
        """
        file = self._path.open("a+", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise ConfigurationError(
                f"Another process (number {holder}) works on this database and holds "
                f"{self._path}. Stop that one first: two would send everything twice."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def give_back(self) -> None:
        """Let it go; the file stays, for a removed one could be held twice."""
        if self._file:
            self._file.close()
            self._file = None
