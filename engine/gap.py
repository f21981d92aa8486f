"""A gap: what a restore took away from the trails, and where their numbers go on.

Anchors that were made after the backup are still outside, and the database knows nothing of them.
A gap that is signed tells them from a forgery: whoever has the database alone cannot sign one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.anchor import Anchor
from engine.definition import canonical

_START = datetime(2000, 1, 1, tzinfo=UTC)
_A_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What lies between two sealings and between two anchors, of every organisation, is gone.

    It counts for all of them: a sealing takes the rows of everybody.

    Args:
        restored_at: what was anchored after this was not lost by it.
        since: the last moment of which the backup knows anything.
        backup: the SHA-256 of what was restored, or how somebody put it back.
        last_sealing: the last that the backup holds; 0 when it holds none.
        last_anchor: the same of the anchors, and ``prev`` is its hash.
        next_sealing: where the numbers go on; nobody used those in between in this database.
        next_anchor: the same of the anchors.
        seen_outside: the hash of the newest anchor that was found outside, or nothing.
        signature: made with the key that signs anchors; empty while nobody signed.
    """

    restored_at: datetime
    since: datetime | None
    backup: str
    last_sealing: int
    last_anchor: int
    prev: str
    next_sealing: int
    next_anchor: int
    seen_outside: str = ""
    signature: str = ""

    def holds(self, anchor: Anchor) -> bool:
        """Whether the anchor was made by what was lost."""
        is_between = self.last_anchor < anchor.number < self.next_anchor
        return is_between and anchor.made_at <= self.restored_at

    def holds_sealing(self, sealing: int) -> bool:
        """Whether the sealing was."""
        return self.last_sealing < sealing < self.next_sealing


def first_numbers(now: datetime, *, sealing: int, anchor: int) -> tuple[int, int]:
    """Where sealings and anchors go on after a restore, so that none takes a number twice.

    The seconds and minutes since 2000 run ahead of both: on the average there is less than one
    sealing a second and one anchor a minute. So two restores of one backup differ too, and nobody
    needs to know what was lost.

    Args:
        sealing: the greatest number that is known.
        anchor: the same of the anchors.

    >>> first_numbers(_START.replace(year=2026), sealing=9, anchor=4)
    (820540800, 13675680)
    """
    seconds = int((now - _START).total_seconds())
    return max(seconds, sealing + 1), max(seconds // _A_MINUTE, anchor + 1)


def signature_of(gap: Gap, key: bytes) -> str:
    """What signs it: it binds all that it says."""
    bound = canonical(
        {
            "restored_at": _moment(gap.restored_at),
            "since": None if gap.since is None else _moment(gap.since),
            "backup": gap.backup,
            "sealings": [gap.last_sealing, gap.next_sealing],
            "anchors": [gap.last_anchor, gap.next_anchor],
            "prev": gap.prev,
            "seen_outside": gap.seen_outside,
        }
    )
    return hmac.new(key, f"gap:{bound}".encode(), hashlib.sha256).hexdigest()


def is_signed(gap: Gap, keys: Sequence[bytes]) -> bool:
    """Whether one of our keys signed it; a key that was replaced is still known."""
    wanted = gap.signature.encode()
    return any(hmac.compare_digest(signature_of(gap, key).encode(), wanted) for key in keys)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
