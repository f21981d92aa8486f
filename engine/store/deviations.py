"""Rules to be set aside, once: asked, decided by a second person, used or lapsed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from engine.errors import NotFound
from engine.store.cases import CaseHead
from engine.store.participation import HERE
from engine.store.rows import ON, columns, holds, new_id, values_of
from engine.store.tables.cases import CASES, DEVIATION, DeviationState
from engine.store.tables.people import PARTICIPATION


@dataclass(frozen=True, slots=True)
class DeviationHead:
    """A rule to be set aside for one transition of one case, or of one child part."""

    id: int
    public_id: str
    case_id: int
    child_id: int | None
    rule: str
    transition: str
    asked_in: str
    asked_by: int
    asked_at: datetime
    state: DeviationState
    decided_by: int | None
    decided_at: datetime | None
    lapses_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeviation:
    """A deviation that somebody asks for; it lapses at the start of ``lapses_on``."""

    rule: str
    transition: str
    asked_by: int
    lapses_on: date
    child_id: int | None = None


_ALIVE: tuple[DeviationState, ...] = ("asked", "confirmed")
_HEADS = select(*columns(DEVIATION, DeviationHead))
_ASK = insert(DEVIATION).returning(*columns(DEVIATION, DeviationHead))
_OF_CASES = _HEADS.where(
    DEVIATION.c.case_id.in_(bindparam("ids", expanding=True)),
    DEVIATION.c.state.in_(bindparam("states", expanding=True)),
).order_by(DEVIATION.c.id)
_ONE = _HEADS.where(
    DEVIATION.c.case_id == bindparam("wanted_case"), DEVIATION.c.public_id == bindparam("wanted")
)
_TAKES_PART = (
    select(PARTICIPATION.c.id)
    .where(
        PARTICIPATION.c.person_id == DEVIATION.c.asked_by,
        PARTICIPATION.c.access.not_in(("none", "excluded")),
        HERE,
        holds(PARTICIPATION),
    )
    .correlate(CASES, DEVIATION)
    .exists()
)
_TO_LAPSE = (
    _HEADS.join(CASES, CASES.c.id == DEVIATION.c.case_id)
    .where(
        DEVIATION.c.state.in_(_ALIVE),
        or_(DEVIATION.c.lapses_on <= ON, CASES.c.state != DEVIATION.c.asked_in, ~_TAKES_PART),
    )
    .order_by(DEVIATION.c.lapses_on, DEVIATION.c.id)
    .limit(bindparam("most"))
)
_CHANGE = (
    update(DEVIATION)
    .where(
        DEVIATION.c.id == bindparam("deviation_id"),
        DEVIATION.c.state.in_(bindparam("states", expanding=True)),
    )
    .values(state=bindparam("to"))
)
_DECIDE = (
    update(DEVIATION)
    .where(
        DEVIATION.c.id == bindparam("deviation_id"), DEVIATION.c.state == bindparam("from_state")
    )
    .values(state=bindparam("to"), decided_by=bindparam("by"), decided_at=bindparam("now"))
)


def ask(
    connection: Connection, case: CaseHead, deviation: NewDeviation, *, now: datetime
) -> DeviationHead:
    """Ask to set a rule aside, in the state in which the case is now."""
    row = {
        **values_of(deviation),
        "public_id": new_id(),
        "case_id": case.id,
        "asked_in": case.state,
        "asked_at": now,
        "state": "asked",
    }
    return DeviationHead(*connection.execute(_ASK, row).one())


def get_deviation(connection: Connection, case: CaseHead, public_id: str) -> DeviationHead:
    """A deviation of this case.

    Raises:
        NotFound: this case has none with this id.
    """
    wanted = {"wanted_case": case.id, "wanted": public_id}
    row = connection.execute(_ONE, wanted).one_or_none()
    if row is None:
        raise NotFound("deviation")
    return DeviationHead(*row)


def deviations_of(
    connection: Connection,
    case_ids: Collection[int],
    *,
    states: Collection[DeviationState] = _ALIVE,
) -> tuple[DeviationHead, ...]:
    """The deviations of these cases in these states, oldest first."""
    wanted = {"ids": list(case_ids), "states": list(states)}
    return tuple(DeviationHead(*row) for row in connection.execute(_OF_CASES, wanted))


def decide(
    connection: Connection,
    deviation: DeviationHead,
    *,
    state: Literal["confirmed", "refused", "used", "rejected"],
    by: int,
    now: datetime,
) -> bool:
    """Write what a second person said; False when it is no longer waiting for that.

    ``used`` and ``rejected`` are the yes and the no to one that was used before anybody
    confirmed it.
    """
    decided = {
        "deviation_id": deviation.id,
        "from_state": "used_unconfirmed" if state in ("used", "rejected") else "asked",
        "to": state,
        "by": by,
        "now": now,
    }
    return connection.execute(_DECIDE, decided).rowcount == 1


def mark_used(connection: Connection, deviation: DeviationHead) -> bool:
    """Its transition succeeded; False when it covered nothing any more.

    One that was only asked is used unconfirmed: the second person still has to look.
    """
    to: DeviationState = "used" if deviation.state == "confirmed" else "used_unconfirmed"
    return _change(connection, deviation.id, [deviation.state], to)


def lapse(connection: Connection, deviation_id: int) -> bool:
    """Let it lapse; False when it had already come to an end."""
    return _change(connection, deviation_id, _ALIVE, "lapsed")


def due_to_lapse(
    connection: Connection, *, on: date, now: datetime, limit: int
) -> tuple[DeviationHead, ...]:
    """For the tick: what lapses on the day ``on`` or should have; nothing is written.

    That is: its day has come, the case left the state in which it was asked, or whoever asked
    no longer takes part.
    """
    rows = connection.execute(_TO_LAPSE, {"on": on, "now": now, "most": limit})
    return tuple(DeviationHead(*row) for row in rows)


def _change(
    connection: Connection,
    deviation_id: int,
    states: Collection[DeviationState],
    to: DeviationState,
) -> bool:
    changed = {"deviation_id": deviation_id, "states": list(states), "to": to}
    return connection.execute(_CHANGE, changed).rowcount == 1
