"""The letter that a notice becomes: the same envelope and words for whatever takes it along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from engine.errors import ConfigurationError
from engine.ports import Message, NotSent
from notifications.calendar import Method, invitations
from notifications.wording import NoWords, Rendered, render

DIGEST = "digest"
FILES: Mapping[Method, str] = {"PUBLISH": "tafel.ics", "CANCEL": "tafel-vervalt.ics"}
"""What a file for a calendar is called, for everybody."""

SETTINGS = "/me/notices"
"""Where its reader chooses to get no such mail, signed in.

There is no ``List-Unsubscribe-Post`` beside it: RFC 8058 asks for an address that works without
signing in, and no link in our mail does.
"""

_ATOMS = r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_KEY = re.compile(_ATOMS, re.ASCII)
# One bare address, as a web form takes it: no name, no comment, no second address.
_ADDRESS = re.compile(rf"{_ATOMS}@{_LABEL}(\.{_LABEL})*", re.ASCII | re.IGNORECASE)
# 7bit: not every server on the way takes more, and a signature breaks when one re-encodes.
_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """In whose name letters go out, and which page they point to.

    Args:
        sender: the bare address that mail comes from, and returns to.
        base_url: the page where recipients log in.
        site: what recipients know us by, and the name beside the sender's address.

    Raises:
        ConfigurationError: the sender, the site or the page cannot be used.
    """

    sender: str
    base_url: str
    site: str

    def __post_init__(self) -> None:
        """Refuse what would break a header."""
        if not is_address(self.sender):
            raise ConfigurationError("MAIL_FROM is one bare mail address, without a name.")
        if not (self.site.isprintable() and self.base_url.isprintable()):
            raise ConfigurationError("The name of the site and BASE_URL are each one line.")

    def letter(self, message: Message, at: datetime) -> EmailMessage | NotSent:
        """The letter of a message, dated ``at``; or why it never can be sent."""
        words = prepared(message, self.site, self.base_url)
        return words if isinstance(words, NotSent) else self._enveloped(message, words, at)

    def _enveloped(self, message: Message, words: Rendered, at: datetime) -> EmailMessage:
        letter = EmailMessage(_POLICY)
        letter["Subject"] = words.subject
        letter["From"] = Address(self.site, addr_spec=self.sender)
        letter["To"] = Address(addr_spec=message.to)
        letter["Date"] = format_datetime(at)
        letter["Message-ID"] = self.message_id(message)
        # Absence notes and receipts must not answer a machine.
        letter["Auto-Submitted"] = "auto-generated"
        letter["X-Auto-Response-Suppress"] = "All"
        if message.template == DIGEST:
            letter["List-Unsubscribe"] = f"<{self.base_url}{SETTINGS}>"
        letter.set_content(words.text)
        letter.add_alternative(words.html, subtype="html")
        for part in (letter, *letter.iter_parts()):
            part["Content-Language"] = message.language
        for method, file in invitations(message.entries, message.language, self.sender):
            self._attach(letter, method, file)
        if message.entries:  # the one there was went with the words
            letter["Content-Language"] = message.language
        return letter

    def _attach(self, letter: EmailMessage, method: Method, file: str) -> None:
        """A file for the calendar of its reader."""
        letter.add_attachment(
            file,
            subtype="calendar",
            filename=FILES[method],
            cte="base64",
            params={"method": method},
        )

    def message_id(self, message: Message) -> str:
        """The Message-ID: from the key alone, so it is the same on every repeat."""
        return f"<{message.key}@{self.sender.rpartition('@')[2]}>"


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
