"""The seals, each held against its rows and against the seal before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.seal import GENESIS, Seal, Window, follows
from engine.service.audit_gaps import Gaps
from engine.service.audit_rows import Fault, Look, is_known, leaves_of, row_fault, rows_misfit
from engine.store import seals


@dataclass
class SealsLookedAt:
    """How far the seals were looked at."""

    sealing: int = 0
    window: Window = field(default_factory=Window)
    seals: int = 0
    rows: int = 0
    fault: Fault | None = None


def look_at_seals(look: Look, gaps: Gaps) -> SealsLookedAt:
    """Look at every seal in the order of sealing, until one or one of its rows does not fit."""
    seen, heads = SealsLookedAt(), dict[str, str]()
    while seen.fault is None:
        with look() as connection:
            sealing = seals.next_sealing(connection, after=seen.sealing)
        if not sealing:
            break
        seen.fault = _not_next(sealing[0], seen, gaps) or _fault(look, sealing, seen, heads)
        heads |= {seal.organisation: seal.hash for seal in sealing}
        seen.sealing, seen.window = sealing[0].sealing, sealing[0].window
        seen.seals += len(sealing)
    return seen


def _not_next(first: Seal, seen: SealsLookedAt, gaps: Gaps) -> Fault | None:
    """Whether one is missing in between, and no restore says why."""
    if first.sealing == gaps.next_sealing(seen.sealing):
        return None
    return Fault("seals", "seal", str(seen.sealing + 1), "gone")


def _fault(
    look: Look, sealing: tuple[Seal, ...], seen: SealsLookedAt, heads: dict[str, str]
) -> Fault | None:
    first = sealing[0]
    for seal in sealing:
        is_next = seal.prev == heads.get(seal.organisation, GENESIS)
        is_here = seal.window == first.window and follows(seal.window, seen.window)
        if not (seal.is_whole and is_next and is_here and is_known([seal])):
            return Fault("seals", "seal", name_of(seal), "changed")
    try:
        leaves = leaves_of(sealing)
    except ValueError:
        return Fault("seals", "seal", name_of(first), "changed")
    seen.rows += len(leaves)
    return row_fault("seals", rows_misfit(look, sealing, leaves))


def name_of(seal: Seal) -> str:
    """How a seal is called: its sealing, and whose rows are in it."""
    return f"{seal.sealing} {seal.organisation}".rstrip()
