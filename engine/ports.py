"""What the engine needs from outside, as Protocols; who provides it is wiring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection

from engine.anchor import AnchorFile
from engine.meeting_entry import Entry
from engine.text import Language


class Clock(Protocol):
    """The one source of "now"."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        ...


class Uptime(Protocol):
    """How long the machine runs, by a clock that nobody sets: it tells when the other was set."""

    @property
    def boot(self) -> str:
        """Which start of the machine it counts from."""
        ...

    def elapsed(self) -> timedelta:
        """The time since that start, sleep included."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """One notice on its way out: fixed words, no name and no content of a case."""

    key: str  # the notice key; the Message-ID comes from it, the same on every repeat
    to: str
    template: str
    language: Language
    values: Mapping[str, str | int] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()  # what the calendar of its reader is to say
    notices: tuple[str, ...] = ()  # the keys of the notices that leave in it


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel accepted the message."""


@dataclass(frozen=True, slots=True)
class NotSent:
    """The channel did not; ``permanent`` means that a repeat would not help."""

    why: str
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The connection broke after the message had gone out: accepted, or not."""

    why: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """Nothing went out: there was no connection, or none that we may make."""

    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The address says that it wants to hear nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCall:
    """One event on its way to one address: ids only, whoever hears of it asks for the rest.

    ``secrets`` are those that sign: the newest, and beside it the one that it replaces.
    """

    id: str  # the same on every repeat
    url: str
    secrets: tuple[str, ...] = field(repr=False)
    kind: str
    case: str
    seq: int
    recorded_at: datetime


class HookSender(Protocol):
    """The way out to other systems."""

    def call(self, call: HookCall) -> Sent | NotSent | Uncertain | Unreached | Gone:
        """Tell of the event; never raises for what the other side may do."""
        ...


class Channel(Protocol):
    """A way out: mail, webhook, screen."""

    name: str

    def send(self, message: Message) -> Sent | NotSent | Uncertain | Unreached:
        """Hand the message over; never raises for what a mail server may do."""
        ...


class AnchorPlace(Protocol):
    """Somewhere outside the database that keeps anchors, out of reach of whoever runs it."""

    name: str

    def keep(self, file: AnchorFile) -> Sent | NotSent | Uncertain | Unreached:
        """Keep it for good, or say why not; never raises, and a repeat does no harm."""
        ...


@dataclass(frozen=True, slots=True)
class RunnerHealth:
    """How the clock at work is doing; numbers over all regions, nothing of a case.

    ``oldest_notice`` is when the oldest message was made that should have arrived and did not.
    ``failed`` and ``uncertain`` count those that are tried again (``retried``: of both together)
    or ask for a person, until somebody did that work; ``failed_today`` all that were made today.
    ``stuck`` are on their way for too long.
    ``late_reviews`` of who looked are open after their day.
    ``jumped_at`` says since when the clock is not believed, so that nothing goes out.
    ``held_at`` says since when mail waits because this was restored from a backup.
    """

    last_sweep: datetime | None
    due_reminders: int
    open_notices: int
    stuck: int
    oldest_notice: datetime | None = None
    failed: int = 0
    failed_today: int = 0
    uncertain: int = 0
    retried: int = 0
    open_work: int = 0
    late_reviews: int = 0
    jumped_at: datetime | None = None
    held_at: datetime | None = None


class Runner(Protocol):
    """Who wakes the work up."""

    def announce(self, connection: Connection, notice_ids: Sequence[int]) -> None:
        """Say inside the caller's transaction that these notices wait."""
        ...

    def start(self) -> None:
        """Begin to tick."""
        ...

    def stop(self, timeout_s: float) -> None:
        """End after the work in hand, within ``timeout_s`` seconds."""
        ...

    def health(self) -> RunnerHealth:
        """How far behind the work is."""
        ...
