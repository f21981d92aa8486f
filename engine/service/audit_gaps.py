"""What restores took away, as far as it is signed: the rest is no excuse for anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.anchor import Anchor
from engine.gap import Gap, is_signed
from engine.service.audit_rows import Fault, Look
from engine.store import gaps


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps that are believed, the oldest first."""

    all: tuple[Gap, ...] = ()
    fault: Fault | None = None

    def next_sealing(self, after: int) -> int:
        """Which sealing must come after this one."""
        found = (gap.next_sealing for gap in reversed(self.all) if gap.last_sealing == after)
        return next(found, after + 1)

    def next_anchor(self, after: int) -> int:
        """Which anchor must come after this one."""
        found = (gap.next_anchor for gap in reversed(self.all) if gap.last_anchor == after)
        return next(found, after + 1)

    def of(self, anchor: Anchor) -> Gap | None:
        """By which restore this anchor was lost; None if it must be here."""
        return next((gap for gap in self.all if gap.holds(anchor)), None)


def look_at_gaps(look: Look, keys: Sequence[bytes]) -> Gaps:
    """Those that one of the keys signed; without keys nobody looks at signatures."""
    try:
        with look() as connection:
            found = gaps.gaps(connection)
    except (ValueError, TypeError):  # a moment that is none
        return Gaps(fault=Fault("restores", "gap", "1", "unreadable"))
    by_row = {each.id: each.gap for each in found}
    signed = {each.id for each in found if not keys or is_signed(each.gap, keys)}
    believed = tuple(gap for row, gap in by_row.items() if row in signed)
    wrong = next((row for row in by_row if row not in signed), None)
    fault = None if wrong is None else Fault("restores", "gap", str(wrong), "unsigned")
    return Gaps(believed, fault)
