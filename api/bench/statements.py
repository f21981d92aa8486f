"""How many statements a command sends."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

READS = frozenset({"SELECT"})
WRITES = frozenset({"INSERT", "UPDATE", "DELETE"})


@dataclass(frozen=True, slots=True)
class Tally:
    """Statements that read and that write; BEGIN, COMMIT and settings are neither."""

    reads: int
    writes: int

    def __str__(self) -> str:
        """The sum, and how it is made up."""
        return f"{self.reads + self.writes} ({self.reads} + {self.writes})"


def tally(statements: Sequence[str]) -> Tally:
    """Count them by their first word."""
    verbs = [statement.split(None, 1)[0].upper() for statement in statements]
    return Tally(
        sum(verb in READS for verb in verbs),
        sum(verb in WRITES for verb in verbs),
    )


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.INFO)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())


@contextmanager
def statements_sent() -> Iterator[list[str]]:
    """What is sent to the database meanwhile, as SQLAlchemy logs it: slow, so never timed.

    The values of each statement are a line of their own, in brackets, which no tally counts.
    """
    heard: list[str] = []
    logger, listener = logging.getLogger("sqlalchemy.engine.Engine"), _Listener(heard)
    before, passed_on = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(listener)
    try:
        yield heard
    finally:
        logger.removeHandler(listener)
        logger.propagate = passed_on
        logger.setLevel(before)
