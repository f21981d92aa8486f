"""What usually happens to a case: a road of legs, and how many cases stand where on it.

A life is a road up to some leg. Only steps and days stand in it; what a step asks is found out
by trying it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from api.caseload.intents import Intent, Open

Leg: TypeAlias = tuple[Intent, ...]
Road: TypeAlias = Mapping[str, Leg]

END = (30, 330)
"""An end lies anywhere in the year."""

AGES = (4.0, 17.0)
"""How old the eldest child is on the first day, if nothing else is asked."""


def up_to(road: Road, stop: str, *then: Intent) -> Leg:
    """Everything on the road up to and with this leg, and what comes after it."""
    legs = list(road)
    walked = legs[: legs.index(stop) + 1]
    return (*(intent for leg in walked for intent in road[leg]), *then)


@dataclass(frozen=True, slots=True)
class Kind:
    """Lives of one kind: how many of a full caseload, and how many days ago they got there."""

    count: int
    plan: Leg
    since: tuple[int, int] = (0, 20)
    ages: tuple[float, float] = AGES
    region: str = ""  # where it must be; anywhere when empty
    careful: bool = False  # no date is let go


def workflow_of(plan: Leg) -> str:
    """The workflow of the case that this life opens."""
    return next(intent.workflow for intent in plan if isinstance(intent, Open))
