"""Anchors in a folder: a new file for each, never overwritten.

Mounted on storage that lets nobody change a file afterwards, it is the proof that the database
cannot give of itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import count, groupby
from pathlib import Path

from engine import anchor
from engine.anchor import AnchorFile
from engine.ports import NotSent, Sent


class AnchorFolder:
    """Keeps each anchor as a file, with all that is needed to look every row up again."""

    name = "folder"

    def __init__(self, folder: Path) -> None:
        """Keep where files go; nothing is written yet."""
        self._folder = folder

    def keep(self, file: AnchorFile) -> Sent | NotSent:
        """Write the file and see it on the disk; one that is there already is not touched."""
        content = anchor.written(file).encode()
        stem = anchor.file_stem(file.anchor)
        # What a crash cut short stays as it is, and another is written beside it.
        names = (self._folder / f"{stem}-{nth}.json" for nth in count(1))
        try:
            next(name for name in names if _is_kept(name, content))
            _on_the_disk(self._folder)
        except OSError as error:
            return NotSent(f"The folder takes no anchor: {error.strerror}.")
        return Sent()


def anchors_in(folder: Path) -> Iterator[tuple[str, AnchorFile | None]]:
    """Every anchor of a folder by its name, the oldest first; None where no file can be read."""
    names = sorted(path for path in folder.iterdir() if path.match("anchor-*.json"))
    for stem, paths in groupby(names, lambda path: path.stem.rpartition("-")[0]):
        files = (anchor.read(path.read_text(encoding="utf-8", errors="replace")) for path in paths)
        yield stem, next((file for file in files if file is not None), None)


def newest_in(folder: Path) -> AnchorFile | None:
    """The newest anchor of a folder that can be read; None where there is none."""
    names = sorted(folder.glob("anchor-*.json"), reverse=True)
    files = (anchor.read(path.read_text(encoding="utf-8", errors="replace")) for path in names)
    return next((file for file in files if file is not None), None)


def _is_kept(path: Path, content: bytes) -> bool:
    """Write a new file; whether this is it, or was it before."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    except FileExistsError:
        return path.read_bytes() == content
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):  # where nobody may take a file away it stays, cut short
            path.unlink()
        raise
    return True


def _on_the_disk(folder: Path) -> None:
    """See the name of a new file on the disk too, not only what it holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
