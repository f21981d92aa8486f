"""What a client knows for certain: each line is on the disk before the client goes on."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


class Notebook:
    """A file of lines that a crash of the process, or of the machine, does not take back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)

    def write(self, **said: Any) -> None:
        """Add a line, and wait for the disk."""
        os.write(self._file, json.dumps(said).encode() + b"\n")
        os.fsync(self._file)

    def read(self) -> list[dict[str, Any]]:
        """Read every line so far."""
        return lines_of(self._path)

    def close(self) -> None:
        """Write no more."""
        os.close(self._file)


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Read a notebook that somebody else wrote, if they came so far."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]
