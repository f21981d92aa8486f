"""Processes of their own on a database of their own, which is put back as it was."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql

from engine.store.store import open_store
from tests.conftest import OWN, create_postgres, postgres_server, postgres_url, worker_name
from tests.store.databases import postgres_template, sqlite_template

EMERGENCY_S = 600

_names = count()


class Copies:
    """One database at one address, put back as it was before each run."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._is_sqlite = kind == "sqlite"
        self.folder = folder
        self._file, self._base = folder / "cases.sqlite", folder / "base.sqlite"
        self._name = f"copy_{worker_name()}_{next(_names)}"
        if self._is_sqlite:
            shutil.copyfile(sqlite_template(), self._file)
        else:
            create_postgres(self._name, postgres_template())
        self.url = f"sqlite:///{self._file}" if self._is_sqlite else postgres_url(self._name)
        self.store = open_store(self.url)

    def keep(self) -> None:
        """What is there now is what every run begins with."""
        self.store.close()
        if self._is_sqlite:
            shutil.copyfile(self._file, self._base)
        else:
            create_postgres(f"{self._name}_base", self._name)

    def put_back(self) -> None:
        """Forget the last run."""
        self.store.close()
        if self._is_sqlite:
            for left in self._file.parent.glob("cases.sqlite*"):
                left.unlink()  # its journal too
            shutil.copyfile(self._base, self._file)
        else:
            self._drop(self._name)
            create_postgres(self._name, f"{self._name}_base")

    def throw_away(self) -> None:
        """Leave nothing on the shared server."""
        self.store.close()
        if not self._is_sqlite:
            self._drop(self._name)
            self._drop(f"{self._name}_base")

    def _drop(self, name: str) -> None:
        drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
        with psycopg.connect(postgres_server().get_uri(), autocommit=True) as connection:
            connection.execute(drop)


@contextmanager
def a_copy(kind: str) -> Iterator[Copies]:
    """Lend a database with tables and without rows."""
    with TemporaryDirectory(prefix="copy-", dir=OWN) as folder:
        copies = Copies(kind, Path(folder))
        try:
            yield copies
        finally:
            copies.throw_away()


@contextmanager
def apart(serve: Callable[..., None], *said: Any) -> Iterator[Pipe]:
    """Let ``serve`` run in a fresh process without threads, which may fork; a pipe to it.

    It ends when the pipe is closed.
    """
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there, *said))
    process.start()
    there.close()  # so that its end is heard here when it breaks
    try:
        yield here
    finally:
        here.close()
        process.join(EMERGENCY_S)


def heard(pipe: Pipe) -> Any:
    """Wait for what the other end says."""
    assert pipe.poll(EMERGENCY_S)
    return pipe.recv()
