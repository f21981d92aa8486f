"""The deadline that an agreement brings: its owner keeps it by the day that was agreed. Pure.

It is no entry of a definition, so its key names the agreement (``agreement.<public id>``).
"""

from __future__ import annotations

from datetime import date

from engine.duties import DeadlineRule, MetBy, Starts
from engine.duty_plan import NewDuty, Reckoner
from engine.span import Span
from engine.text import Text

OWNER = "regisseur"
"""Who sees to an agreement whose owner has no login here (DEFAULT)."""


def agreement_key(public_id: str) -> str:
    """What the deadline of this agreement is called."""
    return f"agreement.{public_id}"


def agreement_rule(owner: str = OWNER, days: int = 0) -> DeadlineRule:
    """A deadline on the very day that was agreed, a day off or not; settling it meets it."""
    return DeadlineRule(
        title=Text(nl="Afspraak nakomen", en="Keep the agreement"),
        kind="hard",
        starts=Starts(act=("agreement_made",)),
        within=Span(days=days),
        during="open",
        met_by=MetBy(act=("agreement_settled",)),
        owner=owner,
        on_day_off="stays",
        source="DEFAULT; DOMAIN 2.1 (agreements)",
    )


def agreement_duty(
    reckoner: Reckoner,
    public_id: str,
    *,
    made_on: date,
    due_on: date,
    owner: str,
    child: str | None = None,
) -> NewDuty:
    """The deadline of an agreement that was made on a day, due on another; of the same child."""
    rule = agreement_rule(owner, (due_on - made_on).days)
    return reckoner.begin(agreement_key(public_id), rule, rule.spans[0], made_on, child)
