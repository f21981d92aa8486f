"""Mail: fixed words to one person, with the same Message-ID whenever it is repeated."""

from __future__ import annotations

import ssl

from engine.ports import Clock, Message, NotSent
from notifications.letter import Letterhead
from notifications.smtp import Outcome, Relay, hand_over


class EmailChannel:
    """Sends each notice to a mail server, on a connection of its own."""

    name = "email"

    def __init__(
        self,
        url: str,
        *,
        sender: str,
        base_url: str,
        site: str,
        clock: Clock,
        timeout_s: float = 60.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Keep where mail goes and in whose name; nothing is sent yet.

        Args:
            url: see ``Relay.at``.
            sender: see ``Letterhead``, as for ``base_url`` and ``site``.
            base_url: the page where recipients log in.
            site: what recipients know us by.
            clock: dates the letters.
            timeout_s: patience with the server; shorter than the lease on a notice.
            tls: whom to trust; None means the authorities that this machine trusts.

        Raises:
            ConfigurationError: the url, the sender, the site or the page cannot be used.
        """
        self._head = Letterhead(sender, base_url, site)
        self._relay = Relay.at(url)
        self._clock, self._timeout_s, self._tls = clock, timeout_s, tls

    def send(self, message: Message) -> Outcome:
        """Hand the message over; never raises for what a mail server may do."""
        letter = self._head.letter(message, self._clock.now())
        if isinstance(letter, NotSent):
            return letter
        return hand_over(
            self._relay,
            letter.as_bytes(),
            sender=self._head.sender,
            to=message.to,
            timeout_s=self._timeout_s,
            tls=self._tls,
        )
