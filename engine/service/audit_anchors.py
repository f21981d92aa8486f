"""What was kept outside, held against the database: this finds who rewrote all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from engine.anchor import Anchor, AnchorFile, fault_of, hash_of, is_signed
from engine.gap import Gap
from engine.seal import GENESIS, Seal
from engine.service.audit_gaps import Gaps, look_at_gaps
from engine.service.audit_line import Line
from engine.service.audit_rows import (
    Fault,
    Look,
    Wrong,
    is_known,
    leaves_of,
    row_fault,
    rows_misfit,
)
from engine.service.audit_seals import name_of
from engine.store import anchors, seals

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """One anchor as it was found outside; without a file it cannot be read."""

    name: str
    file: AnchorFile | None


@dataclass(frozen=True, slots=True)
class Lost:
    """What a restore took away, and how many anchors outside were made of it."""

    gap: Gap
    anchors: int


@dataclass
class AnchorsLookedAt:
    """How many anchors were looked at, and which was the last.

    ``keys`` are those that sign; without any the signatures are not looked at.
    """

    keys: Sequence[bytes] = field(repr=False)
    gaps: Gaps
    files: int = 0
    anchors: int = 0
    last: Anchor | None = None
    fault: Fault | None = None
    of_gap: Counter[Gap] = field(default_factory=Counter)

    @property
    def lost(self) -> tuple[Lost, ...]:
        """What restores took away."""
        return tuple(Lost(gap, self.of_gap[gap]) for gap in self.gaps.all)


def look_at_anchors(
    look: Look, kept: Iterable[Kept] | None, seen: AnchorsLookedAt, *, place: str
) -> AnchorsLookedAt:
    """Look at what is outside first, for that is what nobody inside could change.

    Args:
        kept: what was found outside, in order; None when nobody looked there.
        seen: how far was looked; nothing yet.
        place: under which name the anchors went there.
    """
    if kept is not None:
        seen.fault = _outside(look, kept, seen, place)
    inside = _inside(look, seen)
    seen.fault = seen.fault or inside
    return seen


def look_at_newest(look: Look, kept: Kept | None, keys: Sequence[bytes]) -> Fault | None:
    """Whether the newest anchors fit, inside and outside: quick, and no proof of all before it.

    Args:
        kept: the newest that was found outside; None when nobody looked there.
    """
    gaps = look_at_gaps(look, keys)
    with look() as connection:
        last = anchors.last_anchor(connection)
    if last is not None and not _holds(look, last, keys):
        return Fault("anchors", "anchor", str(last.number), "changed")
    if kept is None or kept.file is None:
        return gaps.fault
    if wrong := fault_of(kept.file, keys):
        return Fault("anchors", "anchor", kept.name, wrong)
    row, seal = _compared(look, kept.file, gaps.of(kept.file.anchor))
    return gaps.fault or row or seal


def _outside(look: Look, kept: Iterable[Kept], seen: AnchorsLookedAt, place: str) -> Fault | None:
    """The first row that is not as it was; if all are, the first seal or anchor that is not."""
    line, other = Line(seen.gaps), None
    for each in kept:
        if each.file is None:
            return Fault("anchors", "anchor", each.name, "unreadable")
        if wrong := fault_of(each.file, seen.keys):
            return Fault("anchors", "anchor", each.name, wrong)
        gap = seen.gaps.of(each.file.anchor)
        row, seal = _compared(look, each.file, gap)
        if row:
            return row
        next_to = line.add(each.file.anchor, gap)
        other = other or seal or next_to
        seen.files += 1
        if gap:
            seen.of_gap[gap] += 1
    with look() as connection:
        sent = anchors.last_sent(connection, place)
    return other or line.end(sent)


def _compared(look: Look, file: AnchorFile, gap: Gap | None) -> tuple[Fault | None, Fault | None]:
    """The first row that is not as the file says, and the first seal that the database lacks.

    Rows are looked up only under seals that are not there any more as they were: the others were
    held against their rows already. Of what a restore took away nothing is asked.
    """
    anchor, first = file.anchor, None
    with look() as connection:
        there = seals.seals_between(connection, anchor.first_sealing, anchor.last_sealing)
    now = {(seal.sealing, seal.organisation): seal.hash for seal in there}
    for number, group in groupby(file.seals, lambda seal: seal.sealing):
        if gap and gap.holds_sealing(number):
            continue
        sealing = tuple(group)
        other = [seal for seal in sealing if now.get(_key(seal)) != seal.hash]
        if not other:
            continue
        misfit = rows_misfit(look, sealing, leaves_of(sealing)) if is_known(sealing) else None
        if misfit:
            return row_fault("anchors", misfit), None
        what: Wrong = "changed" if _key(other[0]) in now else "gone"
        first = first or Fault("anchors", "seal", name_of(other[0]), what)
    return None, first


def _key(seal: Seal) -> tuple[int, str]:
    return seal.sealing, seal.organisation


def _inside(look: Look, seen: AnchorsLookedAt) -> Fault | None:
    """The anchors as the database has them: signed with a key that it does not know."""
    while True:
        after = 0 if seen.last is None else seen.last.number
        with look() as connection:
            batch = anchors.anchors_after(connection, after, at_most=_BATCH)
        for anchor in batch:
            if not _fits(look, anchor, seen):
                return Fault("anchors", "anchor", str(anchor.number), "changed")
            seen.last = anchor
            seen.anchors += 1
        if len(batch) < _BATCH:
            return None


def _fits(look: Look, anchor: Anchor, seen: AnchorsLookedAt) -> bool:
    before = seen.last
    number, prev = (0, GENESIS) if before is None else (before.number, before.hash)
    number = seen.gaps.next_anchor(number)
    first = 1 if before is None else before.last_sealing + 1
    is_next = (anchor.number, anchor.prev, anchor.first_sealing) == (number, prev, first)
    return is_next and _holds(look, anchor, seen.keys)


def _holds(look: Look, anchor: Anchor, keys: Sequence[bytes]) -> bool:
    """Whether it is ours, and binds the seals that are there."""
    with look() as connection:
        found = seals.seals_between(connection, anchor.first_sealing, anchor.last_sealing)
    is_ours = not keys or is_signed(anchor, keys)
    return is_ours and anchor.hash == hash_of(anchor, found)
