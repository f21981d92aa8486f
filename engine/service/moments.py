"""When something happened: at most now, and long ago only with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.fields import InputProblem, InvalidInput
from engine.text import Text

LOOKS_BACK = timedelta(days=14)
"""How far back something may have happened without a reason for the delay (DEFAULT)."""

FURTHEST_BACK = timedelta(days=25 * 365 + 7)
"""How far back something may have happened at all (DEFAULT): longer than anybody is a youth."""

_TOO_LONG_AGO = InputProblem(
    "occurred_at",
    "malformed",
    Text(
        nl="Dit moment ligt meer dan 25 jaar terug; controleer het jaar.",
        en="This moment lies more than 25 years back; check the year.",
    ),
)

LATE = InputProblem(
    "late_reason",
    "missing",
    Text(
        nl="Dit is meer dan 14 dagen geleden: vul in waarom dit nu pas gebeurt.",
        en="This is more than 14 days ago: fill in why it is recorded only now.",
    ),
)
"""What is wrong with something so far back without a reason."""


def happened_at(occurred_at: datetime | None, late_reason: str, now: datetime) -> datetime:
    """When it happened: at most now, and long ago only with a reason.

    Raises:
        InvalidInput: it lies in the future or more than 25 years back, or more than 14 days
            back without a reason.
    """
    if occurred_at is None:
        return now
    if occurred_at > now:
        raise InvalidInput(
            InputProblem(
                "occurred_at",
                "malformed",
                Text(
                    nl="Dit moment ligt in de toekomst.",
                    en="This moment lies in the future.",
                ),
            )
        )
    if now - occurred_at > FURTHEST_BACK:
        raise InvalidInput(_TOO_LONG_AGO)
    if now - occurred_at > LOOKS_BACK and not late_reason.strip():
        raise InvalidInput(LATE)
    return occurred_at
