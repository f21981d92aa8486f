"""The answer of ``regietafel explain``: every reason of one step, met or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from api.reasons import reason_lines
from engine.access import Viewer
from engine.catalogue import Catalogue
from engine.decision import Allowed, Decision
from engine.errors import NotFound
from engine.reason import Reason
from engine.service.cases import explain
from engine.service.office import Office
from engine.store import cases, people
from engine.store.unit_of_work import reading
from engine.text import Language, Text

_MOST = 100_000
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


def viewer_named(office: Office, issuer: str, subject: str) -> Viewer:
    """Whoever has this login.

    Raises:
        NotFound: nobody has, or it is not active.
    """
    with reading(office.store) as connection:
        viewer = people.viewer_of(connection, issuer, subject)
    if viewer is None:
        raise NotFound("account")
    return viewer


def decision_on(viewer: Viewer, office: Office, case: str, transition: str) -> Decision:
    """Whether the viewer may make the step now; ``case`` is a number or a public id."""
    with reading(office.store) as connection:
        listed = cases.list_cases(connection, viewer, on=office.today(), limit=_MOST)
    by_number = {each.head.number: each.head.public_id for each in listed}
    return explain(viewer, office, by_number.get(case, case), transition)


def as_data(case: str, decision: Decision) -> Explained:
    """The decision for a program."""
    return {
        "case": case,
        "transition": decision.transition,
        "allowed": isinstance(decision, Allowed),
        "reasons": [_data(reason) for reason in decision.reasons],
    }


def in_words(decision: Decision, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """The decision for a person: every reason, met or not."""
    possible = _CAN[isinstance(decision, Allowed)].in_(language)
    yield f"{decision.transition}: {possible}"
    for reason in decision.reasons:
        for line in reason_lines(reason, catalogue, language):
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
