"""What a seal binds: a digest of every row of the two trails, and the seal before it.

A seal keeps one digest for each row (41 bytes with its id), so whoever recomputes it can name the
row that does not fit, not just the minute in which it lies.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from pydantic import JsonValue

from engine.definition import canonical

Trail: TypeAlias = Literal["access_log", "case_event"]
What: TypeAlias = Literal["changed", "gone", "added", "unreadable"]

GENESIS = "0" * 64
"""What the first seal of an organisation has before it."""

FLOOR = -(2**63)
"""Below every id: no row can be slipped in before the first."""

UNREADABLE = bytes(32)
"""The digest of a row that held, when it was sealed, what the program could not have written."""

LOG_FORMS: Mapping[int, tuple[str, ...]] = {
    1: (
        *("id", "at", "person_id", "on_behalf_of", "organisation_id", "session", "access_point"),
        *("action", "case_id", "record", "field_class", "ground", "outcome", "emergency"),
        *("request_id", "reason_keys"),
    ),
}
"""The columns of a log row that are bound, by form. A form never changes: a new column asks for a
new one, and what was sealed in an older form is looked at in that."""

FORM = max(LOG_FORMS)

_LEAF = struct.Struct(">Bq32s")
_CODES: Mapping[Trail, int] = {"access_log": 1, "case_event": 2}
_TRAILS = {code: trail for trail, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One row of a trail, as it was when it was sealed."""

    trail: Trail
    row: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows one sealing took: of each trail those after an id, up to and with another."""

    log_after: int = FLOOR
    log_up_to: int = FLOOR
    events_after: int = FLOOR
    events_up_to: int = FLOOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The rows of one organisation in one sealing; ``organisation`` is empty for those of none.

    ``hash`` is what is written beside it, which must be what comes out of the rest.
    """

    organisation: str
    sealing: int
    form: int
    sealed_at: datetime
    window: Window
    leaves: bytes
    prev: str
    hash: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing in it was changed since it was made, or everything with it."""
        return self.hash == hash_of(self)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that is not as it was sealed."""

    trail: Trail
    row: int
    what: What


def log_leaf(row: Mapping[str, object], form: int = FORM) -> Leaf:
    """The leaf of a row of the access log; ``row`` holds at least the columns of the form."""
    values = {name: _plain(row[name]) for name in LOG_FORMS[form]}
    digest = hashlib.sha256(canonical({"form": form, **values}).encode()).digest()
    return Leaf("access_log", int(str(row["id"])), digest)


def event_leaf(row: int, event_hash: str) -> Leaf:
    """The leaf of an event: its own hash binds the case, its version and everything in it."""
    digest = hashlib.sha256(f"{row}:{event_hash}".encode()).digest()
    return Leaf("case_event", row, digest)


def pack(leaves: Iterable[Leaf]) -> bytes:
    """The leaves as they are stored."""
    return b"".join(_LEAF.pack(_CODES[leaf.trail], leaf.row, leaf.digest) for leaf in leaves)


def unpack(packed: bytes) -> tuple[Leaf, ...]:
    """The leaves again.

    Raises:
        ValueError: these are none.
    """
    try:
        return tuple(
            Leaf(_TRAILS[code], row, digest) for code, row, digest in _LEAF.iter_unpack(packed)
        )
    except (KeyError, struct.error) as error:
        raise ValueError("these are no leaves") from error


def hash_of(seal: Seal) -> str:
    """What a seal must be named: it binds all that is in it and the seal before it."""
    window = seal.window
    bound: dict[str, JsonValue] = {
        "organisation": seal.organisation,
        "sealing": seal.sealing,
        "form": seal.form,
        "sealed_at": _plain(seal.sealed_at),
        "log": [window.log_after, window.log_up_to],
        "events": [window.events_after, window.events_up_to],
        "leaves": hashlib.sha256(seal.leaves).hexdigest(),
        "prev": seal.prev,
    }
    return hashlib.sha256(canonical(bound).encode()).hexdigest()


def follows(window: Window, before: Window) -> bool:
    """Whether no row lies between the two, or in both."""
    starts = (window.log_after, window.events_after)
    return starts == (before.log_up_to, before.events_up_to)


def first_misfit(sealed: Iterable[Leaf], found: Sequence[Leaf]) -> Misfit | None:
    """The first row that is not as it was sealed, by trail and id; None when all fit."""
    wanted = {(leaf.trail, leaf.row): leaf.digest for leaf in sealed}
    there = {(leaf.trail, leaf.row): leaf.digest for leaf in found}
    for trail, row in sorted(wanted.keys() | there.keys()):
        if (trail, row) not in there:
            return Misfit(trail, row, "gone")
        if (trail, row) not in wanted:
            return Misfit(trail, row, "added")
        if wanted[trail, row] == UNREADABLE:
            return Misfit(trail, row, "unreadable")
        if there[trail, row] != wanted[trail, row]:
            return Misfit(trail, row, "changed")
    return None


def _plain(value: object) -> JsonValue:
    """The same in JSON, whichever database it comes from."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if isinstance(value, str | int | list | None) else str(value)
