"""Reasons as one viewer may read them. Pure.

Nothing of a record that stands above their class, and nothing of a child whose part is not open
to them: of the answers for each child only those of theirs are told, and a reason that hangs on
another child stands there in neutral words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from engine.access import Opened, Part, children_shown, classes_shown, parts_about
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
    """The reasons, with one reason ``withheld`` for all that the viewer may not read.

    It is as strict as the strictest of them, and names no record, no child and no fix. What is
    met is left out: how many there were and which is part of what may not be seen.

    Source: CONTRACTS 2.1; SAFETY 5.1.
    """
    opened = children_shown(parts)

    def may_be_read(reason: Reason) -> bool:
        classes = classes_shown(parts_about(parts, reason.child))
        return all(catalogue.records[kind].class_ in classes for kind in reason.records)

    told = [(reason, _of_children(reason, opened)) for reason in reasons]
    read = [own for _, own in told if own is not None and may_be_read(own)]
    hidden = [
        reason for reason, own in told if not (reason.met or (own is not None and may_be_read(own)))
    ]
    strictest = sorted(hidden, key=lambda reason: (reason.stops, reason.is_open))[-1:]
    return (*read, *map(_withheld, strictest))


def _of_children(reason: Reason, opened: Opened) -> Reason | None:
    """The reason as far as it is about the children whose parts are open.

    None when it is about another child, or when what is left of its parts does not explain it.
    """
    if opened.every:
        return reason
    if not opened.shows(reason.child):
        return None
    parts = tuple(own for part in reason.parts if (own := _of_children(part, opened)))
    if len(parts) == len(reason.parts):
        return replace(reason, parts=parts)
    explains = any(part.met is _of_part(reason) for part in parts)
    return replace(reason, parts=parts) if explains else None


def _of_part(reason: Reason) -> bool | None:
    """The answer of a part by which a composed reason has its own."""
    if reason.excludes and reason.met is not None:
        return not reason.met
    return reason.met


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
