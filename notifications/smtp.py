"""One conversation with a mail server, and an honest answer about what became of the letter."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from engine.errors import ConfigurationError
from engine.ports import NotSent, Sent, Uncertain, Unreached

Outcome: TypeAlias = Sent | NotSent | Uncertain | Unreached
Security: TypeAlias = Literal["none", "starttls", "tls"]

SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Relay:
    """The mail server that takes our letters further."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def at(cls, url: str) -> Relay:
        """Read ``smtp://``, ``smtp+starttls://`` or ``smtps://`` ``user:password@host:port``.

        Raises:
            ConfigurationError: the address is something else; it is not repeated, because it
                may hold a password.

        >>> Relay.at("smtps://regietafel:ge%40heim@mail.voorbeeldstad.test")
        Relay(host='mail.voorbeeldstad.test', port=465, security='tls', user='regietafel')
        """
        wrong = ConfigurationError(
            f"SMTP_URL is {' or '.join(f'{scheme}://' for scheme in SCHEMES)}, then "
            "user:password@host:port; user, password and port may be left out. Write other "
            "signs than letters and digits in the password as %XX."
        )
        try:
            parts = urlsplit(url)
            security, usual_port = SCHEMES[parts.scheme]
            port = parts.port or usual_port
        except (KeyError, ValueError):
            raise wrong from None  # their words repeat the address
        if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
            raise wrong
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if bool(user) != bool(password) or not (user + password).isascii():
            raise ConfigurationError(
                "SMTP_URL has a user and a password or neither, without accents: mail servers "
                "differ in how they read those."
            )
        return cls(parts.hostname, port, security, user, password)


def hand_over(
    relay: Relay,
    letter: bytes,
    *,
    sender: str,
    to: str,
    timeout_s: float,
    tls: ssl.SSLContext | None,
) -> Outcome:
    """Offer ``letter`` to the mail server, for one recipient, on a connection of its own.

    A refusal is permanent only when it is about this recipient or this letter. What is wrong
    with the server, the connection, our password or our sender's address is wrong for all mail
    and is repaired sometime: no letter may be given up for that.

    Args:
        relay: where to.
        letter: headers and body, lines ending in CR LF.
        sender: the address to which undeliverable mail returns.
        to: the address of the recipient.
        timeout_s: for making the connection, and again for all that is said on it together.
        tls: whom to trust; None means the authorities that this machine trusts.
    """
    try:
        with closing(_connect(relay, timeout_s, tls)) as session:
            if relay.security == "starttls":
                session.starttls(context=tls or ssl.create_default_context())
            session.ehlo_or_helo_if_needed()
            if relay.user:
                session.login(relay.user, relay.password)
            return _converse(session, letter, sender, to)
    # ValueError: smtplib decodes what the server says (base64, host names) without a net.
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return Unreached(f"The mail server took nothing: {_in_our_words(error)}.")


class _Session(smtplib.SMTP):
    """A conversation with one budget of time: smtplib gives it anew to each reply.

    A server that stalls every answer would otherwise outlast the lease on the notice.
    """

    _until: float | None = None

    def getreply(self) -> tuple[int, bytes]:
        """Wait for the next reply as long as the budget lasts."""
        if self._until is None:
            self._until = monotonic() + self.timeout
        left_s = self._until - monotonic()
        if left_s <= 0:
            self.close()
            raise smtplib.SMTPServerDisconnected(f"it took more than {self.timeout:g} seconds")
        if self.sock:
            self.sock.settimeout(left_s)
        return super().getreply()


class _TlsSession(_Session, smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""


def _connect(relay: Relay, timeout_s: float, tls: ssl.SSLContext | None) -> smtplib.SMTP:
    """Open the connection and read the greeting."""
    name = socket.gethostname()
    # smtplib would ask the name server for our own name, at every letter.
    me = name if "." in name else "[127.0.0.1]"
    if relay.security != "tls":
        return _Session(relay.host, relay.port, me, timeout_s)
    trust = tls or ssl.create_default_context()
    return _TlsSession(relay.host, relay.port, me, timeout=timeout_s, context=trust)


def _converse(session: smtplib.SMTP, letter: bytes, sender: str, to: str) -> Outcome:
    """Say from whom, to whom and what; until the last line has gone, nothing is accepted."""
    code, words = session.mail(sender)
    if not _accepted(code):
        return NotSent(f"The mail server refuses our sender ({_codes(code, words)}).")
    code, words = session.rcpt(to)
    if not _accepted(code):
        why = f"The mail server refuses the recipient ({_codes(code, words)})."
        return NotSent(why, permanent=_for_good(code))
    code, words = session.docmd("DATA")
    if code != 354:
        why = f"The mail server refuses the message ({_codes(code, words)})."
        return NotSent(why, permanent=_for_good(code))
    # When this fails the closing dot has not left, so the server cannot have accepted.
    session.send(re.sub(rb"(?m)^\.", b"..", letter) + b".\r\n")
    return _verdict(session)


def _verdict(session: smtplib.SMTP) -> Outcome:
    """Read what the server makes of a letter that it has in full."""
    try:
        code, words = session.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return Uncertain(f"The mail server had the message but gave no answer: {error}.")
    with suppress(smtplib.SMTPException, OSError):
        session.quit()  # courtesy: the answer stands, whatever happens to the goodbye
    if _accepted(code):
        return Sent()
    if code // 100 in {4, 5}:
        why = f"The mail server refuses the message ({_codes(code, words)})."
        return NotSent(why, permanent=_for_good(code))
    return Uncertain(f"The mail server gave an answer that is none ({code}).")


def _accepted(code: int) -> bool:
    return code // 100 == 2


def _for_good(code: int) -> bool:
    return code // 100 == 5


def _codes(code: int, words: bytes | str) -> str:
    """Only the codes of a reply: its words often repeat the address."""
    found = _ENHANCED.match(words if isinstance(words, bytes) else words.encode())
    return f"{code} {found[0].decode()}" if found else str(code)


def _in_our_words(error: Exception) -> str:
    """Say what went wrong before the letter was offered."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answered {_codes(error.smtp_code, error.smtp_error)}"
    return str(error) or type(error).__name__
