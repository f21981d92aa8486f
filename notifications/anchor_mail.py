"""Anchors by mail: numbers and hashes in the mailbox of the privacy officer, nothing of a case."""

from __future__ import annotations

import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from engine.anchor import AnchorFile, heads
from engine.ports import Clock
from notifications.smtp import Outcome, Relay, hand_over

_POLICY = SMTP.clone(cte_type="7bit")
_WORDS = """\
Dit bericht bewaren: het is bewijs dat de logboeken van {site} sindsdien niet zijn veranderd.
Keep this message: it proves that the trails of {site} were not altered since.

anchor    {number}
made at   {at}
sealings  {first} - {last}
prev      {prev}
hash      {hash}
signature {signature}

{heads}
"""


class AnchorMail:
    """Sends each anchor to one mailbox; a repeat carries the same Message-ID."""

    name = "mail"

    def __init__(
        self,
        url: str,
        *,
        to: str,
        sender: str,
        site: str,
        clock: Clock,
        timeout_s: float = 60.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Keep the way; raises as ``Relay.at``."""
        self._relay, self._to, self._sender = Relay.at(url), to, sender
        self._site, self._clock = site, clock
        self._timeout_s, self._tls = timeout_s, tls

    def keep(self, file: AnchorFile) -> Outcome:
        """Hand the letter over; never raises for what a mail server may do."""
        return hand_over(
            self._relay,
            self._letter(file).as_bytes(),
            sender=self._sender,
            to=self._to,
            timeout_s=self._timeout_s,
            tls=self._tls,
        )

    def _letter(self, file: AnchorFile) -> EmailMessage:
        anchor, domain = file.anchor, self._sender.rpartition("@")[2]
        letter = EmailMessage(_POLICY)
        letter["Subject"] = f"{self._site} anchor {anchor.number} {anchor.hash[:16]}"
        letter["From"] = Address(self._site, addr_spec=self._sender)
        letter["To"] = Address(addr_spec=self._to)
        letter["Date"] = format_datetime(self._clock.now())
        letter["Message-ID"] = f"<anchor-{anchor.number}-{anchor.hash[:32]}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(
            _WORDS.format(
                site=self._site,
                number=anchor.number,
                at=anchor.made_at.isoformat(),
                first=anchor.first_sealing,
                last=anchor.last_sealing,
                prev=anchor.prev,
                hash=anchor.hash,
                signature=anchor.signature,
                heads="\n".join(
                    f"{seal.sealing} {seal.organisation}".rstrip() + f"\n{seal.hash}"
                    for seal in heads(file.seals)
                ),
            )
        )
        return letter
