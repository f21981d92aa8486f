"""Mail that stays here: a folder of letters in the place of a mail server, for all to read.

The demo and a training have it. What lies in it is what a mail server would have been handed, byte
for byte, so whoever reads the folder sees what a recipient would have seen.
"""

from __future__ import annotations

import email
import email.policy
import mailbox
from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

from engine import ports
from engine.ports import Clock, NotSent, Sent
from notifications.letter import Letterhead

_HEADERS = BytesHeaderParser(policy=email.policy.compat32)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as its reader sees it; ``id`` says nothing about whom or what it is for."""

    id: str
    to: str
    subject: str
    at: datetime
    text: str
    html: str
    message_id: str


@dataclass(frozen=True, slots=True, order=True)
class _Filed:
    """Where a letter lies, in the order in which letters are listed."""

    at: datetime
    id: str
    to: str = field(compare=False)
    place: str = field(compare=False)


class Mailbox:
    """The letters in a folder, newest first. One process files; its threads may do so at once."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, or make it, and note which letters it holds."""
        self._folder = mailbox.Maildir(folder, factory=None, create=True)
        self._guard = Lock()
        self._filed = sorted(self._noted(place) for place in self._folder.iterkeys())
        self._by_id = {each.id: each for each in self._filed}

    def file(self, letter: EmailMessage) -> None:
        """Keep a letter; one with the Message-ID of another is a repeat, and that one stays."""
        with self._guard:
            if _id_of(letter) in self._by_id:
                return
            noted = _noted(letter, self._folder.add(letter.as_bytes()))
            insort(self._filed, noted)
            self._by_id[noted.id] = noted

    def letters(self, *, limit: int = 20, before: str | None = None) -> tuple[Letter, ...]:
        """The newest letters; or those that come after the letter ``before``, if it is there."""
        return self._newest(None, limit, before)

    def letters_to(
        self, address: str, *, limit: int = 20, before: str | None = None
    ) -> tuple[Letter, ...]:
        """The same, of those to one address."""
        return self._newest(address.lower(), limit, before)

    def letter(self, letter_id: str) -> Letter | None:
        """The letter of this id; None if there is none."""
        filed = self._by_id.get(letter_id)
        return None if filed is None else self._opened(filed)

    def _newest(self, to: str | None, limit: int, before: str | None) -> tuple[Letter, ...]:
        with self._guard:
            mark = self._by_id.get(before) if before else None
            older = self._filed[: bisect_left(self._filed, mark)] if mark else self._filed
            wanted = [each for each in reversed(older) if to in {None, each.to}][:limit]
        return tuple(map(self._opened, wanted))

    def _opened(self, filed: _Filed) -> Letter:
        raw = self._folder.get_bytes(filed.place)
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        return Letter(
            id=filed.id,
            to=filed.to,
            subject=str(letter["Subject"]),
            at=filed.at,
            text=_body(letter, "plain"),
            html=_body(letter, "html"),
            message_id=str(letter["Message-ID"]),
        )

    def _noted(self, place: str) -> _Filed:
        return _noted(_HEADERS.parsebytes(self._folder.get_bytes(place)), place)


class MailboxChannel:
    """Files each notice in a folder, as the letter that a mail server would have been handed."""

    name = "email"

    def __init__(
        self, box: Mailbox, *, sender: str, base_url: str, site: str, clock: Clock
    ) -> None:
        """Keep where letters go and in whose name; raises as ``Letterhead``."""
        self._box, self._clock = box, clock
        self._head = Letterhead(sender, base_url, site)

    def send(self, message: ports.Message) -> Sent | NotSent:
        """File the letter; a full disk is no reason to lose it: it is tried again."""
        letter = self._head.letter(message, self._clock.now())
        if isinstance(letter, NotSent):
            return letter
        try:
            self._box.file(letter)
        except OSError as error:
            return NotSent(f"The folder takes no letter: {error.strerror}.")
        return Sent()


def _id_of(letter: Message) -> str:
    """A name for addresses of pages: the Message-ID holds signs that an address may not."""
    written = "".join(str(letter["Message-ID"]).split())  # a long one is folded over lines
    return sha256(written.encode()).hexdigest()[:32]


def _noted(letter: Message, place: str) -> _Filed:
    return _Filed(
        at=parsedate_to_datetime(str(letter["Date"])).astimezone(UTC),
        id=_id_of(letter),
        to=str(letter["To"]).lower(),
        place=place,
    )


def _body(letter: Message, kind: str) -> str:
    """The part of this kind in words, with plain line ends; empty if there is none."""
    for part in letter.walk():
        if part.get_content_type() == f"text/{kind}" and isinstance(part, EmailMessage):
            content: str = part.get_content()
            return content.replace("\r\n", "\n")
    return ""
