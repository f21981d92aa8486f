"""The numbers by which a machine is watched; nothing in them is about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.service.office import Office
from engine.service.tick import SWEEP
from engine.store import figures, heartbeat
from engine.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is, and when the clock at work ran last."""

    open_cases: Mapping[str, int]  # by workflow
    notices: Mapping[str, int]  # by state
    last_sweep: datetime | None


def figures_of(office: Office) -> Figures:
    """The numbers now."""
    with reading(office.store) as connection:
        return Figures(
            open_cases=figures.open_cases(connection),
            notices=figures.notices_by_state(connection),
            last_sweep=heartbeat.last(connection, SWEEP),
        )


def sweep_age(office: Office) -> timedelta | None:
    """How long ago the clock at work ran last; None if it never did. Asks the database."""
    with reading(office.store) as connection:
        last = heartbeat.last(connection, SWEEP)
    return None if last is None else office.clock.now() - last
