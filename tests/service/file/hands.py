"""A case taken in hand to look at, as a page does that gathers several parts at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.service.command import CaseInHand, looking
from tests.service.builders import CaseAtDesk


@contextmanager
def in_hand(case: CaseAtDesk, by: str = "bram") -> Iterator[CaseInHand]:
    """Let somebody look at the case."""
    with looking(case.desk.viewers[by], case.desk.office, case.id, "test") as work:
        yield work
