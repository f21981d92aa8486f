"""What somebody asks of a table or a meeting: one frozen order for each command."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOrder(ABC):
    """What every command on a table carries; ``key`` makes a repeat answer as the first time."""

    key: str | None = None

    @property
    @abstractmethod
    def about(self) -> str:
        """The public id of what is changed; of what is not there yet, where it comes."""

    @property
    def logged(self) -> tuple[str, ...]:
        """What the access log keeps of why: keys of a closed choice, never words."""
        return ()

    @property
    def body_hash(self) -> str:
        """What tells this request from another one under the same key."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeTable(TableOrder):
    """Make a table of a region; without municipalities it serves all of them."""

    region: str
    title: str
    municipalities: tuple[str, ...] = ()
    weekday: str | None = None
    starts: time | None = None
    slot_minutes: int | None = None

    @property
    def about(self) -> str:
        """The region."""
        return self.region


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTable(TableOrder):
    """A command on a table that is there."""

    table: str

    @property
    def about(self) -> str:
        """The table."""
        return self.table


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTable(OfTable):
    """Give a table another title, and say which municipalities it serves."""

    title: str
    municipalities: tuple[str, ...]
    seen_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRhythm(OfTable):
    """Give a table another rhythm; without a day or a time that of its region holds.

    ``seal`` stands for what a preview said of the meetings ahead; None: whatever becomes of them.
    """

    weekday: str | None
    starts: time | None
    slot_minutes: int | None
    seen_version: int
    seal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMember(OfTable):
    """Let a professional sit at the table in a role, from today or from a later day."""

    person: str
    role: str
    from_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMember(OfTable):
    """Let a member sit there no longer, from today or from a later day on."""

    member: str
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMeeting(OfTable):
    """Plan a meeting; without a day the next one in the table's rhythm."""

    on: date | None = None
    starts: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMeeting(TableOrder):
    """A command on a meeting."""

    meeting: str

    @property
    def about(self) -> str:
        """The meeting."""
        return self.meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class WithWhy(OfMeeting):
    """A change of an agenda that may be fixed; ``why`` is a key of ``WHYS``."""

    why: str | None = None

    @property
    def logged(self) -> tuple[str, ...]:
        """The key of why."""
        return (self.why,) if self.why else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMeeting(WithWhy):
    """Say anew when a meeting begins on its day, and where it is."""

    starts: time | None
    place: str
    seen_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMeeting(OfMeeting):
    """Bring a meeting on: ``fixed``, ``in_session``, ``to_complete``, ``held``, ``cancelled``."""

    to: str
    seen_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPlace:
    """Where on the agenda an item comes: by its place in the list, at a time if one is known."""

    item: str
    starts: time | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAgenda(WithWhy):
    """Put the items that the viewer sees in this order."""

    items: tuple[ItemPlace, ...]
    seen_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAtMeeting(OfMeeting):
    """Mark who is there for the whole meeting: a member, or somebody in words and a role."""

    how: str
    person: str | None = None
    words: str = ""
    role: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StayAtTable(OfMeeting):
    """Let the session that asks rest longer, for as long as the meeting is in session."""
