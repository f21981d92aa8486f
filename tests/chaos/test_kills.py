"""Whoever is killed in the middle has lost nothing that was confirmed, and left nothing half."""

import sys
from collections.abc import Iterator

import pytest

from tests.chaos.errands import STEPS
from tests.chaos.kills import KILLED, Killing, killing
from tests.chaos.victim import At
from tests.store.databases import KINDS

COMMANDS: tuple[tuple[At, float], ...] = (
    *(("statement", share) for share in (0.5, 1.0)),
    *(("commit", 1.0), ("committed", 1.0)),
)
TICKS: tuple[tuple[At, float], ...] = (
    ("statement", 0.3),
    *(("commit", share) for share in (0.0, 0.4, 0.7)),
    *(("committed", share) for share in (0.0, 0.6)),
    *(("send", 0.0), ("send", 1.0), ("sent", 0.0), ("sent", 1.0)),
)
MOMENTS = [
    pytest.param(step.name, at, share, id=f"{step.name}, {at} at {share}")
    for step in STEPS[:-1]
    for at, share in (TICKS if step.name.startswith("tick") else COMMANDS)
]
"""Of each command: statements, and around its commit. Of each tick: around every letter too."""


@pytest.fixture(scope="module", params=KINDS)
def scene(request: pytest.FixtureRequest) -> Iterator[Killing]:
    """Lend the same client for all moments on a database."""
    with killing(request.param) as scene:
        sys.stdout.write(f"{request.param}: {scene.came}\n")
        yield scene


@pytest.mark.parametrize(("step", "at", "share"), MOMENTS)
def test_a_kill_loses_nothing_and_doubles_nothing(
    scene: Killing, step: str, at: At, share: float
) -> None:
    scene.begins()
    moment = scene.moment(step, at, share)

    assert scene.runs(until=moment) == KILLED, moment
    between = scene.unmarked("sent")

    assert (at == "sent") <= bool(between)
    assert scene.is_as_if_never_killed() == between
