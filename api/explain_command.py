"""The answer of ``regietafel explain``: every reason of one step, met or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from api.reasons import reason_data, reason_lines
from engine.catalogue import Catalogue
from engine.decision import Allowed, Decision, transition_named
from engine.definition import Transition
from engine.errors import NotFound
from engine.service.cases import explain_at_the_machine
from engine.service.office import Office
from engine.store import cases, people
from engine.store.unit_of_work import reading
from engine.text import Language, Text

_CAN = {
    True: Text(nl="kan nu", en="is possible now"),
    False: Text(nl="kan nu niet", en="is not possible now"),
}


class Explained(TypedDict):
    """What the command prints as JSON."""

    case: str
    transition: str
    allowed: bool
    reasons: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that was asked about, and the decision on it."""

    step: Transition
    decision: Decision


def decision_on(
    office: Office, case: str, transition: str, *, login: tuple[str, str] | None = None
) -> Asked:
    """Whether somebody may make the step now; ``case`` is a number or a public id.

    Asked for whoever has the login (issuer, subject), else for somebody in a role that may
    make it.

    Raises:
        NotFound: no such case or login.
        UnknownTransition: the case's workflow has no such step.
    """
    with reading(office.store) as connection:
        head = cases.case_for_operator(connection, case)
        step = transition_named(office.version(connection, head.workflow_hash), transition)
        viewer = people.viewer_of(connection, *login) if login else None
    if login and viewer is None:
        raise NotFound("account")
    return Asked(step, explain_at_the_machine(office, head, transition, viewer))


def as_data(case: str, decision: Decision) -> Explained:
    """The decision for a program."""
    return {
        "case": case,
        "transition": decision.transition,
        "allowed": isinstance(decision, Allowed),
        "reasons": [reason_data(reason) for reason in decision.reasons],
    }


def in_words(asked: Asked, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """The decision for a person: every reason, met or not."""
    possible = _CAN[isinstance(asked.decision, Allowed)].in_(language)
    yield f"{asked.step.title.in_(language)} ({asked.decision.transition}): {possible}"
    for reason in asked.decision.reasons:
        for line in reason_lines(reason, catalogue, language, asked.step.input):
            yield f"  {line}"
