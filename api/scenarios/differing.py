"""Compare what was expected with what was found, and say the difference in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

Row: TypeAlias = Mapping[str, object]


def otherwise(expected: object, found: object) -> str:
    """The sentence of a difference."""
    return f"expected {words(expected)}, found {words(found)}"


def same_keys(expected: Iterable[str], found: Iterable[str]) -> bool:
    """Whether both name the same, in any order; twice is not once."""
    return sorted(expected) == sorted(found)


def rows_otherwise(expected: Sequence[Row], found: Sequence[Row]) -> str | None:
    """How the rows found differ from those expected, by the keys given; their order is free.

    Only the rows that differ are named. None when each has its counterpart.

    >>> rows_otherwise([{"about": "a"}], [{"about": "a", "due": "2026-03-02"}])
    >>> rows_otherwise([{"about": "a", "due": "2026-03-03"}], [{"about": "a", "due": "2026-03-02"}])
    'expected a (due 2026-03-03), found a (due 2026-03-02)'
    """
    left, absent = list(found), []
    for row in sorted(expected, key=len, reverse=True):  # what says most chooses first
        match = next((each for each in left if _fits(row, each)), None)
        if match is None:
            absent.append(row)
        else:
            left.remove(match)
    if not absent and not left:
        return None
    keys = {name for row in expected for name in row} or {"about", "due", "to", "on", "times"}
    shown = [{name: row[name] for name in row if name in keys} for row in left]
    return otherwise(absent or "nothing more", shown or "nothing of the kind")


def words(value: object) -> str:
    """A value for people: a list with semicolons, a row by its first value."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        (_, name), *others = value.items()
        said = ", ".join(f"{key} {words(each)}" for key, each in others)
        return f"{words(name)} ({said})" if said else words(name)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(words(each) for each in value) or "nothing"
    return "nothing" if value is None else str(value)


def _fits(expected: Row, found: Row) -> bool:
    return all(found.get(key) == value for key, value in expected.items())
