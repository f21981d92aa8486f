"""Does every row of both trails fit? Each event, each seal, and what was kept outside.

Everything is read in batches, each in a transaction of its own: nobody who works waits for it,
and it takes no more memory for a million rows than for a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.anchor import Anchor
from engine.seal import GENESIS
from engine.service.audit_anchors import AnchorsLookedAt, Kept, Lost, look_at_anchors
from engine.service.audit_gaps import look_at_gaps
from engine.service.audit_rows import Fault, Look
from engine.service.audit_seals import look_at_seals
from engine.store import destructions, events, seals
from engine.store.events import Link

FOLDER = "folder"
"""The name of the place whose files can be looked at again."""

_BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was looked at, and of each part the first row that does not fit.

    ``unsealed`` are younger than the last seal: no fault, they are sealed within the minute.
    ``lost`` is what restores took away, as far as it is signed: no fault either. ``destroyed``
    files have a certificate; ``wordless`` events lost their words, ``unexplained`` of these are of
    no such file: no fault of the chain, but somebody should ask why.
    """

    events: int
    seals: int
    sealed: int
    unsealed: int
    anchors: int
    files: int
    last_anchor: Anchor | None
    lost: tuple[Lost, ...]
    faults: tuple[Fault, ...]
    destroyed: int = 0
    wordless: int = 0
    unexplained: int = 0


def verify(look: Look, kept: Iterable[Kept] | None = None, keys: Sequence[bytes] = ()) -> Report:
    """Recompute everything.

    Args:
        kept: the anchors that were found outside, in order; None when nobody looked there.
        keys: those that sign anchors; without any the signatures are not looked at.
    """
    count, chain = _look_at_events(look)
    gaps = look_at_gaps(look, keys)
    sealed = look_at_seals(look, gaps)
    unsealed = _count_unsealed(look) if sealed.fault is None else 0
    outside = look_at_anchors(look, kept, AnchorsLookedAt(keys, gaps), place=FOLDER)
    with look() as connection:
        destroyed, wordless, unexplained = destructions.count_destroyed(connection)
    found = (gaps.fault, chain, sealed.fault, outside.fault)
    return Report(
        events=count,
        seals=sealed.seals,
        sealed=sealed.rows,
        unsealed=unsealed,
        anchors=outside.anchors,
        files=outside.files,
        last_anchor=outside.last,
        lost=outside.lost,
        faults=tuple(fault for fault in found if fault),
        destroyed=destroyed,
        wordless=wordless,
        unexplained=unexplained,
    )


def _look_at_events(look: Look) -> tuple[int, Fault | None]:
    """Every chain of every case, until one does not hold; how many events were looked at."""
    before: Link | None = None
    count = 0
    while True:
        batch, unreadable = _links(look, before)
        for link in batch:
            if fault := _break(link, before):
                return count, fault
            before = link
            count += 1
        if unreadable is not None:
            return count, Fault("events", "case_event", str(unreadable), "changed")
        if len(batch) < _BATCH:
            break
    return count, _end(before) or _silent(look)


def _links(look: Look, before: Link | None) -> tuple[Sequence[Link], int | None]:
    """The events that come next; and the one after them, if the program could not have written it.

    Then they come one by one.
    """
    case_id, seq = (-1, 0) if before is None else (before.case_id, before.seq)
    with look() as connection:
        try:
            return events.links_after(connection, case_id, seq, at_most=_BATCH), None
        except (ValueError, TypeError):
            pass
        links: list[Link] = []
        try:
            while True:
                links += events.links_after(connection, case_id, seq, at_most=1)
                case_id, seq = links[-1].case_id, links[-1].seq
        except (ValueError, TypeError):
            return links, events.next_event(connection, case_id, seq)


def _silent(look: Look) -> Fault | None:
    """Whether there is a case of which nothing is told any more."""
    with look() as connection:
        silent = events.case_without_events(connection)
    return None if silent is None else _missing(silent, 1)


def _break(link: Link, before: Link | None) -> Fault | None:
    """Whether this event does not follow on the one before it."""
    seq, prev = 0, GENESIS
    if before is not None and before.case_id == link.case_id:
        seq, prev = before.seq, before.hash
    elif fault := _end(before):
        return fault
    if link.seq > seq + 1:
        return _missing(link.case_id, seq + 1)
    if link.seq != seq + 1 or link.prev != prev or not link.fits:
        return Fault("events", "case_event", str(link.id), "changed")
    return None


def _end(last: Link | None) -> Fault | None:
    """Whether the case has had another event after the last one that is there, or one less."""
    if last is None or last.seq == last.version:
        return None
    if last.version is not None and last.version < last.seq:
        return Fault("events", "case_event", str(last.id), "added")
    return _missing(last.case_id, last.seq + 1)


def _missing(case_id: int, seq: int) -> Fault:
    return Fault("events", "case_event", f"case {case_id}, version {seq}", "gone")


def _count_unsealed(look: Look) -> int:
    with look() as connection:
        return seals.count_unsealed(connection)
