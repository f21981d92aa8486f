"""What is wrong in definition files: file, line, place, and one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from engine.errors import RegietafelError
from engine.span import did_you_mean

Place: TypeAlias = tuple[str | int, ...]
"""Where something stands in a file: its keys and list positions from the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in a definition.

    ``where`` names the place for people, ``at`` leads to the line: ``("states", "placed")``.
    The loader fills in ``file`` and ``line`` for what was found after reading.
    """

    says: str
    where: str = ""
    file: str = ""
    line: int = 0
    at: Place = field(default=(), compare=False)

    def __str__(self) -> str:
        """The problem as it is listed under its file."""
        line = f"line {self.line}" if self.line else ""
        return ": ".join(part for part in (line, self.where, self.says) if part)


class DefinitionError(RegietafelError):
    """Definition files hold mistakes; all of them are listed, file by file."""

    code = "definition"

    def __init__(self, problems: Iterable[Problem]) -> None:
        # A stable sort: what stands on one line stays in the order in which it was found.
        self.problems = tuple(sorted(problems, key=lambda found: (found.file, found.line)))
        files = groupby(self.problems, key=lambda found: found.file)
        super().__init__("\n".join(_listed(file, list(found)) for file, found in files))


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """That there is no such thing, and which one was probably meant.

    >>> unknown("act", "placment", ["placement"])
    "no act 'placment'; did you mean 'placement'?"
    """
    return f"no {kind} '{name}'{did_you_mean(name, known)}"


def dotted(path: Place) -> str:
    """A path as people write it: ``transitions.place.by``."""
    return ".".join(str(part) for part in path)


def _listed(file: str, problems: list[Problem]) -> str:
    lines = [f"{file or 'definition'}: {len(problems)} problem(s)"]
    return "\n".join(lines + [f"  {problem}" for problem in problems])
