"""The mail server of a scenario: takes mail, is away, or refuses somebody."""

from __future__ import annotations

from collections import Counter

from engine.ports import Message, NotSent, Sent


class Mailbox:
    """A channel that keeps what it accepted, instead of mail."""

    name = "email"

    def __init__(self) -> None:
        """Take all mail until told otherwise."""
        self.accepted: Counter[str] = Counter()
        """How often the mail with this key was accepted."""
        self._is_up = True
        self._refused: set[str] = set()

    def turn(self, *, up: bool) -> None:
        """Let the server be there, taking everything, or be away."""
        self._is_up = up
        self._refused.clear()

    def refuse(self, address: str) -> None:
        """Let the server refuse this recipient for good."""
        self._refused.add(address)

    def send(self, message: Message) -> Sent | NotSent:
        """Accept the message, or say why not."""
        if not self._is_up:
            return NotSent("The mail server is away.")
        if message.to in self._refused:
            return NotSent("The mail server refuses the recipient.", permanent=True)
        self.accepted[message.key] += 1
        return Sent()
