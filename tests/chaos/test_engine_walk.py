"""Whatever people do to the real engine, cases go only where the proof has been."""

import sys

import pytest

from tests.chaos.walk import walked
from tests.kept import a_store
from tests.store.databases import KINDS

SEED = 6
COMMANDS = 3_000
FLOOR = 0.8
"""The share of the steps of each workflow that the walk makes at least; this seed makes more."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_engine_goes_nowhere_that_the_proof_did_not_know(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_store(kind) as store:
        walk = walked(store, SEED, COMMANDS)

    shares = {name: walk.share(name) for name in sorted(walk.workflows)}
    with capsys.disabled():
        sys.stdout.write(f"\nseed {SEED}, {kind}: {walk.told()}\n")
    assert min(shares.values()) >= FLOOR, shares
    assert walk.promises.kept.total() >= 100, "a walk that avoids what is promised shows nothing"
