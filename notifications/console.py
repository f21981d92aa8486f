"""Mail for the eye: shows what would go out, where no mail server is set."""

from __future__ import annotations

from collections.abc import Callable

from engine.ports import Message, NotSent, Sent
from notifications.letter import prepared


class ConsoleChannel:
    """Stands in for mail in the demo: it refuses what mail refuses, and shows the rest."""

    name = "email"

    def __init__(self, write: Callable[[str], None], *, base_url: str, site: str) -> None:
        self._write, self._base_url, self._site = write, base_url, site

    def send(self, message: Message) -> Sent | NotSent:
        """Show the address, the subject and the text."""
        words = prepared(message, self._site, self._base_url)
        if isinstance(words, NotSent):
            return words
        self._write(f"To: {message.to}\nSubject: {words.subject}\n\n{words.text}")
        return Sent()
