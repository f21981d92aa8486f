"""The deadline of whoever decides as the second about what a family reads. Pure.

It is no entry of a definition, so its key names the decision (``withholding.<public id>``).
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from engine.duties import DeadlineRule, MetBy, ReminderStep, Starts
from engine.duty_plan import NewDuty, Reckoner
from engine.span import Span
from engine.text import Text

Waits: TypeAlias = Literal["withholding", "objection"]

WITHIN = Span(working_days=5)
"""So long something is withheld on the word of one professional (DEFAULT)."""

OWNER = "regisseur"
_TITLES = {
    "withholding": Text(
        nl="Tweede professional bij wat het gezin niet mag lezen",
        en="Second professional on what the family may not read",
    ),
    "objection": Text(
        nl="Beslissen over het bezwaar van de jeugdige tegen meelezen",
        en="Decide on the youth's objection to who reads along",
    ),
}


def reads_key(what: Waits, public_id: str) -> str:
    """What the deadline of this decision is called.

    >>> reads_key("withholding", "4f2a")
    'withholding.4f2a'
    """
    return f"{what}.{public_id}"


def reads_rule(what: Waits, owner: str = OWNER) -> DeadlineRule:
    """Five working days; silence goes to the team lead and the coordinator.

    Source: LAW Jeugdwet 7.3.2(3); the length is a DEFAULT.
    """
    return DeadlineRule(
        title=_TITLES[what],
        kind="working_days",
        starts=Starts(act=(f"{what}_asked",)),
        within=WITHIN,
        during="open",
        met_by=MetBy(act=(f"{what}_decided",)),
        owner=owner,
        reminders=(
            ReminderStep(before=Span(working_days=1), to=("owner",)),
            ReminderStep(after=Span(working_days=1), to=("owner", "team_lead", "coordinator")),
        ),
        source="LAW Jeugdwet 7.3.2(3); DEFAULT",
    )


def reads_duty(
    reckoner: Reckoner,
    what: Waits,
    public_id: str,
    *,
    on: date,
    owner: str,
    child: str | None,
) -> NewDuty:
    """The deadline of a decision that waits since this day."""
    rule = reads_rule(what, owner)
    return reckoner.begin(reads_key(what, public_id), rule, rule.spans[0], on, child)
