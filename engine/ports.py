"""What the engine needs from outside, as Protocols; who provides it is wiring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection

from engine.text import Language


class Clock(Protocol):
    """The one source of "now"."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """One notice on its way out: fixed words, no name and no content of a case."""

    key: str  # the notice key; the Message-ID comes from it, the same on every repeat
    to: str
    template: str
    language: Language
    values: Mapping[str, str | int] = field(default_factory=dict)


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


class Channel(Protocol):
    """A way out: mail, webhook, screen."""

    name: str

    def send(self, message: Message) -> Sent | NotSent | Uncertain:
        """Hand the message over; never raises for what a mail server may do."""
        ...


@dataclass(frozen=True, slots=True)
class RunnerHealth:
    """How the clock at work is doing."""

    last_sweep: datetime | None
    due_reminders: int
    open_notices: int
    stuck: int


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
