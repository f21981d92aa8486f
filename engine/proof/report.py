"""What came of proving a definition: of each invariant, and what was found beside them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.definition import Invariant
from engine.proof.search import Path
from engine.text import Text


@dataclass(frozen=True)
class Failing:
    """The shortest way to where an invariant does not hold, and what is wrong there."""

    path: Path
    says: Text


@dataclass(frozen=True)
class Proved:
    """It holds on every path. ``binds`` is False where it rests on a rule in shadow."""

    searched: int
    left_out: tuple[str, ...] = ()
    """The dimensions that may have been anything."""

    binds: bool = True


@dataclass(frozen=True)
class Broken:
    """It does not hold; ``replayed`` says whether the real engine went the same way."""

    searched: int
    failing: Failing
    left_out: tuple[str, ...] = ()
    replayed: bool | None = None


@dataclass(frozen=True)
class NotProved:
    """Nobody knows: the search did not come to an end, or to none that the engine can go."""

    searched: int
    why: Text


Verdict: TypeAlias = Proved | Broken | NotProved


@dataclass(frozen=True)
class Finding:
    """Something that nobody meant: a guard without effect, a state that nobody reaches."""

    key: str
    where: str
    says: Text
    falls_short: bool = True
    """Whether the definition should not be used like this; else it is only a remark."""


@dataclass(frozen=True)
class Report:
    """All that is known of one definition."""

    checked: tuple[tuple[Invariant, Verdict], ...]
    findings: tuple[Finding, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every invariant is proved, and nothing found falls short."""
        proved = all(isinstance(verdict, Proved) for _, verdict in self.checked)
        return proved and not any(found.falls_short for found in self.findings)


TOO_MUCH = Text(
    nl="De grens van het zoeken is bereikt.",
    en="The limit of the search was reached.",
)
NOT_PLAYED = Text(
    nl="Er is een weg gevonden die de echte engine niet gaat.",
    en="A way was found that the real engine does not go.",
)
