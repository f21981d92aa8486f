"""Reasons as one viewer may read them: nothing of a record that stands above their class. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from engine.access import Part, classes_shown
from engine.catalogue import Catalogue
from engine.decision import Allowed, Decision, Refused
from engine.reason import Reason
from engine.text import Text

WITHHELD = Text(
    nl="Er ontbreekt iets dat u niet mag inzien; de regisseur kan het zien.",
    en="Something is missing that you may not see; the regisseur can see it.",
)
"""What stands in place of the words of a reason that the viewer may not read."""


def shown(
    reasons: Sequence[Reason], parts: Collection[Part], catalogue: Catalogue
) -> tuple[Reason, ...]:
    """The reasons, with one reason ``withheld`` for all that hang on a record above the class.

    It is as strict as the strictest of them, and names no record, no child and no fix. What is
    met is left out: how many there were and which is part of what may not be seen.

    Source: CONTRACTS 2.1; SAFETY 5.1.
    """
    classes = classes_shown(parts)

    def may_be_read(reason: Reason) -> bool:
        return all(catalogue.records[kind].class_ in classes for kind in reason.records)

    hidden = [reason for reason in reasons if not (reason.met or may_be_read(reason))]
    strictest = sorted(hidden, key=lambda reason: (reason.stops, reason.is_open))[-1:]
    return (*filter(may_be_read, reasons), *map(_withheld, strictest))


def decision_shown(decision: Decision, parts: Collection[Part], catalogue: Catalogue) -> Decision:
    """The decision with its reasons as this viewer may read them."""
    if isinstance(decision, Refused):
        return refusal_shown(decision, parts, catalogue)
    return allowance_shown(decision, parts, catalogue)


def refusal_shown(refused: Refused, parts: Collection[Part], catalogue: Catalogue) -> Refused:
    """The refusal with its reasons as this viewer may read them."""
    return replace(refused, reasons=shown(refused.reasons, parts, catalogue))


def allowance_shown(allowed: Allowed, parts: Collection[Part], catalogue: Catalogue) -> Allowed:
    """The same of a step that may be made."""
    return replace(
        allowed,
        reasons=shown(allowed.reasons, parts, catalogue),
        found_without_gate=shown(allowed.found_without_gate, parts, catalogue),
    )


def _withheld(reason: Reason) -> Reason:
    return Reason(
        key="withheld",
        met=reason.met,
        asks=WITHHELD,
        says=WITHHELD,
        severity=reason.severity,
        set_aside=reason.set_aside,
    )
