"""Every guard of the product, taken out one at a time: does any test miss it?"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from tests.access.guards import ROOT, Place, places
from tests.access.without import Job, ran

Found: TypeAlias = Mapping[str, Any]

TAGS = "route tag"
_TAGGED = "tests/api/http/test_policy.py::test_the_application_tags_all_it_serves"
_FOLDERS = ("engine", "notifications", "store", "service", "access", "api", "scenarios", "runner")
_NEVER = ("test_guard_deletion.py", "test_schemathesis.py")
"""The first would take guards out again; the second takes longer than all the others."""


@cache
def every_place() -> tuple[Place, ...]:
    """All of them; those that take long to miss are spread among the others."""
    return tuple(places())


DOUBLED: Mapping[str, str] = {
    "engine/store/feeds.py, _DAYS: VISIBLE": "whoever owns a deadline takes part: _OWNED",
    "engine/store/feeds.py, _DAYS: part_visible(DEADLINE.c.child_id)": "the same, by reaches",
}
"""Guards behind which another one keeps the same from the same people, and which that is."""


def unguarded(first: int, many: int) -> Found:
    """Take this many guards out, from this one on, each by itself; and who misses it."""
    chosen = every_place()[first : first + many]
    by = {place: missed_by(place) for place in chosen}
    return {
        "places": len(chosen),
        "caught": sum(each != "" for each in by.values()),
        "kinds": sorted({place.kind for place in chosen}),
        "survived": [_told(place) for place, each in by.items() if not each],
        "by": {str(place): each for place, each in by.items()},
    }


def _told(place: Place) -> str:
    why = DOUBLED.get(str(place))
    return f"{place.kind}: {place}" + (f" (kept by another: {why})" if why else "")


def missed_by(place: Place) -> str:
    """The first test that is red without the guard; "" when none is."""
    for tests in stages(place):
        (found,) = ran([Job(tests, place)])
        if found.is_red:
            return next(iter(found.failed))
        if found.code not in {0, 5}:  # 5: none of these runs without PostgreSQL
            return f"nothing starts: {found.failed}"
    return ""


def stages(place: Place) -> Iterator[Sequence[str]]:
    """The tests to be run: those of its module, of what uses it, of all the rest."""
    if place.kind == TAGS:
        yield [_TAGGED]
        return
    module = place.path.removesuffix(".py").replace("/", ".")
    users = _users({module})
    seen: set[str] = set()
    for modules in ({module}, users, _users(users)):
        files = [file for file, text in _tests().items() if _imports_any(text, modules)]
        new = [file for file in files if file not in seen]
        seen |= {*new}
        if new:
            yield new
    yield [file for file in _tests() if file not in seen]


def _users(modules: set[str]) -> set[str]:
    """These, and every module that imports one of them."""
    return modules | {name for name, text in _product().items() if _imports_any(text, modules)}


@cache
def _product() -> Mapping[str, str]:
    """The text of each module."""
    return {
        path.relative_to(ROOT).as_posix().removesuffix(".py").replace("/", "."): path.read_text()
        for package in ("engine", "api", "notifications")
        for path in sorted((ROOT / package).rglob("*.py"))
    }


@cache
def _tests() -> Mapping[str, str]:
    """The text of each file of tests, the quick ones in front."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text()
        for folder in _FOLDERS
        for path in sorted(Path(ROOT, "tests", folder).rglob("test_*.py"))
        if path.name not in _NEVER
    }


def _imports_any(text: str, modules: set[str]) -> bool:
    return bool(_named(text) & modules)


@cache
def _named(text: str) -> frozenset[str]:
    """Every module that a text may import: each that it names, and each in a package of these."""
    found = set[str]()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return frozenset(found)
