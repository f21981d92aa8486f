"""Habits that decay without a check: each test says why the habit is there."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.house.source import PRODUCT, ROOT, modules, name_of, project_files, text_of, tree_of

# The rooms of the engine that touch the world. All others are pure: a new one is, unless it is
# named here.
IMPURE = {
    "clock",
    "files",
    "loader",
    "machine",
    "ports",
    "runner",
    "service",
    "settings",
    "store",
}
CLOCK = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}
MACHINE_PATH = re.compile(r"(?<![\w./-])/(work|root|farm|opt)/")


def room(path: Path) -> str:
    """Name the room of the engine that a file is in: `store` for engine/store/tables.py."""
    return path.relative_to(ROOT / "engine").parts[0].removesuffix(".py")


def rooms() -> set[str]:
    """List the rooms of the engine that are written."""
    return {room(path) for path in modules("engine")} - {"__init__"}


def found(
    paths: Iterable[Path], wrong: Callable[[ast.AST], bool], *, but: Iterable[str] = ()
) -> str:
    """List where a habit is broken, one place a line."""
    allowed = set(but)
    return "\n".join(
        f"{name_of(path)}:{getattr(node, 'lineno', 1)}"
        for path in paths
        if name_of(path) not in allowed
        for node in ast.walk(tree_of(path))
        if wrong(node)
    )


def last_name(node: ast.expr) -> str:
    """Give the last word of a dotted name: `datetime` for `datetime` and `dt.datetime`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def reads_the_clock(node: ast.AST) -> bool:
    """Recognise the clock, also when it is passed on uncalled or imported by name."""
    if isinstance(node, ast.Attribute):
        return (last_name(node.value), node.attr) in CLOCK
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return any(alias.name in {"time", "time_ns"} for alias in node.names)
    return False


def commits(node: ast.AST) -> bool:
    """Recognise a call of any method named commit."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    )


def prints(node: ast.AST) -> bool:
    """Recognise a call of print."""
    return isinstance(node, ast.Call) and last_name(node.func) == "print"


def says_any(node: ast.AST) -> bool:
    """Recognise the type that allows everything."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "typing" and any(alias.name == "Any" for alias in node.names)
    return isinstance(node, ast.Attribute) and (last_name(node.value), node.attr) == (
        "typing",
        "Any",
    )


def comments(path: Path) -> list[tuple[int, str]]:
    """List the comments of a module with their lines; a text in quotes is no comment."""
    tokens = tokenize.generate_tokens(io.StringIO(text_of(path)).readline)
    return [(each.start[0], each.string) for each in tokens if each.type == tokenize.COMMENT]


def commented(pattern: str) -> str:
    """List the comments that match a pattern, one place a line.

    A comment ends its line, so a file in which no line matches has none; to read a file as Python
    does takes a hundred times as long.
    """
    wanted = re.compile(pattern)
    return "\n".join(
        f"{name_of(path)}:{line}: {text}"
        for path in modules()
        if any(map(wanted.search, text_of(path).splitlines()))
        for line, text in comments(path)
        if wanted.search(text)
    )


def test_only_the_clock_module_reads_the_clock() -> None:
    places = found(modules(), reads_the_clock, but=["engine/clock.py"])

    assert not places, f"Time is an argument: ask the Clock that was passed in.\n{places}"


def test_only_the_unit_of_work_commits() -> None:
    places = found(modules(*PRODUCT), commits, but=["engine/store/unit_of_work.py"])

    assert not places, f"One command is one transaction: leave the unit of work instead.\n{places}"


def test_only_the_command_line_prints() -> None:
    speakers = [
        path for path in modules("api") if path.match("api/cli.py") or path.match("api/demo*.py")
    ]
    places = found(modules(*PRODUCT), prints, but=map(name_of, speakers))

    assert not places, f"A server's output is its log: log at the edge, or return it.\n{places}"


def test_the_rules_say_their_types() -> None:
    places = found((path for path in modules("engine") if room(path) not in IMPURE), says_any)

    assert not places, f"Any would let a rule compare what cannot be compared.\n{places}"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("source_modules", rooms() - IMPURE, id="what is pure"),
        pytest.param("forbidden_modules", rooms() & IMPURE, id="what it may not import"),
    ],
)
def test_the_import_contract_knows_every_room(key: str, expected: set[str]) -> None:
    config = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    pure = next(
        each for each in config["tool"]["importlinter"]["contracts"] if each["id"] == "pure"
    )
    missing = sorted({f"engine.{name}" for name in expected} - set(pure[key]))

    assert not missing, (
        f"Pure is what the contract says: add {missing} to {key} of the contract 'pure' in "
        "pyproject.toml, or to IMPURE here when it has to touch the world"
    )


def test_no_file_knows_the_machine_it_was_made_on() -> None:
    places = [
        f"{name_of(path)}:{number}"
        for path in project_files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]

    assert not places, "A path of one machine is broken on every other:\n" + "\n".join(places)


def test_the_requirements_name_no_address() -> None:
    places = [
        name_of(path)
        for path in project_files()
        if path.parent == ROOT / "requirements" and "://" in text_of(path)
    ]

    assert not places, f"Whoever installs chooses the registry; run `make lock`: {places}"


def test_an_ignored_type_says_which_and_why() -> None:
    places = commented(r"type:\s*ignore(?!\[[\w, -]+\]\s*#?\s*\S)")

    assert not places, f"A bare ignore hides the next mistake too; name code and reason.\n{places}"


def test_nothing_is_hidden_from_coverage() -> None:
    places = commented(r"pragma:\s*no\s*cover")

    assert not places, f"What no test reaches should be seen, or deleted.\n{places}"


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        pytest.param("datetime.now(UTC)", reads_the_clock, id="the clock"),
        pytest.param("field(default_factory=dt.datetime.now)", reads_the_clock, id="uncalled"),
        pytest.param("from time import time", reads_the_clock, id="by name"),
        pytest.param("session.commit()", commits, id="a commit"),
        pytest.param("print('late')", prints, id="a print"),
        pytest.param("from typing import Any", says_any, id="Any"),
    ],
)
def test_a_broken_habit_is_seen(source: str, wrong: Callable[[ast.AST], bool]) -> None:
    assert any(wrong(node) for node in ast.walk(ast.parse(source)))


def test_a_passed_clock_is_no_broken_habit() -> None:
    assert not any(reads_the_clock(node) for node in ast.walk(ast.parse("clock.now()")))
