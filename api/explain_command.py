"""The answer of ``regietafel explain``: every reason of one step, met or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypedDict

from api.reasons import reason_lines
from engine.access import Viewer
from engine.catalogue import Catalogue
from engine.decision import Allowed, Decision, transition_named
from engine.definition import Transition
from engine.errors import NotFound
from engine.reason import Reason
from engine.service.cases import explain
from engine.service.office import Office
from engine.store import Connection, cases, participation, people
from engine.store.cases import CaseHead
from engine.store.unit_of_work import reading
from engine.text import Language, Text

AT_THE_MACHINE = "command line"
"""The session under which the access log keeps what was asked here."""

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

    Asked for whoever has the login (issuer, subject), else for the first who takes part in
    the case in a role that may make the step. The log says that it was asked at the command
    line.

    Raises:
        NotFound: no such case or login, or nobody takes part in it.
        UnknownTransition: the case's workflow has no such step.
    """
    with reading(office.store) as connection:
        head = cases.case_for_operator(connection, case)
        step = transition_named(office.version(connection, head.workflow_hash), transition)
        if login is None:
            viewer = _who_may(office, connection, head, step)
        else:
            viewer = people.viewer_of(connection, *login)
    if viewer is None:
        raise NotFound("account")
    asker = replace(viewer, session=AT_THE_MACHINE)
    return Asked(step, explain(asker, office, head.public_id, transition))


def _who_may(
    office: Office, connection: Connection, head: CaseHead, step: Transition
) -> Viewer | None:
    """Somebody who takes part, in a role that may make the step if anybody does."""
    now, today = office.clock.now(), office.today()
    holders = participation.holders(connection, head, now=now, on=today)
    roles = [*(role for role in step.by if role in holders), *sorted(holders)]
    found = next((holders[role][0] for role in roles), None)
    return Viewer(found.id, found.public_id) if found else None


def as_data(case: str, decision: Decision) -> Explained:
    """The decision for a program."""
    return {
        "case": case,
        "transition": decision.transition,
        "allowed": isinstance(decision, Allowed),
        "reasons": [_data(reason) for reason in decision.reasons],
    }


def in_words(asked: Asked, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """The decision for a person: every reason, met or not."""
    possible = _CAN[isinstance(asked.decision, Allowed)].in_(language)
    yield f"{asked.step.title.in_(language)} ({asked.decision.transition}): {possible}"
    for reason in asked.decision.reasons:
        for line in reason_lines(reason, catalogue, language, asked.step.input):
            yield f"  {line}"


def _data(reason: Reason) -> dict[str, object]:
    return {
        "key": reason.key,
        "met": reason.met,
        "asks": reason.asks.model_dump(),
        "says": reason.says.model_dump(),
        "severity": reason.severity,
        "source": reason.source,
        "fix": dict([reason.fix.target]) if reason.fix else None,
        "set_aside": reason.set_aside,
        "child": reason.child,
        "needs": list(reason.needs),
        "parts": [_data(part) for part in reason.parts],
    }
