"""A deviation before it is asked, and before it is decided: the rule, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.deviation_duties import repair_duty
from engine.errors import NotFound
from engine.guards import second_pair_of_eyes
from engine.reason import Reason
from engine.rules import ConfirmWithin, DeviationTerms, Rule
from engine.service.command import CaseInHand
from engine.service.deviations import still_to_decide
from engine.service.file.deviations import DeviationRow, deviations_of
from engine.span import Span
from engine.store import deviations as asked
from engine.store import people
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Terms:
    """How a rule may be set aside; ``repair_due`` if the step were made today."""

    confirmed_by: tuple[Text, ...]
    afterwards: Text | None  # within which span the second person may still confirm
    lapses_after: Text
    repair_within: Text
    repair_due: date
    repair_owner: Text


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule in its own words, and the step that it stops; without terms it stands always."""

    rule: str
    asks: Text
    says: Text
    source: str
    transition: str
    transition_title: Text
    terms: Terms | None


@dataclass(frozen=True, slots=True)
class AskingPage:
    """What is asked of whoever wants to deviate; ``asked_by`` the titles of who may.

    ``waiting`` is one that was asked already and stands.
    """

    rule: RuleShown
    asked_by: tuple[Text, ...]
    mine: bool
    closes: bool  # the step ends the case: what is left out can never be made up
    waiting: DeviationRow | None


@dataclass(frozen=True, slots=True)
class DeviationPage:
    """One deviation, and why the viewer may not decide about it, if so."""

    row: DeviationRow
    rule: RuleShown
    stops: tuple[Reason, ...]


def asking_page_of(work: CaseInHand, rule: str, transition: str) -> AskingPage:
    """What a deviation from this rule for this step would be.

    Raises:
        NotFound: there is no such step, or the rule does not bind it.
    """
    step = work.workflow.transitions.get(transition)
    if step is None or rule not in work.workflow.rules_on(step.act):
        raise NotFound("rule")
    roles = work.workflow.catalogue.roles
    waiting = (
        row
        for row in deviations_of(work)
        if (row.rule, row.transition) == (rule, transition) and row.state in ("asked", "confirmed")
    )
    return AskingPage(
        rule=_rule_shown(work, rule, transition),
        asked_by=tuple(roles[role].title for role in step.by),
        mine=bool({part.role for part in work.parts} & set(step.by)),
        closes=work.workflow.closes(step),
        waiting=next((row for row in waiting if row.lapses_on > work.today), None),
    )


def deviation_page_of(work: CaseInHand, public_id: str) -> DeviationPage:
    """One deviation of a case in hand.

    Raises:
        NotFound: the case has none with this id.
    """
    found = asked.get_deviation(work.connection, work.case, public_id)
    row = next(each for each in deviations_of(work) if each.id == public_id)
    reasons = [still_to_decide(work, found)]
    terms = work.workflow.rules[found.rule].deviation
    if terms is not None and reasons[0].met:
        asker = people.public_id_of(work.connection, found.asked_by)
        by, catalogue = terms.confirmed_by, work.workflow.catalogue
        reasons.append(second_pair_of_eyes(work.as_mover(work.snapshot()), {asker}, by, catalogue))
    return DeviationPage(
        row=row,
        rule=_rule_shown(work, found.rule, found.transition),
        stops=tuple(reason for reason in reasons if not reason.met),
    )


def _rule_shown(work: CaseInHand, key: str, transition: str) -> RuleShown:
    rule = work.workflow.rules[key]
    return RuleShown(
        rule=key,
        asks=rule.asks,
        says=rule.says,
        source=rule.source,
        transition=transition,
        transition_title=work.workflow.transitions[transition].title,
        terms=_terms(work, rule, rule.deviation) if rule.deviation else None,
    )


def _terms(work: CaseInHand, rule: Rule, terms: DeviationTerms) -> Terms:
    roles, within = work.workflow.catalogue.roles, terms.repair.within
    reckoner = work.reckoner
    found = reckoner.due(repair_duty(rule), within, work.today)
    afterwards = terms.confirm.within if isinstance(terms.confirm, ConfirmWithin) else None
    return Terms(
        confirmed_by=tuple(roles[role].title for role in terms.confirmed_by),
        afterwards=_words(afterwards) if afterwards else None,
        lapses_after=_words(terms.lapses_after),
        repair_within=_words(within),
        repair_due=found.on,
        repair_owner=roles[terms.repair.owner].title,
    )


def _words(span: Span) -> Text:
    return Text(nl=span.words("nl"), en=span.words("en"))
