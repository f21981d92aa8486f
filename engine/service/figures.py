"""The numbers by which a machine is watched; nothing in them is about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine.service.office import Office
from engine.service.tick import SWEEP
from engine.store import clock_guards, figures, heartbeat, mail_holds
from engine.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is."""

    open_cases: Mapping[str, int]  # by workflow
    notices: Mapping[str, int]  # by state


def figures_of(office: Office) -> Figures:
    """The numbers now."""
    with reading(office.store) as connection:
        return Figures(
            open_cases=figures.open_cases(connection),
            notices=figures.notices_by_state(connection),
        )


@dataclass(frozen=True, slots=True)
class Pulse:
    """Whether the clock at work runs, is to be believed, and lets mail go out."""

    sweep_age: timedelta | None
    jumped: bool
    held: bool


def pulse(office: Office) -> Pulse:
    """How long ago the clock at work ran last, None if it never did. Asks the database."""
    with reading(office.store) as connection:
        last = heartbeat.last(connection, SWEEP)
        jumped = clock_guards.jumped_at(connection) is not None
        held = mail_holds.hold_of(connection) is not None
    age = None if last is None else office.clock.now() - last
    return Pulse(age, jumped=jumped, held=held)
