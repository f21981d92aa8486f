"""Mail: fixed words to one person, with the same Message-ID whenever it is repeated."""

from __future__ import annotations

import re
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from engine.errors import ConfigurationError
from engine.ports import Clock, Message, NotSent
from notifications.smtp import Outcome, Relay, hand_over
from notifications.wording import NoWords, Rendered, render

_ATOMS = r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_KEY = re.compile(_ATOMS, re.ASCII)
# One bare address, as a web form takes it: no name, no comment, no second address.
_ADDRESS = re.compile(rf"{_ATOMS}@{_LABEL}(\.{_LABEL})*", re.ASCII | re.IGNORECASE)
# 7bit: not every server on the way takes more, and a signature breaks when one re-encodes.
_POLICY = SMTP.clone(cte_type="7bit")


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
            sender: the bare address that mail comes from, and returns to.
            base_url: the page where recipients log in.
            site: what recipients know us by, and the name beside the sender's address.
            clock: dates the letters.
            timeout_s: patience with the server; shorter than the lease on a notice.
            tls: whom to trust; None means the authorities that this machine trusts.

        Raises:
            ConfigurationError: the url, the sender, the site or the page cannot be used.
        """
        if not is_address(sender):
            raise ConfigurationError("MAIL_FROM is one bare mail address, without a name.")
        if not (site.isprintable() and base_url.isprintable()):
            raise ConfigurationError("The name of the site and BASE_URL are each one line.")
        self._relay = Relay.at(url)
        self._sender, self._base_url, self._site = sender, base_url, site
        self._clock, self._timeout_s, self._tls = clock, timeout_s, tls

    def send(self, message: Message) -> Outcome:
        """Hand the message over; never raises for what a mail server may do."""
        words = prepared(message, self._site, self._base_url)
        if isinstance(words, NotSent):
            return words
        letter = self._letter(message, words, self._clock.now())
        return hand_over(
            self._relay,
            letter.as_bytes(),
            sender=self._sender,
            to=message.to,
            timeout_s=self._timeout_s,
            tls=self._tls,
        )

    def _letter(self, message: Message, words: Rendered, at: datetime) -> EmailMessage:
        """Put the words in their envelope."""
        letter = EmailMessage(_POLICY)
        letter["Subject"] = words.subject
        letter["From"] = Address(self._site, addr_spec=self._sender)
        letter["To"] = Address(addr_spec=message.to)
        letter["Date"] = format_datetime(at)
        letter["Message-ID"] = f"<{message.key}@{self._sender.rpartition('@')[2]}>"
        # Absence notes and receipts must not answer a machine.
        letter["Auto-Submitted"] = "auto-generated"
        letter["X-Auto-Response-Suppress"] = "All"
        letter.set_content(words.text)
        letter.add_alternative(words.html, subtype="html")
        for part in (letter, *letter.iter_parts()):
            part["Content-Language"] = message.language
        return letter


def is_address(text: str) -> bool:
    """Tell whether ``text`` is one bare address of at most 254 signs.

    >>> is_address("a.dejong@voorbeeldstad.test"), is_address("Anna <a.dejong@voorbeeldstad.test>")
    (True, False)
    """
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def prepared(message: Message, site: str, base_url: str) -> Rendered | NotSent:
    """The words of a message that may be sent, or why it never can be: a person must look."""
    if not is_address(message.to):
        return NotSent("The address of the recipient is no mail address.", permanent=True)
    if len(message.key) > 200 or not _KEY.fullmatch(message.key):
        return NotSent("The key of the notice cannot stand in a Message-ID.", permanent=True)
    try:
        return render(message, site, base_url)
    except NoWords as error:
        return NotSent(str(error), permanent=True)
