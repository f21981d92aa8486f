"""How much a search may cost: combinations, and whatever clock the caller hands in. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MOST = 2_000_000
"""So many combinations are searched for one invariant; beyond that nothing is promised."""


class LimitReached(Exception):
    """The search was stopped before it knew the answer."""


def never() -> bool:
    """No limit in time."""
    return False


@dataclass(slots=True)
class Budget:
    """Counts combinations; ``is_late`` says when the time is up, which only the caller knows."""

    most: int = MOST
    is_late: Callable[[], bool] = never
    spent: int = 0
    _asked: int = 0

    def spend(self, combinations: int = 1) -> None:
        """Count what is about to be looked at.

        Raises:
            LimitReached: it is too much, or too late.
        """
        self.spent += combinations
        if self.spent > self.most:
            raise LimitReached
        if self.spent - self._asked >= 1_000:  # a clock costs more than a combination
            self._asked = self.spent
            if self.is_late():
                raise LimitReached
