"""Every hour the seals are signed and kept outside the database, where its keeper cannot reach.

Whoever holds the database can recompute every hash in it. What was kept elsewhere they cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from engine.anchor import Anchor, AnchorFile, anchored, hash_of
from engine.ports import AnchorPlace, Sent
from engine.seal import GENESIS
from engine.service.office import Office
from engine.store import anchors, gaps, heartbeat, seals, work
from engine.store.unit_of_work import reading, unit_of_work
from engine.store.work import NewWork

ANCHOR = "anchor"
"""The name under which the anchoring leaves its heartbeat."""

EVERY = timedelta(hours=1)
LATE = timedelta(hours=2)
"""What is not kept outside by then raises the alarm."""

_PAUSE = timedelta(minutes=5)
"""So often a place is tried."""

_SEALINGS = 100
"""So many in one anchor: one that makes up for a long time stays small enough to read."""

_AT_ONCE = 50

_ALARM = NewWork(
    kind="log_review", key="anchors-late", why="anchors_late", region=None, role="coordinator"
)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Anchoring:
    """With which keys anchors are signed (the last; the others are known), and where they go."""

    keys: Sequence[bytes] = field(repr=False)
    places: Sequence[AnchorPlace]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the places."""
        return tuple(place.name for place in self.places)


def anchor_what_is_new(office: Office, anchoring: Anchoring, *, halt: Callable[[], bool]) -> None:
    """Sign what was sealed since the last hour, and bring every anchor to every place."""
    now = office.clock.now()
    with reading(office.store) as connection:
        tried = heartbeat.last(connection, ANCHOR)
    if tried is not None and abs(now - tried) < _PAUSE:
        return
    with unit_of_work(office.store) as connection:
        heartbeat.stamp(connection, ANCHOR, now=now)
    _sign(office, anchoring.keys[-1], halt)
    for place in anchoring.places:
        _bring(office, place, halt)
    _tell(office, anchoring.names)


def unkept_for(office: Office, places: Collection[str]) -> timedelta:
    """How long something waits to be kept in one of these places; nothing when nothing does."""
    with reading(office.store) as connection:
        oldest = anchors.oldest_not_kept(connection, places)
    return timedelta(0) if oldest is None else office.clock.now() - oldest


def is_late(office: Office, places: Collection[str]) -> bool:
    """Whether something waits for longer than two hours: then there is no proof of it."""
    return unkept_for(office, places) > LATE


def _tell(office: Office, places: Collection[str]) -> None:
    """Make it work of the coordinators that there is no proof, until there is again."""
    late = is_late(office, places)
    with unit_of_work(office.store) as connection:
        if late:
            work.add_work(connection, _ALARM, now=office.clock.now())
        else:
            work.work_gone(connection, _ALARM.key, now=office.clock.now())


def _sign(office: Office, key: bytes, halt: Callable[[], bool]) -> None:
    with reading(office.store) as connection:
        last = anchors.last_anchor(connection)
    now = office.clock.now()
    waits = last is None or abs(now - last.made_at) >= EVERY
    while waits and not halt():
        waits = _sign_next(office, key)


def _sign_next(office: Office, key: bytes) -> bool:
    """Sign the oldest seals that are in no anchor; whether there were any."""
    with unit_of_work(office.store) as connection:
        last = anchors.last_anchor(connection)
        first = 1 if last is None else last.last_sealing + 1
        sealings = seals.sealings_from(connection, first, at_most=_SEALINGS)
        if not sealings:
            return False
        number = 1 if last is None else last.number + 1
        new = Anchor(
            number=max(number, gaps.next_anchor(connection)),
            made_at=office.clock.now(),
            first_sealing=first,
            last_sealing=sealings[-1],
            prev=GENESIS if last is None else last.hash,
        )
        found = seals.seals_between(connection, first, sealings[-1])
        return anchors.add_anchor(connection, anchored(new, found, key))


def _bring(office: Office, place: AnchorPlace, halt: Callable[[], bool]) -> None:
    """Bring the place what it does not have; what it does not take waits for the next time."""
    with reading(office.store) as connection:
        waiting = anchors.not_sent(connection, place.name, at_most=_AT_ONCE)
    for anchor in waiting:
        if halt() or not _brought(office, place, anchor):
            return
        with unit_of_work(office.store) as connection:
            anchors.mark_sent(connection, anchor, place.name, now=office.clock.now())


def _brought(office: Office, place: AnchorPlace, anchor: Anchor) -> bool:
    with reading(office.store) as connection:
        found = seals.seals_between(connection, anchor.first_sealing, anchor.last_sealing)
    if hash_of(anchor, found) != anchor.hash:
        _log.error("anchor_does_not_fit", anchor=anchor.number)
        return False
    outcome = place.keep(AnchorFile(anchor, found))
    if isinstance(outcome, Sent):
        return True
    _log.warning("anchor_not_kept", anchor=anchor.number, place=place.name, why=outcome.why)
    return False
