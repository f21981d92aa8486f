"""The anchors outside, one after another: is one missing in between?

After a restore there are two lines: those that the database went on from, and beside them those
of what was lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.anchor import Anchor
from engine.gap import Gap
from engine.service.audit_gaps import Gaps
from engine.service.audit_rows import Fault


@dataclass
class Line:
    """How far the anchors were looked at; ``kept`` is the last of those that must be here."""

    gaps: Gaps
    kept: Anchor | None = None
    first: Anchor | None = None
    last: Anchor | None = None
    hashes: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)

    def add(self, anchor: Anchor, gap: Gap | None) -> Fault | None:
        """One more, lost by a restore or not; a fault if one before it is missing."""
        fault = self._lost(anchor, gap) if gap else self._kept(anchor)
        self.first, self.last = self.first or anchor, anchor
        if gap:
            self.lost.add(anchor.hash)
        else:
            self.kept = anchor
        if any(each.seen_outside == anchor.hash for each in self.gaps.all):
            self.hashes.add(anchor.hash)
        return fault

    def end(self, sent: int) -> Fault | None:
        """Whether the last is missing: of those that were brought, or were there at a restore.

        Args:
            sent: the newest that the place was brought, as the database has it.
        """
        number = 0 if self.kept is None else self.kept.number
        if sent > number:
            return _gone(self.gaps.next_anchor(number))
        return next((_gone(gap.seen_outside) for gap in self.gaps.all if self._lacks(gap)), None)

    def _kept(self, anchor: Anchor) -> Fault | None:
        """The oldest may have been put away."""
        if self.kept is None:
            return None
        wanted = self.gaps.next_anchor(self.kept.number)
        return _not_next(anchor, wanted, fits=anchor.prev == self.kept.hash)

    def _lost(self, anchor: Anchor, gap: Gap) -> Fault | None:
        """It follows on another that was lost, or on the last that the backup holds."""
        if self.last is None or anchor.prev == gap.prev or anchor.prev in self.lost:
            return None
        return _not_next(anchor, self.last.number + 1, fits=False)

    def _lacks(self, gap: Gap) -> bool:
        """What was there at the restore is not; unless all that is so old was put away."""
        is_old = self.first is not None and self.first.number >= gap.next_anchor
        return bool(gap.seen_outside) and gap.seen_outside not in self.hashes and not is_old


def _not_next(anchor: Anchor, wanted: int, *, fits: bool) -> Fault | None:
    if anchor.number > wanted:
        return _gone(wanted)
    if anchor.number == wanted and fits:
        return None
    return Fault("anchors", "anchor", str(anchor.number), "changed")


def _gone(anchor: int | str) -> Fault:
    return Fault("anchors", "anchor", str(anchor)[:16], "gone")
