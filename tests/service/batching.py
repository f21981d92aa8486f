"""Batches asked for at a desk, and done by the tick."""

import pytest

from engine.service.at_table import Changed
from engine.service.batch_orders import AskBatch
from engine.service.batches import BatchShown, ask_batch
from engine.service.delivery import Channels
from engine.service.tick import TickReport, tick
from engine.span import Span
from tests.runner.outbox import FakeChannel
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.roads import a_placement

FIRST, SECOND = "preparation", "analysis_afterwards"


@pytest.fixture
def cases(desk: Desk) -> tuple[CaseAtDesk, CaseAtDesk]:
    """Open a placement in two families; Cora coordinates the region of both."""
    other = another_family(desk)
    return a_placement(desk), other.opens()


def ids(*cases: CaseAtDesk) -> tuple[str, ...]:
    """The deadlines on preparing a placement of these cases."""
    return tuple(case.owed[FIRST].public_id for case in cases)


def asked(desk: Desk, order: AskBatch, by: str = "cora") -> str:
    """Ask a batch; its public id."""
    made = ask_batch(desk.viewers[by], desk.office, order)
    assert isinstance(made, Changed)
    return made.id


def ticks(desk: Desk, channel: FakeChannel | None = None) -> TickReport:
    """Let the clock do what waits; nothing may break."""
    channels: Channels = {"email": channel or FakeChannel()}
    report = tick(desk.office, channels)
    assert report.broken == 0
    return report


def became(shown: BatchShown) -> list[str]:
    """List what became of each item, what was not done first."""
    return [item.state for item in shown.items]


TWO_WEEKS = {"act": "extend", "by": Span(weeks=2), "reason": "zomer"}
