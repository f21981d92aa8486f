"""May this case make this move? Pure: no database, no clock, no logging."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TypeAlias

from engine.definition import Transition, Workflow
from engine.errors import RegietafelError
from engine.reason import Reason
from engine.snapshot import Snapshot
from engine.text import Text


class UnknownTransition(RegietafelError):
    """This workflow version has no transition of that name."""

    code = "unknown_transition"

    def __init__(self, name: str, known: list[str]) -> None:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known are: {', '.join(known)}."
        super().__init__(f"There is no transition '{name}'; {hint}")


@dataclass(frozen=True, slots=True)
class Allowed:
    """The step may be made; what a deviation set aside or a warning says stays visible."""

    transition: str
    target: str
    reasons: tuple[Reason, ...]
    found_without_gate: tuple[Reason, ...] = ()
    """Of a fact: what would have stopped it, had it been a decision."""

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """What is not met and does not stop the step."""
        return tuple(reason for reason in self.reasons if reason.unmet)


@dataclass(frozen=True, slots=True)
class Refused:
    """The step may not be made, with every reason."""

    transition: str
    reasons: tuple[Reason, ...]
    acting: bool = False
    """Whether the form was filled in: then what is still not known stops the step too."""

    @property
    def missing(self) -> tuple[Reason, ...]:
        """What still has to happen: every reason that stops, not just the first."""
        return tuple(reason for reason in self.reasons if _stops(reason, acting=self.acting))


Decision: TypeAlias = Allowed | Refused


def decide(workflow: Workflow, case: Snapshot, name: str) -> Decision:
    """Decide whether transition ``name`` may move ``case`` now, and say why.

    State, role, guards and the rules on the act are all evaluated, so a refusal lists
    everything that is missing. Without inputs (a list of possible steps) an answer that
    depends on them does not count; when acting it stops the step.

    Raises:
        UnknownTransition: this workflow version has no transition ``name``.
    """
    transition = transition_named(workflow, name)
    case = replace(case, form=transition.input)
    reasons = (
        _state_fits(workflow, transition, case),
        _role_held(workflow, transition, case),
        *(guard.check(case, workflow.catalogue) for guard in transition.requires),
        *_rules(workflow, transition.act, case, name),
    )
    acting = case.inputs is not None
    if any(_stops(reason, acting=acting) for reason in reasons):
        return Refused(name, reasons, acting)
    return Allowed(
        name, transition.target(case.state), reasons, _noted(workflow, transition, case, name)
    )


def transition_named(workflow: Workflow, name: str) -> Transition:
    """The transition of this name.

    Raises:
        UnknownTransition: there is none; the sentence names the nearest.
    """
    if name not in workflow.transitions:
        raise UnknownTransition(name, sorted(workflow.transitions))
    return workflow.transitions[name]


def available(workflow: Workflow, case: Snapshot) -> dict[str, Decision]:
    """Every step that leaves the case's state, each with its decision and reasons.

    A step that is not possible is there too, and says why.
    """
    asking = replace(case, inputs=None)
    return {
        name: decide(workflow, asking, name)
        for name, transition in workflow.transitions.items()
        if case.state in transition.from_
    }


def missing(workflow: Workflow, case: Snapshot) -> tuple[Reason, ...]:
    """What is still missing in this state: the reasons of its main step, met or not."""
    main = workflow.main_of(case.state)
    if main is None:
        return ()
    return decide(workflow, replace(case, inputs=None), main).reasons


def _rules(
    workflow: Workflow, act: str | None, case: Snapshot, transition: str
) -> Iterator[Reason]:
    if workflow.binds(act):
        for key, rule in workflow.rules_on(act).items():
            yield rule.check(key, case, workflow.catalogue, transition)


def _noted(
    workflow: Workflow, transition: Transition, case: Snapshot, name: str
) -> tuple[Reason, ...]:
    """What the rules of the decision would have said of this fact, as of its day."""
    rules = {
        key: rule
        for act in workflow.decisions_found_as(transition.act)
        for key, rule in workflow.rules_on(act).items()
    }
    reasons = (
        rule.check(key, case, workflow.catalogue, name) for key, rule in sorted(rules.items())
    )
    return tuple(reason for reason in reasons if _stops(reason, acting=True))


def _stops(reason: Reason, *, acting: bool) -> bool:
    return reason.stops or (acting and reason.is_open)


def _state_fits(workflow: Workflow, transition: Transition, case: Snapshot) -> Reason:
    states = [workflow.states[key].title for key in transition.from_]
    nl = ", ".join(title.nl for title in states)
    en = ", ".join(title.en for title in states)
    now = workflow.states[case.state].title
    return Reason(
        key="state",
        met=case.state in transition.from_,
        asks=Text(nl=f"Breng de zaak eerst in: {nl}", en=f"First bring the case to: {en}"),
        says=Text(
            nl=f"De zaak staat op '{now.nl}'; dit kan vanuit: {nl}.",
            en=f"The case is at '{now.en}'; this is possible from: {en}.",
        ),
        source=transition.source or workflow.source,
    )


def _role_held(workflow: Workflow, transition: Transition, case: Snapshot) -> Reason:
    roles = workflow.catalogue.role_titles(transition.by)
    return Reason(
        key="role",
        met=bool(case.roles & set(transition.by)),
        asks=Text(nl=f"Dit doet: {roles.nl}", en=f"This is done by: {roles.en}"),
        says=Text(
            nl=f"U heeft in deze zaak geen rol die dit mag. Dit doet: {roles.nl}.",
            en=f"You have no role in this case that may do this. It is done by: {roles.en}.",
        ),
        source=transition.source or workflow.source,
    )
