"""Run scenario files: all of them, and of each the first difference with file and line."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.scenarios.grammar import read_scenario
from api.scenarios.play import play
from api.scenarios.world import publish
from engine.library import Library
from engine.problems import DefinitionError, Problem
from engine.store import schema
from engine.store.store import Store, open_store

_BEFORE_ANY = datetime(2000, 1, 1, tzinfo=UTC)
"""When what several scenarios go by was published: before any of them starts."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one scenario; without problems it went as its file expects."""

    file: str
    name: str
    problems: tuple[Problem, ...] = ()

    def lines(self) -> list[str]:
        """Each problem behind its file and line, as editors jump to it."""
        return [
            f"{found.file}:{found.line}: {': '.join(filter(None, (found.where, found.says)))}"
            for found in self.problems
        ]

    def as_data(self) -> dict[str, object]:
        """The same for a program."""
        problems = [
            {"file": found.file, "line": found.line, "where": found.where, "says": found.says}
            for found in self.problems
        ]
        return {"file": self.file, "scenario": self.name, "problems": problems}


@dataclass(frozen=True, slots=True)
class Report:
    """What came of all of them."""

    results: tuple[Result, ...]

    @property
    def failed(self) -> tuple[Result, ...]:
        """Those that went otherwise than their file expects."""
        return tuple(result for result in self.results if result.problems)


def shipped(folder: Path) -> list[Path]:
    """The scenario files beside the workflows of a folder of definitions."""
    return sorted(folder.glob("*/scenarios/*.yaml"))


def inside(paths: Iterable[Path]) -> list[Path]:
    """These files, and the YAML files below these folders."""
    return [
        file
        for path in paths
        for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])
    ]


def run_all(
    files: Iterable[Path],
    library: Library,
    *,
    store_url: str | None = None,
    watch: Callable[[Result], None] = lambda _: None,
) -> Report:
    """Play every file, each in its own world; ``watch`` hears of each as it ends."""
    results = []
    with blank_database() as blank:
        for file in files:
            results.append(run(file, library, store_url=store_url, blank=blank))
            watch(results[-1])
    return Report(tuple(results))


def run(
    source: Path | str,
    library: Library,
    *,
    file: str = "scenario",
    store_url: str | None = None,
    blank: Path | None = None,
) -> Result:
    """Play one scenario: a file, or its text under the name ``file``.

    Args:
        store_url: the database, which keeps what is played; none means a fresh SQLite file.
        blank: a file that already has the tables, to copy instead of making them; beside it
            stays the same with what a region goes by, for the next scenario.

    Raises:
        ConfigurationError: the database cannot be used.
    """
    text = source if isinstance(source, str) else source.read_text(encoding="utf-8")
    file = file if isinstance(source, str) else str(source)
    try:
        read = read_scenario(text, file)
    except DefinitionError as error:
        return Result(file, file, error.problems)
    if blank and store_url is None:
        blank = _published(blank, library, read.scenario.region)
    with _fresh(blank) if store_url is None else _opened(store_url) as store:
        found = play(read, library, store)
    return Result(file, read.scenario.scenario, (found,) if found else ())


@contextmanager
def blank_database() -> Iterator[Path]:
    """Lend an SQLite file with the tables and nothing in them."""
    with tempfile.TemporaryDirectory(prefix="regietafel-") as folder:
        file = Path(folder) / "blank.sqlite"
        with _opened(f"sqlite:///{file}"):
            yield file


def _published(blank: Path, library: Library, region: str) -> Path:
    """The file with all that the region goes by published in it, made once for each library."""
    of_region = sorted(one.hash for (_, where), one in library.workflows.items() if where == region)
    name = hashlib.sha256("".join(of_region).encode()).hexdigest()
    file = blank.with_name(f"{name}.sqlite")
    if not file.exists():
        shutil.copyfile(blank, file)
        with _opened(f"sqlite:///{file}") as store:
            publish(store, library, region, now=_BEFORE_ANY)
    return file


@contextmanager
def _fresh(blank: Path | None) -> Iterator[Store]:
    """A database of one's own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="regietafel-") as folder:
        file = Path(folder) / "scenario.sqlite"
        if blank:
            shutil.copyfile(blank, file)
        with _opened(f"sqlite:///{file}") as store:
            yield store


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    """The database at ``url``, with its tables."""
    store = open_store(url)
    try:
        if schema.schema_problem(store):
            schema.upgrade(store)
        yield store
    finally:
        store.close()
