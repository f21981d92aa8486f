"""What was kept outside, held against the database: this finds who rewrote all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from engine.anchor import Anchor, AnchorFile, fault_of, hash_of, is_signed
from engine.seal import GENESIS, Seal
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


@dataclass
class AnchorsLookedAt:
    """How many anchors were looked at, and which was the last."""

    keys: Sequence[bytes] = field(repr=False)
    files: int = 0
    anchors: int = 0
    last: Anchor | None = None
    fault: Fault | None = None


def look_at_anchors(
    look: Look, kept: Iterable[Kept] | None, keys: Sequence[bytes], *, place: str
) -> AnchorsLookedAt:
    """Look at what is outside first, for that is what nobody inside could change.

    Args:
        kept: what was found outside, in order; None when nobody looked there.
        keys: those that sign; without any the signatures are not looked at.
        place: under which name the anchors went there.
    """
    seen = AnchorsLookedAt(keys)
    if kept is not None:
        seen.fault = _outside(look, kept, seen, place)
    inside = _inside(look, seen)
    seen.fault = seen.fault or inside
    return seen


def _outside(look: Look, kept: Iterable[Kept], seen: AnchorsLookedAt, place: str) -> Fault | None:
    """The first row that is not as it was; if all are, the first seal or anchor that is not."""
    before: Anchor | None = None
    other: Fault | None = None
    for each in kept:
        if each.file is None:
            return Fault("anchors", "anchor", each.name, "unreadable")
        if wrong := fault_of(each.file, seen.keys):
            return Fault("anchors", "anchor", each.name, wrong)
        row, seal = _compared(look, each.file)
        if row:
            return row
        other = other or seal or _not_next(each.file.anchor, before)
        before = each.file.anchor
        seen.files += 1
    return other or _last_gone(look, before, place)


def _last_gone(look: Look, last: Anchor | None, place: str) -> Fault | None:
    """Whether the place was brought more than is there."""
    number = 0 if last is None else last.number
    with look() as connection:
        sent = anchors.last_sent(connection, place)
    return Fault("anchors", "anchor", str(number + 1), "gone") if sent > number else None


def _not_next(anchor: Anchor, before: Anchor | None) -> Fault | None:
    """Whether one is missing in between; the oldest may have been put away."""
    if before is None:
        return None
    if anchor.number != before.number + 1:
        return Fault("anchors", "anchor", str(before.number + 1), "gone")
    is_next = anchor.prev == before.hash
    return None if is_next else Fault("anchors", "anchor", str(anchor.number), "changed")


def _compared(look: Look, file: AnchorFile) -> tuple[Fault | None, Fault | None]:
    """The first row that is not as the file says, and the first seal that the database lacks.

    Rows are looked up only under seals that are not there any more as they were: the others were
    held against their rows already.
    """
    anchor, first = file.anchor, None
    with look() as connection:
        there = seals.seals_between(connection, anchor.first_sealing, anchor.last_sealing)
    now = {(seal.sealing, seal.organisation): seal.hash for seal in there}
    for _, group in groupby(file.seals, lambda seal: seal.sealing):
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
    first = 1 if before is None else before.last_sealing + 1
    with look() as connection:
        found = seals.seals_between(connection, anchor.first_sealing, anchor.last_sealing)
    is_next = (anchor.number, anchor.prev, anchor.first_sealing) == (number + 1, prev, first)
    is_ours = not seen.keys or is_signed(anchor, seen.keys)
    return is_next and is_ours and anchor.hash == hash_of(anchor, found)
