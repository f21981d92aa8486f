"""The deadlines that a deviation brings: repair, second pair of eyes, review. Pure.

They are no entries of a definition: each is made from the rule that was set aside, so their
keys name the rule (``repair.family_group_conference``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.agreement_duties import agreement_rule
from engine.data_rights import PREFIX, request_rule
from engine.definition import Workflow
from engine.duties import DeadlineRule, MetBy, ReminderStep, Starts
from engine.publication_duties import reads_rule
from engine.rules import ConfirmWithin, Rule
from engine.span import Span
from engine.text import Text

_DECIDED = "deviation_decided"
_REVIEWED = "decision_reviewed"


def duty_rule(workflow: Workflow, key: str) -> DeadlineRule:
    """What is said of the deadline of this key, a deviation's, an agreement's or a request's too.

    A case that was moved to another version has deadlines that ended and that this one does not
    know any more: of those only that is said.
    """
    kind, dot, rule = key.partition(".")
    if not dot:
        return workflow.deadlines.get(key) or _gone(key)
    if kind == "agreement":
        return agreement_rule()
    if kind in ("withholding", "objection"):
        return reads_rule("withholding" if kind == "withholding" else "objection")
    if kind == PREFIX:
        return request_rule()
    may_deviate = rule in workflow.rules and workflow.rules[rule].deviation is not None
    return _MADE[kind](workflow.rules[rule]) if may_deviate else _gone(key)


def repair_duty(rule: Rule) -> DeadlineRule:
    """What is still owed after the rule was set aside."""
    terms = rule.deviation
    assert terms is not None  # noqa: S101 - the loader refuses a rule without
    return DeadlineRule(
        title=Text(nl=f"Alsnog: {rule.asks.nl}", en=f"Still to do: {rule.asks.en}"),
        kind="hard",
        starts=_on_request("used"),
        within=terms.repair.within,
        during="open",
        met_by=terms.repair.met_by,
        owner=terms.repair.owner,
        source="DEFAULT; DOMAIN 2.0 (deviation)",
    )


def eyes_duty(rule: Rule) -> DeadlineRule:
    """The second pair of eyes that comes afterwards; silence goes to the team lead."""
    terms = rule.deviation
    assert terms is not None  # noqa: S101
    within = terms.confirm.within if isinstance(terms.confirm, ConfirmWithin) else Span(days=0)
    return DeadlineRule(
        title=Text(
            nl="Tweede paar ogen op de afwijking", en="Second pair of eyes on the deviation"
        ),
        kind="working_days" if within.unit == "working_days" else "hard",
        starts=_on_request("used_unconfirmed"),
        within=within,
        during="open",
        met_by=MetBy(act=(_DECIDED,)),
        owner=terms.confirmed_by[0],
        reminders=(
            ReminderStep(before=Span(days=0), to=("owner",)),
            ReminderStep(after=Span(working_days=1), to=("owner", "team_lead")),
        ),
        source="DEFAULT; DOMAIN 2.0 (deviation)",
    )


def review_duty(rule: Rule) -> DeadlineRule:
    """The decision is looked at again because the second person objected afterwards."""
    return DeadlineRule(
        title=Text(
            nl=f"Besluit opnieuw bezien: {rule.asks.nl}",
            en=f"Review the decision: {rule.asks.en}",
        ),
        kind="working_days",
        starts=_on_request("rejected"),
        within=Span(working_days=2),
        review=True,
        during="open",
        met_by=MetBy(act=(_REVIEWED,)),
        owner="regisseur",
        reminders=(
            ReminderStep(before=Span(days=0), to=("owner",)),
            ReminderStep(after=Span(working_days=1), to=("owner", "team_lead", "coordinator")),
        ),
        source="DEFAULT; CONTRACTS 2.3",
    )


def _gone(key: str) -> DeadlineRule:
    """What stands for a deadline that ended under an earlier version of the definition."""
    words = key.replace("_", " ")
    return DeadlineRule(
        title=Text(
            nl=f"Termijn uit een eerdere versie ({words})",
            en=f"Deadline of an earlier version ({words})",
        ),
        kind="hard",
        starts=_on_request("earlier_version"),
        within=Span(days=0),
        during="open",
        met_by=MetBy(act=(_DECIDED,)),
        owner="coordinator",
        source="DEFAULT; CONTRACTS 1.9",
    )


def _on_request(what: str) -> Starts:
    """Started by the deviation itself, never by something that happens to the case."""
    return Starts(act=(f"deviation_{what}",))


_MADE: Mapping[str, Callable[[Rule], DeadlineRule]] = {
    "repair": repair_duty,
    "eyes": eyes_duty,
    "review": review_duty,
}
