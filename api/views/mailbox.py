"""What the pages of the demo's mailbox show."""

from __future__ import annotations

from dataclasses import dataclass

from notifications.mailbox import Letter


@dataclass(frozen=True, slots=True)
class MailboxPage:
    """Letters, newest first: to whoever looks, or to everybody; ``next`` is a link."""

    letters: tuple[Letter, ...]
    everybody: bool
    address: str | None
    next: str | None
    first: str | None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter as it was sent; ``reads`` is what its HTML part shows, without the marks."""

    letter: Letter
    reads: str
    mine: bool
