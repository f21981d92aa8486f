"""Every life of a full caseload, and what comes of the cases that open beside them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from api.caseload.lives import (
    assigned_help,
    away,
    coming_of_age,
    council,
    crisis,
    home,
    regie,
    table,
)
from api.caseload.roads import Kind, Leg

KINDS: tuple[tuple[Kind, ...], ...] = (
    table.KINDS,
    away.KINDS,
    assigned_help.KINDS,
    crisis.KINDS,
    home.KINDS,
    council.KINDS,
    regie.KINDS,
    coming_of_age.KINDS,
)
"""By workflow; a full caseload but for the two cases of the story."""

BESIDE: Mapping[str, tuple[Leg, ...]] = {
    "council_investigation": (council.INVESTIGATION, council.WAITED),
    "supervision_order_review": (council.ORDER_FOLLOWS,),
    "transition_18": coming_of_age.BY_THE_CLOCK,
}
"""What comes of a case that a step or the clock opened, in turn; by workflow."""


def shuffled(rng: Random) -> list[Kind]:
    """Every life, so that the first of them are a fair part of each workflow."""
    placed: list[tuple[float, int, Kind]] = []
    for nth, kinds in enumerate(KINDS):
        lives = [kind for kind in kinds for _ in range(kind.count)]
        rng.shuffle(lives)
        placed += [((at + 0.5) / len(lives), nth, kind) for at, kind in enumerate(lives)]
    return [kind for _, _, kind in sorted(placed, key=lambda one: one[:2])]
