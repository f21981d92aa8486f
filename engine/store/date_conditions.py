"""What a filter of deadlines asks of a row, as conditions by name; every one is a condition only.

They go with ``VISIBLE``: what they let through is at most what the viewer may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from engine.ladder import STAND_IN
from engine.looks import AGREED
from engine.store.participation import COUNTS, HERE
from engine.store.rows import NOW, ON
from engine.store.tables.cases import CASE_CHILD, CASES, DEVIATION
from engine.store.tables.clock import DEADLINE, NOTICE, REMINDER
from engine.store.tables.people import PARTICIPATION, PERSON
from engine.store.tables.trail import CASE_EVENT
from engine.store.visibility import reaches


def _moment(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=DEADLINE.c.due_at.type)


def _many(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _between(since: str, until: str) -> ColumnElement[bool]:
    """Past after one moment, and not after the other."""
    return and_(OPEN, DEADLINE.c.due_at > _moment(since), DEADLINE.c.due_at <= _moment(until))


OPEN = DEADLINE.c.state == "open"
_AGREEMENT = and_(DEADLINE.c.is_law.is_(false()), DEADLINE.c.key.startswith(AGREED))
_NORM = and_(DEADLINE.c.is_law.is_(false()), DEADLINE.c.key.not_like(f"{AGREED}%"))
_PAST = and_(
    OPEN,
    or_(
        and_(DEADLINE.c.kind == "hours", DEADLINE.c.due_at <= NOW),
        and_(DEADLINE.c.kind != "hours", DEADLINE.c.late_after < ON),
    ),
)
_ASKED_FOR = select(PERSON.c.id).where(PERSON.c.public_id == bindparam("owner")).scalar_subquery()


_FOR_ITS_CHILD = reaches(PARTICIPATION, DEADLINE.c.child_id)


def _held(role: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Somebody holds the role in the case now."""
    return exists().where(HERE, _FOR_ITS_CHILD, PARTICIPATION.c.role == role, COUNTS)


def _held_by_asked(role: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Whoever the filter asks for holds it."""
    return exists().where(
        HERE,
        _FOR_ITS_CHILD,
        PARTICIPATION.c.role == role,
        PARTICIPATION.c.person_id == _ASKED_FOR,
        COUNTS,
    )


def _owned_by_asked() -> ColumnElement[bool]:
    """They hold its role, or the first role that stands in where nobody holds those before it."""
    ladder: tuple[ColumnElement[str] | str, ...] = (DEADLINE.c.owner_role, *STAND_IN)
    return or_(
        *(
            and_(*(~_held(before) for before in ladder[:at]), _held_by_asked(role))
            for at, role in enumerate(ladder)
        )
    )


_NOT_ARRIVED = (
    exists()
    .where(
        REMINDER.c.deadline_id == DEADLINE.c.id,
        NOTICE.c.reminder_id == REMINDER.c.id,
        NOTICE.c.state.in_(("failed", "uncertain")),
    )
    .correlate(DEADLINE)
)
_WITHOUT_GATE = exists().where(
    CASE_EVENT.c.case_id == DEADLINE.c.case_id,
    CASE_EVENT.c.seq == DEADLINE.c.started_seq,
    func.json_array_length(CASE_EVENT.c.payload["found_without_gate"]) > 0,
)
_DEVIATION_WAITS = exists().where(
    DEVIATION.c.case_id == CASES.c.id, DEVIATION.c.state.in_(("asked", "used_unconfirmed"))
)
_OF_AGE = exists().where(
    CASE_CHILD.c.case_id == CASES.c.id,
    or_(DEADLINE.c.child_id.is_(None), DEADLINE.c.child_id == CASE_CHILD.c.person_id),
    PERSON.c.id == CASE_CHILD.c.person_id,
    PERSON.c.born <= bindparam("born_by"),
)
_PLACE = CASES.c.workflow + "." + CASES.c.state

CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "late": and_(_PAST, ~_NORM),
    "past_norm": and_(_PAST, _NORM),
    "today": _between("from_today", "from_tomorrow"),
    "week": _between("from_tomorrow", "from_next_week"),
    "next_week": _between("from_next_week", "from_after"),
    "suspended": DEADLINE.c.state == "suspended",
    "all": OPEN,
    "no_owner": ~_held(DEADLINE.c.owner_role),
    "failed": _NOT_ARRIVED,
    "found_without_gate": _WITHOUT_GATE,
    "deviation": _DEVIATION_WAITS,
    "under_twelve_residential": DEADLINE.c.key.in_(_many("under_twelve")),
    "crisis_without_outcome": _PLACE.in_(_many("no_outcome")),
    "near_18_without_decision": and_(DEADLINE.c.key.in_(_many("near_18")), _OF_AGE),
    "region": CASES.c.region == bindparam("region"),
    "workflow": CASES.c.workflow == bindparam("workflow"),
    "phase": _PLACE.in_(_many("states")),
    "owner": _owned_by_asked(),
    "law": DEADLINE.c.is_law.is_(true()),
    "agreement": _AGREEMENT,
    "norm": _NORM,
}
"""By the names that a filter has for them; their parameters come with ``seen_by``."""

ALIVE = DEADLINE.c.state.in_(("open", "suspended"))
HEADINGS = (
    "late",
    "past_norm",
    "today",
    "week",
    "next_week",
    "suspended",
    "all",
)
"""What is counted over all that lives; the others are counted over what runs."""
